/// The three per-cycle series in which a turn shows, each in natural logarithms so that scale does not matter.
enum Signal: String, Codable, CaseIterable, Sendable {
  /// ln(second ÷ first capacity): falls in stage II.
  case efficiency
  /// ln(second capacity): falls in stage II of cells with a cathode.
  case capacity
  /// ln(distance of the two mean voltages): grows as inactive lithium piles up, or as electrolyte is used up.
  case polarisation

  /// Sign of the change that stage II brings.
  var direction: Double { self == .polarisation ? 1 : -1 }

  /// Residual scale assumed before residuals exist: medians over the benchmark's formed cells.
  var initialNoise: Double {
    switch self {
    case .efficiency: 3e-4
    case .capacity: 5e-4
    case .polarisation: 3e-3
    }
  }

  /// Least believable residual scale: a tenth of a good cycler's 100 ppm accuracy, and 0.03 % of a mean voltage.
  var noiseFloor: Double {
    switch self {
    case .efficiency: 2e-5
    case .capacity: 3e-5
    case .polarisation: 3e-4
    }
  }

  /// Prior standard deviation of the stage I slope per cycle; shrinking to it cut false alarms by 40 % in the ablation.
  var slopePrior: Double {
    switch self {
    case .efficiency: 3e-5
    case .capacity: 4e-4
    case .polarisation: 2e-3
    }
  }

  /// Fade per cycle, ln units, that no healthy cell exceeds (3e-4 doubles the false alarms of cells that never turn).
  private static let steepestFade = 4e-4
  /// Fade over a whole life so far, ln units.
  private static let lifetimeFade = 0.05

  /// The steepest slope per cycle that stage I may have at an age in cycles: curvature within it is no evidence.
  ///
  /// For capacity 5 % in as many cycles as the cell has run, which makes one setting serve 30 and 2000 cycles: with 8 %
  /// the delays of anode-free cells grow by a tenth, with 4 % estimates of long-lived cells suffer.
  func allowedSlope(age: Double) -> Double {
    switch self {
    case .efficiency: 1e-5
    case .capacity: min(Self.steepestFade, max(2e-5, Self.lifetimeFade / max(age, 1)))
    case .polarisation: 3e-3
    }
  }
}
