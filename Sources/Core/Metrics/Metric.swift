package import CellModel

/// What a metric may know of the cell beside the cycle itself.
package struct MetricContext: Equatable, Sendable {
  package var configuration: CellConfiguration
  /// Second-half capacity of the first complete cycle after formation, mAh; nil before there is one.
  package var referenceCapacity: Double?

  package init(configuration: CellConfiguration, referenceCapacity: Double? = nil) {
    self.configuration = configuration
    self.referenceCapacity = referenceCapacity
  }
}

/// One number of one cycle: to add one, a file here and a line in `MetricRegistry`.
package protocol Metric: Sendable {
  /// The stable name in outputs.
  var id: String { get }
  /// The column's title.
  var title: String { get }
  /// What the value counts in: `fraction`, `V`, `ppm`, `mAh`.
  var unit: String { get }
  /// Equation and paper, as the explanation quotes it.
  var source: String { get }

  /// The formula in symbols; `terms` explains every one of them.
  var formula: String { get }

  /// The quantities of the formula with the cycle's own values; empty where the value is nil.
  func terms(of cycle: Cycle, in context: MetricContext) -> [Term]

  /// The value; nil where the cycle has none, for the reason in the type's documentation.
  func value(of cycle: Cycle, in context: MetricContext) -> Double?
}

extension Metric {
  /// How the metric's value of a cycle was made.
  ///
  /// `accuracy` is the gain error of charge against discharge and `resolution` the step of CE that the file's digits
  /// allow, fractions.
  package func explanation(
    of cycle: Cycle, in context: MetricContext, accuracy: Double, resolution: Double? = nil
  ) -> Explanation {
    guard let value = value(of: cycle, in: context) else {
      let reason =
        context.configuration == .symmetric || context.configuration == .unknown
        ? "the cell is \(context.configuration.name)" : "cycle \(cycle.number) of this cell has none"
      return Explanation(
        id: id, title: title, unit: unit, formula: formula, source: source, outcome: .notApplicable(reason))
    }
    var answer = Explanation(
      id: id, title: title, unit: unit, formula: formula, source: source, terms: terms(of: cycle, in: context),
      outcome: .value(value, .equal))
    if unit == "fraction" || unit == "ppm" {
      let ratio = unit == "ppm" ? 1 - value * 1e-6 : value
      let error = InstrumentUncertainty.ratio(ratio, accuracy: accuracy)
      answer.systematic = unit == "ppm" ? error * 1e6 : error
      answer.resolution = resolution.map { unit == "ppm" ? $0 * 1e6 : $0 }
    }
    answer.remarks = ["Of cycle \(cycle.number)."] + remarks(on: value, of: cycle, accuracy: accuracy)
    return answer
  }
}

extension Metric {
  /// What a CE above one may be; nothing where the instrument's error explains it.
  private func remarks(on value: Double, of cycle: Cycle, accuracy: Double) -> [String] {
    let efficiency = unit == "ppm" ? 1 - value * 1e-6 : value
    guard id == CoulombicEfficiency().id || id == CoulombicInefficiency().id, efficiency > 1 else { return [] }
    guard efficiency - 1 > 3 * InstrumentUncertainty.ratio(efficiency, accuracy: accuracy) else {
      return ["Above 100 % by no more than three times the instrument's error."]
    }
    let way = cycle.firstHalf == .charge ? "discharged than was charged" : "stripped than was plated"
    return [
      "Above 100 %: more was \(way), which no anode does. An artefact (lithium of the cycle before, a pause, another "
        + "temperature), a soft short, or charge and discharge exchanged in the file."
    ]
  }
}

/// Every metric of a cycle: the one list.
package enum MetricRegistry {
  package static let all: [any Metric] = [
    CoulombicEfficiency(), CoulombicInefficiency(), CapacityRetention(), MeanChargeVoltage(), MeanDischargeVoltage(),
    VoltageHysteresis(),
  ]
}
