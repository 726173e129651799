import CellModel

/// Anode's CE from what a full cell really charged (Zhang's estimation, review eq 6, at any retention R).
///
/// The first cycle's irreversible capacity counts as reservoir. Takes the cathode's CE for 100 %. In stage I it bounds
/// the anode's CE from below. Error: dominated by how well the lithium is known.
package struct ChargedAverage: AverageMethod {
  package let id = "zhang-full"
  package let title = "anode CE, Zhang estimation"
  package let formula = "CE_avg = 1 - (Q_Li + Q_ch,1 - R · Q_dis,1) / ΣQ_ch"
  package let source = "review eq 6, section 2.3.2, at the measured retention"

  /// How far eq 6 missed 1 − CE of 84 simulated anodes in the median, as a share of it (always too small: 3 to 29 %).
  private static let bias = 0.13

  package init() {}

  package func isPrimary(for record: CellRecord) -> Bool {
    guard record.hasCathode else { return false }
    switch record.facts.efficiencyMethod.value {
    case .auto, .zhangFull: return true
    // What was said of half cells, of a group perhaps, leaves a cell with a cathode as it is.
    case .conventional, .aurbach, .zhang: return true
    case .chiang: return false
    }
  }

  package func value(of record: CellRecord) -> Explanation {
    if let refusal = FullCellAnswer.refusal(record) { return explanation(refusal) }
    guard let opening = record.tally.opening else {
      return explanation(.missing("needs the first cycle, which the log does not hold whole"))
    }
    guard let lithium = record.lithium, let rate = record.tally.mainRate, rate.chargedUntilLast > 0,
      rate.retention.isFinite
    else { return explanation(.pending(bound: nil, reason: "no complete cycle yet")) }
    let kept = rate.retention * opening.second
    let loss = lithium.value + opening.first - kept
    let inefficiency = loss / rate.chargedUntilLast
    var answer = explanation(
      .value(1 - inefficiency, FullCellAnswer.relation(record)),
      [
        Term("Q_Li", lithium.value, "mAh", lithium.provenance, "lithium beside the cathode's at the start"),
        Term("Q_ch,1", opening.first, "mAh", .inferred, "charge of the first cycle"),
        FullCellAnswer.retention(rate),
        Term("Q_dis,1", opening.second, "mAh", .inferred, "discharge of the first cycle"),
        Term("ΣQ_ch", rate.chargedUntilLast, "mAh", .inferred, "all charges until cycle \(rate.lastCycle)"),
      ])
    answer.systematic = InstrumentUncertainty.balance(
      inefficiency: inefficiency, loss: loss, lithiumError: lithium.value * CellRecord.lithiumUncertainty,
      discharge: kept, accuracy: record.accuracy)
    answer.model = Self.bias * inefficiency.magnitude
    answer.remarks = FullCellAnswer.remarks(record)
    return answer
  }
}
