import CellModel

/// Reservoir method of Aurbach: Q_T plated, n times Q_C stripped and plated, Q_S stripped at last (review eq 3).
///
/// There is no answer before the last strip, only a lower bound. Error: the instrument's, of which the n cycles take
/// only the share 1 − CE.
package struct AurbachAverage: AverageMethod {
  package let id = "aurbach"
  package let title = "CE average, Aurbach"
  package let formula = ReservoirAnswer.formula
  package let source = "review eq 3, section 2.3.1"

  package init() {}

  package func isPrimary(for record: CellRecord) -> Bool {
    record.configuration.value == .half && record.cyclingProtocol?.kind.value == .aurbach
  }

  package func value(of record: CellRecord) -> Explanation {
    if let refusal = ReservoirAnswer.refusal(record, wants: .aurbach) { return explanation(refusal) }
    guard let block = record.cyclingProtocol?.reservoir else {
      return explanation(.pending(bound: nil, reason: "no reservoir test has begun"))
    }
    return ReservoirAnswer.fill(explanation(.pending(bound: nil, reason: "")), from: block, of: record)
  }
}
