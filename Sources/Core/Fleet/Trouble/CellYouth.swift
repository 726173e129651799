import CellModel

/// What was usual for a cell in its first complete cycles: what a short is measured by.
struct CellYouth: Sendable {
  /// Median charge of the first half-cycles, mAh; nil while fewer than two cycles are complete.
  let charge: Double?
  /// Median of the lowest voltages, V; NaN while unknown.
  let floor: Double
  /// Median difference between charge and discharge, V; nil while unknown.
  let hysteresis: Double?
  /// Median voltage noise, mV; 0 while unknown.
  let noise: Double

  /// Looks at the first twenty complete ones among the first hundred cycles.
  init(_ cycles: [Cycle]) {
    let young = cycles.prefix(100).filter { $0.isComplete }.prefix(20)
    guard young.count >= 2 else {
      (charge, floor, hysteresis, noise) = (nil, .nan, nil, 0)
      return
    }
    charge = RobustEstimate.median(young.map(\.firstCapacity))
    floor = RobustEstimate.median(young.map { Double($0.minVoltage) }) ?? .nan
    hysteresis = RobustEstimate.median(young.compactMap(\.hysteresis).map(\.magnitude))
    noise = RobustEstimate.median(young.map { Double($0.voltageNoise) }) ?? 0
  }
}
