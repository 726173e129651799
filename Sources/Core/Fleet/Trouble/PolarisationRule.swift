import CellModel

/// Polarisation grown to half as much again as in the cell's youth, at the same current.
struct PolarisationRule: TroubleRule {
  /// Parts of the youth's polarisation at which the flag is raised, and below which a cycle counts as good.
  static let raise = 1.5
  static let clear = 1.35
  private static let youth = 5

  var heedsEveryRow: Bool { false }

  func flag(of channel: ChannelFold) -> Flag? {
    guard let newest = channel.cycles.last(where: { $0.isComplete }), newest.chargeCurrent > 0 else { return nil }
    // Only cycles at the newest one's current can be compared with it.
    let formation = channel.facts.formationCycles.value
    func hysteresis(_ cycle: Cycle) -> Double? {
      guard cycle.isComplete, Int(cycle.number) > formation, let hysteresis = cycle.hysteresis,
        (cycle.chargeCurrent - newest.chargeCurrent).magnitude <= 0.1 * newest.chargeCurrent,
        (cycle.dischargeCurrent - newest.dischargeCurrent).magnitude <= 0.1 * newest.dischargeCurrent
      else { return nil }
      return hysteresis.magnitude
    }
    let young = Array(channel.cycles.prefix(200).lazy.compactMap(hysteresis).prefix(Self.youth))
    let recent = channel.cycles.suffix(Self.youth).compactMap(hysteresis)
    guard young.count == Self.youth, recent.count >= 3, let usual = RobustEstimate.median(young), usual > 0.002,
      let now = RobustEstimate.median(recent)
    else { return nil }
    // The median of the newest raises; of what is between the two limits the flag stays where its own cycles raised it.
    guard now > Self.clear * usual else { return nil }
    let span = FlagSpan(channel.cycles) { cycle in
      hysteresis(cycle).flatMap { $0 > Self.raise * usual ? true : $0 < Self.clear * usual ? false : nil }
    }
    guard let span else { return nil }
    return Flag(
      .polarisation, sinceCycle: Int(span.first.number),
      evidence: "hysteresis \(FlagText.fixed(now * 1000, 1)) mV is \(FlagText.fixed(now / usual, 1)) times the "
        + "\(FlagText.fixed(usual * 1000, 1)) mV of its first formed cycles at this current, limit "
        + "\(FlagText.fixed(Self.raise, 1))")
  }
}
