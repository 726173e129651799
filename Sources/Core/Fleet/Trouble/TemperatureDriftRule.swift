import CellModel

/// A temperature that moves by more than ±0.2 °C where the CE is above 99.9 %: the review asks for no more there
/// (section 4, point 1).
///
/// `temperature_tolerance_C` sets another tolerance, `temperature_C` what it is measured from, else the median of the newest
/// cycles.
struct TemperatureDriftRule: TroubleRule {
  static let demanding = 0.999

  var heedsEveryRow: Bool { false }

  func flag(of channel: ChannelFold) -> Flag? {
    let recent = channel.cycles.suffix(20).filter { $0.isComplete && $0.temperature == $0.temperature }
    guard recent.count >= 5, let median = RobustEstimate.median(recent.map { Double($0.temperature) }) else {
      return nil
    }
    let allowed = channel.facts.temperatureTolerance.value
    let usual = channel.facts.temperature?.value ?? median
    let name = channel.facts.temperature == nil ? "usual" : "set"
    guard let span = FlagSpan(recent, isBad: { (Double($0.temperature) - usual).magnitude > allowed }) else {
      return nil
    }
    // Last, because judging is dear.
    let judge = EfficiencyJudge(channel)
    guard let efficiency = RobustEstimate.median(recent.compactMap { judge.efficiency(of: $0) }),
      efficiency > Self.demanding
    else { return nil }
    return Flag(
      .temperatureDrift, sinceCycle: Int(span.first.number),
      evidence: "\(FlagText.fixed(Double(span.newest.temperature), 2)) °C in cycle \(span.newest.number) is more than "
        + "\(FlagText.fixed(allowed, 1)) °C from the \(name) \(FlagText.fixed(usual, 2)) °C, and a CE above "
        + "\(FlagText.percent(Self.demanding, decimals: 1)) % moves with it")
  }
}
