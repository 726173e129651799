import ArgumentParser
import CellModel
import Glibc
import SimulatedLab
import Synchronization

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
    let writer = LabWriter(folder, speed: speed)
    if options.once {
      writer.writeHistory()
    } else {
      writer.start()
    }
    try Dashboard([scratch.path], options, title: "simulated lab, seed \(seed)").show(once: options.once) {
      writer.end()
      scratch.remove()
    }
  }
}

/// Writes a simulated lab's logs on a thread of its own, as time passes.
final class LabWriter: Sendable {
  private let folder: Mutex<LabFolder>
  private let isEnded = Mutex(false)
  private let speed: Double

  init(_ folder: LabFolder, speed: Double) {
    self.folder = Mutex(folder)
    self.speed = speed
  }

  /// Writes what the cells recorded before the lab's time begins.
  func writeHistory() { write(upTo: 0) }

  /// Starts writing.
  func start() {
    BackgroundThread.start {
      self.writeHistory()
      let begin = WallClock.now()
      while !self.isEnded.withLock({ $0 }) {
        self.write(upTo: (WallClock.now() - begin) * self.speed)
        usleep(100_000)
      }
    }
  }

  /// Ends the writing; returns when the last write is over.
  func end() {
    isEnded.withLock { $0 = true }
    folder.withLock { _ in }
  }

  private func write(upTo seconds: Double) {
    folder.withLock { folder in
      // Ended while it waited: the folder is about to be removed.
      guard !isEnded.withLock({ $0 }) else { return }
      // A full disk ends the simulation, not the dashboard.
      do { try folder.write(upTo: seconds) } catch { isEnded.withLock { $0 = true } }
    }
  }
}
