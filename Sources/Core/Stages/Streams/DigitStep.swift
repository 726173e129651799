/// The step in which a cell's capacities are written, learnt from the values themselves.
///
/// Where the digits of a file are coarser than the noise, values repeat exactly and then move by whole steps: a scale
/// learnt from the repeats would take the next step for a turn. Of 384 simulated cells that never turn, at four noises and
/// with steps of 0.03 to 1 % of the capacity, 56 were accused before this and none is; of as many that turn none is
/// missed, and with steps of 1 % those with a cathode are told after 19 cycles where it was 9.
struct DigitStep: Codable, Sendable {
  private var last: Double?
  private var least = Double.infinity
  /// Whether the newest value lies a step from the one before, and whether values have repeated behind such a step.
  private var isStep = false
  private var hasSettled = false
  /// Share of the newest values, about sixteen of them, that repeat the one before.
  private var repeats = 0.0

  /// Values repeat so often only where digits make them (shares of 0.02 to 0.1 accuse no cell either).
  private static let leastRepeats = 0.05
  /// Tenths of a mAh of a cell of 3 mAh; a larger step is a protocol's.
  private static let largestShare = 0.03
  /// What the arithmetic of a difference of two counters leaves of an exact repeat.
  private static let rounding = 1e-9

  mutating func observe(_ value: Double) {
    guard value.isFinite, value > 0 else { return }
    defer { last = value }
    guard let last else { return }
    let step = (value - last).magnitude
    let isRepeat = step < Self.rounding * value
    repeats += ((isRepeat ? 1 : 0) - repeats) / 16
    if !isRepeat { least = min(least, step) }
    // A cell that is cut off at a capacity repeats it until it fails, and then gives less with every cycle: steps are of the
    // digits only if values repeat behind one.
    if isRepeat, isStep { hasSettled = true }
    isStep = !isRepeat
  }

  /// The step as a share of the newest value; 0 where it is finer than what the values do by themselves.
  var share: Double {
    guard let last, hasSettled, repeats > Self.leastRepeats else { return 0 }
    let share = least / last
    return share < Self.largestShare ? share : 0
  }
}
