/// Decimal numbers for tables; `-` for what is missing.
enum Decimals {
  /// A fixed number of decimals.
  static func fixed(_ value: Double?, _ decimals: Int) -> String {
    guard let value, value.isFinite, value.magnitude < 1e12 else { return "-" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let rounded = (value.magnitude * scale).rounded()
    let whole = Int(rounded / scale)
    let sign = value < 0 && rounded > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(Int(rounded)) }
    let fraction = String(Int((rounded - Double(whole) * scale).rounded()))
    return sign + "\(whole)." + String(repeating: "0", count: max(0, decimals - fraction.count)) + fraction
  }

  /// A number of significant digits, without an exponent.
  static func significant(_ value: Double?, _ digits: Int) -> String {
    guard let value, value.isFinite else { return "-" }
    var decimals = digits - 1
    var magnitude = value.magnitude
    while magnitude >= 10, decimals > 0 {
      magnitude /= 10
      decimals -= 1
    }
    var extra = 0
    while magnitude > 0, magnitude < 1, extra < 3 {
      magnitude *= 10
      extra += 1
    }
    return fixed(value, decimals + extra)
  }
}
