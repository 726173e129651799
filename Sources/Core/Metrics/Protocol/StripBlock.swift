/// What passes between one strip to the cut-off and the next: a plating and a strip, or a whole reservoir test.
///
/// Plated Q_T, then n times stripped and plated again Q_C, then stripped of Q_S (review section 2.3.1, Fig. 3).
package struct StripBlock: Equatable, Codable, Sendable {
  package private(set) var platings = 0
  /// All that was plated, mAh.
  package private(set) var plated = 0.0
  /// The first plating, Q_T, mAh.
  package private(set) var firstPlating = 0.0
  /// Strips that ended before the cut-off: n.
  package private(set) var shortStrips = 0
  /// What they stripped together, n Q_C, mAh.
  package private(set) var shortCharge = 0.0
  /// All that was stripped, mAh.
  package private(set) var stripped = 0.0
  /// The strip to the cut-off, Q_S, mAh; nil while the block is open.
  package private(set) var lastStrip: Double?

  /// The last strip reached the cut-off before it had passed Q_C.
  package var isEarly: Bool {
    guard let lastStrip, let cycled = cycledCharge else { return false }
    return lastStrip < 0.99 * cycled
  }

  /// Q_C, the mean of the strips before the cut-off, mAh; nil before there is one.
  package var cycledCharge: Double? { shortStrips > 0 ? shortCharge / Double(shortStrips) : nil }

  /// Mean of the platings after the first, mAh; nil before there is one.
  package var replatedCharge: Double? {
    platings > 1 ? (plated - firstPlating) / Double(platings - 1) : nil
  }

  /// Whether the block is a reservoir test: what a strip took was plated again, and less than the first plating.
  ///
  /// A conventional strip that was interrupted is followed by a full plating, which tells the two apart.
  package var isReservoir: Bool {
    guard let replated = replatedCharge, let cycled = cycledCharge, cycled < 0.95 * firstPlating else { return false }
    return (replated - cycled).magnitude < 0.25 * (firstPlating - cycled)
  }

  /// Eq 3, a fraction: (n Q_C + Q_S) ÷ (n Q_C + Q_T); where the reservoir was exhausted early, stripped ÷ plated.
  ///
  /// Q_C is the strips', for both ways: what went back and forth must not bring in the difference of the instrument's
  /// gain between charge and discharge n times. nil while the block is open.
  package var efficiency: Double? {
    guard let lastStrip, plated > 0 else { return nil }
    return isEarly ? stripped / plated : (shortCharge + lastStrip) / (shortCharge + firstPlating)
  }

  /// How much the platings of Q_C and the strips of it differ by the instrument, a fraction of Q_C.
  package var gainDifference: Double {
    guard let cycled = cycledCharge, let replated = replatedCharge, cycled > 0 else { return 0 }
    return (replated - cycled).magnitude / cycled
  }

  mutating func plate(_ charge: Double) {
    if platings == 0 { firstPlating = charge }
    platings += 1
    plated += charge
  }

  mutating func strip(_ charge: Double, isExhaustive: Bool) {
    stripped += charge
    if isExhaustive {
      lastStrip = charge
    } else {
      shortStrips += 1
      shortCharge += charge
    }
  }
}
