import CellModel

/// Cycles that an anode-free cell with a perfect cathode would reach at this CE (review figure 1b).
package struct CycleLife: CellQuantity {
  package let id = "cycle-life"
  package let title = "anode-free cycle life"
  package let unit = "cycles"
  package let formula = "n = ln(R) / ln(CE)"
  package let source = "review Fig. 1b, section 2.1"

  package init() {}

  /// Cycles until the retention `retention` at a constant CE, not rounded; nil outside 0…1.
  package static func cycles(efficiency: Double, retention: Double) -> Double? {
    guard efficiency > 0, efficiency < 1, retention > 0, retention < 1, let logCE = Natural.logarithm(efficiency),
      let logR = Natural.logarithm(retention), logCE < 0
    else { return nil }
    return logR / logCE
  }

  package func value(of record: CellRecord) -> Explanation {
    guard record.configuration.value == .half || record.hasCathode else {
      return explanation(.notApplicable("there is no CE: the cell is \(record.configuration.value.name)"))
    }
    let retention = record.facts.endOfLifeRetention
    var terms = [Term("R", retention.value, digits: 3, retention.provenance, "retention at the end of life")]
    let efficiency: Double
    let error: Double?
    if record.hasCathode {
      guard let loss = AnodeLoss.of(record) else { return explanation(.missing(AnodeLoss.missing(record))) }
      efficiency = 1 - loss.value
      error = loss.value * loss.deviation
      terms.append(Term("CE", efficiency, digits: 6, loss.provenance, "the anode's, by " + loss.meaning))
    } else {
      guard let average = AverageRegistry.primary(of: record), let value = average.value else {
        return explanation(.pending(bound: nil, reason: "there is no average CE yet"))
      }
      efficiency = value
      error = average.uncertainty
      terms.append(Term("CE", value, digits: 6, .inferred, average.title))
    }
    guard let cycles = Self.cycles(efficiency: efficiency, retention: retention.value) else {
      return explanation(.notApplicable("a CE of \(Digits.fixed(efficiency * 100, 2)) % has no end of life"))
    }
    var answer = explanation(.value(cycles, .about), terms)
    guard let error, error > 0,
      let low = Self.cycles(efficiency: efficiency - error, retention: retention.value)
    else { return answer }
    guard error < 0.99 * (1 - efficiency),
      let high = Self.cycles(efficiency: efficiency + error, retention: retention.value)
    else {
      // Within its uncertainty the CE may be one.
      answer.outcome = .value(low, .atLeast)
      answer.remarks.append(
        "\(Digits.fixed(cycles, 0)) at the CE itself, but within its uncertainty of \(Digits.fixed(error * 1e6, 0)) ppm it "
          + "may be 1.")
      return answer
    }
    answer.interval = (low, high, 68)
    return answer
  }
}
