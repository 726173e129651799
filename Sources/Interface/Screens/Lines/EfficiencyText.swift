import Canvas

/// Coulombic efficiencies as text, with no more digits than the instrument supports.
package enum EfficiencyText {
  /// Decimals of a CE in percent: ⌈−log10(2u)⌉ − 2 of the relative uncertainty u, so 100 ppm gives `99.94`.
  ///
  /// A file whose digits resolve less than the instrument does limits them further.
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

  /// A CE in percent without its sign; `-` where there is none.
  package static func percent(_ efficiency: Double?, uncertainty: Double, resolution: Double? = nil) -> String {
    Numeral.fixed(
      efficiency.map { $0 * 100 }, decimals: decimals(uncertainty: uncertainty, resolution: resolution))
  }

  /// The inefficiency 1 − CE as integer ppm below 10,000, then in percent; rounded as the CE beside it is.
  package static func inefficiency(_ efficiency: Double?, uncertainty: Double, resolution: Double? = nil) -> String {
    guard let efficiency, efficiency.isFinite, efficiency.magnitude < 1e6 else { return Numeral.missing }
    let digits = decimals(uncertainty: uncertainty, resolution: resolution)
    var unit = 1e4
    for _ in 0..<digits { unit /= 10 }
    let ppm = ((1 - efficiency) * 1e6 / unit).rounded() * unit
    if ppm.magnitude < 10_000 { return Numeral.fixed(ppm, decimals: 0) }
    return Numeral.significant(ppm / 10_000, digits: 3) + "%"
  }

  /// The uncertainty in percent with the digits of the CE it belongs to, at least one of them not zero.
  package static func halfWidth(uncertainty: Double, resolution: Double? = nil) -> String {
    let digits = decimals(uncertainty: uncertainty, resolution: resolution)
    var unit = 1.0
    for _ in 0..<digits { unit /= 10 }
    return Numeral.fixed(max(uncertainty * 100, unit), decimals: digits)
  }
}
