import ArgumentParser
import CellModel
import Fleet
import Metrics

/// `celltop check`: one look for scripts and monitoring, no terminal.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look once and print one line a problem, worst first.",
    discussion: "Exits with 0 if all is well, 1 on a warning, 2 on a critical flag, 3 if nothing could be read.")

  @Argument(help: "Log files, directories, quoted globs.") var paths: [String]
  @Option(help: ArgumentHelp("What is known of the cells.", valueName: "cells.toml")) var meta: String?
  @ArgumentParser.Flag(help: "One JSON object.") var json = false
  @OptionGroup var reading: ReadingOptions

  private struct Problem {
    var cell: String
    var severity: Severity
    var code: String
    var evidence: String
    var sinceCycle: Int?
  }

  func run() throws {
    let sources = SettingsSources(paths: paths, meta: meta)
    var ingest = Ingest(paths, settings: sources.cellSettings(), options: reading.ingestOptions)
    ingest.readAll()
    let state = ingest.state(focus: nil)
    var problems: [Problem] = []
    for cell in state.cells {
      for flag in cell.flags where flag.code != .finished {
        problems.append(
          Problem(
            cell: cell.id.text, severity: flag.severity, code: flag.code.rawValue, evidence: flag.evidence,
            sinceCycle: flag.sinceCycle))
      }
      for warning in cell.source.warnings {
        problems.append(Problem(cell: cell.id.text, severity: .notice, code: "note", evidence: warning))
      }
    }
    problems += ingest.obstacles.map {
      Problem(cell: SafeText.clean($0.path), severity: .warning, code: "unreadable", evidence: $0.reason)
    }
    problems += ingest.skipped.map {
      Problem(cell: SafeText.clean($0.name), severity: .notice, code: "skipped", evidence: $0.reason)
    }
    problems += ingest.undecided.map {
      Problem(cell: SafeText.clean($0), severity: .notice, code: "skipped", evidence: OneReading.undecided)
    }
    problems += ingest.remarks.map {
      Problem(cell: SafeText.clean($0.path), severity: .notice, code: "note", evidence: $0.sentence)
    }
    for channel in ingest.channels where channel.rows == 0 {
      problems.append(
        Problem(cell: channel.id.text, severity: .notice, code: "note", evidence: "no row in it yet"))
    }
    problems.sort { ($1.severity, $0.cell) < ($0.severity, $1.cell) }
    let code = exitCode(state, problems, isUnreadable: !ingest.obstacles.isEmpty)
    write(state, problems, json ? Self.summaries(ingest.channels, ingest.newestRows) : [], code)
    if code != 0 { throw ExitCode(code) }
  }

  private func exitCode(_ state: FleetState, _ problems: [Problem], isUnreadable: Bool) -> Int32 {
    if problems.contains(where: { $0.severity == .critical }) { return 2 }
    guard !state.cells.isEmpty, !isUnreadable else { return 3 }
    return problems.contains { $0.severity == .warning } ? 1 : 0
  }

  /// What is known of each cell: protocol, average, reservoir, forecast.
  private static func summaries(_ channels: [ChannelFold], _ newestRows: [CellID: Double]) -> [JSONObject] {
    let now = WallClock.now()
    return channels.map { channel in
      let twins = TwinEvidence.of(channel, among: channels)
      return CellSummaryReport.object(
        channel, channel.record(twins: twins, newestRowAt: newestRows[channel.id], now: now))
    }
  }

  private func write(_ state: FleetState, _ problems: [Problem], _ cells: [JSONObject], _ code: Int32) {
    let output = LineWriter()
    let critical = problems.count { $0.severity == .critical }
    let warning = problems.count { $0.severity == .warning }
    let notice = problems.count { $0.severity == .notice }
    let badRows = state.cells.reduce(0) { $0 + $1.source.badRows }
    let words = ["OK", "WARNING", "CRITICAL", "UNKNOWN"]
    if json {
      var object = JSONObject()
      object.add("status", words[Int(code)].lowercased())
      object.add("channels", state.cells.count)
      object.add("critical", critical)
      object.add("warning", warning)
      object.add("notice", notice)
      object.add("bad_rows", badRows)
      object.add(
        "problems",
        problems.map { problem in
          var entry = JSONObject()
          entry.add("cell", problem.cell)
          entry.add("severity", problem.severity.word)
          entry.add("code", problem.code)
          entry.add("since_cycle", problem.sinceCycle)
          entry.add("evidence", problem.evidence)
          return entry
        })
      object.add("cells", cells)
      output.write(object.text)
    } else {
      let summary =
        state.cells.isEmpty
        ? "no log found" : "\(state.cells.count) channels, \(critical) critical, \(warning) warnings, \(notice) notices"
      output.write(
        "CELLTOP \(words[Int(code)]) - \(summary) | channels=\(state.cells.count) critical=\(critical) "
          + "warning=\(warning) notice=\(notice) bad_rows=\(badRows)")
      for problem in problems {
        output.write("\(problem.severity.word) \(problem.cell) \(problem.code): \(SafeText.clean(problem.evidence))")
      }
    }
    output.flush()
  }
}
