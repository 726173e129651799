package import CellModel

/// Mean voltage on charge, weighted by charge: energy ÷ charge of the half-cycle, V.
package struct MeanChargeVoltage: Metric {
  package let id = "mean_charge_V"
  package let title = "V̄ chg"
  package let unit = "V"
  package let source = "∫V dQ / ∫dQ over the rows under charge"

  package init() {}

  package func value(of cycle: Cycle, in context: MetricContext) -> Double? {
    cycle.meanChargeVoltage.isNaN ? nil : Double(cycle.meanChargeVoltage)
  }
}

/// Mean voltage on discharge, weighted by charge, V.
package struct MeanDischargeVoltage: Metric {
  package let id = "mean_discharge_V"
  package let title = "V̄ dis"
  package let unit = "V"
  package let source = "∫V dQ / ∫dQ over the rows under discharge"

  package init() {}

  package func value(of cycle: Cycle, in context: MetricContext) -> Double? {
    cycle.meanDischargeVoltage.isNaN ? nil : Double(cycle.meanDischargeVoltage)
  }
}

/// Voltage hysteresis: mean charge voltage less mean discharge voltage, V; it grows with the polarisation.
package struct VoltageHysteresis: Metric {
  package let id = "hysteresis_V"
  package let title = "Hyst"
  package let unit = "V"
  package let source = "V̄ charge - V̄ discharge"

  package init() {}

  package func value(of cycle: Cycle, in context: MetricContext) -> Double? { cycle.hysteresis }
}
