import CellModel

extension ReservoirAnswer {
  /// Why a cell has no reservoir to count; nil where it may have one.
  static func refusal(_ record: CellRecord) -> Explanation.Outcome? {
    guard !record.hasCathode else { return nil }
    if record.configuration.value == .half {
      return .notApplicable("the lithium counter electrode of a Li|Cu cell is in large excess")
    }
    return .notApplicable("it needs a cathode, and this cell is \(record.configuration.value.name)")
  }

  /// What is missing where there is no `LithiumBook`.
  static func noBook(_ record: CellRecord) -> Explanation.Outcome {
    if record.lithium == nil { return .missing(record.missingLithium) }
    if record.tally.cycles > 0, record.tally.opening == nil {
      return .missing("needs the first cycle, which the log does not hold whole")
    }
    return .pending(bound: nil, reason: "no complete cycle yet")
  }

  /// The anode's loss as a term.
  static func lossTerm(_ loss: AnodeLoss) -> Term {
    Term("CE_a", 1 - loss.value, digits: 6, loss.provenance, "the anode's CE: " + loss.meaning)
  }

  /// The terms of the lithium balance.
  static func balanceTerms(_ book: LithiumBook, _ loss: AnodeLoss) -> [Term] {
    [
      Term("Q_Li", book.lithium.value, "mAh", book.lithium.provenance, "lithium beside the cathode's at the start"),
      Term("ΣΔQ", book.net, "mAh", digits: 4, .inferred, "sum of Q_ch - Q_dis over all cycles"), lossTerm(loss),
      Term("ΣQ_ch", book.charged, "mAh", .inferred, "all charges so far"),
    ]
  }
}
