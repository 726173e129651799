import CellModel

/// What the averages of cells with a cathode share.
enum FullCellAnswer {
  /// Why a cell has no such average, whatever the method; nil where it may have one.
  static func refusal(_ record: CellRecord) -> Explanation.Outcome? {
    guard record.hasCathode else {
      return .notApplicable("it needs a cathode, and this cell is \(record.configuration.value.name)")
    }
    guard record.tally.mainRate != nil else { return .pending(bound: nil, reason: "no complete cycle yet") }
    guard record.lithium != nil else { return .missing(record.missingLithium) }
    return nil
  }

  /// A lower bound while surplus lithium hides the anode's losses, an estimate afterwards.
  static func relation(_ record: CellRecord) -> Explanation.Relation {
    record.stage.state == .stage2 ? .about : .atLeast
  }

  static func retention(_ rate: RateTally) -> Term {
    let current = rate.current.isFinite ? " at \(Digits.significant(rate.current, 3)) mA" : ""
    return Term(
      "R", rate.retention, digits: 5, .inferred,
      "Q_dis of cycle \(rate.lastCycle) ÷ that of cycle \(rate.firstCycle)\(current)"
    )
  }

  static func remarks(_ record: CellRecord) -> [String] {
    var remarks: [String] = []
    if relation(record) == .atLeast {
      remarks.append("Stage I: the reservoir is not used up, so the anode's CE is at least this.")
    }
    if let lithium = record.lithium, lithium.value > 0 {
      remarks.append("The uncertainty takes the lithium for known to 5 %.")
    }
    if record.stage.state == .dead || record.stage.state == .shorted {
      remarks.append(
        "The cell is \(record.stage.state.rawValue): what it lost for other reasons counts as lithium here.")
    }
    remarks.append(
      "Assumes a cathode CE of 100 %: oxidation at the cathode makes the loss look smaller, lithium trapped in it greater."
    )
    return remarks
  }
}
