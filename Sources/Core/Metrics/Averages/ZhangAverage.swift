import CellModel

/// Reservoir method of Zhang: full cycles of Q_0 form the SEI and count for nothing, then as Aurbach (review eqs 3, 4).
///
/// Error: as Aurbach's.
package struct ZhangAverage: AverageMethod {
  package let id = "zhang"
  package let title = "CE average, Zhang"
  package let formula = ReservoirAnswer.formula
  package let source = "review eqs 3 and 4, section 2.3.1"

  package init() {}

  package func isPrimary(for record: CellRecord) -> Bool {
    record.configuration.value == .half && record.cyclingProtocol?.kind.value == .zhang
  }

  package func value(of record: CellRecord) -> Explanation {
    if let refusal = ReservoirAnswer.refusal(record, wants: .zhang) { return explanation(refusal) }
    guard let found = record.cyclingProtocol, let block = found.reservoir else {
      return explanation(.pending(bound: nil, reason: "no reservoir test has begun"))
    }
    var answer = ReservoirAnswer.fill(explanation(.pending(bound: nil, reason: "")), from: block, of: record)
    answer.terms.append(
      Term("Q_0", found.fullPlated, "mAh", .inferred, "plated by \(found.fullCycles) full cycles before, left out"))
    if found.fullCycles > 0, found.fullPlated > 0 {
      let apart = Digits.fixed(found.fullStripped / found.fullPlated * 100, 2)
      answer.remarks.append(
        "The \(found.fullCycles) preconditioning cycles apart: \(apart) % of Q_0 was stripped again.")
    }
    return answer
  }
}
