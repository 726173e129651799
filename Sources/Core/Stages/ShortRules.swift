/// Soft shorts, told by two kinds of sign within four cycles: charge that appears from nowhere, and noise.
struct ShortRules: Codable, Sendable {
  private struct Sign: OptionSet, Codable {
    var rawValue: Int
    /// CE above its own level: part of the first half-cycle's charge leaked, so later ones look too good.
    static let excessEfficiency = Sign(rawValue: 1)
    /// More charge taken than the cell ever took or gives back.
    static let excessCharge = Sign(rawValue: 2)
    static let voltageNoise = Sign(rawValue: 4)
    /// A dendrite carries part of a Li|Cu cell's current.
    static let fallingPolarisation = Sign(rawValue: 8)

    var kinds: Int { rawValue.nonzeroBitCount }
  }

  private struct Judged: Codable {
    var cycle: Double
    var signs: Sign
  }

  private static let window = 4
  static let cleanToRecover = 12
  /// mV: a converter of 16 bits over 5 V steps by 0.08 mV, which a healthy cell shows in some cycles and in others not.
  private static let leastNoise = 0.1

  private var recent: [Judged] = []
  private var healthyNoise: [Double] = []
  private var healthyCharge: [Double] = []
  private var cleanRun = 0

  /// First cycle with a sign among the newest; nil if there is none.
  var firstSign: Double? { recent.first { !$0.signs.isEmpty }?.cycle }
  var hasRecovered: Bool { cleanRun >= Self.cleanToRecover }

  /// Forgets the charge level: a new current has another.
  mutating func forgetCharge() { healthyCharge = [] }

  /// Judges a cycle before the streams take it in; the evidence in words if the newest cycles together mean a short.
  mutating func judge(
    _ cycle: LoggedCycle, against streams: StreamBank, hasCathode: Bool, usualEfficiency: Double
  ) -> String? {
    var signs = Sign()
    if streams.efficiency.count >= 6 || streams.capacity.count >= 6 || streams.polarisation.count >= 6 {
      signs = self.signs(of: cycle, against: streams, hasCathode: hasCathode, usualEfficiency: usualEfficiency)
    }
    if signs.isEmpty {
      if let noise = cycle.voltageNoise { healthyNoise = (healthyNoise + [noise]).suffix(25) }
      if let charge = cycle.charge { healthyCharge = (healthyCharge + [charge]).suffix(25) }
      cleanRun = min(cleanRun + 1, Self.cleanToRecover)
    } else {
      cleanRun = 0
    }
    recent = (recent + [Judged(cycle: cycle.cycle, signs: signs)]).suffix(Self.window)

    let flagged = recent.count { !$0.signs.isEmpty }
    let kinds = recent.reduce(into: Sign()) { $0.formUnion($1.signs) }
    let total = recent.reduce(0) { $0 + min($1.signs.kinds, 2) }
    guard flagged >= 2, (kinds.kinds >= 2 && total >= 3) || flagged >= Self.window else { return nil }
    return sentence(kinds, flagged: flagged, cycle: cycle)
  }

  private func signs(
    of cycle: LoggedCycle, against streams: StreamBank, hasCathode: Bool, usualEfficiency: Double
  ) -> Sign {
    var signs = Sign()
    if cycle.charge != nil, let efficiency = cycle.efficiency, streams.efficiency.count >= 6,
      efficiency - streams.efficiency.offset - usualEfficiency > max(6 * streams.efficiency.noise.sigma, 0.005)
    {
      signs.insert(.excessEfficiency)
    }
    if hasCathode, healthyCharge.count >= 6, let charge = cycle.charge, let capacity = cycle.capacity,
      let usual = Robust.median(healthyCharge.suffix(15)),
      charge - usual > max(6 * streams.capacity.noise.sigma, 0.012), charge - capacity > 0.012
    {
      signs.insert(.excessCharge)
    }
    if healthyNoise.count >= 6, let noise = cycle.voltageNoise, let usual = Robust.median(healthyNoise),
      noise > 5 * max(usual, Self.leastNoise)
    {
      signs.insert(.voltageNoise)
    }
    if !hasCathode, streams.polarisation.count > 10, let polarisation = cycle.polarisation,
      let usual = Robust.median(streams.polarisation.history.newestValues(10)),
      polarisation - streams.polarisation.offset - usual < -max(6 * streams.polarisation.noise.sigma, 0.12)
    {
      signs.insert(.fallingPolarisation)
    }
    return signs
  }

  private func sentence(_ kinds: Sign, flagged: Int, cycle: LoggedCycle) -> String {
    var parts: [String] = []
    if kinds.contains(.excessEfficiency), let efficiency = cycle.efficiency {
      parts.append("CE \(Figure.percent(Natural.exponential(efficiency), digits: 1))")
    }
    if kinds.contains(.excessCharge), let charge = cycle.charge, let usual = Robust.median(healthyCharge.suffix(15)) {
      parts.append("charge \(Figure.percent(Natural.exponential(charge - usual) - 1, digits: 1)) above its median")
    }
    if kinds.contains(.voltageNoise), let noise = cycle.voltageNoise {
      parts.append(
        "voltage noise \(Figure.decimal(noise, digits: 1)) mV against"
          + " \(Figure.decimal(Robust.median(healthyNoise) ?? 0, digits: 1)) mV")
    }
    if kinds.contains(.fallingPolarisation) { parts.append("polarisation fell by more than 12 %") }
    return "\(parts.joined(separator: ", ")); \(flagged) of the last \(recent.count) cycles show signs of a soft short"
  }
}
