import ArgumentParser

/// What every command that opens the dashboard takes.
struct DashboardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("What is known of the cells; by default cells.toml beside the logs.", valueName: "cells.toml"))
  var meta: String?
  @Option(help: "Colour theme; `celltop themes` lists them.") var theme: String?
  @ArgumentParser.Flag(help: "Draw with ASCII only.") var ascii = false
  @ArgumentParser.Flag(inversion: .prefixedNo, help: "Take clicks and the wheel; selecting text then needs Shift.")
  var mouse: Bool?
  @ArgumentParser.Flag(help: "Print one screen as text and exit.") var once = false
  @ArgumentParser.Flag(help: "Print lines as things change, for screen readers; needs no terminal.") var plain = false
  @ArgumentParser.Flag(
    name: .customLong("no-state"),
    help: "Read all logs from their first bytes, and keep nothing of them for the next start.")
  var noState = false
  @OptionGroup var reading: ReadingOptions

  /// The files that say how the dashboard looks and what the cells are, with these options before them.
  func sources(for paths: [String]) -> SettingsSources {
    SettingsSources(paths: paths, meta: meta, theme: theme, ascii: ascii, mouse: mouse)
  }
}
