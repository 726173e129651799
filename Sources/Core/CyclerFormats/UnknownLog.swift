/// What can be told of a file that no format knows: the columns of a log in it, whose they are, and how to go on.
package struct UnknownLog: Sendable {
  /// What is said of any such file.
  package static let noFormat = "no format that celltop reads"

  /// A program whose exports are known by their columns and are not read.
  private struct Writer {
    var name: String
    /// All of them stand in the header.
    var marks: [String]
    /// What of the same program is read; nil if nothing is.
    var instead: String?
  }

  /// From headers that readers of published data describe (battery-data-standard, its tests).
  private static let writers = [
    Writer(name: "Repower", marks: ["System Time", "Relative Time(Sec)"]),
    Writer(name: "PNE (Wonik)", marks: ["TotTime", "CurCycle"]),
    Writer(name: "Autolab (NOVA)", marks: ["WE(1)."]),
    Writer(
      name: "PEC", marks: ["Total Time (Seconds)", "Charge Capacity (mAh)"],
      instead: "export the results with Test, Cell, Rack, Shelf and Position"),
  ]

  private let isBinary: Bool
  /// The line that names a log's columns, from 1, and what it names; nil if there is none.
  private let header: (line: Int, text: String, columns: [(key: String, cell: String)])?

  /// Looks for a header among a file's first lines.
  package init(_ head: LogHead) {
    isBinary = head.isBinary
    header =
      head.lines.prefix(200).enumerated().lazy.compactMap { index, line in
        Self.columns(of: line).map { (index + 1, line, $0) }
      }.first
  }

  /// Why the file is not read, and what to do instead; a clause.
  package var refusal: String {
    if isBinary { return "\(Self.noFormat), and no text: export the records from the cycler's program as CSV or text" }
    guard let header else {
      return "\(Self.noFormat): none of its first lines names a time and a voltage or a current"
    }
    let names = header.columns.prefix(3).map { "“\($0.cell)”" }.joined(separator: ", ")
    let writer = Self.writers.first { $0.marks.allSatisfy(header.text.contains) }
    let whose = writer.map { " as \($0.name) does" } ?? ""
    let instead = writer?.instead.map { "\($0), or " } ?? ""
    return "\(Self.noFormat): line \(header.line) names \(names)\(whose): "
      + "\(instead)describe it in formats/NAME.toml, beside config.toml"
  }

  /// The beginning of such a description, line by line; empty if no line names the columns of a log.
  package var description: [String] {
    guard let header else { return [] }
    // Units behind commas would outnumber the semicolons.
    let delimiter = Self.separator(of: header.text) == ";" ? ["delimiter = \"semicolon\""] : []
    return ["id = \"my-cycler\""] + delimiter + ["[columns]"] + header.columns.map { "\($0.key) = \"\($0.cell)\"" }
  }

  /// A comma may stand between a name and its unit where something else separates the columns.
  private static func separator(of line: String) -> Character { ["\t", ";"].first(where: line.contains) ?? "," }

  /// The columns of a log in a line, by the keys of a description; nil unless there are a time and a voltage or a current.
  private static func columns(of line: String) -> [(key: String, cell: String)]? {
    guard line.utf8.count < 65536 else { return nil }
    let cells = HeaderCell.split(line, by: separator(of: line).asciiValue ?? 0x2C).filter { cell in
      !cell.text.isEmpty && !cell.text.unicodeScalars.contains { $0 == "\"" || $0 == "\\" || $0.value < 0x20 }
    }
    // The cell whose name and unit fit, else whose name does, else whose unit does.
    func find(_ dimension: Dimension, _ words: [String], not others: [String] = []) -> String? {
      let fitting = cells.filter { cell in !others.contains(where: cell.whole.contains) }
      let measured = fitting.filter { $0.unit?.scale(as: dimension) != nil }
      return
        (measured.first { words.contains(where: $0.name.contains) }
        ?? fitting.first { $0.unit == nil && words.contains(where: $0.whole.contains) } ?? measured.first)?.text
    }
    /// Only with a unit: mAh and Ah are a thousand apart.
    func counter(_ words: [String], not others: [String]) -> String? {
      let name = find(.capacity, words, not: others)
      let cell = name.map { HeaderCell($0[...]) }
      return cell?.unit != nil && words.contains { cell?.name.contains($0) == true } ? name : nil
    }
    let dates = ["date", "system", "absolute", "real", "stamp", "clock", "日期", "绝对", "系统"]
    let testTime = find(.time, ["time", "时间"], not: dates + ["step", "工步"])
    let wallTime = find(.time, dates, not: ["step", "工步"])
    let voltage = find(.voltage, ["voltage", "potential", "volts", "ewe", "ecell", "电压"])
    let current = find(.current, ["current", "amps", "电流"])
    guard let time = testTime ?? wallTime, voltage != nil || current != nil else { return nil }
    var columns = [(testTime == nil ? "wall_time" : "test_time", time)]
    if let voltage { columns.append(("voltage", voltage)) }
    if let current { columns.append(("current", current)) }
    if let charged = counter(["cha", "chg", "充电"], not: ["dis", "dchg", "spe", "放电"]),
      let discharged = counter(["dis", "dchg", "放电"], not: ["spe"])
    {
      columns += [("charge_capacity", charged), ("discharge_capacity", discharged)]
    }
    if let cycle = cells.first(where: { $0.whole.contains("cycle") || $0.whole.contains("循环") })?.text {
      columns.append(("cycle", cycle))
    }
    return columns
  }
}
