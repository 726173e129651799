package import CellModel

/// The cycles of one cell, in the order of the table.
package struct PerCycleSeries: Equatable, Sendable {
  package var cell: String
  package var points: [CyclePoint]
}

/// The per-cycle CSV: a header by name, then a row a cycle, of one cell or many.
///
/// Columns are found by name, with or without a unit (`q_out`, `q_out_mAh`, `q_out_Ah`); missing ones are NaN, unknown
/// ones ignored. `cycle` and `q_out` are required, under these names or those of ``PerCycleColumns``; `ce` stands in for `q_in`. A row whose cycle or capacity cannot be
/// read is left out; another field that cannot be read counts as missing. Both are counted and named.
package struct PerCycleTable: Sendable {
  package private(set) var series: [PerCycleSeries] = []
  /// Number of lines with something wrong.
  package private(set) var problemCount = 0
  /// The first of them.
  package private(set) var problems: [TableProblem] = []

  private static let namedProblems = 20

  /// Reads a table; `name` is the cell's where there is no `cell` column.
  package init(_ bytes: some Sequence<UInt8>, named name: String) {
    let text = DelimitedText(bytes)
    let header = PerCycleColumns.normalised(text.header)
    guard let columns = Columns(header) else {
      let missing = Columns.missing(from: header).joined(separator: ", ")
      report(TableProblem(line: 1, message: "expected a header with the columns cycle and q_out: missing \(missing)"))
      return
    }
    var indexOfCell: [Substring: Int] = [:]
    for row in text.rows {
      guard let (point, complaint) = columns.point(row) else {
        report(TableProblem(line: row.line, message: columns.refusal(row)))
        continue
      }
      if let complaint { report(TableProblem(line: row.line, message: complaint)) }
      let cell = columns.cell.flatMap { $0 < row.fields.count ? row.fields[$0] : nil } ?? Substring(name)
      if let index = indexOfCell[cell] {
        series[index].points.append(point)
      } else {
        indexOfCell[cell] = series.count
        series.append(PerCycleSeries(cell: String(cell), points: [point]))
      }
    }
  }

  private mutating func report(_ problem: TableProblem) {
    problemCount += 1
    if problems.count < Self.namedProblems { problems.append(problem) }
  }
}

/// Where each quantity stands in a row, and in which unit.
private struct Columns {
  struct Column {
    var index: Int
    /// Multiplies to the unit of ``CyclePoint``.
    var factor: Double
  }

  let cell: Int?
  let cycle: Int
  let secondCapacity: Column
  let firstCapacity: Column?
  let efficiency: Column?
  let complete: Int?
  let others: [(column: Column, name: String, field: WritableKeyPath<CyclePoint, Double>)]
  let count: Int

  /// Units that a column's name may end in, with what they are multiplied by.
  private static let hours = ["": 1.0, "h": 1, "s": 1 / 3600.0, "min": 1 / 60.0]
  private static let charge = ["": 1.0, "mah": 1, "ah": 1000, "uah": 1e-3]
  private static let current = ["": 1.0, "ma": 1, "a": 1000, "ua": 1e-3]
  private static let voltage = ["": 1.0, "v": 1, "mv": 1e-3]
  private static let noise = ["": 1.0, "mv": 1, "v": 1000, "uv": 1e-3]
  private static let temperature = ["": 1.0, "c": 1, "degc": 1]
  private static let fraction = ["": 1.0, "pct": 0.01, "percent": 0.01, "%": 0.01]

  static func missing(from header: [String]) -> [String] {
    var missing: [String] = []
    if PerCycleColumns.cycle.allSatisfy({ !header.contains($0) }) { missing.append("cycle") }
    if find(PerCycleColumns.discharge, in: header) == nil { missing.append("q_out") }
    return missing
  }

  init?(_ header: [String]) {
    guard let cycle = PerCycleColumns.cycle.lazy.compactMap(header.firstIndex).first,
      let secondCapacity = Self.find(PerCycleColumns.discharge, in: header)
    else { return nil }
    cell = header.firstIndex(of: "cell")
    self.cycle = cycle
    self.secondCapacity = secondCapacity
    firstCapacity = Self.find(PerCycleColumns.charge, in: header)
    let isOurs = Self.find("q_out", in: header, units: Self.charge) != nil
    efficiency = isOurs ? Self.find("ce", in: header, units: Self.fraction) : nil
    complete = header.firstIndex(of: "complete")
    count = header.count
    typealias Field = WritableKeyPath<CyclePoint, Double>
    let known: [(String, [String: Double], Field)] = [
      ("t", Self.hours, \.timeHours),
      ("i_in", Self.current, \.firstCurrent), ("i_out", Self.current, \.secondCurrent),
      ("v_in_mean", Self.voltage, \.firstMeanVoltage), ("v_out_mean", Self.voltage, \.secondMeanVoltage),
      ("v_in_end", Self.voltage, \.firstEndVoltage), ("v_out_end", Self.voltage, \.secondEndVoltage),
      ("temp", Self.temperature, \.temperature), ("v_noise", Self.noise, \.voltageNoise),
    ]
    others = known.compactMap { name, units, field in
      Self.find(name, in: header, units: units).map { ($0, name, field) }
    }
  }

  /// The capacity under the first name that is there.
  private static func find(_ names: [(name: String, unit: String)], in header: [String]) -> Column? {
    for (name, unit) in names {
      guard var column = find(name, in: header, units: charge) else { continue }
      if header[column.index] == name, let factor = charge[unit] { column.factor = factor }
      return column
    }
    return nil
  }

  private static func find(_ name: String, in header: [String], units: [String: Double]) -> Column? {
    for (index, title) in header.enumerated() where title.hasPrefix(name) {
      let rest = title.dropFirst(name.count)
      guard rest.isEmpty || rest.first == "_" else { continue }
      if let factor = units[String(rest.dropFirst())] { return Column(index: index, factor: factor) }
    }
    return nil
  }

  /// The cycle of a row and what was wrong with its lesser fields; nil if it is no cycle.
  func point(_ row: DelimitedText.Row) -> (CyclePoint, complaint: String?)? {
    guard row.fields.count >= count, let number = cycleNumber(row), let capacity = value(secondCapacity, row) else {
      return nil
    }
    var complaint: String?
    func read(_ column: Column, _ name: String) -> Double {
      if let value = value(column, row) { return value }
      complaint =
        complaint ?? "expected a number in \(name), found \"\(SafeText.clean(String(row.fields[column.index])))\""
      return .nan
    }
    var point = CyclePoint(cycle: number, secondCapacity: capacity)
    if let firstCapacity { point.firstCapacity = read(firstCapacity, "q_in") }
    if point.firstCapacity.isNaN, let efficiency {
      let ce = read(efficiency, "ce")
      if ce > 0 { point.firstCapacity = capacity / ce }
    }
    for (column, name, field) in others { point[keyPath: field] = read(column, name) }
    if let complete {
      switch row.fields[complete].lowercased() {
      case "0", "0.0", "false", "no": point.isComplete = false
      case "1", "1.0", "true", "yes", "": break
      default: complaint = complaint ?? "expected 0 or 1 in complete"
      }
    }
    return (point, complaint)
  }

  /// Why a row is no cycle.
  func refusal(_ row: DelimitedText.Row) -> String {
    if row.fields.count < count { return "expected \(count) fields, found \(row.fields.count)" }
    if cycleNumber(row) == nil {
      return "expected a whole number in cycle, found \"\(SafeText.clean(String(row.fields[cycle])))\""
    }
    return "expected a number in q_out, found \"\(SafeText.clean(String(row.fields[secondCapacity.index])))\""
  }

  private func cycleNumber(_ row: DelimitedText.Row) -> Int? {
    guard let value = DelimitedText.number(row.fields[cycle]) else { return nil }
    return Int(exactly: value)
  }

  private func value(_ column: Column, _ row: DelimitedText.Row) -> Double? {
    DelimitedText.number(row.fields[column.index]).map { $0 * column.factor }
  }
}
