import Canvas
import Metrics

/// Coulombic efficiencies as text, with no more digits than the instrument supports.
package enum EfficiencyText {
  /// A CE in percent without its sign; `-` where there is none.
  package static func percent(_ efficiency: Double?, uncertainty: Double, resolution: Double? = nil) -> String {
    efficiency.map { EfficiencyDigits.percent($0, uncertainty: uncertainty, resolution: resolution) }
      ?? Numeral.missing
  }

  /// The inefficiency 1 − CE as integer ppm below 10,000, then in percent; rounded as the CE beside it is.
  package static func inefficiency(_ efficiency: Double?, uncertainty: Double, resolution: Double? = nil) -> String {
    guard let efficiency, efficiency.isFinite, efficiency.magnitude < 1e6 else { return Numeral.missing }
    let ppm = EfficiencyDigits.partsPerMillion(efficiency, uncertainty: uncertainty, resolution: resolution)
    if ppm.magnitude < 10_000 { return Numeral.fixed(ppm, decimals: 0) }
    return Numeral.significant(ppm / 10_000, digits: 3) + "%"
  }

  /// A CE in percent with its interval behind it where it is above 99.9 %, `99.94(1)`: the uncertainty of the last digit.
  package static func withInterval(_ efficiency: Double?, uncertainty: Double, resolution: Double? = nil) -> String {
    let text = percent(efficiency, uncertainty: uncertainty, resolution: resolution)
    guard let efficiency, efficiency > EfficiencyDigits.intervalAbove, text != Numeral.missing else { return text }
    let width = EfficiencyDigits.halfWidth(uncertainty: uncertainty, resolution: resolution)
    let digits = width.drop { $0 == "0" || $0 == "." }
    return text + "(" + digits + ")"
  }
}
