import CellModel

/// Lithium that a cycle makes inactive: measured for Li|Cu, from the anode's CE for cells with a cathode.
package struct LossPerCycle: CellQuantity {
  package let id = "loss-per-cycle"
  package let title = "lithium lost a cycle"
  package let unit = "mAh"
  package let formula = "q = Q_first - Q_second"
  package let source = "review section 2.2"

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    if record.configuration.value == .half { return ofCopper(record) }
    if let refusal = ReservoirAnswer.refusal(record) { return explanation(refusal) }
    guard let loss = AnodeLoss.of(record) else { return explanation(.missing(AnodeLoss.missing(record))) }
    guard let mean = record.tally.meanFirst else {
      return explanation(.pending(bound: nil, reason: "no complete cycle yet"))
    }
    var answer = explanation(
      .value(loss.value * mean, .about),
      [
        ReservoirAnswer.lossTerm(loss),
        Term("Q_ch", mean, "mAh", .inferred, "mean charge of the newest \(record.tally.recent.count) cycles"),
      ])
    answer.formula = "q = (1 - CE_a) · Q_ch"
    answer.systematic = loss.value * mean * loss.deviation
    return answer
  }

  private func ofCopper(_ record: CellRecord) -> Explanation {
    if let kind = record.cyclingProtocol?.kind.value, kind == .aurbach || kind == .zhang {
      return explanation(.notApplicable("in a reservoir test only the whole test tells what was lost"))
    }
    guard let mean = record.tally.meanFirst, let loss = record.tally.netLoss else {
      return explanation(.pending(bound: nil, reason: "no complete cycle yet"))
    }
    var answer = explanation(
      .value(loss, .equal),
      [
        Term("Q_first", mean, "mAh", .inferred, "plated, mean of the newest \(record.tally.recent.count) cycles"),
        Term("Q_second", mean - loss, "mAh", .inferred, "stripped, by the median difference"),
      ])
    answer.systematic = InstrumentUncertainty.ratio(mean, accuracy: record.accuracy)
    return answer
  }
}
