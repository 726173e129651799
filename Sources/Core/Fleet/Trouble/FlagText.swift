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
