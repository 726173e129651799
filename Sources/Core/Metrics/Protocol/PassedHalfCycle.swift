package import CellModel

/// One half-cycle of a Li|Cu cell as the recognition of protocols sees it.
package struct PassedHalfCycle: Equatable, Codable, Sendable {
  /// True for plating (discharge, in the cycler's sense), false for stripping.
  package var isPlating: Bool
  /// mAh, positive.
  package var charge: Double
  /// Charge-weighted mean voltage, V; NaN if unknown.
  package var meanVoltage: Double
  /// Voltage on the last row under current, V; NaN if unknown.
  package var endVoltage: Double

  package init(isPlating: Bool, charge: Double, meanVoltage: Double, endVoltage: Double) {
    self.isPlating = isPlating
    self.charge = charge
    self.meanVoltage = meanVoltage
    self.endVoltage = endVoltage
  }

  /// The first half-cycle of a cycle.
  package init(firstOf cycle: Cycle) {
    self.init(cycle, direction: cycle.firstHalf, charge: cycle.firstCapacity, end: cycle.firstHalfEndVoltage)
  }

  /// The second half-cycle of a cycle.
  package init(secondOf cycle: Cycle) {
    self.init(
      cycle, direction: cycle.firstHalf.opposite, charge: cycle.secondCapacity, end: cycle.secondHalfEndVoltage)
  }

  private init(_ cycle: Cycle, direction: HalfCycleDirection, charge: Double, end: Float) {
    self.init(
      isPlating: direction == .discharge, charge: charge,
      meanVoltage: Double(direction == .charge ? cycle.meanChargeVoltage : cycle.meanDischargeVoltage),
      endVoltage: Double(end))
  }
}
