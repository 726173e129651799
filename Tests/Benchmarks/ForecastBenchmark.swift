import CellModel
import CyclerFormats
import Fleet
import Metrics
import SimulatedLab

/// How near the forecast of the turn comes, and how often its 80 % interval holds the truth.
enum ForecastBenchmark {
  private static let moments = [20, 40, 60, 80]
  /// Scatter of 1 − CE between cells of one kind, and of what somebody tells of it, as logarithms.
  private static let scatter = 0.08
  private static let hearsay = 0.1

  private static let knowledges = [
    ("CE to 10 %", false, false), ("3 twins", true, true), ("3 twins, other cathodes", true, false),
  ]

  private struct Tally {
    var asked = 0
    var errors: [Double] = []
    var widths: [Double] = []
    var covered = 0
  }

  static func run(_ effort: Effort, _ report: (Figure) -> Void) {
    for (kind, name) in [(CellKind.cathode, "full"), (.anodeFree, "anode-free")] {
      for (knowledge, twins, sharesCathode) in knowledges {
        var tallies: [Int: Tally] = [:]
        for seed in 1...100 {
          add(kind, seed: UInt64(seed), twins: twins, sharesCathode: sharesCathode, to: &tallies)
        }
        for moment in moments {
          guard var tally = tallies[moment], tally.asked > 0 else { continue }
          tally.errors.sort()
          tally.widths.sort()
          let count = tally.errors.count
          let subject = "\(name), \(knowledge), \(moment) %"
          report(Figure(subject + ": told", 100 * Double(count) / Double(tally.asked), "% of cells"))
          guard count > 0 else { continue }
          report(Figure(subject + ": coverage", 100 * Double(tally.covered) / Double(count), "%"))
          report(Figure(subject + ": median error", tally.errors[count / 2], "% of turn"))
          report(Figure(subject + ": median width", tally.widths[count / 2], "% of turn"))
        }
      }
    }
  }

  private static func add(
    _ kind: CellKind, seed: UInt64, twins: Bool, sharesCathode: Bool, to tallies: inout [Int: Tally]
  ) {
    var random = SeededGenerator(seed: seed &* 6151 &+ 3)
    let lab = SimulatedLab(cells: 24, seed: seed &+ 500, cycles: 200, startTime: 0)
    guard var base = lab.specifications.first(where: { $0.kind == kind && $0.fate.isTurn }) else { return }
    base.fate = seed.isMultiple(of: 3) ? .turnsGradually : .turnsAbruptly
    let typical = base.inefficiency
    base.inefficiency = typical * scattered(scatter, &random)
    let truth = LabTruth(base)
    guard let turn = truth.turningCycle, turn > 15 else { return }

    var facts = facts(of: base, lithiumError: 0.02 * random.deviate())
    var evidence: TwinEvidence?
    if twins {
      facts.anodeEfficiency = Marked(.group("twins"), .given)
      evidence = TwinEvidence(group: "twins")
      for number in 1...3 {
        var twin = base
        // Another cathode too, unless the twins are of one batch.
        if !sharesCathode { twin.seed = base.seed &+ UInt64(number) &* 977 }
        twin.inefficiency = typical * scattered(scatter, &random)
        var known = Self.facts(of: twin, lithiumError: 0.02 * random.deviate())
        known.group = "twins"
        guard let channel = read(twin, facts: known) else { continue }
        evidence?.turned += TwinEvidence.of(group: "twins", among: [channel]).turned
      }
    } else {
      facts.anodeEfficiency = Marked(.given(1 - base.inefficiency * scattered(hearsay, &random)), .given)
    }
    follow(base, truth, turn: turn, facts: facts, evidence, &tallies)
  }

  private static func scattered(_ deviation: Double, _ random: inout SeededGenerator) -> Double {
    // A factor near a log-normal one, which needs no exponential.
    let x = deviation * random.deviate()
    return 1 + x + x * x / 2
  }

  private static func facts(of specification: CellSpecification, lithiumError: Double) -> CellFacts {
    var facts = CellFacts()
    facts.configuration = Marked(specification.kind.configuration, .given)
    facts.formationCycles = Marked(specification.formationCycles, .given)
    if specification.kind == .cathode {
      facts.lithium = Marked(.capacity(specification.lithium * (1 + lithiumError)), .given)
    }
    return facts
  }

  /// Looks at a cell at several moments of its stage I.
  private static func follow(
    _ specification: CellSpecification, _ truth: LabTruth, turn: Int, facts: CellFacts, _ evidence: TwinEvidence?,
    _ tallies: inout [Int: Tally]
  ) {
    guard let format = FormatRegistry.format(id: specification.format.family) else { return }
    var lab = SimulatedLab([specification], startTime: 1_736_000_000)
    var channel = ChannelFold(id: CellID(specification.path), path: specification.path, format: format, facts: facts)
    for moment in moments {
      let cycle = turn * moment / 100
      guard truth.starts.indices.contains(cycle + 1) else { continue }
      lab.advance(to: truth.starts[cycle] + 900) { _, bytes in channel.decode(bytes.span) }
      tallies[moment, default: Tally()].asked += 1
      let answer = TurnForecast().value(of: channel.record(twins: evidence))
      guard let value = answer.value, let interval = answer.interval else { continue }
      let target = Double(turn)
      tallies[moment]?.errors.append(100 * (value - target).magnitude / target)
      tallies[moment]?.widths.append(100 * (interval.high - interval.low) / target)
      if interval.low <= target, target <= interval.high { tallies[moment]?.covered += 1 }
    }
  }

  private static func read(_ specification: CellSpecification, facts: CellFacts) -> ChannelFold? {
    guard let format = FormatRegistry.format(id: specification.format.family) else { return nil }
    var lab = SimulatedLab([specification], startTime: 1_736_000_000)
    var channel = ChannelFold(
      id: CellID("twin"), path: specification.path, format: format, facts: facts)
    lab.advance(to: .infinity) { _, bytes in channel.decode(bytes.span) }
    channel.finish()
    return channel
  }
}
