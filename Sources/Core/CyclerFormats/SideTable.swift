/// Tells the tables of text that lie beside logs by their first lines.
enum SideTable {
  /// nil for anything else.
  static func recognise(_ head: LogHead) -> SideFile? {
    guard !head.isBinary else { return nil }
    if head.firstLine.hasPrefix("MACCOR, INC."), head.firstLine.contains("Impedance") { return .maccorImpedance }
    let cells = head.firstLine.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "\t" || $0 == ";" }
      .map { HeaderCell.text(of: $0).lowercased() }
    if Set(cells).isSuperset(of: ["test_id", "schedule_file_name"]) { return .arbinMetadata }
    if cells.contains("cycle"), cells.contains(where: { $0 == "q_out" || $0.hasPrefix("q_out_") }) {
      return .perCycleTable
    }
    if cells.first == "cell", cells.contains("config") { return .cellsTable }
    guard cells.contains(where: countsCycles), cells.contains(where: sumsCharge), !holdsRecords(head) else {
      return nil
    }
    return .cycleSummary
  }

  /// Whether the first line names a time, a voltage and a current: rows of a log, several a cycle, of whatever program.
  static func holdsRecords(_ head: LogHead) -> Bool {
    let cells = head.firstLine.split { $0 == "," || $0 == "\t" || $0 == ";" }.map(HeaderCell.init)
    func names(_ names: [String], as dimension: Dimension) -> Bool {
      cells.contains { cell in names.contains { cell.scale(as: dimension, named: $0, default: 1) != nil } }
    }
    return cells.contains { cell in times.contains { cell.whole.contains($0) } } && names(voltages, as: .voltage)
      && names(currents, as: .current)
  }

  private static let times = ["time", "date", "时间"]
  private static let voltages = ["voltage", "potential", "volts", "ewe", "ecell", "电压"]
  private static let currents = ["current", "cur", "amps", "i", "电流"]

  private static func countsCycles(_ cell: String) -> Bool {
    ["cycle", "cycle index", "cycle id", "cycle_index", "cycle_num", "循环号", "循环序号"].contains {
      cell == $0 || cell.hasSuffix("_" + $0)
    }
  }

  private static func sumsCharge(_ cell: String) -> Bool {
    ["capac", "q_dis", "q_chg", "eff", "容量", "q chg", "energy", "能量"].contains { cell.contains($0) }
  }
}
