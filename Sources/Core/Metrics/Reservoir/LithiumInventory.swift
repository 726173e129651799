import CellModel

/// Lithium at the start beside what the cathode can take back: the reservoir that hides the anode's losses.
package struct LithiumInventory: CellQuantity {
  package let id = "reservoir-start"
  package let title = "reservoir at the start"
  package let unit = "mAh"
  package let formula = "Q_0 = Q_Li + Q_ch,1 - Q_dis,1"
  package let source = "review section 2.2 and eq 6"

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    if let refusal = ReservoirAnswer.refusal(record) { return explanation(refusal) }
    guard let book = LithiumBook(record) else { return explanation(ReservoirAnswer.noBook(record)) }
    var answer = explanation(
      .value(book.inventory, .equal),
      [
        Term("Q_Li", book.lithium.value, "mAh", book.lithium.provenance, "lithium beside the cathode's at the start"),
        Term("Q_ch,1", book.opening.first, "mAh", .inferred, "charge of the first cycle"),
        Term("Q_dis,1", book.opening.second, "mAh", .inferred, "discharge of the first cycle"),
      ])
    let (fromLithium, fromCycle) = (
      book.lithium.value * CellRecord.lithiumUncertainty,
      InstrumentUncertainty.ratio(book.opening.second, accuracy: record.accuracy)
    )
    answer.systematic = (fromLithium * fromLithium + fromCycle * fromCycle).squareRoot()
    return answer
  }
}
