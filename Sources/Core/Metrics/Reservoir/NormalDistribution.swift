import CellModel

/// The standard normal distribution, as far as intervals need it.
enum NormalDistribution {
  /// Probability below `x`, to about 1e-15 within ±7.
  ///
  /// Marsaglia's series: Journal of Statistical Software 11(4), 2004.
  static func cumulative(_ x: Double) -> Double {
    guard x == x else { return .nan }
    if x < -7 { return 0 }
    if x > 7 { return 1 }
    var sum = x
    var term = x
    var odd = 3.0
    while odd < 400, term.magnitude > 1e-18 {
      term *= x * x / odd
      sum += term
      odd += 2
    }
    return 0.5 + sum * Natural.exponential(-x * x / 2) * 0.398_942_280_401_432_7
  }

  /// The value with probability `p` below it, within ±7, by halving; NaN outside 0…1.
  static func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    var (low, high) = (-7.0, 7.0)
    for _ in 0..<54 {
      let middle = (low + high) / 2
      if cumulative(middle) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

/// A positive quantity whose logarithm is normally distributed, cut off above.
struct TruncatedLogNormal {
  /// Mean and standard deviation of the logarithm.
  let mean: Double
  let deviation: Double
  /// Probability of what lies below the cut, before it was made.
  let share: Double

  /// Cuts a log-normal distribution at `limit`.
  init(median: Double, deviation: Double, below limit: Double) {
    mean = Natural.logarithm(median) ?? .nan
    self.deviation = deviation
    let cut = Natural.logarithm(limit).map { ($0 - (Natural.logarithm(median) ?? .nan)) / deviation }
    share = cut.map(NormalDistribution.cumulative) ?? 0
  }

  /// The value with probability `p` below it.
  func quantile(_ p: Double) -> Double {
    Natural.exponential(mean + deviation * NormalDistribution.quantile(p * share))
  }
}
