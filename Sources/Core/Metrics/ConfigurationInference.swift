package import CellModel

/// Tells from the charge record how a cell is built, where the user has not said.
///
/// From voltages alone: a mean above 1.5 V needs a cathode; near 0 V the electrodes are lithium and copper, and a strip
/// that ends far above the plating's polarisation was cut off by an emptied copper side. Whether a cell with a cathode
/// had any lithium at its anode cannot be seen: anode-free must be given. A reservoir test strips to no cut-off until its
/// end, but bare copper rests volts above lithium before the first plating, which two lithium electrodes never do.
package enum ConfigurationInference {
  /// Judges the first complete cycle (or the one under way); default `unknown` while nothing is certain.
  package static func infer(
    from cycle: Cycle?, openingVoltage: Double = .nan
  ) -> Marked<CellConfiguration> {
    guard let cycle else { return Marked(.unknown, .assumed, reason: "no cycle yet") }
    let charge = Double(cycle.meanChargeVoltage)
    let discharge = Double(cycle.meanDischargeVoltage)
    let known = [charge, discharge].filter { !$0.isNaN }
    guard !known.isEmpty else { return Marked(.unknown, .assumed, reason: "no current has passed yet") }
    let mean = known.reduce(0, +) / Double(known.count)
    if mean > 1.5 {
      return Marked(
        .full, .inferred, reason: "mean voltage \(round3(mean)) V needs a cathode; anode-free must be given")
    }
    guard known.count == 2, mean.magnitude < 0.5 else {
      return Marked(.unknown, .assumed, reason: "mean voltage \(round3(mean)) V fits no lithium-metal cell")
    }
    let stripEnd = Double(cycle.secondHalfEndVoltage)
    let plating = max((charge - discharge).magnitude / 2, 0.005)
    // Lithium plates below 0 V; graphite and other hosts take it up above.
    let plates = discharge < 0.01
    if cycle.firstHalf == .discharge, plates, stripEnd > 0.15, stripEnd > 3 * plating {
      return Marked(
        .half, .inferred,
        reason: "plating near 0 V first, strip ended at \(round3(stripEnd)) V, far above ±\(round3(plating)) V")
    }
    if cycle.firstHalf == .discharge, plates, openingVoltage > 0.5 {
      return Marked(
        .half, .inferred,
        reason: "rested at \(round3(openingVoltage)) V before the first plating: bare copper against lithium")
    }
    if cycle.firstHalf == .discharge, plates, cycle.isComplete, cycle.secondCapacity < 0.6 * cycle.firstCapacity {
      return Marked(
        .half, .inferred,
        reason:
          "plated \(round3(cycle.firstCapacity)) mAh first and stripped only \(round3(cycle.secondCapacity)) mAh: "
          + "a reservoir on copper")
    }
    if charge > 0, discharge < 0, charge < 3 * -discharge, -discharge < 3 * charge {
      return Marked(
        .symmetric, .inferred, reason: "means of \(round3(charge)) and \(round3(discharge)) V and no strip cut-off")
    }
    return Marked(.unknown, .assumed, reason: "near 0 V, but neither a strip cut-off nor symmetric")
  }

  private static func round3(_ value: Double) -> String {
    guard value.magnitude < 1e6 else { return "?" }
    let thousandths = Int((value * 1000).rounded())
    let magnitude = abs(thousandths)
    let fraction = String(magnitude % 1000)
    return (thousandths < 0 ? "-" : "") + "\(magnitude / 1000)."
      + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}
