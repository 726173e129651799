import ArgumentParser
import CellModel

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
    let playback: Playback<LogReplays>
    do {
      playback = Playback(try LogReplays(files, into: scratch.path), speed: speed)
    } catch {
      scratch.remove()
      complain("celltop: \(SafeText.clean(error.description))")
      throw ExitCode(3)
    }
    if options.once { playback.write(upTo: .infinity) } else { playback.start() }
    try Dashboard([scratch.path], options, title: "replay of \(files.joined(separator: " "))").show(once: options.once)
    {
      playback.end()
      scratch.remove()
    }
  }
}
