/// Statistics that a few wild values cannot pull.
package enum Robust {
  /// The middle value, or the mean of the two middle ones; nil of nothing.
  package static func median(_ values: some Collection<Double>) -> Double? {
    var values = Array(values)
    return middle(of: &values)
  }

  /// Selecting is several times quicker than sorting, and a fleet asks thousands of times a second.
  private static func middle(of values: inout [Double]) -> Double? {
    let middle = values.count / 2
    guard middle < values.count else { return nil }
    var (left, right) = (0, values.count - 1)
    // Hoare's selection (FIND, 1961): what is smaller goes to the left of the middle, what is larger to its right.
    while left < right {
      let pivot = values[middle]
      var (low, high) = (left, right)
      repeat {
        while values[low] < pivot { low += 1 }
        while pivot < values[high] { high -= 1 }
        guard low <= high else { break }
        values.swapAt(low, high)
        (low, high) = (low + 1, high - 1)
      } while low <= high
      if high < middle { left = low }
      if middle < low { right = high }
    }
    guard values.count % 2 == 0, let below = values[..<middle].max() else { return values[middle] }
    return (below + values[middle]) / 2
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

  /// More than the evidence of a departure can be at any freedom, nats: ln(1 + x) < x, and ν is 3 at least.
  static func mostEvidence(_ z: Double) -> Double { z * z * 2 / 3 }
}
