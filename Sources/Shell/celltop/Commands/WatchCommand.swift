import ArgumentParser
import Terminal

/// `celltop watch PATH…`, and what `celltop PATH…` means.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Watch logs on the live dashboard (the command when none is named).",
    discussion: "PATH: a file, a directory (with all below it), a quoted glob, or - for standard input.")

  @Argument(help: "Logs to watch.") var paths: [String]
  @OptionGroup var options: DashboardOptions

  func run() throws { try Self.open(Dashboard(paths, options), once: options.once) }

  /// Opens a dashboard, or says on standard error why it cannot and what can be done instead.
  static func open(_ dashboard: Dashboard, once: Bool) throws {
    if once {
      dashboard.printOnce()
      return
    }
    do throws(TerminalError) {
      try dashboard.run()
    } catch {
      complain("celltop: \(error.description)")
      throw ExitCode(64)
    }
  }
}
