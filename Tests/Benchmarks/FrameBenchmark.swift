import Canvas
import CellModel
import CyclerFormats
import Fleet
import Screens
import SimulatedLab

/// Fleet states to screens, and what of a screen changes when a second's rows have come.
enum FrameBenchmark {
  private static let sizes = [(80, 24), (120, 40), (200, 60)]
  private static let start = 1_736_000_000.0

  static func run(_ effort: Effort, _ report: (Figure) -> Void) {
    for cells in [24, 1000] {
      var lab = LabFleet(cells: cells, start: start)
      let focus = lab.state(now: start).cells.first?.id
      let before = lab.state(now: start, focus: focus)
      lab.takeRow(now: start + 1)
      let after = lab.state(now: start + 1, focus: focus)
      let taking = Stopwatch.rounds(effort.rounds) {
        lab.takeRow(now: start + 1)
        keep(lab.state(now: start + 1, focus: focus).cells.count)
      }
      report(Figure("fleet state, \(cells) cells", seconds: taking, per: 1, scale: 1e6, "µs"))
      for (width, height) in sizes {
        for opens in [false, true] {
          var state = AppState(
            size: Size(width: width, height: height), now: start, theme: Theme(name: "plain"), watched: "bench")
          _ = update(&state, .fleet(before))
          if opens { _ = update(&state, .key(.enter)) }
          let subject = "\(opens ? "channel" : "fleet"), \(cells) cells, \(width)x\(height)"
          let frames = 50
          let seconds = Stopwatch.rounds(effort.rounds) {
            for _ in 0..<frames { keep(view(state).width) }
          }
          report(Figure(subject, seconds: seconds, per: frames, scale: 1e6, "µs/frame"))
          let old = view(state)
          _ = update(&state, .fleet(after))
          let change = GridChange(from: old, to: view(state))
          report(Figure("  changed in a second", Double(change.cells), "characters"))
          report(Figure("  sent for them", Double(change.bytes), "bytes, about"))
        }
      }
    }
  }
}

/// A fleet of simulated logs, each of which can be given one more row.
private struct LabFleet {
  private var fleet = FleetFold()
  private var channels: [(position: FleetFold.Position, rest: ArraySlice<UInt8>)] = []

  init(cells: Int, start: Double) {
    var lab = SimulatedLab(cells: 24, seed: 1, cycles: 30, startTime: start - 40 * 86400)
    var logs = [[UInt8]](repeating: [], count: lab.specifications.count)
    lab.advance(to: .infinity) { logs[$0] += $1 }
    for index in 0..<cells {
      let specification = lab.specifications[index % logs.count]
      let log = logs[index % logs.count]
      guard let format = FormatRegistry.format(id: specification.format.family) else { continue }
      let position = fleet.open(
        id: CellID("\(index)/\(specification.path)"), name: "cell \(index)", path: specification.path, format: format,
        facts: CellFacts(), now: start)
      let cut = log.count * 9 / 10
      fleet.decode(log.span.extracting(0..<cut), of: position, changedAt: start, now: start)
      channels.append((position, log[cut...]))
    }
    fleet.progress = LoadingProgress(filesDone: cells, filesTotal: cells)
  }

  mutating func takeRow(now: Double) {
    for index in channels.indices {
      let rest = channels[index].rest
      guard let newline = rest.firstIndex(of: 0x0A) else { continue }
      let row = Array(rest[...newline])
      fleet.decode(row.span, of: channels[index].position, changedAt: now, now: now)
      channels[index].rest = rest[(newline + 1)...]
    }
  }

  mutating func state(now: Double, focus: CellID? = nil) -> FleetState { fleet.state(now: now, focus: focus) }
}

/// What a terminal must be sent to turn one screen into the next.
private struct GridChange {
  private(set) var cells = 0
  /// Characters as UTF-8, 8 bytes for each jump of the cursor, 10 for each change of colour.
  private(set) var bytes = 0

  init(from old: Grid, to new: Grid) {
    for row in 0..<new.height {
      var isRunning = false
      var role = Role.text
      for column in 0..<new.width {
        let cell = new[column, row]
        guard cell != old[column, row] else {
          isRunning = false
          continue
        }
        cells += 1
        bytes += cell.scalar < 0x80 ? 1 : cell.scalar < 0x800 ? 2 : 3
        if !isRunning { bytes += 8 }
        if !isRunning || cell.role != role { bytes += 10 }
        isRunning = true
        role = cell.role
      }
    }
  }
}
