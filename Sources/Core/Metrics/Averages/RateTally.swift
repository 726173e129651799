/// Capacities of the cycles at one discharge current, so that a retention compares like with like.
package struct RateTally: Equatable, Codable, Sendable {
  /// mA; NaN where the file tells none.
  package var current: Double
  package var cycles = 0
  /// Number and discharged charge (mAh) of the first and of the newest complete cycle at this current.
  package var firstCycle: Int
  package var firstCapacity: Double
  package var lastCycle: Int
  package var lastCapacity: Double
  /// All that was charged up to and with the newest of them, mAh.
  package var chargedUntilLast: Double

  /// Retention between the two, a fraction.
  package var retention: Double { firstCapacity > 0 ? lastCapacity / firstCapacity : .nan }

  /// Currents within this share of each other are the same condition.
  static let tolerance = 0.08

  /// Whether a current (mA) belongs to this condition.
  package func matches(_ other: Double) -> Bool {
    guard current == current, other == other else { return current != current && other != other }
    return (current - other).magnitude <= Self.tolerance * max(current.magnitude, other.magnitude)
  }
}
