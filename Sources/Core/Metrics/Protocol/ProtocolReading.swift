package import CellModel

/// How the average CE of a Li|Cu cell is being measured (review section 2.3.1).
package enum CyclingProtocol: String, Codable, Sendable, CaseIterable {
  /// Every strip runs to the cut-off.
  case conventional
  /// A reservoir from the first plating on.
  case aurbach
  /// A reservoir after full cycles that form the SEI.
  case zhang
  /// Not to be told yet.
  case undecided
}

/// What the record says of the protocol so far.
package struct ProtocolReading: Equatable, Codable, Sendable {
  /// Given by the user, inferred with its reason, or default while undecided.
  package var kind: Marked<CyclingProtocol>
  /// Full cycles before the reservoir block, or all of a conventional test.
  package var fullCycles: Int
  /// What those plated, mAh: Q_0 of eq 4 for a reservoir test.
  package var fullPlated: Double
  /// What those stripped, mAh.
  package var fullStripped: Double
  /// The reservoir block, ended or under way; nil where there is none.
  package var reservoir: StripBlock?
  /// Strips before anything was plated, which count for nothing.
  package var droppedStrips: Int
}
