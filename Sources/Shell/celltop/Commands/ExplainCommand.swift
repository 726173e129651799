import ArgumentParser
import CellModel
import Fleet
import Metrics

/// `celltop explain`: how each number of a cell was made.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show how each number of a cell was made: formula, the cell's values in it, source, marks.",
    discussion: """
      CELL is the cell's identifier as `celltop cycles` prints it, its file name with or without extension, its name \
      from cells.toml, or the name that the dashboard shows. Exits with 3 if no cell, or more than one, has that name.
      """)

  @Argument(help: "The cell.") var cell: String
  @Argument(help: "Log files, directories, quoted globs.") var paths: [String]
  @Option(help: ArgumentHelp("What is known of the cells.", valueName: "cells.toml")) var meta: String?
  @ArgumentParser.Flag(help: "One JSON object.") var json = false
  @OptionGroup var readingOptions: ReadingOptions

  func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("expected CELL and at least one PATH") }
  }

  func run() throws {
    let reading = OneReading(paths, meta: meta, readingOptions)
    let isWhole = reading.report()
    let found = CellName(cell).matches(in: reading.channels)
    guard found.count == 1, let channel = found.first else {
      if found.isEmpty {
        complain("celltop: no cell “\(SafeText.clean(cell))”; there is \(Self.names(of: reading.channels))")
      } else {
        complain("celltop: “\(SafeText.clean(cell))” may be \(Self.names(of: found)): name one of them in full")
      }
      throw ExitCode(3)
    }
    let record = channel.record(
      twins: TwinEvidence.of(channel, among: reading.channels), newestRowAt: reading.newestRow(of: channel),
      now: WallClock.now())
    let explanations = channel.explanations(of: record)
    let output = LineWriter()
    if json {
      output.write(ExplanationReport.object(channel, record, explanations).text)
    } else {
      for line in ExplanationReport.lines(channel, record, explanations) { output.write(line) }
    }
    output.flush()
    if !isWhole { throw ExitCode(3) }
  }

  private static func names(of channels: [ChannelFold]) -> String {
    guard !channels.isEmpty else { return "none" }
    let shown = channels.prefix(8).map { SafeText.clean($0.id.text) }.joined(separator: ", ")
    return shown + (channels.count > 8 ? " and \(channels.count - 8) more" : "")
  }
}

/// The name by which somebody asks for a cell.
struct CellName {
  private let text: String

  init(_ text: String) { self.text = text }

  /// The channels of that name: by identifier, else by file name or given name, else as they are shown, else by the end of
  /// the identifier.
  func matches(in channels: [ChannelFold]) -> [ChannelFold] {
    let exact = channels.filter { $0.id.text == text || $0.path == text }
    if !exact.isEmpty { return exact }
    let named = channels.filter { channel in
      let file = channel.id.text.split(separator: "/").last.map(String.init) ?? channel.id.text
      return file == text || Ingest.shortName(of: channel.id.text) == text || channel.facts.name == text
    }
    guard named.isEmpty else { return named }
    let shown = CellNames.shown(channels.map { .init($0, plain: Ingest.shortName(of: $0.id.text)) })
    if let place = shown.firstIndex(of: text) { return [channels[place]] }
    return channels.filter { $0.id.text.hasSuffix("/" + text) }
  }
}
