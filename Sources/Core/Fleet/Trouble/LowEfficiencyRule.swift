import CellModel

/// CE of a formed, whole cycle below the limit.
struct LowEfficiencyRule: TroubleRule {
  /// nil where the cycle has no CE that may be judged.
  static func isLow(_ cycle: Cycle, _ judge: EfficiencyJudge) -> Bool? {
    judge.efficiency(of: cycle).map { $0 < judge.channel.lowEfficiency }
  }

  var heedsEveryRow: Bool { false }

  func flag(of channel: ChannelFold) -> Flag? {
    let limit = channel.lowEfficiency
    guard FlagSpan.reaches(channel.cycles, where: { $0 < limit }) else { return nil }
    let judge = EfficiencyJudge(channel)
    guard let span = FlagSpan(channel.cycles, isBad: { Self.isLow($0, judge) }),
      let efficiency = channel.efficiency(of: span.newest)
    else { return nil }
    return Flag(
      .lowCE, sinceCycle: Int(span.first.number),
      evidence: "CE \(FlagText.percent(efficiency)) % in cycle \(span.newest.number) is below "
        + "\(FlagText.percent(channel.lowEfficiency)) %")
  }
}

extension ChannelFold {
  /// CE below which a formed cell is flagged: the user's threshold, else 90 %.
  var lowEfficiency: Double { facts.alert.efficiencyBelow ?? 0.9 }
}
