/// CE over the last complete cycles.
package struct RollingEfficiency: Equatable, Codable, Sendable {
  /// How many cycles the figures rest on.
  package var count: Int
  /// Fractions.
  package var median: Double
  package var mean: Double
  /// Sample standard deviation of the window, a fraction; nil below three cycles.
  package var spread: Double?

  /// Summarises the last `window` efficiencies; nil if there are none.
  package init?(_ efficiencies: some Sequence<Double>, window: Int = 10) {
    let values = efficiencies.suffix(window)
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    count = sorted.count
    median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    let average = sorted.reduce(0, +) / Double(sorted.count)
    mean = average
    let squares = sorted.reduce(0) { $0 + ($1 - average) * ($1 - average) }
    spread = sorted.count < 3 ? nil : (squares / Double(sorted.count - 1)).squareRoot()
  }
}
