package import CellModel
import CyclerFormats
import Fleet
package import SimulatedLab
import Stages

/// The simulated lab's cells on the whole way from the bytes of their logs to their stages, and the truth about them.
package enum ScoredLab {
  /// Standard deviations of a cycle's CE at which every cell is lived, fractions.
  package static let noises = [5e-5, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3]

  /// Scores `cells` cells at each noise; the same arguments give the same scores.
  ///
  /// Reservoir tests are left out: what they strip is what the schedule allows, so they show no turn.
  package static func scores(
    cells: Int, seed: UInt64, cycles: ClosedRange<Int> = 80...320, noises: [Double] = noises
  ) -> [CellScore] {
    var random = SeededGenerator(seed: seed)
    var scores: [CellScore] = []
    for noise in noises {
      // One format, because formats are held to each other elsewhere; the finest in digits of those with counters.
      let formats = LogFormat.named("neware-csv").map { [$0] } ?? []
      var index = 0
      var drawn = 0
      while index < cells {
        // A fleet of two dozen holds every kind and fate once, so each draw is one place of a new fleet.
        let length = Int(random.uniform(Double(cycles.lowerBound)...Double(cycles.upperBound)))
        let fleet = SimulatedLab(
          cells: drawn % 24 + 1, seed: random.next(), cycles: length, startTime: 1_736_000_000, formats: formats)
        drawn += 1
        guard var cell = fleet.specifications.last else { return scores }
        guard cell.kind != .copperReservoir, cell.kind != .copperPreconditioned else { continue }
        cell.efficiencyNoise = noise
        scores.append(score(cell))
        index += 1
      }
    }
    return scores
  }

  /// Writes the log of a cell, reads it back and scores what the detector said.
  package static func score(_ cell: CellSpecification) -> CellScore {
    let truth = TurningTruth(LabTruth(cell))
    return CellScore(truth, verdicts(on: points(of: cell), in: cell.kind.configuration))
  }

  /// The cycles that the pipeline folds from a cell's log.
  package static func points(of cell: CellSpecification) -> [CyclePoint] {
    guard let format = FormatRegistry.format(id: cell.format.family) else { return [] }
    var facts = CellFacts()
    facts.configuration = Marked(cell.kind.configuration, .given)
    var channel = ChannelFold(id: CellID(cell.path), path: cell.path, format: format, facts: facts)
    let title = LogTitle(
      file: cell.path, cell: cell.path, comment: "", channel: 1, start: 1_736_000_000, area: cell.area,
      capacity: cell.capacity)
    var writer = cell.format.makeWriter(title)
    var life = LabCell(cell, start: 1_736_000_000)
    var bytes = writer.header()
    var rows: [LabRow] = []
    while let row = life.next() {
      rows.append(row)
      guard rows.count == 512 else { continue }
      writer.append(rows, to: &bytes)
      channel.decode(bytes.span)
      rows.removeAll(keepingCapacity: true)
      bytes.removeAll(keepingCapacity: true)
    }
    writer.append(rows, to: &bytes)
    channel.decode(bytes.span)
    channel.finish()
    return channel.allCycles.filter(\.isOver).map(CyclePoint.init)
  }

  private static func verdicts(
    on points: [CyclePoint], in configuration: CellConfiguration
  ) -> [CellScore.Verdict] {
    var detector = TurningPointDetector(StageContext(configuration: configuration))
    return points.map { CellScore.Verdict($0.cycle, detector.observe($0)) }
  }
}
