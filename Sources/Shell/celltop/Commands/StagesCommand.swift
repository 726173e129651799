import ArgumentParser
import CellModel
import Glibc
import Stages

/// `celltop stages`: the stage and the turning point of each cell.
struct StagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stages", abstract: "Tell the stage and the turning point of each cell.",
    discussion: """
      A PATH is a per-cycle CSV (columns cycle, q_out and what else is known; one row a cycle). A cells.csv beside it \
      tells each cell's configuration.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, ndjson }

  @Argument(help: "Per-cycle CSV files.")
  var paths: [String]

  @Option(help: "How to print: table or ndjson.")
  var format = Format.table

  @ArgumentParser.Flag(help: "Print a line for every cycle, as it was known when that cycle ended.")
  var causal = false

  func run() throws {
    var verdicts: [Verdict] = []
    var unreadable = 0
    for path in paths {
      guard let bytes = FileBytes.read(path) else {
        FileBytes.complain("celltop: cannot read \(SafeText.clean(path)): \(FileBytes.lastError)")
        unreadable += 1
        continue
      }
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      let cells = FileBytes.read("\(folder)cells.csv").map(CellsTable.init) ?? CellsTable()
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let table = PerCycleTable(bytes, named: name.hasSuffix(".csv") ? String(name.dropLast(4)) : name)
      report(table, cells, path: path)
      if table.series.isEmpty { unreadable += 1 }
      for series in table.series {
        let readings = follow(series, cells.contexts[series.cell] ?? StageContext(configuration: .unknown))
        if format == .ndjson {
          print(readings.map(\.json).joined(separator: "\n"))
        } else {
          verdicts += readings
        }
      }
    }
    if format == .table, !verdicts.isEmpty { print(Verdict.table(verdicts)) }
    if unreadable > 0 { throw ExitCode(3) }
  }

  /// Every cycle's verdict of a cell, or the last one only.
  private func follow(_ series: PerCycleSeries, _ context: StageContext) -> [Verdict] {
    var detector = TurningPointDetector(context)
    var verdicts: [Verdict] = []
    for point in series.points {
      let verdict = Verdict(cell: series.cell, cycle: point.cycle, reading: detector.observe(point))
      if causal || verdicts.isEmpty { verdicts.append(verdict) } else { verdicts[0] = verdict }
    }
    return verdicts
  }

  private func report(_ table: PerCycleTable, _ cells: CellsTable, path: String) {
    let shown = SafeText.clean(path)
    for problem in table.problems { FileBytes.complain("\(shown):\(problem.line): \(problem.message)") }
    let unnamed = table.problemCount - table.problems.count
    if unnamed > 0 { FileBytes.complain("\(shown): \(unnamed) more lines with something wrong") }
    for problem in cells.problems.prefix(20) {
      FileBytes.complain("cells.csv:\(problem.line): \(problem.message)")
    }
  }
}

/// What is known of a cell at a cycle, as it is printed.
struct Verdict {
  var cell: String
  var cycle: Int
  var reading: StageReading

  /// One JSON object on one line; numbers that are not finite are null.
  var json: String {
    var object = JSONLine()
    object.add("cell", text: cell)
    object.add("cycle", number: Double(cycle))
    object.add("state", text: reading.state.rawValue)
    object.add("turning_cycle", number: reading.turningCycle)
    object.add("turning_low", number: reading.turningLow)
    object.add("turning_high", number: reading.turningHigh)
    object.add("confidence", number: reading.confidence)
    object.add("reason", text: reading.reason?.rawValue)
    return object.line
  }

  static func table(_ verdicts: [Verdict]) -> String {
    func whole(_ value: Double?) -> String { value.flatMap { Int(exactly: $0.rounded()) }.map(String.init) ?? "–" }
    var rows = [["cell", "cycle", "state", "turn", "95 %", "confidence", "reason", "evidence"]]
    for verdict in verdicts {
      let reading = verdict.reading
      let interval =
        reading.turningLow == nil ? "–" : "\(whole(reading.turningLow))…\(whole(reading.turningHigh))"
      rows.append([
        SafeText.clean(verdict.cell), String(verdict.cycle), reading.state.rawValue, whole(reading.turningCycle),
        interval, "\(Int((reading.confidence * 100).rounded())) %", reading.reason?.rawValue ?? "–", reading.evidence,
      ])
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let padded = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      var line = Substring(padded.joined(separator: "  "))
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }
}

/// One JSON object, written field by field.
struct JSONLine {
  private var fields: [String] = []

  var line: String { "{\(fields.joined(separator: ","))}" }

  mutating func add(_ name: String, text: String?) {
    fields.append("\(Self.quoted(name)):\(text.map(Self.quoted) ?? "null")")
  }

  mutating func add(_ name: String, number: Double?) {
    guard let number, number.isFinite else {
      fields.append("\(Self.quoted(name)):null")
      return
    }
    let written = Int(exactly: number).map { String($0) } ?? number.description
    fields.append("\(Self.quoted(name)):\(written)")
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..."\u{1F}":
        let hex = String(scalar.value, radix: 16)
        result += "\\u\(String(repeating: "0", count: 4 - hex.count))\(hex)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// Whole files in, complaints out.
private enum FileBytes {
  /// All bytes of a file; nil if it cannot be read, and then ``lastError`` says why.
  static func read(_ path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes += chunk[0..<count]
      } else if count == 0 {
        return bytes
      } else if errno != EINTR {
        return nil
      }
    }
  }

  static var lastError: String { unsafe String(cString: strerror(errno)) }

  /// Writes a line to standard error.
  static func complain(_ message: String) {
    let line = Array("\(message)\n".utf8)
    _ = unsafe line.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
