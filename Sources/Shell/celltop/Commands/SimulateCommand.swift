import ArgumentParser
import Glibc
import SimulatedLab
import Tailing

/// `celltop simulate`: a simulated lab writes vendor logs into a folder, at once or as though it were running.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Write logs of simulated cells, with the truth about them in truth.json.",
    discussion: """
      Without --live all tests are written to their ends and begin on 6 January 2025, so that the same seed gives the \
      same bytes. With --live the rows appear as time passes, --speed times faster than the cells cycle.
      """)

  @Option(help: "The folder to write into; created if need be.")
  var out: String

  @Option(help: "How many cells; from 24 on every kind of cell and every format appears.")
  var cells = 24

  @Option(help: "How many cycles each test is planned for.")
  var cycles = 120

  @Option(help: ArgumentHelp("Formats to write, comma-separated, in turn; all by default.", valueName: "name,…"))
  var format: String?

  @Flag(help: "Append rows as time passes instead of writing all at once.")
  var live = false

  @Flag(help: "With --live: begin with cells in the middle of their tests, their logs so far written at once.")
  var history = false

  @Option(help: "With --live: seconds of cell time in a second.")
  var speed = 20_000.0

  @Option(help: "The seed that decides everything drawn at random.")
  var seed: UInt64 = 1

  func validate() throws {
    guard (1...100_000).contains(cells) else { throw ValidationError("--cells must lie between 1 and 100000.") }
    guard (6...100_000).contains(cycles) else { throw ValidationError("--cycles must lie between 6 and 100000.") }
    guard live || !history else { throw ValidationError("--history goes with --live.") }
    guard speed > 0, speed.isFinite else { throw ValidationError("--speed must be a positive number.") }
    _ = try formats()
  }

  func run() throws {
    // Monday, 6 January 2025, 09:00: any fixed moment will do, so long as the bytes stay the same.
    let startTime = live ? WallClock.now() : 1_736_154_000
    let lab = SimulatedLab(
      cells: cells, seed: seed, cycles: cycles, startTime: startTime.rounded(), history: history ? .staggered : .none,
      formats: try formats())
    var folder = try LabFolder(path: out, lab: lab)
    guard live else { return try folder.write(upTo: .infinity) }
    let begin = MonotonicClock.now()
    while !folder.isFinished {
      try folder.write(upTo: (MonotonicClock.now() - begin) * speed)
      usleep(50_000)
    }
  }

  private func formats() throws -> [LogFormat] {
    try (format ?? "").split(separator: ",").map { name in
      guard let known = LogFormat.named(String(name)) else {
        let names = LogFormat.all.map(\.name).joined(separator: ", ")
        throw ValidationError("There is no format '\(name)'; the lab writes \(names).")
      }
      return known
    }
  }
}
