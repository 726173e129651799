import CellModel
import CyclerFormats
import Stages
import Tailing

/// A per-cycle CSV with the `cells.csv` beside it.
struct PerCycleFile {
  let path: String
  /// The stable name in outputs.
  let format = "per-cycle-csv"
  /// The cells of the file, each with its cycles in order.
  let series: [PerCycleSeries]
  private let contexts: [String: StageContext]
  private let complaints: [String]

  /// Reads a file; nil if it is a log or anything else.
  init?(_ path: String) {
    guard path.hasSuffix(".csv"), let head = try? LogFile.head(of: path) else { return nil }
    if case .known = LabFormats.identify(head) { return nil }
    // A lab's own log has a cycle in every row, too.
    guard !SideFile.holdsRecords(head) else { return nil }
    // A large file is read whole only if its beginning is such a table.
    guard head.isWholeFile || !PerCycleTable(TextEncoding.decode(head.bytes).utf8, named: "").series.isEmpty,
      let bytes = try? LogFile.bytes(of: path)
    else { return nil }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let table = PerCycleTable(TextEncoding.decode(bytes).utf8, named: String(name.dropLast(4)))
    guard !table.series.isEmpty else { return nil }
    self.path = path
    series = table.series
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let cells = (try? LogFile.bytes(of: folder + "cells.csv")).map(CellsTable.init) ?? CellsTable()
    contexts = cells.contexts
    var complaints = table.problems.map { "\(path):\($0.line): \($0.message)" }
    let unnamed = table.problemCount - table.problems.count
    if unnamed > 0 { complaints.append("\(path): \(unnamed) more lines with something wrong") }
    complaints += cells.problems.prefix(20).map { "\(folder)cells.csv:\($0.line): \($0.message)" }
    self.complaints = complaints
  }

  /// Takes the per-cycle tables out of paths, and what was wrong with them to standard error; the rest are logs.
  ///
  /// Of a folder its logs are read, or its tables where it holds no log: a table beside logs tells, as a rule, of the
  /// same cells, which must not count twice. It is told of (`unread`), and read if the user names it.
  static func parted(_ paths: [String]) -> (tables: [PerCycleFile], logs: [String]) {
    var (tables, logs): ([PerCycleFile], [String]) = ([], [])
    for path in paths {
      let found = PerCycleFile(path).map { [$0] } ?? inFolder(path)
      if found.isEmpty { logs.append(path) }
      for table in found { table.report() }
      tables += found
    }
    return (tables, logs)
  }

  /// The tables of a folder, or of what a pattern matches; none if there is a log.
  private static func inFolder(_ path: String) -> [PerCycleFile] {
    guard path != "-" else { return [] }
    let files = PathExpansion([path]).discover().candidates.map(\.path.description)
    guard files != [path] else { return [] }
    return files.contains(where: LogList.isLog) ? [] : files.compactMap { PerCycleFile($0) }
  }

  /// Names the tables that were found beside logs and not read; nil if there are none.
  static func unread(_ tables: [String], named: [String]) -> String? {
    let beside = tables.filter { $0.hasSuffix(".csv") && !named.contains($0) }
    guard let first = beside.first else { return nil }
    let others = beside.count > 1 ? " and \(beside.count - 1) more" : ""
    return "\(first)\(others): a per-cycle table beside logs, read only if it is named"
  }

  /// What the user told of a cell.
  func context(of cell: String) -> StageContext { contexts[cell] ?? StageContext(configuration: .unknown) }

  /// Prints what was passed over to standard error; a file with such lines is still read.
  private func report() {
    for complaint in complaints { complain("celltop: \(SafeText.clean(complaint))") }
  }
}
