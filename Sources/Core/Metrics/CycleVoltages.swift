package import CellModel

/// Mean voltage on charge, weighted by charge: energy ÷ charge of the half-cycle, V.
package struct MeanChargeVoltage: Metric {
  package let id = "mean_charge_V"
  package let title = "V̄ chg"
  package let unit = "V"
  package let formula = "V_charge = E_charge / Q_charge"
  package let source = "∫V dQ / ∫dQ over the rows under charge"

  package init() {}

  package func terms(of cycle: Cycle, in context: MetricContext) -> [Term] {
    energyTerms("charge", charge: cycle.charge, voltage: cycle.meanChargeVoltage)
  }

  package func value(of cycle: Cycle, in context: MetricContext) -> Double? {
    cycle.meanChargeVoltage.isNaN ? nil : Double(cycle.meanChargeVoltage)
  }
}

/// Mean voltage on discharge, weighted by charge, V.
package struct MeanDischargeVoltage: Metric {
  package let id = "mean_discharge_V"
  package let title = "V̄ dis"
  package let unit = "V"
  package let formula = "V_discharge = E_discharge / Q_discharge"
  package let source = "∫V dQ / ∫dQ over the rows under discharge"

  package init() {}

  package func terms(of cycle: Cycle, in context: MetricContext) -> [Term] {
    energyTerms("discharge", charge: cycle.discharge, voltage: cycle.meanDischargeVoltage)
  }

  package func value(of cycle: Cycle, in context: MetricContext) -> Double? {
    cycle.meanDischargeVoltage.isNaN ? nil : Double(cycle.meanDischargeVoltage)
  }
}

/// Voltage hysteresis: mean charge voltage less mean discharge voltage, V; it grows with the polarisation.
package struct VoltageHysteresis: Metric {
  package let id = "hysteresis_V"
  package let title = "Hyst"
  package let unit = "V"
  package let formula = "ΔV = V_charge - V_discharge"
  package let source = "V̄ charge - V̄ discharge"

  package init() {}

  package func terms(of cycle: Cycle, in context: MetricContext) -> [Term] {
    [
      Term("V_charge", Double(cycle.meanChargeVoltage), "V", digits: 5, .inferred, "mean voltage on charge"),
      Term("V_discharge", Double(cycle.meanDischargeVoltage), "V", digits: 5, .inferred, "mean voltage on discharge"),
    ]
  }

  package func value(of cycle: Cycle, in context: MetricContext) -> Double? { cycle.hysteresis }
}

private func energyTerms(_ half: String, charge: Double, voltage: Float) -> [Term] {
  [
    Term("E_\(half)", charge * Double(voltage), "mWh", .inferred, "energy passed on \(half)"),
    Term("Q_\(half)", charge, "mAh", .inferred, "charge passed on \(half)"),
  ]
}
