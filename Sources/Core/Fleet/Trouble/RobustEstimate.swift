/// What is usual among values, and how far they scatter, both untouched by a few odd ones.
enum RobustEstimate {
  /// nil for no values.
  static func median(_ values: some Sequence<Double>) -> Double? {
    let sorted = values.filter { $0 == $0 }.sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// 1.4826 × the median absolute deviation, the standard deviation of a normal distribution; 0 for no values.
  static func deviation(_ values: some Sequence<Double>) -> Double {
    guard let centre = median(values) else { return 0 }
    return 1.4826 * (median(values.map { ($0 - centre).magnitude }) ?? 0)
  }
}
