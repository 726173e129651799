/// Mean and scatter of numbers that come one by one (Welford's recurrence, Technometrics 4, 419, 1962).
package struct RunningMean: Equatable, Codable, Sendable {
  package private(set) var count = 0
  package private(set) var mean = 0.0
  private var squares = 0.0

  package init() {}

  /// Takes the next number; what is none is passed over.
  package mutating func add(_ value: Double) {
    guard value.isFinite else { return }
    count += 1
    let before = value - mean
    mean += before / Double(count)
    squares += before * (value - mean)
  }

  /// Sample standard deviation; nil below three numbers.
  package var deviation: Double? {
    count < 3 ? nil : (max(0, squares) / Double(count - 1)).squareRoot()
  }

  /// Statistical uncertainty of the mean, s ÷ √n; nil below three numbers.
  package var error: Double? { deviation.map { $0 / Double(count).squareRoot() } }
}
