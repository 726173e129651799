import CellModel

/// Digatron's CSV: `Voltage#V` in the header and a second line of units below it, or the older bare names, English or
/// German.
///
/// `AhCha` and `AhDch` (`AhLad`, `AhEla`) run through the whole program, and so does the signed `AhAccu` (`AhAkku`); files
/// without them are integrated. Plain numbers in `Programmdauer` are milliseconds, as RWTH Aachen's data sets state.
package struct DigatronCSV: TableFormat {
  package let id = "digatron-csv"
  package let title = "Digatron CSV"
  package let notes = "line of units below the header; also the older `Prog Time` and `Programmdauer` names"
  package let growth = LogGrowth.export

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    for line in head.lines.prefix(60) {
      let cells = line.split(whereSeparator: { $0 == "," || $0 == ";" || $0 == "\t" }).map { HeaderCell.text(of: $0) }
      let isNewer = cells.contains("Status") && cells.contains("Program Duration#s")
      let isGerman = cells.contains("Programmdauer") && cells.contains("Spannung")
      guard isNewer || isGerman || cells.contains("Prog Time") && cells.contains("Step Time") else { continue }
      guard Self.dialect.columns.resolve(line) != nil else { return head.isWholeFile ? .perhaps : .no }
      return .yes(what: "header with “\(isNewer ? "Program Duration#s" : isGerman ? "Programmdauer" : "Prog Time")”")
    }
    return .no
  }

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap([
        .init(.testTime, ["program duration", "prog time"]),
        .init(.testTime, ["programmdauer"], scale: 1e-3),
        .init(.stepTime, ["step duration", "step time"]),
        .init(.wallTime, ["timestamp", "time stamp", "zeit"]),
        .init(.vendorCycle, ["cycle", "zyklus"]),
        .init(.vendorStep, ["step", "schritt"]),
        .init(.phaseWord, ["status", "zustand"]),
        .init(.current, ["current", "strom"]),
        .init(.voltage, ["voltage", "spannung"]),
        .init(.chargeCounter, ["ahcha", "ahlad"], scale: 1000),
        .init(.dischargeCounter, ["ahdch", "ahela"], scale: 1000),
        .init(.signedCounter, ["ahaccu", "ahakku"], scale: 1000),
        .init(.temperature, ["temperature", "t1"]),
      ]))
    dialect.phaseDecidesSign = true
    dialect.hasUnitLine = true
    dialect.phases = PhaseVocabulary([
      .init("DCH", .discharge), .init("CHG", .charge), .init("CHA", .charge), .init("PAU", .rest),
      .init("REST", .rest), .init("", .unstated),
    ])
    return dialect
  }()

  package let sample = """
    Step,Status,Timestamp,Program Duration#s,Step Duration#s,Voltage#V,Current#A,AhCha#Ah,AhDch#Ah,AhBal#Ah
    ,,,s,s,V,A,Ah,Ah,Ah
    1,PAU,2026-03-02 09:00:00,0.0,0.0,2.9011,0.0000,0.000000,0.000000,0.000000
    2,CC_DCH,2026-03-02 09:00:10,10.0,0.0,-0.1210,-0.0010,0.000000,0.000000,0.000000
    2,CC_DCH,2026-03-02 10:00:10,3610.0,3600.0,-0.0512,-0.0010,0.000000,0.001000,-0.001000
    3,CC_CHG,2026-03-02 10:00:10,3610.1,0.1,0.0498,0.0010,0.000000,0.001000,-0.001000
    3,CC_CHG,2026-03-02 10:59:34,7174.1,3564.1,1.0000,0.0010,0.000990,0.001000,-0.000010

    """
}
