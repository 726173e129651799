import CellModel

/// Anode's CE from the lithium balance of a full cell in stage II: what was discharged came from lithium or the cathode.
///
/// Assumes nothing of the cathode, but carries the instrument's error of CE one for one; the derivation is eq 6's with
/// the measured charges of every cycle. Valid only once the reservoir is empty.
package struct BalanceAverage: AverageMethod {
  package let id = "balance"
  package let title = "anode CE, lithium balance"
  package let formula = "CE_avg = (ΣQ_dis - Q_Li) / ΣQ_ch"
  package let source = "lithium balance with an empty reservoir (review section 2.3.2)"

  package init() {}

  package func isPrimary(for record: CellRecord) -> Bool { false }

  package func value(of record: CellRecord) -> Explanation {
    if let refusal = FullCellAnswer.refusal(record) { return explanation(refusal) }
    guard record.stage.state == .stage2 else {
      return explanation(
        .notApplicable("the reservoir is not empty in stage I, and then the balance has an unknown more"))
    }
    guard let lithium = record.lithium, record.tally.firstTotal > 0, record.tally.opening != nil else {
      return explanation(.missing("needs the first cycle, which the log does not hold whole"))
    }
    let charged = record.tally.firstTotal
    let efficiency = (record.tally.secondTotal - lithium.value) / charged
    var answer = explanation(
      .value(efficiency, .about),
      [
        Term("ΣQ_dis", record.tally.secondTotal, "mAh", digits: 8, .inferred, "all discharges"),
        Term("Q_Li", lithium.value, "mAh", lithium.provenance, "lithium beside the cathode's at the start"),
        Term("ΣQ_ch", charged, "mAh", digits: 8, .inferred, "all charges"),
      ])
    let fromLithium = lithium.value * CellRecord.lithiumUncertainty / charged
    let fromInstrument = InstrumentUncertainty.ratio(1, accuracy: record.accuracy)
    answer.systematic = (fromLithium * fromLithium + fromInstrument * fromInstrument).squareRoot()
    return answer
  }
}
