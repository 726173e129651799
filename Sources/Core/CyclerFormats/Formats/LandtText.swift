import CellModel

/// Landt's (LANHE's) text export, whose header resembles Maccor's but writes `Test(Sec)` and `DPt-Time` without a blank.
///
/// Also the spellings of its other programs and of its workbooks saved as text, English and Chinese: `Index` or `Record`,
/// `TestTime` or `TestTime/Sec.`, `Current/mA`, `Capacity/mAh`, `Voltage/V`. One counter serves both directions and is
/// attributed by the state, or by the current's sign. Known from its headers only.
package struct LandtText: TableFormat {
  package let id = "landt-txt"
  package let title = "Landt text export"
  package let notes = "written by export, English and Chinese headers; one capacity counter for both directions"
  package let growth = LogGrowth.export

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    for line in head.lines.prefix(15) {
      let cells = line.split(whereSeparator: { $0 == "\t" || $0 == "," }).map { HeaderCell.text(of: $0) }
      let isWorkbook = cells.first == "Record" && cells.contains("Cycle-Index")
      // No other program writes all of these with a slash and no blank.
      let isSlashed = Self.slashed.allSatisfy { names in
        cells.contains { cell in names.contains(where: cell.hasPrefix) }
      }
      guard isWorkbook || isSlashed || cells.first == "Rec#" && cells.contains("Test(Sec)") else { continue }
      guard Self.dialect.columns.resolve(line) != nil else { return head.isWholeFile ? .perhaps : .no }
      return .yes(
        what: isSlashed
          ? "header with a test time, a voltage and a current as “name/unit”"
          : isWorkbook
            ? "header begins with “Record” and names “Cycle-Index”" : "header begins with “Rec#” and names “Test(Sec)”")
    }
    return .no
  }

  /// Beginnings of the cells that a header of Landt's newer programs has, English and Chinese.
  private static let slashed = [
    ["TestTime", "测试时间", "SysTime", "系统时间"], ["Voltage/", "电压/"], ["Current/", "电流/"], ["Capacity/", "容量/"],
  ]

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap([
        .init(.testTime, ["test", "testtime", "测试时间"]),
        .init(.stepTime, ["step(sec)", "steptime"]),
        .init(.wallTime, ["dpt-time", "systemtime", "systime", "datetime", "系统时间"]),
        .init(.vendorCycle, ["cyc#", "cycle-index", "cycle", "cycleno", "循环序号"]),
        .init(.vendorStep, ["step", "step-index", "stepno", "步骤序号"]),
        .init(.phaseWord, ["state", "workmode", "stepstatus", "状态", "工步状态"]),
        .init(.current, ["amps", "current", "电流"]),
        .init(.voltage, ["volts", "voltage", "电压"]),
        .init(.sharedCounter, ["amp-hr", "capacity", "容量"], scale: 1000),
        .init(.temperature, ["辅助温度"]),
      ]))
    dialect.phases = PhaseVocabulary([
      .init("C", .charge, whole: true), .init("D", .discharge, whole: true), .init("R", .rest, whole: true),
      .init("Rest", .rest, whole: true), .init("CCC", .charge, whole: true), .init("CCD", .discharge, whole: true),
      .init("CVC", .charge, whole: true), .init("CVD", .discharge, whole: true),
      .init("CCCV_C", .charge, whole: true), .init("CCVC_C", .charge, whole: true),
      .init("D_", .discharge), .init("C_", .charge), .init("", .unstated),
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
