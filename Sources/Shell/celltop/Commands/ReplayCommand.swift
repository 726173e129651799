import ArgumentParser
import CellModel
import Glibc
import Synchronization

/// `celltop replay FILE…`: plays finished logs as though they were being written, into the dashboard.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Play finished logs as though they were being written.")

  @Argument(help: "Finished log files.") var files: [String]
  @Option(help: "Seconds of test time in a second.") var speed = 20_000.0
  @OptionGroup var options: DashboardOptions

  func validate() throws {
    guard speed > 0, speed.isFinite else { throw ValidationError("--speed must be a positive number.") }
  }

  func run() throws {
    guard let scratch = ScratchFolder("replay") else {
      complain("celltop: cannot create a folder for the growing copies")
      throw ExitCode(73)
    }
    let player: Player
    do {
      player = try Player(files, into: scratch.path, speed: speed)
    } catch {
      scratch.remove()
      complain("celltop: \(SafeText.clean(error.description))")
      throw ExitCode(3)
    }
    if options.once { player.playAll() } else { player.start() }
    try Dashboard([scratch.path], options, title: "replay of \(files.joined(separator: " "))").show(once: options.once)
    {
      player.end()
      scratch.remove()
    }
  }
}

/// Plays replays on a thread of its own.
final class Player: Sendable {
  private let replays: Mutex<[LogReplay]>
  private let isEnded = Mutex(false)
  private let speed: Double

  /// Opens the logs and creates their copies in a folder.
  init(_ files: [String], into folder: String, speed: Double) throws(LogFile.Failure) {
    var replays: [LogReplay] = []
    for file in files { replays.append(try LogReplay(file, into: folder)) }
    self.replays = Mutex(replays)
    self.speed = speed
  }

  /// Copies all logs to their ends at once.
  func playAll() { advance(to: .infinity) }

  /// Starts playing.
  func start() {
    BackgroundThread.start {
      let begin = WallClock.now()
      while !self.isEnded.withLock({ $0 }) {
        self.advance(to: (WallClock.now() - begin) * self.speed)
        usleep(100_000)
      }
    }
  }

  /// Ends the playing; returns when the last write is over.
  func end() {
    isEnded.withLock { $0 = true }
    replays.withLock { _ in }
  }

  private func advance(to seconds: Double) {
    replays.withLock { replays in
      for index in replays.indices where !isEnded.withLock({ $0 }) {
        // A copy that cannot be written stops growing; the others go on.
        do { try replays[index].advance(to: seconds) } catch { complain("celltop: \(error)") }
      }
    }
  }
}
