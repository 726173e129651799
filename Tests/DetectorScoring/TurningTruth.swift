package import CellModel
package import SimulatedLab

/// What really becomes of a cell, as far as a detector of turning points can be right or wrong about it.
package struct TurningTruth: Equatable, Sendable {
  package var cell: String
  /// First cycle in which a twentieth of the electrode is past its turn; nil for a cell without an event.
  package var onset: Int?
  /// First cycle of stage II, of a short or of death; nil for a cell that has none.
  package var turn: Int?
  package var cycles: Int
  package var configuration: CellConfiguration
  /// What else cells are grouped by, such as the scenario or the fate.
  package var kind: String
  /// Standard deviation of a cycle's CE, a fraction.
  package var noise: Double

  package init(
    cell: String, onset: Int?, turn: Int?, cycles: Int, configuration: CellConfiguration, kind: String, noise: Double
  ) {
    self.cell = cell
    self.onset = onset
    self.turn = turn
    self.cycles = cycles
    self.configuration = configuration
    self.kind = kind
    self.noise = noise
  }

  /// What the simulated lab knows of one of its own cells.
  ///
  /// Li|Li has no stage II: a turn of its polarisation alone is no event here.
  package init(_ truth: LabTruth) {
    let cell = truth.specification
    let hasStages = cell.kind != .symmetric
    let turn = (hasStages ? truth.turningCycle : nil) ?? truth.eventCycle
    self.init(
      cell: cell.path, onset: (hasStages ? truth.onsetCycle : nil) ?? turn, turn: turn, cycles: truth.first.count,
      configuration: cell.kind.configuration, kind: cell.fate.rawValue, noise: cell.efficiencyNoise)
  }

  /// Cycles before this one are healthy: two before the first patch turns nothing can be told yet.
  var healthyLimit: Int { onset.map { $0 - 2 } ?? .max }
  /// Number of healthy cycles.
  var healthyCycles: Int { max(0, min(cycles, onset == nil ? cycles : healthyLimit - 1)) }
}
