import CellModel

extension Explanation {
  /// The number with its relation, its honest digits, its uncertainty and its unit, or why there is none.
  package var result: String {
    switch outcome {
    case .value(let value, let relation):
      let sign = relation == .equal ? "" : relation.rawValue + " "
      return sign + number(value) + intervalText
    case .pending(let bound, let reason):
      guard let bound else { return "not yet: \(reason)" }
      return "not yet, but ≥ \(number(bound)): \(reason)"
    case .missing(let what): return "missing: \(what)"
    case .verdict(let words): return words
    case .notApplicable(let reason): return "does not apply: \(reason)"
    }
  }

  /// The result in at most a few words, for tables and facts.
  package var brief: String {
    switch outcome {
    case .value(let value, let relation):
      return (relation == .equal ? "" : relation.rawValue + " ") + number(value) + intervalText
    case .pending(let bound, _): return bound.map { "not yet, ≥ \(number($0))" } ?? "not yet"
    case .missing: return "missing"
    case .verdict(let words): return words
    case .notApplicable: return "does not apply"
    }
  }

  /// Why there is no number; nil where there is one.
  package var reason: String? {
    switch outcome {
    case .value, .verdict: nil
    case .pending(_, let reason), .missing(let reason), .notApplicable(let reason): reason
    }
  }

  /// A value of this quantity with its uncertainty and unit.
  private func number(_ value: Double) -> String {
    let name = Self.unitNames[unit] ?? unit
    return digits(value) + (name.isEmpty ? "" : " " + name)
  }

  private static let unitNames = [
    "fraction": "%", "mAh/cm2": "mAh cm⁻²", "mA/cm2": "mA cm⁻²", "g/Ah": "g Ah⁻¹", "ratio": "",
  ]

  /// A value with as many digits as its uncertainty allows, and that behind it.
  private func digits(_ value: Double) -> String {
    guard let uncertainty, uncertainty > 0 else {
      switch unit {
      case "cycles", "ppm": return Digits.fixed(value, 0)
      case "fraction": return Digits.significant(value * 100, 5)
      case "mA/cm2", "mAh/cm2", "g/Ah", "ratio": return Digits.significant(value, 3)
      default: return Digits.significant(value, 5)
      }
    }
    switch unit {
    case "fraction":
      return EfficiencyDigits.percent(value, uncertainty: uncertainty, resolution: resolution) + " ± "
        + EfficiencyDigits.halfWidth(uncertainty: uncertainty, resolution: resolution)
    case "ppm":
      let (efficiency, error) = (1 - value * 1e-6, uncertainty * 1e-6)
      let step = resolution.map { $0 * 1e-6 }
      let rounded = EfficiencyDigits.partsPerMillion(efficiency, uncertainty: error, resolution: step)
      let width = EfficiencyDigits.partsPerMillion(1 - error, uncertainty: error, resolution: step)
      return Digits.fixed(rounded, 0) + " ± " + Digits.fixed(max(width, 1), 0)
    default:
      let texts = Digits.honest(value, uncertainty)
      return texts.value + " ± " + texts.uncertainty
    }
  }

  private var intervalText: String {
    guard let interval else { return "" }
    let decimals = unit == "cycles" ? 0 : 2
    guard interval.high.isFinite else { return " (\(interval.percent) %: ≥ \(Digits.fixed(interval.low, decimals)))" }
    return " (\(interval.percent) %: \(Digits.fixed(interval.low, decimals))…"
      + "\(Digits.fixed(interval.high, decimals)))"
  }

  /// The kinds of uncertainty in words; nil where none is known.
  package var uncertaintyText: String? {
    let parts = [
      systematic.map { "\(amount($0)) systematic, not reduced by averaging" },
      statistical.map { "\(amount($0)) statistical (s/√n)" },
      model.map { "\(amount($0)) by the method's assumptions" },
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private func amount(_ value: Double) -> String {
    guard unit == "fraction" else { return Digits.significant(value, 2) + " " + unit }
    return Digits.significant(value * 1e6, value < 1e-3 ? 3 : 4) + " ppm"
  }
}
