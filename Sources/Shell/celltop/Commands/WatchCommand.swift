import ArgumentParser

/// `celltop watch PATH…`, and what `celltop PATH…` means.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Watch logs on the live dashboard (the command when none is named).",
    discussion: "PATH: a file, a directory (with all below it), a quoted glob, or - for standard input.")

  @Argument(help: "Logs to watch.") var paths: [String]
  @OptionGroup var options: DashboardOptions

  func run() throws { try Dashboard(paths, options).show(once: options.once) }
}
