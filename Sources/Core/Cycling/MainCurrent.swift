/// The current at which most of a half-cycle's charge passed.
///
/// The largest current will not do: a source that overshoots for one row when it is switched on (seen in Maccor logs, by two
/// thirds) would make every cycle a rate of its own, and a mean one follows the share of the constant-voltage step.
struct MainCurrent: Equatable, Codable, Sendable {
  /// Rows in a row whose currents are so close to the first one's are one plateau.
  private static let width = 0.02
  /// A plateau with less of the charge says nothing: a drive cycle, or a hold of the voltage alone.
  private static let leastShare = 0.1

  private var plateau = 0.0
  private var plateauCharge = 0.0
  private var best = 0.0
  private var bestCharge = 0.0
  /// Largest current, A.
  private(set) var peak = 0.0

  /// Adds a row under current: its magnitude, A, and the charge that passed before it, mAh.
  @inline(__always)
  mutating func add(_ current: Double, passed: Double) {
    if current > peak { peak = current }
    if (current - plateau).magnitude > Self.width * plateau {
      settle()
      plateau = current
      plateauCharge = 0
    }
    plateauCharge += passed
  }

  /// Takes over the rows of a half-cycle that came after this one.
  mutating func absorb(_ later: MainCurrent) {
    settle()
    plateauCharge = 0
    var later = later
    later.settle()
    if later.bestCharge > bestCharge { (best, bestCharge) = (later.best, later.bestCharge) }
    peak = max(peak, later.peak)
  }

  /// The current, A, of a half-cycle through which so much passed, mAh; the largest one if no plateau stands out.
  func value(of charge: Double) -> Double {
    var whole = self
    whole.settle()
    return whole.bestCharge > 0 && whole.bestCharge >= Self.leastShare * charge ? whole.best : peak
  }

  private mutating func settle() {
    if plateauCharge > bestCharge { (best, bestCharge) = (plateau, plateauCharge) }
  }
}
