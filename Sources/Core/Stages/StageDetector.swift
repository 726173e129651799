package import CellModel

/// What a detector is told of a cell beside its cycles.
package struct StageContext: Equatable, Codable, Sendable {
  /// `half` has no cathode-limited capacity; the others are judged by capacity and CE together.
  package var configuration: CellConfiguration
  /// Whether the second half over the first is the cell's CE; of a cell of unknown build it may as well be the inverse.
  package var hasEfficiency: Bool
  /// What a change must amount to before it is spoken of.
  package var thresholds: StageThresholds

  package init(
    configuration: CellConfiguration, hasEfficiency: Bool = true, thresholds: StageThresholds = StageThresholds()
  ) {
    self.configuration = configuration
    self.hasEfficiency = hasEfficiency
    self.thresholds = thresholds
  }
}

/// Follows one cell's cycles and says after each, from nothing later, which stage the cell is in.
///
/// A detector's whole state is a Codable value, so that a restart resumes where it stopped.
package protocol StageDetector: Codable, Sendable {
  /// Starts a cell.
  init(_ context: StageContext)

  /// Takes the next cycle in order and returns what is known now; constant work, bounded memory.
  mutating func observe(_ point: CyclePoint) -> StageReading

  /// What was known after the last cycle.
  var reading: StageReading { get }
}
