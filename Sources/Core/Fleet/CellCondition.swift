/// The one word that a channel's row begins with; worst first.
package enum CellCondition: Int, Codable, Sendable, CaseIterable, Comparable {
  /// A critical flag is up.
  case fail
  /// A warning flag is up.
  case warn
  /// Stage II has begun.
  case turn
  /// No row for too long, or the file is gone.
  case stale
  case charging, discharging, resting
  /// Impedance, pause or control rows.
  case other
  case finished
  /// Nothing read yet.
  case empty

  package static func < (left: CellCondition, right: CellCondition) -> Bool { left.rawValue < right.rawValue }

  /// Whether the header counts the channel among its problems.
  package var isProblem: Bool { self <= .stale }
}
