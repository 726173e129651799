import ArgumentParser

/// `celltop formats`: the registry of log formats as a table.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats", abstract: "List the log formats that celltop reads.")

  func run() throws {
    print("formats")
  }
}
