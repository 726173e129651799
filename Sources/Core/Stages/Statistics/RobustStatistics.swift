/// Statistics that a few wild values cannot pull.
package enum Robust {
  /// The middle value, or the mean of the two middle ones; nil of nothing.
  package static func median(_ values: some Collection<Double>) -> Double? { middle(of: Array(values)) }

  /// Sorting numbers and not whatever compares is several times quicker, and a fleet asks thousands of times a second.
  private static func middle(of values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    var sorted = values
    sorted.sort()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// Makes the median absolute deviation of normal noise its standard deviation (1 / Φ⁻¹(3/4)).
  package static let deviationPerMedian = 1.4826

  /// Log-likelihood ratio in nats of a standardised departure under Student-t noise of `freedom` degrees.
  ///
  /// Small samples and heavy tails need more: with Gaussian evidence the false alarms of the benchmark double.
  static func evidence(_ z: Double, freedom: Int) -> Double {
    let nu = Double(min(max(freedom, 3), 40))
    return (nu + 1) / 2 * (Natural.logarithm(1 + z * z / nu) ?? 0)
  }
}
