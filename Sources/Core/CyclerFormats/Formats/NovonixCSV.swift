/// Novonix UHPC/HPC logs: `[Summary]`, `[Protocol]` and `[Data]` blocks, the table in the last; appended line by line.
///
/// After a restart a new set of blocks follows in the same file and its times begin again. `Capacity (Ah)` is one signed
/// running counter. At step changes the logger now and then writes a copy of an older record with a new wall clock: a
/// row whose run time lies before the newest of its block is left out and counted.
package struct NovonixCSV: TableFormat {
  package let id = "novonix-csv"
  package let title = "Novonix UHPC CSV"
  package let notes = "repeated blocks after a restart; stale copies of records are left out and counted"

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    let first = head.firstLine.drop { $0.isWhitespace || $0 == "\"" }
    if first.hasPrefix("[Summary]") { return .yes(what: "[Summary] block") }
    // Who cuts the blocks off keeps the header.
    for line in head.lines.prefix(15) where line.contains("Run Time (h)") && line.contains("Potential (V)") {
      if Self.dialect.columns.resolve(line) != nil { return .yes(what: "header with “Run Time (h)”, no blocks") }
    }
    return .no
  }

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap([
        .init(.testTime, ["run time"], scale: 3600),
        .init(.stepTime, ["step time"], scale: 3600),
        .init(.wallTime, ["date and time"]),
        .init(.vendorCycle, ["cycle number"]),
        .init(.vendorStep, ["step number", "step type"]),
        .init(.current, ["current"]),
        .init(.voltage, ["potential"]),
        .init(.signedCounter, ["capacity"], scale: 1000),
        .init(.temperature, ["temperature"]),
      ]))
    dialect.blockStart = "[Summary]"
    dialect.dropsStaleRows = true
    dialect.preambleLabels = [("Cell: ", "cell"), ("Started: ", "started"), ("Protocol: ", "protocol")]
    return dialect
  }()

  package let sample = """
    [Summary]
    Novonix UHPC data file
    Cell: LiCu-03
    [End Summary]
    [Protocol]
    [End Protocol]
    [Data]
    Date and Time,Cycle Number,Step Type,Run Time (h),Step Time (h),Current (A),Potential (V),Capacity (Ah),Temperature (°C),Circuit Temperature (°C)
    2026-03-02 9:00:00 AM,1,0,0.0000000,0.0000000,0.00000000,2.90110000,0.00000000,25.001,31.2
    2026-03-02 9:00:10 AM,1,2,0.0027778,0.0000000,-0.00100000,-0.12100000,0.00000000,25.001,31.2
    2026-03-02 10:00:10 AM,1,2,1.0027778,1.0000000,-0.00100000,-0.05120000,-0.00100000,25.003,31.2
    2026-03-02 10:00:11 AM,1,1,1.0030556,0.0000000,0.00100000,0.04980000,-0.00100000,25.003,31.2
    2026-03-02 10:59:35 AM,1,1,1.9930556,0.9900000,0.00100000,1.00000000,-0.00001000,25.003,31.2

    """
}
