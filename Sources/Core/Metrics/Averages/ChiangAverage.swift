import CellModel

/// Anode's CE from the retention of a full cell after n cycles (Chiang, review eq 5, at any retention R).
///
/// Takes the cathode's CE for 100 % and every cycle for as large as the cathode, so that it tells the loss too small.
/// In stage I the reservoir is not used up and the value bounds the anode's CE from below. Error: dominated by how well
/// the lithium is known.
package struct ChiangAverage: AverageMethod {
  package let id = "chiang"
  package let title = "anode CE, Chiang"
  package let formula = "CE_avg = 1 - (Q_Li + (1 - R) · Q_cathode) / (n · Q_cathode)"
  package let source = "review eq 5, section 2.3.2, at the measured retention"

  /// How far eq 5 missed 1 − CE of 84 simulated anodes in the median, as a share of it (always too small: 22 to 62 %).
  private static let bias = 0.43

  package init() {}

  package func isPrimary(for record: CellRecord) -> Bool {
    record.hasCathode && record.facts.efficiencyMethod.value == .chiang
  }

  package func value(of record: CellRecord) -> Explanation {
    if let refusal = FullCellAnswer.refusal(record) { return explanation(refusal) }
    guard let cathode = record.facts.cathodeCapacity, let mark = record.facts.cathode?.provenance else {
      return explanation(
        .missing(
          record.facts.cathode == nil
            ? "needs the cathode's capacity: cathode_mAh, or cathode_mAh_cm2 with area_cm2"
            : "needs the area: area_cm2, because the cathode was given per cm²"))
    }
    guard let lithium = record.lithium, let rate = record.tally.mainRate, cathode > 0, rate.retention.isFinite else {
      return explanation(.pending(bound: nil, reason: "no complete cycle yet"))
    }
    let loss = lithium.value + (1 - rate.retention) * cathode
    let inefficiency = loss / (Double(rate.lastCycle) * cathode)
    var answer = explanation(
      .value(1 - inefficiency, FullCellAnswer.relation(record)),
      [
        Term("Q_Li", lithium.value, "mAh", lithium.provenance, "lithium beside the cathode's at the start"),
        FullCellAnswer.retention(rate), Term("Q_cathode", cathode, "mAh", mark, "the cathode's capacity"),
        .count("n", rate.lastCycle, .inferred, "cycles until then"),
      ])
    answer.systematic = InstrumentUncertainty.balance(
      inefficiency: inefficiency, loss: loss, lithiumError: lithium.value * CellRecord.lithiumUncertainty,
      discharge: rate.retention * cathode, accuracy: record.accuracy)
    answer.model = Self.bias * inefficiency.magnitude
    answer.remarks = FullCellAnswer.remarks(record)
    return answer
  }
}
