import ArgumentParser
import CellModel
import SimulatedLab

/// `celltop demo`: a simulated lab writes logs into a scratch folder, and the dashboard tails them as it would any.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Watch a simulated lab: every format, every configuration, every fate.")

  @Option(help: "How many cells; from 24 on every kind of cell and every format appears.") var cells = 24
  @Option(help: "Seconds of cell time in a second.") var speed = 20_000.0
  @Option(help: "The seed that decides everything drawn at random.") var seed: UInt64 = 1
  @OptionGroup var options: DashboardOptions

  func validate() throws {
    guard (1...10_000).contains(cells) else { throw ValidationError("--cells must lie between 1 and 10000.") }
    guard speed > 0, speed.isFinite else { throw ValidationError("--speed must be a positive number.") }
  }

  func run() throws {
    guard let scratch = ScratchFolder("demo") else {
      complain("celltop: cannot create a folder for the simulated lab's logs")
      throw ExitCode(73)
    }
    let lab = SimulatedLab(
      cells: cells, seed: seed, cycles: 160, startTime: WallClock.now().rounded(), history: .staggered)
    let folder: LabFolder
    do {
      folder = try LabFolder(path: scratch.path, lab: lab)
    } catch {
      scratch.remove()
      complain("celltop: \(SafeText.clean(error.description))")
      throw ExitCode(73)
    }
    let playback = Playback(folder, speed: speed)
    if options.once {
      playback.write(upTo: 0)
    } else {
      playback.start()
    }
    try Dashboard([scratch.path], options, title: "simulated lab, seed \(seed)").show(once: options.once) {
      playback.end()
      scratch.remove()
    }
  }
}
