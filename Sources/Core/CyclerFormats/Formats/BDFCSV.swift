/// The Battery Data Format's CSV in its header spellings: labels (`Test Time / s`, of other writers `Test Time (s)`) and
/// machine names (`test_time_second`); what a lab's bridge appends live.
///
/// Current is positive on charge. Plain capacity names never restart; those of a step or cycle do, which the counter's
/// own reset rule covers.
package struct BDFCSV: TableFormat {
  package let id = "bdf-csv"
  package let title = "Battery Data Format CSV"
  package let notes = "`Test Time / s` and `test_time_second` spellings"

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    let header = head.firstLine
    guard let columns = Self.dialect.columns.resolve(header), columns.has(.testTime) || columns.has(.wallTime) else {
      return .no
    }
    let cells = header.split(whereSeparator: { $0 == "," || $0 == ";" || $0 == "\t" }).map { HeaderCell.text(of: $0) }
    let labels = cells.count { $0.contains(" / ") }
    if labels >= 3 { return .yes(what: "\(labels) columns named “Label / unit”") }
    let spellings = [
      ["test_time_second", "unix_time_second", "voltage_volt", "current_ampere"],
      ["Test Time (s)", "Unix Time (s)", "Voltage (V)", "Current (A)"],
    ]
    for names in spellings.map({ $0.filter(cells.contains) }) where names.count >= 3 {
      return .yes(what: "columns \(names.joined(separator: ", "))")
    }
    return .no
  }

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap([
        .init(.testTime, ["test time"]),
        .init(.wallTime, ["unix time", "date time iso", "date time"]),
        .init(.stepTime, ["step time"]),
        .init(.vendorCycle, ["cycle count", "cycle index"]),
        .init(.vendorStep, ["step count", "step index", "step id"]),
        .init(.current, ["current"]),
        .init(.voltage, ["voltage"]),
        .init(
          .chargeCounter,
          ["charging capacity", "charge capacity", "cycle charging capacity", "step charging capacity"],
          scale: 1000),
        .init(
          .dischargeCounter,
          [
            "discharging capacity", "discharge capacity", "cycle discharging capacity", "step discharging capacity",
          ], scale: 1000),
        .init(.temperature, ["temperature t1", "surface temperature t1", "ambient temperature"]),
      ]))
    dialect.judgesDirection = true
    return dialect
  }()

  package let sample = """
    Test Time / s,Voltage / V,Current / A,Unix Time / s,Cycle Count / 1,Step Count / 1,Charging Capacity / Ah,Discharging Capacity / Ah
    0.0,2.9011,0.0,1772442000.0,1,1,0.0,0.0
    10.0,-0.1210,-0.001,1772442010.0,1,2,0.0,0.0
    3610.0,-0.0512,-0.001,1772445610.0,1,2,0.0,0.001
    3610.5,0.0498,0.001,1772445610.5,1,3,0.0,0.001
    7174.5,1.0,0.001,1772449174.5,1,3,0.00099,0.001

    """
}
