import CellModel

/// Basytec's text result files: `~` (`#` in older ones) before the lines of the preamble and before the header, tabs,
/// up to 17 digits.
///
/// `Ah-Cyc-Charge` and `Ah-Cyc-Discharge` restart with every cycle; without them the capacity is the integral. The
/// preamble can be left out of an export.
package struct BasytecText: TableFormat {
  package let id = "basytec-txt"
  package let title = "Basytec text result file"
  package let notes = "`~` preamble or none; tabs or blanks; seconds, hours or `h:min:s`"
  package let growth = LogGrowth.export

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    let mark = "Resultfile from Basytec"
    let first = head.firstLine.drop { $0 == "~" || $0 == "#" }
    if first.hasPrefix(mark) { return .yes(what: "“\(mark)”") }
    guard first.hasPrefix("Time["), first.contains("U["), first.contains("I["),
      Self.dialect.columns.resolve(head.firstLine) != nil
    else { return .no }
    return .yes(what: "header with Time[…], U[…] and I[…], no preamble")
  }

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap(
        [
          .init(.testTime, ["time", "time[h:min:s]"]),
          .init(.wallTime, ["datetime"]),
          .init(.vendorCycle, ["cyc-count"]),
          .init(.vendorStep, ["line"]),
          .init(.phaseWord, ["command"]),
          .init(.current, ["i"]),
          .init(.voltage, ["u"]),
          .init(.chargeCounter, ["ah-cyc-charge", "ah-cyc-charge-0"], scale: 1000),
          .init(.dischargeCounter, ["ah-cyc-discharge", "ah-cyc-discharge-0"], scale: 1000),
          .init(.temperature, ["t1"]),
        ], allowsBlanks: true))
    dialect.phases = PhaseVocabulary([
      .init("Discharge", .discharge), .init("Charge", .charge), .init("Pause", .rest), .init("", .unstated),
    ])
    dialect.phaseDecidesSign = true
    dialect.startLabel = "~Start of Test: "
    dialect.preambleLabels = [
      ("~Start of Test: ", "started"), ("~Battery: ", "cell"), ("~Name of Test: ", "test"),
      ("~Testplan: ", "protocol"),
    ]
    return dialect
  }()

  package let sample = """
    ~Resultfile from Basytec Battery Test System
    ~
    ~Battery: LiCu-03
    ~Start of Test: 02.03.2026 09:00:00
    ~Time[s]\tDataSet\tt-Step[s]\tLine\tCommand\tU[V]\tI[A]\tAh[Ah]\tAh-Cyc-Charge\tAh-Cyc-Discharge\tT1[°C]\tCyc-Count\tCount\tState
    0\t1\t0\t3\tPause\t2.90110012\t0\t0\t0\t0\t25.01\t1\t1\t0
    10.0020000000001\t2\t0.002\t4\tDischarge\t-0.12100031\t-0.001\t0\t0\t0\t25.01\t1\t1\t0
    3610.002\t3\t3600.002\t4\tDischarge\t-0.05120017\t-0.001\t-0.001\t0\t0.001\t25.03\t1\t1\t2
    3610.006\t4\t0.004\t5\tCharge\t0.04980008\t0.001\t-0.001\t0\t0.001\t25.03\t1\t1\t0
    7174.006\t5\t3564.004\t5\tCharge\t1.00000025\t0.001\t-0.00001\t0.00099\t0.001\t25.03\t1\t1\t2

    """
}
