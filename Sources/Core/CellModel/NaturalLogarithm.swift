/// Natural logarithm and exponential in plain arithmetic.
///
/// Core imports neither Foundation nor a C library, and what it computes is to be the same digits on every platform.
package enum Natural {
  /// ln 2 in two parts: the first has eleven zero bits at its end, so that its product with an exponent is exact.
  private static let ln2High = 0x1.62e42fefa3800p-1
  private static let ln2Low = 0x1.ef35793c76730p-45

  /// ln x to about 2e-16 relative; nil unless x is positive and finite.
  package static func logarithm(_ x: Double) -> Double? {
    guard x > 0, x.isFinite else { return nil }
    var mantissa = x.significand
    var exponent = Double(x.exponent)
    if mantissa > 1.414_213_562_373_095 {
      mantissa /= 2
      exponent += 1
    }
    // ln m = 2 artanh((m − 1)/(m + 1)); |s| ≤ 0.172, so twelve terms reach the last bit.
    let s = (mantissa - 1) / (mantissa + 1)
    let s2 = s * s
    var series = 0.0
    var odd = 23.0
    while odd >= 1 {
      series = series * s2 + 1 / odd
      odd -= 2
    }
    return exponent * ln2High + (2 * s * series + exponent * ln2Low)
  }

  /// eˣ, with x held within ±700 so that the result is finite; 1 for NaN.
  package static func exponential(_ x: Double) -> Double {
    guard !x.isNaN else { return 1 }
    let held = min(max(x, -700), 700)
    let count = (held / ln2High).rounded()
    let rest = (held - count * ln2High) - count * ln2Low
    var sum = 1.0
    var term = 18.0
    while term >= 1 {
      sum = 1 + sum * rest / term
      term -= 1
    }
    return Double(sign: .plus, exponent: Int(count), significand: sum)
  }
}
