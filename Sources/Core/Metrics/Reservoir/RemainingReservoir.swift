import CellModel

/// Lithium that still hides the anode's losses.
package struct RemainingReservoir: CellQuantity {
  package let id = "reservoir-left"
  package let title = "reservoir left"
  package let unit = "mAh"
  package let formula = "Q_left = Q_Li + ΣΔQ - (1 - CE_a) · ΣQ_ch"
  package let source = "lithium balance, review section 2.2"

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    if let refusal = ReservoirAnswer.refusal(record) { return explanation(refusal) }
    switch record.stage.state {
    case .stage2: return explanation(.notApplicable("the cell is in stage II: the reservoir is empty"))
    case .shorted, .dead:
      return explanation(
        .notApplicable("the cell is \(record.stage.state.rawValue): the balance counts lithium no more"))
    case .forming, .stage1, .suspected, .unknown: break
    }
    guard let loss = AnodeLoss.of(record) else { return explanation(.missing(AnodeLoss.missing(record))) }
    guard let book = LithiumBook(record) else { return explanation(ReservoirAnswer.noBook(record)) }
    var answer = explanation(
      .value(max(0, book.remaining(at: loss.value)), .about),
      ReservoirAnswer.balanceTerms(book, loss))
    if book.inventory > 0 { answer.share = min(1, max(0, (answer.value ?? 0) / book.inventory)) }
    let (fromLithium, fromLoss) = (
      book.lithium.value * CellRecord.lithiumUncertainty, loss.value * loss.deviation * book.charged
    )
    answer.systematic = (fromLithium * fromLithium + fromLoss * fromLoss).squareRoot()
    if book.remaining(at: loss.value) < 0 {
      answer.remarks.append("By this loss it should be empty already, and the cell has not turned: it loses less.")
    }
    return answer
  }
}
