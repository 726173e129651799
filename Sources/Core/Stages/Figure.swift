/// Numbers as the evidence sentences write them.
enum Figure {
  /// A number with a fixed count of decimals; "?" if it cannot be written.
  static func decimal(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 1e15 else { return "?" }
    let whole = Int(scaled)
    let unit = Int(scale)
    let sign = value < 0 && whole > 0 ? "−" : ""
    guard digits > 0 else { return "\(sign)\(whole)" }
    let fraction = String(whole % unit)
    return "\(sign)\(whole / unit).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
  }

  /// A fraction as per cent: 0.0031 is "0.31 %" at two digits.
  static func percent(_ fraction: Double, digits: Int) -> String {
    "\(decimal(fraction * 100, digits: digits)) %"
  }

  /// A change in natural logarithms as per cent, with the digits that its size deserves.
  static func change(_ logarithm: Double) -> String {
    let fraction = (Natural.exponential(logarithm) - 1).magnitude
    return percent(fraction, digits: fraction < 0.02 ? 2 : fraction < 0.1 ? 1 : 0)
  }
}
