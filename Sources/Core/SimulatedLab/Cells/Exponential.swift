/// The exponential and logarithm that relaxations and rate laws need, in plain Swift.
///
/// Core may not call the C library, whose last digits differ from one machine to the next: the simulated logs are to be
/// the same bytes everywhere. Relative error below 1e-14.
enum Exponential {
  private static let ln2High = 0x1.62e42fefa38p-1
  private static let ln2Low = 0x1.ef35793c7673p-45

  /// e to the power `x`; 0 far below, a large finite value far above what a cell can ask for.
  static func exp(_ x: Double) -> Double {
    guard x > -700 else { return 0 }
    let bounded = x < 700 ? x : 700
    let quotient = (bounded / 0.693_147_180_559_945_3).rounded()
    let r = (bounded - quotient * ln2High) - quotient * ln2Low
    var sum = 1.0
    var term = 1.0
    var order = 1.0
    while order <= 14 {
      term *= r / order
      sum += term
      order += 1
    }
    return Double(sign: .plus, exponent: Int(quotient), significand: sum)
  }

  /// The natural logarithm of a positive number; −700 for zero and below.
  static func log(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return -700 }
    var exponent = Double(x.exponent)
    var significand = x.significand
    if significand > 1.414_213_562_373_095 {
      significand /= 2
      exponent += 1
    }
    let s = (significand - 1) / (significand + 1)
    let square = s * s
    var power = s
    var sum = 0.0
    var odd = 1.0
    while odd <= 27 {
      sum += power / odd
      power *= square
      odd += 2
    }
    return exponent * ln2High + (exponent * ln2Low + 2 * sum)
  }

  /// `base` to the power `exponent` for a positive base; 0 otherwise.
  static func power(_ base: Double, _ exponent: Double) -> Double {
    base > 0 ? exp(exponent * log(base)) : 0
  }
}
