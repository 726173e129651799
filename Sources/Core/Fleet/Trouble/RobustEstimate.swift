import Stages

/// What is usual among values, and how far they scatter, both untouched by a few odd ones; values that are none do not count.
enum RobustEstimate {
  /// nil for no values.
  static func median(_ values: some Sequence<Double>) -> Double? { Robust.median(values.filter { $0 == $0 }) }

  /// 1.4826 × the median absolute deviation, the standard deviation of a normal distribution; 0 for no values.
  static func deviation(_ values: some Sequence<Double>) -> Double {
    guard let centre = median(values) else { return 0 }
    return Robust.deviationPerMedian * (median(values.map { ($0 - centre).magnitude }) ?? 0)
  }
}
