import CellModel

/// Voltage or temperature beyond the person's limits, held until the next cycle begins.
struct LimitRule: TroubleRule {
  var heedsEveryRow: Bool { true }

  func flag(of channel: ChannelFold) -> Flag? {
    guard let sample = channel.lastSample else { return nil }
    let alert = channel.facts.alert
    let open = channel.openCycle
    // Extremes are kept as single-precision numbers: half a step of those is no excess.
    let tolerance = 1e-5
    let highest = Self.larger(sample.voltage, open.map { Double($0.maxVoltage) })
    if let limit = alert.voltageAbove, highest > limit + tolerance {
      return flag("\(FlagText.volts(highest)) V is above \(FlagText.volts(limit)) V")
    }
    let lowest = -Self.larger(-sample.voltage, open.map { -Double($0.minVoltage) })
    if let limit = alert.voltageBelow, lowest < limit - tolerance {
      return flag("\(FlagText.volts(lowest)) V is below \(FlagText.volts(limit)) V")
    }
    let warmest = Self.larger(Double(sample.temperature), open.map { Double($0.temperature) })
    if let limit = alert.temperatureAbove, warmest > limit + tolerance {
      return flag("\(FlagText.fixed(warmest, 1)) °C is above \(FlagText.fixed(limit, 1)) °C")
    }
    return nil
  }

  private func flag(_ evidence: String) -> Flag {
    Flag(.overLimit, evidence: evidence)
  }

  private static func larger(_ value: Double, _ other: Double?) -> Double {
    guard let other, other == other else { return value }
    return value == value ? max(value, other) : other
  }
}
