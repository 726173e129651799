import CellModel

/// The cycle at which the reservoir will be empty, with an 80 % interval.
///
/// The anode's loss is log-normal about what the user or the twins tell, cut off by what the cell shows: it has not
/// turned yet, so its loss cannot have used up the reservoir. The interval holds the middle 80 % of what remains.
package struct TurnForecast: CellQuantity {
  package let id = "turn-forecast"
  package let title = "turn expected at cycle"
  package let unit = "cycles"
  package let formula = "n = k + Q_left / ((1 - CE_a) · Q_ch - g)"
  package let source = "lithium balance, review section 2.2"

  package init() {}

  /// A loss that explains what is seen with less probability than this is contradicted by it.
  private static let leastShare = 0.005

  package func value(of record: CellRecord) -> Explanation {
    if let refusal = ReservoirAnswer.refusal(record) { return explanation(refusal) }
    switch record.stage.state {
    case .stage2: return explanation(.notApplicable("the cell has turned" + Self.turn(record)))
    case .shorted, .dead: return explanation(.notApplicable("the cell is \(record.stage.state.rawValue)"))
    case .forming, .stage1, .suspected, .unknown: break
    }
    guard let loss = AnodeLoss.of(record) else { return explanation(.missing(AnodeLoss.missing(record))) }
    guard let book = LithiumBook(record) else { return explanation(ReservoirAnswer.noBook(record)) }
    let limit = book.limit / book.charged
    let spread = TruncatedLogNormal(median: loss.value, deviation: loss.deviation, below: limit)
    guard spread.share >= Self.leastShare else {
      return explanation(
        .pending(
          bound: nil,
          reason: "the cell has outlived a loss of \(Digits.significant(loss.value * 100, 3)) %: by its own record it "
            + "loses less than \(Digits.significant(limit * 100, 3)) %"))
    }
    let turns = [0.9, 0.5, 0.1].map { book.turn(at: spread.quantile($0)) }
    guard turns[1].isFinite else {
      var answer = explanation(.value(turns[0], .atLeast), terms(book, loss, spread.quantile(0.9)))
      guard turns[0].isFinite else {
        return explanation(
          .pending(
            bound: nil, reason: "a cycle seems to lose no more than the cathode itself, so that no turn is in sight"))
      }
      answer.remarks = ["The loss is too close to the cathode's own for an upper end."]
      return answer
    }
    let typical = spread.quantile(0.5)
    var answer = explanation(.value(turns[1], .about), terms(book, loss, typical))
    answer.interval = (turns[0], turns[2], 80)
    answer.days = ExpectedDays(record, early: turns[0], expected: turns[1], late: turns[2])
    answer.remarks = ExpectedDays.sentence(answer.days, record, at: turns[1]).map { [$0] } ?? []
    return answer
  }

  private static func turn(_ record: CellRecord) -> String {
    guard let cycle = record.stage.turningCycle else { return "" }
    return " at cycle \(Digits.fixed(cycle, 0))"
  }

  private func terms(_ book: LithiumBook, _ loss: AnodeLoss, _ value: Double) -> [Term] {
    var typical = loss
    typical.value = value
    typical.meaning += ", given that the cell has not turned"
    return [
      .count("k", book.rate.lastCycle, .inferred, "newest complete cycle"),
      Term(
        "Q_left", max(0, book.remaining(at: value)), "mAh", digits: 4, .inferred,
        "reservoir left at this loss"),
      ReservoirAnswer.lossTerm(typical),
      Term("Q_ch", book.meanCharge, "mAh", digits: 4, .inferred, "mean charge a cycle"),
      Term("g", book.netLoss, "mAh", digits: 3, .inferred, "median of Q_ch - Q_dis of the newest cycles"),
    ]
  }
}
