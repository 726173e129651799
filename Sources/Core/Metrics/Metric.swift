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

  /// The value; nil where the cycle has none, for the reason in the type's documentation.
  func value(of cycle: Cycle, in context: MetricContext) -> Double?
}

/// Every metric of a cycle: the one list.
package enum MetricRegistry {
  package static let all: [any Metric] = [
    CoulombicEfficiency(), CoulombicInefficiency(), CapacityRetention(), MeanChargeVoltage(), MeanDischargeVoltage(),
    VoltageHysteresis(),
  ]
}
