import CellModel
import CyclerFormats
import DetectorScoring
import Fleet
import SimulatedLab

/// How often a cell is flagged for nothing, and how surely and soon for what happens to it, from the bytes of its log.
enum TroubleBenchmark {
  /// Cycles of each test: long enough for stage I, its event and what comes after.
  private static let cycles = 150
  /// Flags that are wrong in a healthy cycle; the others tell of the log, the room or the end of the test.
  private static let accusations: Set<FlagCode> = [
    .hardShort, .softShort, .stageTwo, .endOfLife, .turnSuspected, .lowCE, .ceAboveOne, .polarisation,
  ]

  /// What befell the cells of one kind and fate.
  private struct Found {
    var cells = 0
    var delays: [Int] = []
  }

  private struct Tally {
    var healthyCycles = 0
    var falseFlags: [FlagCode: Int] = [:]
    var events: [String: Found] = [:]
  }

  static func run(_ effort: Effort, _ report: (Figure) -> Void) {
    for noise in ScoredLab.noises {
      var tally = Tally()
      for index in 0..<effort.cells {
        // A fleet of two dozen holds every kind and fate once, so each cell is one place of a new fleet.
        let fleet = SimulatedLab(
          cells: index % 24 + 1, seed: effort.seed &* 1000 &+ UInt64(index), cycles: cycles, startTime: 1_736_000_000)
        guard var cell = fleet.specifications.last else { continue }
        cell.efficiencyNoise = noise
        follow(cell, &tally)
      }
      tell(tally, at: "\(noise * 100) %", report)
    }
  }

  /// Reads a log cycle by cycle and notes every flag that comes new.
  private static func follow(_ cell: CellSpecification, _ tally: inout Tally) {
    guard let format = FormatRegistry.format(id: cell.format.family) else { return }
    let truth = LabTruth(cell)
    var facts = CellFacts()
    facts.configuration = Marked(cell.kind.configuration, .given)
    var channel = ChannelFold(id: CellID(cell.path), path: cell.path, format: format, facts: facts)
    var lab = SimulatedLab([cell], startTime: 1_736_000_000)
    let event = truth.onsetCycle ?? truth.eventCycle
    let answers = answers(to: cell)
    var raised: Set<FlagCode> = []
    var foundAt: Int?
    for (index, end) in (truth.starts.dropFirst() + [.infinity]).enumerated() {
      let cycle = index + 1
      lab.advance(to: end) { _, bytes in channel.decode(bytes.span) }
      let codes = Set(channel.recordFlags().map(\.code))
      if let event, cycle >= event {
        if foundAt == nil, !codes.isDisjoint(with: answers) { foundAt = cycle }
      } else {
        tally.healthyCycles += 1
        for code in codes.subtracting(raised).intersection(accusations) { tally.falseFlags[code, default: 0] += 1 }
      }
      raised = codes
    }
    guard let event else { return }
    // A turn is an event at its middle, though it is no false flag to see its beginning.
    let moment = truth.turningCycle ?? event
    var found = tally.events["\(cell.kind.rawValue) \(cell.fate.rawValue)", default: Found()]
    found.cells += 1
    if let foundAt { found.delays.append(foundAt - moment) }
    tally.events["\(cell.kind.rawValue) \(cell.fate.rawValue)"] = found
  }

  /// Flags that tell a cell's fate.
  private static func answers(to cell: CellSpecification) -> Set<FlagCode> {
    switch cell.fate {
    case .healthy: []
    case .hardShort: [.hardShort]
    case .softShort: [.softShort, .hardShort]
    case .suddenDeath: [.endOfLife, .lowCE, .stageTwo]
    case .turnsAbruptly, .turnsGradually:
      // Without a CE of each cycle the voltages alone can tell.
      switch cell.kind {
      case .symmetric, .copperReservoir, .copperPreconditioned: [.polarisation]
      case .copper, .cathode, .anodeFree: [.stageTwo]
      }
    }
  }

  private static func tell(_ tally: Tally, at noise: String, _ report: (Figure) -> Void) {
    report(Figure("\(noise): healthy cycles", Double(tally.healthyCycles), "cycles"))
    let all = tally.falseFlags.values.reduce(0, +)
    let per = 10_000 / Double(max(1, tally.healthyCycles))
    report(Figure("\(noise): false flags", Double(all) * per, "in 10,000 healthy cycles"))
    for (code, count) in tally.falseFlags.sorted(by: { $0.key.rank < $1.key.rank }) {
      report(Figure("\(noise): false \(code.rawValue)", Double(count) * per, "in 10,000 healthy cycles"))
    }
    for (name, found) in tally.events.sorted(by: { $0.key < $1.key }) {
      report(Figure("\(noise): \(name) found", 100 * Double(found.delays.count) / Double(found.cells), "% of cells"))
      let delays = found.delays.sorted()
      guard !delays.isEmpty else { continue }
      report(Figure("\(noise): \(name) delay", Double(delays[delays.count / 2]), "cycles, median"))
    }
  }
}
