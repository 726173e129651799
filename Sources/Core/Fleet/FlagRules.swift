package import CellModel
import CyclerFormats

extension ChannelFold {
  /// The flags that one cycle earns by itself.
  package func flags(of cycle: Cycle) -> [FlagCode] {
    var codes: [FlagCode] = []
    if let efficiency = efficiency(of: cycle) {
      if isAboveOne(efficiency, cycle) { codes.append(.ceAboveOne) }
      if isLow(efficiency, cycle) { codes.append(.lowCE) }
    }
    if let resolution = efficiencyResolution(of: cycle), resolution > accuracy { codes.append(.coarseResolution) }
    return codes
  }

  /// CE below which a formed cell is flagged: the user's threshold, else 90 %.
  var lowEfficiency: Double { facts.alert.efficiencyBelow ?? 0.9 }

  /// Above one by more than three times the instrument's error and a step of the digits: no noise of a CE of one.
  private func isAboveOne(_ efficiency: Double, _ cycle: Cycle) -> Bool {
    efficiency > 1 + 3 * efficiencyUncertainty(of: efficiency) + (efficiencyResolution(of: cycle) ?? 0)
  }

  private func isLow(_ efficiency: Double, _ cycle: Cycle) -> Bool {
    efficiency < lowEfficiency && Int(cycle.number) > facts.formationCycles.value
  }

  /// The flags of the cell's record as it stands, without those that depend on the time of day.
  func recordFlags() -> [Flag] {
    var flags = stageFlags()
    let complete = cycles.last { $0.isComplete }
    if let last = complete, let efficiency = efficiency(of: last) {
      let cycle = Int(last.number)
      let percent = FlagText.percent(efficiency)
      if isAboveOne(efficiency, last) {
        flags.append(
          Flag(.ceAboveOne, sinceCycle: cycle, evidence: "CE \(percent) % in cycle \(cycle): artefact or soft short"))
      }
      if isLow(efficiency, last) {
        flags.append(
          Flag(
            .lowCE, sinceCycle: onset { self.efficiency(of: $0).map { $0 < lowEfficiency } ?? false },
            evidence: "CE \(percent) % in cycle \(cycle) is below \(FlagText.percent(lowEfficiency)) %"))
      }
      if let resolution = efficiencyResolution(of: last), resolution > accuracy {
        flags.append(
          Flag(
            .coarseResolution,
            evidence: "the file's digits resolve CE to \(FlagText.ppm(resolution)) ppm, the instrument to "
              + "\(FlagText.ppm(accuracy)) ppm"))
      }
    }
    if let last = complete, let retention = retention(of: last), retention < facts.endOfLifeRetention.value {
      let limit = facts.endOfLifeRetention.value
      let since = onset { self.retention(of: $0).map { $0 < limit } ?? false }
      flags.append(
        Flag(
          .endOfLife, sinceCycle: since,
          evidence: "retention \(FlagText.percent(retention, decimals: 1)) % is below "
            + "\(FlagText.percent(limit, decimals: 0)) % since cycle \(since ?? Int(last.number))"))
    }
    if let sample = lastSample {
      if let limit = facts.alert.voltageAbove, sample.voltage > limit {
        flags.append(
          Flag(.overLimit, evidence: "\(FlagText.volts(sample.voltage)) V is above \(FlagText.volts(limit)) V"))
      }
      if let limit = facts.alert.voltageBelow, sample.voltage < limit {
        flags.append(
          Flag(.overLimit, evidence: "\(FlagText.volts(sample.voltage)) V is below \(FlagText.volts(limit)) V"))
      }
    }
    if report.badRows > 0, let first = report.firstBadRow {
      flags.append(
        Flag(
          .badRows,
          evidence:
            "\(report.badRows) malformed \(report.badRows == 1 ? "row" : "rows"), first in line \(first.line): expected \(first.expected)"
        ))
    }
    return flags
  }

  private func stageFlags() -> [Flag] {
    let since = reading.since.map(Self.cycleNumber)
    let cycle = reading.turningCycle.map(Self.cycleNumber) ?? since
    switch reading.state {
    case .stage2: return [Flag(.stageTwo, sinceCycle: cycle, evidence: sentence("stage II") + turn)]
    case .suspected: return [Flag(.turnSuspected, sinceCycle: cycle, evidence: sentence("turn suspected"))]
    case .shorted: return [Flag(.softShort, sinceCycle: cycle, evidence: sentence("soft short"))]
    case .dead:
      return [Flag(.endOfLife, sinceCycle: cycle, evidence: sentence("sudden loss of capacity"))]
    case .stage1 where reading.reason == .overpotential:
      return [Flag(.polarisation, sinceCycle: since, evidence: sentence("polarisation grows"))]
    case .forming, .stage1, .unknown: return []
    }
  }

  /// Where the turning point lies, how surely, and since when it has been known.
  private var turn: String {
    guard let turn = reading.turningCycle, let low = reading.turningLow, let high = reading.turningHigh else {
      return ""
    }
    let known = reading.since.map { ", since cycle \(Self.cycleNumber($0))" } ?? ""
    let halfWidth = FlagText.fixed(((high - low) / 2).rounded(.up), 0)
    return ": turning point \(FlagText.fixed(turn, 0)) ± \(halfWidth)\(known)"
  }

  private static func cycleNumber(_ cycle: Double) -> Int { Int(max(0, min(1e9, cycle))) }

  private func sentence(_ fallback: String) -> String { reading.evidence.isEmpty ? fallback : reading.evidence }

  /// The first of the newest unbroken run of complete cycles that satisfy a condition.
  private func onset(_ holds: (Cycle) -> Bool) -> Int? {
    var first: Int?
    for cycle in cycles.reversed() where cycle.isComplete {
      guard holds(cycle) else { break }
      first = Int(cycle.number)
    }
    return first
  }
}

/// Numbers inside the sentences of flags.
enum FlagText {
  static func percent(_ fraction: Double, decimals: Int = 2) -> String { fixed(fraction * 100, decimals) }
  static func ppm(_ fraction: Double) -> String { fixed(fraction * 1e6, 0) }
  static func volts(_ value: Double) -> String { fixed(value, 4) }

  /// A number with a fixed count of decimals; `-` where it is none.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return "-" }
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((value.magnitude * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(scaled) }
    let fraction = String(scaled % scale)
    return sign + "\(scaled / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }

  /// Two significant digits, with as many decimals as they need, at most twelve.
  static func significant(_ value: Double) -> String {
    guard value.isFinite, value > 0 else { return "-" }
    var decimals = 1
    var magnitude = value
    while magnitude < 1, decimals < 12 {
      magnitude *= 10
      decimals += 1
    }
    return fixed(value, value >= 10 ? 0 : decimals)
  }

  /// A duration in its largest unit.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite else { return "-" }
    if seconds < 120 { return fixed(seconds, 0) + " s" }
    if seconds < 7200 { return fixed(seconds / 60, 0) + " min" }
    if seconds < 172_800 { return fixed(seconds / 3600, 1) + " h" }
    return fixed(seconds / 86400, 1) + " d"
  }
}
