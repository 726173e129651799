/// How many digits of a CE may be shown: the one rule for every screen, command and sentence.
package enum EfficiencyDigits {
  /// Above this CE an interval belongs to the number (review section 4): its uncertainty is a tenth of what it tells.
  package static let intervalAbove = 0.999

  /// Decimals of a CE in percent: the last one shown is the first that is not more than twice the uncertainty.
  ///
  /// 100 ppm give `99.94`. A file whose digits resolve less than the instrument does limits them further. Both are
  /// fractions; what is no number counts as 100 ppm.
  package static func decimals(uncertainty: Double, resolution: Double? = nil) -> Int {
    let bound = max(2 * (uncertainty.isFinite ? uncertainty : 1e-4), resolution ?? 0)
    var digits = 0
    var unit = 1e-2
    while digits < 4, unit > bound * 1.000001 {
      unit /= 10
      digits += 1
    }
    return digits
  }

  /// A CE in percent without its sign.
  package static func percent(_ efficiency: Double, uncertainty: Double, resolution: Double? = nil) -> String {
    Digits.fixed(efficiency * 100, decimals(uncertainty: uncertainty, resolution: resolution))
  }

  /// The uncertainty in percent with the digits of the CE it belongs to, at least one of them not zero.
  package static func halfWidth(uncertainty: Double, resolution: Double? = nil) -> String {
    let digits = decimals(uncertainty: uncertainty, resolution: resolution)
    var unit = 1.0
    for _ in 0..<digits { unit /= 10 }
    let width = uncertainty.isFinite ? uncertainty * 100 : 0.01
    return Digits.fixed(max(width, unit), digits)
  }

  /// A CE in percent, with its interval where that is what matters: above 99.9 %.
  package static func words(_ efficiency: Double, uncertainty: Double, resolution: Double? = nil) -> String {
    let text = percent(efficiency, uncertainty: uncertainty, resolution: resolution)
    guard efficiency > intervalAbove else { return text + " %" }
    return text + " ± " + halfWidth(uncertainty: uncertainty, resolution: resolution) + " %"
  }

  /// 1 − CE in ppm, rounded as the CE beside it is.
  package static func partsPerMillion(_ efficiency: Double, uncertainty: Double, resolution: Double? = nil) -> Double {
    var unit = 1e4
    for _ in 0..<decimals(uncertainty: uncertainty, resolution: resolution) { unit /= 10 }
    return ((1 - efficiency) * 1e6 / unit).rounded() * unit
  }
}
