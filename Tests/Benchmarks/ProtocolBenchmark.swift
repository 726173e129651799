import CellModel
import CyclerFormats
import Fleet
import Metrics
import SimulatedLab

/// How often the protocol of a Li|Cu cell is recognised, finished and at any moment of its test.
enum ProtocolBenchmark {
  private static let kinds: [(kind: CellKind, name: String)] = [
    (.copper, "conventional"), (.copperReservoir, "aurbach"), (.copperPreconditioned, "zhang"),
  ]

  static func run(_ effort: Effort, _ report: (Figure) -> Void) {
    let seeds = 200
    for (kind, name) in kinds {
      var table: [String: [String: Int]] = [:]
      var errors: [Double] = []
      for seed in 1...seeds {
        guard let specification = specification(kind, seed: UInt64(seed)) else { continue }
        let truth = LabTruth(specification)
        // Half of the tests are looked at when they are over, half at some moment before.
        let share = seed.isMultiple(of: 2) ? 1 : 0.03 + 0.94 * Double(seed * 37 % seeds) / Double(seeds)
        guard let last = truth.starts.last, let channel = channel(specification, until: share == 1 ? nil : last * share)
        else { continue }
        let found = label(channel)
        let begun = truth.starts.count { $0 <= channel.lastSample?.testTime ?? 0 }
        let moment = share == 1 ? "finished" : begun >= decidable(specification) ? "running" : "too early to tell"
        table[moment, default: [:]][found, default: 0] += 1
        if share == 1, let value = AverageRegistry.primary(of: channel.record())?.value, kind != .copper,
          let total = truth.totalEfficiency
        {
          errors.append((value - total).magnitude * 1e6)
        }
      }
      for (moment, row) in table.sorted(by: { $0.key < $1.key }) {
        for (found, count) in row.sorted(by: { $0.value > $1.value }) {
          report(Figure("\(name), \(moment): \(found)", Double(count), "cells"))
        }
      }
      if !errors.isEmpty {
        errors.sort()
        report(Figure("\(name): error of the average, median", errors[errors.count / 2], "ppm"))
        report(Figure("\(name): error of the average, 9 of 10 below", errors[errors.count * 9 / 10], "ppm"))
      }
    }
  }

  /// Cycles that must have begun before a protocol can show: two full ones, or a strip of Q_C that was plated again.
  private static func decidable(_ specification: CellSpecification) -> Int {
    specification.kind == .copperPreconditioned ? specification.preconditioningCycles + 3 : 3
  }

  private static func label(_ channel: ChannelFold) -> String {
    let record = channel.record()
    guard record.configuration.value == .half else { return "taken for \(record.configuration.value.rawValue)" }
    return record.cyclingProtocol?.kind.value.rawValue ?? "none"
  }

  /// A Li|Cu test with everything drawn that could mislead: noise, rests, currents, cut-off, interruptions, fate.
  private static func specification(_ kind: CellKind, seed: UInt64) -> CellSpecification? {
    var random = SeededGenerator(seed: seed &* 7919 &+ 17)
    let wanted = SimulatedLab(cells: 24, seed: seed, cycles: 60, startTime: 0).specifications.first { $0.kind == kind }
    guard var cell = wanted else { return nil }
    let fates: [CellFate] = [.healthy, .healthy, .turnsAbruptly, .turnsGradually]
    cell.fate = random.pick(fates, else: .healthy)
    cell.cycles = 8 + Int(random.uniform(0...40))
    cell.eventCycle = max(4, cell.cycles / 2)
    cell.seed = seed &* 104_729
    cell.inefficiency = random.uniform(0.001...0.03)
    cell.reservoir = kind == .copper ? 0 : cell.capacity * random.uniform(2...10)
    cell.preconditioningCycles = kind == .copperPreconditioned ? 1 + Int(random.uniform(0...2.99)) : 0
    cell.polarisation = random.uniform(0.015...0.12)
    cell.stripCutoff = random.pick([0.5, 1, 1.5], else: 1)
    cell.efficiencyNoise = random.uniform(0.000_1...0.003)
    cell.voltageNoise = random.uniform(0.000_1...0.002)
    cell.rest = random.pick([60, 600, 3600], else: 600)
    cell.rate = random.pick(
      [
        .constant, .switched(at: cell.cycles / 2, factor: 2), .diagnostic(every: 5, factor: 0.2),
        .stepped(every: 3, factors: [0.5, 1, 2]),
      ], else: .constant)
    cell.interruptions = (0..<Int(random.uniform(0...3))).map { _ in
      Interruption(
        cycle: 1 + Int(random.uniform(0...Double(cell.cycles - 1))), isInSecondHalf: random.uniform(0...1) < 0.5,
        duration: random.uniform(600...50_000).rounded())
    }
    return cell
  }

  private static func channel(_ specification: CellSpecification, until time: Double?) -> ChannelFold? {
    guard let format = FormatRegistry.format(id: specification.format.family) else { return nil }
    var lab = SimulatedLab([specification], startTime: 1_736_000_000)
    var channel = ChannelFold(id: CellID(specification.path), path: specification.path, format: format)
    lab.advance(to: time ?? .infinity) { _, bytes in channel.decode(bytes.span) }
    // A log that is still being written keeps its last step open.
    if time == nil { channel.finish() }
    return channel
  }
}
