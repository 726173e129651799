/// Numbers inside explanations; whatever cannot be written (missing, NaN, too large) is `-`.
package enum Digits {
  /// A number with a fixed count of decimals, at most twelve.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    let decimals = min(max(decimals, 0), 12)
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    guard value.isFinite, value.magnitude * Double(scale) < 1e15 else { return "-" }
    let scaled = Int((value.magnitude * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(scaled) }
    let fraction = String(scaled % scale)
    return sign + "\(scaled / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }

  /// A number with so many significant digits, without an exponent.
  package static func significant(_ value: Double, _ digits: Int) -> String {
    fixed(value, digits - 1 - exponent(of: value))
  }

  /// A value no finer than its uncertainty: two digits of the uncertainty where it begins with 1 or 2, else one.
  ///
  /// Both texts have the same decimals.
  package static func honest(_ value: Double, _ uncertainty: Double) -> (value: String, uncertainty: String) {
    guard uncertainty.isFinite, uncertainty > 0 else { return (significant(value, 6), "-") }
    let exponent = exponent(of: uncertainty)
    let leading = uncertainty / power(exponent)
    let decimals = (leading < 2.95 ? 1 : 0) - exponent
    return (fixed(value, decimals), fixed(uncertainty, decimals))
  }

  /// The power of ten of a number's first digit; 0 for zero and what is no number.
  private static func exponent(of value: Double) -> Int {
    guard value.isFinite, value != 0 else { return 0 }
    var exponent = 0
    var magnitude = value.magnitude
    while magnitude >= 9.999_999_5, exponent < 300 {
      magnitude /= 10
      exponent += 1
    }
    while magnitude < 0.999_999_95, exponent > -300 {
      magnitude *= 10
      exponent -= 1
    }
    return exponent
  }

  private static func power(_ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<abs(exponent) { result *= 10 }
    return exponent < 0 ? 1 / result : result
  }
}
