/// Battery Archive's published time series: one header for every cycler it was converted from.
///
/// Capacities have three decimals in Ah; the archive's per-cycle tables have other columns and are no logs.
package struct BatteryArchiveCSV: TableFormat {
  package let id = "batteryarchive-csv"
  package let title = "Battery Archive time series CSV"
  package let notes = "the time series, not the per-cycle tables"
  package let growth = LogGrowth.published

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    let cells = head.firstLine.split { $0 == "," || $0 == ";" || $0 == "\t" }.map { HeaderCell.text(of: $0) }
    let names = ["Date_Time", "Test_Time (s)", "Cycle_Index", "Current (A)", "Voltage (V)"]
    guard cells.first == names.first, names.allSatisfy(cells.contains) else { return .no }
    return .yes(what: "header begins with “Date_Time,Test_Time (s),Cycle_Index”")
  }

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap([
        .init(.testTime, ["test time"]),
        .init(.wallTime, ["date time"]),
        .init(.vendorCycle, ["cycle index"]),
        .init(.current, ["current"]),
        .init(.voltage, ["voltage"]),
        .init(.chargeCounter, ["charge capacity"], scale: 1000),
        .init(.dischargeCounter, ["discharge capacity"], scale: 1000),
        .init(.temperature, ["cell temperature", "environment temperature"]),
      ]))
    dialect.judgesDirection = true
    return dialect
  }()

  package let sample = """
    Date_Time,Test_Time (s),Cycle_Index,Current (A),Voltage (V),Charge_Capacity (Ah),Discharge_Capacity (Ah),Charge_Energy (Wh),Discharge_Energy (Wh),Environment_Temperature (C),Cell_Temperature (C)
    2026-03-02 09:00:00,0.01,1.0,0.0,2.901,0.0,0.0,0.0,0.0,25.0,
    2026-03-02 09:00:10,10.01,1.0,-0.001,-0.121,0.0,0.0,0.0,0.0,25.0,
    2026-03-02 10:00:10,3610.01,1.0,-0.001,-0.051,0.0,0.001,0.0,0.0,25.0,
    2026-03-02 10:00:11,3611.01,1.0,0.001,0.05,0.0,0.001,0.0,0.0,25.0,
    2026-03-02 10:59:35,7175.01,1.0,0.001,1.0,0.001,0.001,0.0,0.0,25.0,

    """
}
