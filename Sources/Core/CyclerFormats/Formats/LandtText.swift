import CellModel

/// Landt's text export, whose header resembles Maccor's but writes `Test(Sec)` and `DPt-Time` without a blank.
///
/// Also the spelling of its workbooks, `Record`, `Cycle-Index`, `TestTime/Sec`, `Current/mA`, saved as text. One counter
/// serves both directions and is attributed by the state, or by the current's sign. Known from its headers only.
package struct LandtText: CyclerFormat {
  package let id = "landt-txt"
  package let title = "Landt text export"
  package let notes = "written by export; one capacity counter for both directions"
  package let growth = LogGrowth.export

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    for line in head.lines.prefix(15) {
      let cells = line.split(whereSeparator: { $0 == "\t" || $0 == "," }).map { HeaderCell.text(of: $0) }
      let isWorkbook = cells.first == "Record" && cells.contains("Cycle-Index")
      guard isWorkbook || cells.first == "Rec#" && cells.contains("Test(Sec)") else { continue }
      guard Self.dialect.columns.resolve(line) != nil else { return head.isWholeFile ? .perhaps : .no }
      return .yes(
        what: isWorkbook
          ? "header begins with “Record” and names “Cycle-Index”" : "header begins with “Rec#” and names “Test(Sec)”")
    }
    return .no
  }

  package func makeDecoder() -> any SampleDecoder { TextDecoder(Self.dialect) }

  static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap([
        .init(.testTime, ["test", "testtime"]),
        .init(.wallTime, ["dpt-time", "systemtime", "systime", "datetime"]),
        .init(.vendorCycle, ["cyc#", "cycle-index"]),
        .init(.vendorStep, ["step", "step-index"]),
        .init(.phaseWord, ["state", "workmode"]),
        .init(.current, ["amps", "current"]),
        .init(.voltage, ["volts", "voltage"]),
        .init(.sharedCounter, ["amp-hr", "capacity"], scale: 1000),
      ]))
    dialect.phases = PhaseVocabulary([
      .init("C", .charge, whole: true), .init("D", .discharge, whole: true), .init("R", .rest, whole: true),
    ])
    dialect.phaseDecidesSign = true
    dialect.judgesDirection = true
    return dialect
  }()

  package let sample = """
    Rec#\tCyc#\tStep\tTest(Sec)\tStep(Sec)\tAmp-hr\tWatt-hr\tAmps\tVolts\tState\tES\tDPt-Time
    1\t1\t1\t0.000\t0.000\t0.00000000\t0.00000000\t0.00000000\t2.901100\tR\t0\t03/02/2026 09:00:00
    2\t1\t2\t10.000\t0.000\t0.00000000\t0.00000000\t0.00100000\t-0.121000\tD\t0\t03/02/2026 09:00:10
    3\t1\t2\t3610.000\t3600.000\t0.00100000\t0.00005000\t0.00100000\t-0.051200\tD\t0\t03/02/2026 10:00:10
    4\t1\t3\t3610.010\t0.010\t0.00000000\t0.00000000\t0.00100000\t0.049800\tC\t0\t03/02/2026 10:00:10
    5\t1\t3\t7174.010\t3564.010\t0.00099000\t0.00005000\t0.00100000\t1.000000\tC\t0\t03/02/2026 10:59:34

    """
}
