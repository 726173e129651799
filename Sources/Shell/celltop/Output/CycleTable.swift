import ArgumentParser
import CellModel
import Cycling

/// The per-cycle table in every format of the `cycles` command.
struct CycleTable {
  enum Format: String, ExpressibleByArgument, CaseIterable { case table, csv, json, ndjson }

  private let format: Format
  private let grouping: CyclesCommand.Grouping
  private let output = LineWriter()
  private var isFirst = true

  init(_ format: Format, by grouping: CyclesCommand.Grouping) {
    self.format = format
    self.grouping = grouping
    switch format {
    case .csv:
      output.write(
        grouping == .own ? CycleRow.fields.joined(separator: ",") : "cell,format,vendor_cycle,charge_mAh,discharge_mAh")
    case .json: output.write("[")
    case .table, .ndjson: break
    }
  }

  /// Adds the cycles of one cell.
  mutating func add(_ rows: [CycleRow]) {
    guard format == .table else {
      for row in rows { write(row.object) }
      return
    }
    guard let first = rows.first else { return }
    output.write(
      "\(first.cell) (\(first.format)) \(first.configuration.value.rawValue)"
        + "\(first.configuration.provenance.mark) \(first.configuration.reason)")
    var table = TextTable(
      ["n", "vendor", "chg/mAh", "dis/mAh", "CE/%", "CI/ppm", "ret/%", "V̄chg/V", "V̄dis/V", "hours", "stage", ""],
      alignsRight: Set(0...9))
    for row in rows { table.add(Self.cells(of: row)) }
    for line in table.lines { output.write("  " + line) }
  }

  private static func cells(of row: CycleRow) -> [String] {
    let cycle = row.cycle
    return [
      String(cycle.number), cycle.vendorCycle == Sample.absent ? "-" : String(cycle.vendorCycle),
      Decimals.significant(cycle.charge, 5), Decimals.significant(cycle.discharge, 5),
      Decimals.fixed(row.efficiency.map { $0 * 100 }, 2), Decimals.fixed(row.efficiency.map { (1 - $0) * 1e6 }, 0),
      Decimals.fixed(row.retention.map { $0 * 100 }, 1), Decimals.fixed(Double(cycle.meanChargeVoltage), 4),
      Decimals.fixed(Double(cycle.meanDischargeVoltage), 4),
      Decimals.fixed((cycle.endTime - cycle.startTime) / 3600, 2),
      row.stage.rawValue, cycle.isComplete ? "" : "partial",
    ]
  }

  /// Adds the sums by stored cycle number.
  mutating func add(_ cycles: [VendorCycleFold.Sums], path: String, format id: String) {
    var table = TextTable(["VENDOR CYCLE", "CHARGE/mAh", "DISCHARGE/mAh", "ROWS"], alignsRight: [0, 1, 2, 3])
    for cycle in cycles {
      let number = cycle.vendorCycle == Sample.absent ? nil : Int(cycle.vendorCycle)
      guard format != .table else {
        table.add([
          number.map(String.init) ?? "-", Decimals.fixed(cycle.charge, 6), Decimals.fixed(cycle.discharge, 6),
          String(cycle.rows),
        ])
        continue
      }
      var object = JSONObject()
      object.add("cell", SafeText.clean(path))
      object.add("format", id)
      object.add("vendor_cycle", number)
      object.add("charge_mAh", cycle.charge)
      object.add("discharge_mAh", cycle.discharge)
      write(object)
    }
    if format == .table {
      output.write("\(SafeText.clean(path)) (\(id)) by the cycle number stored in the file")
      for line in table.lines { output.write("  " + line) }
    }
  }

  /// Ends the output.
  mutating func end() {
    if format == .json { output.write("]") }
    output.flush()
  }

  private mutating func write(_ object: JSONObject) {
    switch format {
    case .ndjson: output.write(object.text)
    case .json:
      output.write((isFirst ? " " : ",") + object.text)
      isFirst = false
    case .csv: output.write(object.csv)
    case .table: break
    }
  }
}
