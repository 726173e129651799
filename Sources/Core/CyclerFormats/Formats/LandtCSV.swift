import CellModel

/// Landt's CSV: a few lines about the cell, then one header whose names end in their units.
///
/// Its `date_time_iso_string` is written month first, and every row has one comma more than the header. Current has four
/// decimals in A and capacity four in Ah, which suits large cells only.
package struct LandtCSV: TableFormat {
  package let id = "landt-csv"
  package let title = "Landt CSV"
  package let notes = "rounds to 0.1 mA and 0.1 mAh: for large cells"
  package let growth = LogGrowth.export

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    // Who exports a choice of columns keeps their names, in an order of his own.
    let names = ["channel_index", "cycle_index", "step_index", "test_time_s"]
    for line in head.lines.prefix(40) where line.contains(names[0]) {
      let cells = line.split(whereSeparator: { $0 == "," || $0 == ";" || $0 == "\t" }).map { HeaderCell.text(of: $0) }
      guard names.allSatisfy(cells.contains), Self.dialect.columns.resolve(line) != nil else {
        if line == head.lines.last, head.isWholeFile { return .perhaps }
        continue
      }
      return .yes(what: "header with channel_index and test_time_s")
    }
    return .no
  }

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap([
        .init(.testTime, ["test time"]),
        .init(.stepTime, ["step time"]),
        .init(.wallTime, ["date time iso string"]),
        .init(.vendorCycle, ["cycle index"]),
        .init(.vendorStep, ["step index"]),
        .init(.phaseWord, ["step name"]),
        .init(.current, ["current"]),
        .init(.voltage, ["voltage"]),
        .init(.chargeCounter, ["charge capacity"], scale: 1000),
        .init(.dischargeCounter, ["discharge capacity"], scale: 1000),
        .init(.temperature, ["temperature 1", "temperature"]),
      ]))
    dialect.phases = PhaseVocabulary([
      .init("discharge", .discharge), .init("charge", .charge), .init("rest", .rest),
    ])
    dialect.phaseDecidesSign = true
    dialect.judgesDirection = true
    dialect.preambleLabels = [("cell id:", "cell"), ("cell model:", "model"), ("test:", "test")]
    return dialect
  }()

  package let sample = """
    cell model:,,,,,,,,,,
    cell id: LiCu-03,,,,,,,,,,
    channel_index,cycle_index,step_index,date_time_iso_string,test_time_s,step_time_s,current_A,voltage_V,discharge_capacity_Ah,charge_capacity_Ah,step_name
    1,1,1,03/02/2026 09:00:00,0.020,0.020,0.0000,2.9011,0,0,rest,
    2,1,2,03/02/2026 09:00:10,10.020,0.020,-0.0010,-0.1210,0,0,discharge CC,
    3,1,2,03/02/2026 10:00:10,3610.020,3600.020,-0.0010,-0.0512,0.0010,0,discharge CC,
    4,1,3,03/02/2026 10:00:10,3610.040,0.020,0.0010,0.0498,0.0010,0,charge CC,
    5,1,3,03/02/2026 10:59:34,7174.040,3564.020,0.0010,1.0000,0.0010,0.0010,charge CC,

    """
}
