import CellModel

/// What both reservoir methods share: eq 3 over one block of the record.
enum ReservoirAnswer {
  static let formula = "CE_avg = (n · Q_C + Q_S) / (n · Q_C + Q_T)"
  private static let boundFormula = "CE_avg ≥ k · Q_C / (k · Q_C + Q_T)"
  private static let earlyFormula = "CE_avg = Q_stripped / Q_plated"

  /// The answer for a block, ended or under way; `asked` is the explanation to fill in.
  static func fill(_ asked: Explanation, from block: StripBlock, of record: CellRecord) -> Explanation {
    var answer = asked
    guard let cycled = block.cycledCharge else { return answer }
    let strips = block.shortStrips
    let reservoir = Term("Q_T", block.firstPlating, "mAh", .inferred, "first plating, the reservoir")
    let swung = Term("Q_C", cycled, "mAh", .inferred, "mean of what each strip before the cut-off took")
    guard let last = block.lastStrip, let efficiency = block.efficiency else {
      let passed = Double(strips) * cycled
      answer.formula = boundFormula
      answer.terms = [.count("k", strips, .inferred, "strips so far"), swung, reservoir]
      answer.outcome = .pending(
        bound: passed / (passed + block.firstPlating),
        reason: "strip \(strips) of the test is over, and the answer comes with the last strip to the cut-off")
      return answer
    }
    answer.outcome = .value(efficiency, .equal)
    guard !block.isEarly else {
      answer.systematic = InstrumentUncertainty.ratio(efficiency, accuracy: record.accuracy)
      answer.formula = earlyFormula
      answer.terms = [
        Term("Q_stripped", block.stripped, "mAh", .inferred, "all that was stripped until then"),
        Term("Q_plated", block.plated, "mAh", .inferred, "all that was plated until then"),
      ]
      answer.remarks.append(
        "Warning: the reservoir was exhausted early. Strip \(strips + 1) reached the cut-off after "
          + "\(Digits.significant(last, 3)) of \(Digits.significant(cycled, 3)) mAh; the average is total stripped over "
          + "total plated to that point.")
      return answer
    }
    let swings = Double(strips) * cycled
    let fromFormula = InstrumentUncertainty.reservoir(
      efficiency, first: block.firstPlating, cycled: cycled, strips: strips, accuracy: record.accuracy)
    let fromGain = block.gainDifference * swings / (swings + block.firstPlating)
    answer.systematic = (fromFormula * fromFormula + fromGain * fromGain).squareRoot()
    answer.remarks.append(
      "Takes what was plated again for what had been stripped, Q_C; the file's own counts differ by "
        + "\(Digits.fixed(block.gainDifference * 1e6, 0)) ppm, which is part of the uncertainty.")
    answer.terms = [
      .count("n", strips, .inferred, "strips that ended before the cut-off"), swung,
      Term("Q_S", last, "mAh", .inferred, "the strip to the cut-off"), reservoir,
    ]
    return answer
  }

  /// The protocol of a Li|Cu cell, or the answer for a cell that has none.
  static func refusal(_ record: CellRecord, wants kind: CyclingProtocol) -> Explanation.Outcome? {
    guard record.configuration.value == .half else {
      return .notApplicable("it measures Li|Cu cells, and this one is \(record.configuration.value.name)")
    }
    guard let found = record.cyclingProtocol else { return .pending(bound: nil, reason: "no half-cycle has ended yet") }
    let isOther = found.kind.value != kind && found.kind.value != .undecided
    if isOther {
      return .notApplicable(
        "the protocol is \(found.kind.value.rawValue)\(found.kind.provenance.mark)"
          + (found.kind.reason.isEmpty ? "" : ": " + found.kind.reason))
    }
    guard found.reservoir != nil else {
      return .pending(
        bound: nil,
        reason: found.kind.provenance == .given
          ? "no strip has ended before the cut-off with a plating of as much behind it" : found.kind.reason)
    }
    return nil
  }
}
