import CellModel

/// Capacity below the end-of-life limit, at a current no higher than that of the reference cycle.
struct RetentionRule: TroubleRule {
  var heedsEveryRow: Bool { false }

  func flag(of channel: ChannelFold) -> Flag? {
    let limit = channel.facts.endOfLifeRetention.value
    let formation = channel.facts.formationCycles.value
    guard let reference = channel.cycles.lazy.filter({ $0.isComplete }).dropFirst(formation).first else { return nil }
    let span = FlagSpan(channel.cycles) { cycle in
      // A fast cycle gives less, and is no older for it.
      guard cycle.isComplete, cycle.dischargeCurrent <= 1.2 * reference.dischargeCurrent else { return nil }
      return channel.retention(of: cycle).map { $0 < limit }
    }
    guard let span, let retention = channel.retention(of: span.newest) else { return nil }
    return Flag(
      .endOfLife, sinceCycle: Int(span.first.number),
      evidence: "retention \(FlagText.percent(retention, decimals: 1)) % is below "
        + "\(FlagText.percent(limit, decimals: 0)) % since cycle \(span.first.number)")
  }
}
