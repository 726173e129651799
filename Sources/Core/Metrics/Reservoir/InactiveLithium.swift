import CellModel

/// Lithium that has become inactive since the start: for Li|Cu what was plated and never stripped.
package struct InactiveLithium: CellQuantity {
  package let id = "inactive-lithium"
  package let title = "inactive lithium so far"
  package let unit = "mAh"
  package let formula = "Q_inactive = ΣQ_plated - ΣQ_stripped"
  package let source = "review sections 2.1 and 2.2"

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    if record.configuration.value == .half { return ofCopper(record) }
    if let refusal = ReservoirAnswer.refusal(record) { return explanation(refusal) }
    guard record.stage.state == .stage2 else { return fromLoss(record) }
    guard let book = LithiumBook(record) else { return explanation(ReservoirAnswer.noBook(record)) }
    var answer = explanation(
      .value(book.goneByRetention, .about),
      [
        Term("Q_Li", book.lithium.value, "mAh", book.lithium.provenance, "lithium beside the cathode's at the start"),
        Term("Q_ch,1", book.opening.first, "mAh", .inferred, "charge of the first cycle"),
        FullCellAnswer.retention(book.rate),
        Term("Q_dis,1", book.opening.second, "mAh", .inferred, "discharge of the first cycle"),
      ])
    answer.formula = "Q_inactive = Q_Li + Q_ch,1 - R · Q_dis,1"
    answer.systematic = book.lithium.value * CellRecord.lithiumUncertainty + book.opening.first * record.accuracy
    answer.remarks = ["Stage II: the reservoir is empty, so all that is missing is inactive."]
    return answer
  }

  private func fromLoss(_ record: CellRecord) -> Explanation {
    guard let loss = AnodeLoss.of(record) else { return explanation(.missing(AnodeLoss.missing(record))) }
    let charged = record.tally.firstTotal
    guard charged > 0 else { return explanation(.pending(bound: nil, reason: "no complete cycle yet")) }
    var answer = explanation(
      .value(loss.value * charged, .about),
      [ReservoirAnswer.lossTerm(loss), Term("ΣQ_ch", charged, "mAh", .inferred, "all charges so far")])
    answer.formula = "Q_inactive = (1 - CE_a) · ΣQ_ch"
    answer.systematic = loss.value * charged * loss.deviation
    return answer
  }

  private func ofCopper(_ record: CellRecord) -> Explanation {
    if let block = record.cyclingProtocol?.reservoir, block.lastStrip == nil {
      return explanation(
        .pending(bound: nil, reason: "what lies on the copper is inactive or reservoir, and the last strip will tell"))
    }
    let (plated, stripped) = (record.tally.firstTotal, record.tally.secondTotal)
    guard plated > 0 else { return explanation(.pending(bound: nil, reason: "no complete cycle yet")) }
    var answer = explanation(
      .value(plated - stripped, .equal),
      [
        Term("ΣQ_plated", plated, "mAh", digits: 8, .inferred, "all that was plated in \(record.tally.cycles) cycles"),
        Term("ΣQ_stripped", stripped, "mAh", digits: 8, .inferred, "all that was stripped"),
      ])
    let error = InstrumentUncertainty.ratio(plated, accuracy: record.accuracy)
    guard plated - stripped > -3 * error else {
      return explanation(
        .notApplicable(
          "\(Digits.significant(stripped - plated, 3)) mAh more was stripped than plated, which a short explains and no "
            + "lithium"))
    }
    // Many small differences of large charges: the gain's error adds up with every cycle.
    answer.systematic = error
    return answer
  }
}

/// The same per electrode area, which is what cells of different size have in common.
package struct ArealInactiveLithium: CellQuantity {
  package let id = "inactive-lithium-areal"
  package let title = "inactive lithium per area"
  package let unit = "mAh/cm2"
  package let formula = "q_inactive = Q_inactive / A"
  package let source = "review sections 2.1 and 2.2"

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    let whole = InactiveLithium().value(of: record)
    guard let value = whole.value, case .value(_, let relation) = whole.outcome else {
      return explanation(whole.outcome)
    }
    guard let area = record.facts.area, area.value > 0 else {
      return explanation(.missing("needs the electrode's area: area_cm2"))
    }
    var answer = explanation(
      .value(value / area.value, relation),
      [
        Term("Q_inactive", value, "mAh", .inferred, whole.title),
        Term("A", area.value, "cm²", digits: 5, area.provenance, "electrode area"),
      ])
    answer.systematic = whole.systematic.map { $0 / area.value }
    return answer
  }
}
