import CellModel

/// CE of a formed, whole cycle above one by more than the instrument, the digits and the cell's own scatter explain.
struct AboveOneRule: TroubleRule {
  /// Standard errors that may be chance: at three, a fleet of 1,000 good cathodes sees one such cycle a day.
  private static let deviations = 4.0
  /// Scatter of CE granted to a cell before its own is known, a fraction: that of a poor channel.
  private static let youngScatter = 0.002

  /// nil where the cycle has no CE that may be judged.
  static func isAbove(_ cycle: Cycle, _ judge: EfficiencyJudge) -> Bool? {
    guard let efficiency = judge.efficiency(of: cycle) else { return nil }
    if judge.channel.configuration.value.hasCathode, let before = judge.before(cycle) {
      // A cathode that was emptied less deeply before gives back more than the charge between: no CE of the anode.
      guard before.isComplete, !judge.wasCutShort(before), isLike(before.dischargeCurrent, cycle.dischargeCurrent),
        isLike(before.chargeCurrent, cycle.chargeCurrent)
      else { return nil }
    }
    // The scatter is dear and the limit never below one.
    return efficiency > 1 && efficiency > limit(efficiency, cycle, judge)
  }

  private static func limit(_ efficiency: Double, _ cycle: Cycle, _ judge: EfficiencyJudge) -> Double {
    let instrument = judge.channel.efficiencyUncertainty(of: efficiency)
    let scatter = judge.scatter() ?? Self.youngScatter
    let error = (instrument * instrument + scatter * scatter).squareRoot()
    return 1 + Self.deviations * error + (judge.channel.efficiencyResolution(of: cycle) ?? 0)
  }

  private static func isLike(_ current: Float, _ other: Float) -> Bool {
    (current - other).magnitude <= 0.1 * max(current, other)
  }

  var heedsEveryRow: Bool { false }

  func flag(of channel: ChannelFold) -> Flag? {
    // Judging is dear, and asked for with every row of a fleet.
    guard FlagSpan.reaches(channel.cycles, where: { $0 > 1 }) else { return nil }
    let judge = EfficiencyJudge(channel)
    guard let span = FlagSpan(channel.cycles, isBad: { Self.isAbove($0, judge) }),
      let efficiency = channel.efficiency(of: span.newest)
    else { return nil }
    let limit = Self.limit(efficiency, span.newest, judge)
    return Flag(
      .ceAboveOne, sinceCycle: Int(span.first.number),
      evidence: "CE \(FlagText.percent(efficiency)) % in cycle \(span.newest.number), errors explain up to "
        + "\(FlagText.percent(limit)) %: artefact or soft short")
  }
}

extension CellConfiguration {
  /// Whether a cathode stands against the lithium.
  var hasCathode: Bool { self == .full || self == .anodeFree }
}
