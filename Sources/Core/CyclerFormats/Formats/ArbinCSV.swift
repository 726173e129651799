/// Arbin's CSV in its three header families: database exports (`Test_Time`), MITS Pro (`Test Time (s)`, UTF-8 BOM, a tab
/// before the date) and the sheets of older workbooks (`Test_Time(s)`).
///
/// Two counters in Ah that restart only where the schedule says; unitless headers are in s, A, V and Ah.
package struct ArbinCSV: TableFormat {
  package let id = "arbin-csv"
  package let title = "Arbin CSV (three header families)"
  package let notes = "database export, MITS Pro, workbook sheets; counters restart where the schedule says"

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    let cells = head.firstLine.split { $0 == "," || $0 == ";" || $0 == "\t" }.map {
      HeaderCell.text(of: $0).lowercased()
    }
    let names = cells.map { name in
      let plain = name.prefix { $0 != "(" }.map { $0 == "_" ? " " : $0 }
      return String(plain.last == " " ? plain.dropLast() : plain[...])
    }
    // Who copies columns into a file of their own leaves the first one out, or puts it elsewhere.
    let isCopied = Self.copiedNames.allSatisfy(names.contains) && names.first != "test id"
    guard names.first == "data point" || isCopied else { return .no }
    guard Self.dialect.columns.resolve(head.firstLine) != nil else { return head.isWholeFile ? .perhaps : .no }
    let family =
      cells.contains("test_time") ? "database export" : cells.contains("test time (s)") ? "MITS Pro" : "workbook sheet"
    return .yes(what: "\(family) header")
  }

  /// Columns that together no other program writes.
  private static let copiedNames = [
    "test time", "step index", "cycle index", "current", "voltage", "charge capacity", "discharge capacity",
  ]

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap([
        .init(.testTime, ["test time"]),
        .init(.wallTime, ["date time", "datetime"]),
        .init(.stepTime, ["step time"]),
        .init(.vendorCycle, ["cycle index"]),
        .init(.vendorStep, ["step index"]),
        .init(.current, ["current"]),
        .init(.voltage, ["voltage"]),
        .init(.chargeCounter, ["charge capacity"], scale: 1000),
        .init(.dischargeCounter, ["discharge capacity"], scale: 1000),
        .init(.temperature, ["temperature", "aux temperature 1", "aux temperature"]),
      ]))
    dialect.judgesDirection = true
    return dialect
  }()

  package let sample = """
    Data_Point,Test_Time(s),Date_Time,Step_Time(s),Step_Index,Cycle_Index,Current(A),Voltage(V),Charge_Capacity(Ah),Discharge_Capacity(Ah)
    1,10.0002,03/02/2026 09:00:10,10.0002,1,1,0,3.412241,0,0
    2,20.0001,03/02/2026 09:00:20,0.0101,2,1,0.0010000,3.601200,0,0
    3,3620.0001,03/02/2026 10:00:20,3600.0101,2,1,0.0010000,4.300000,0.001000003,0
    4,3620.0111,03/02/2026 10:00:20,0.0110,3,1,-0.0010000,4.280112,0.001000003,0
    5,7184.0111,03/02/2026 10:59:44,3564.0110,3,1,-0.0010000,2.800000,0.001000003,0.000990003

    """
}
