import CellModel

/// Neware's flat record export (BTSDA): one header line, units in the header and different in every export.
///
/// Counters restart at zero in every step, `Total Time` counts hours past 24, current is negative on discharge.
/// Structure known from published exports (cellpy, fastnda) and their readers' documentation.
package struct NewareCSV: TableFormat {
  package let id = "neware-csv"
  package let title = "Neware CSV (BTSDA records)"
  package let notes = "every unit spelling, English and Chinese headers (UTF-8, GB18030, CP1252)"

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    let first = head.firstLine.drop { $0 == "\"" || $0.isWhitespace }
    guard first.hasPrefix("DataPoint") || first.hasPrefix("数据序号") else { return recogniseOlder(head) }
    guard Self.dialect.columns.resolve(head.firstLine) != nil else { return head.isWholeFile ? .perhaps : .no }
    return .yes(what: "header begins with “\(first.prefix { $0 != "," && $0 != "\t" })”")
  }

  /// Exports of other clients: `Cycle ID,Step ID,Record ID`, `Record Index,Cycle,Step` and so on, in any place of the
  /// header.
  private func recogniseOlder(_ head: LogHead) -> Recognition {
    let separator: Character = head.firstLine.contains(",") ? "," : "\t"
    let cells = head.firstLine.split(separator: separator).map { HeaderCell.text(of: $0) }
    let families = [
      ["Record ID", "Cycle ID", "Step ID"], ["Record Index", "Cycle", "Step"],
      ["Record Index", "Cycle Index", "Step Index"], ["Record number", "Cycle", "Steps"], ["Record", "Cycle", "Step"],
      ["循环序号", "步次"],
      // What the readers NewareNDA and fastnda write of a binary file.
      ["Index", "Cycle", "Step", "Status"], ["cycle_count", "step_index", "total_time_s", "step_type"],
    ]
    guard let family = families.first(where: { $0.allSatisfy(cells.contains) }),
      Self.dialect.columns.resolve(head.firstLine) != nil
    else { return .no }
    return .yes(what: "header with “\(family.joined(separator: "”, “"))”")
  }

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap(
        [
          .init(.testTime, ["total time", "cumulative time", "test time", "总时间", "测试时间"]),
          .init(.wallTime, ["date", "absolute time", "realtime", "datetime", "timestamp", "绝对时间"]),
          .init(.stepTime, ["time", "step time", "relative time", "时间"]),
          .init(.vendorCycle, ["cycle index", "cycle id", "cycle", "cycle count", "循环号", "循环序号"]),
          .init(.vendorStep, ["step index", "step id", "step", "steps", "工步号", "步次"]),
          .init(.phaseWord, ["step type", "step name", "status", "state", "工步类型", "状态"]),
          .init(.current, ["current", "cur", "电流"]),
          .init(.voltage, ["voltage", "电压"]),
          .init(
            .chargeCounter,
            ["chg. cap.", "capacitance chg", "chg. capacity", "chg.capacity", "charge capacity", "充电容量"], scale: 1000),
          .init(
            .dischargeCounter,
            ["dchg. cap.", "capacitance dchg", "dchg. capacity", "dchg.capacity", "discharge capacity", "放电容量"],
            scale: 1000),
          .init(.sharedCounter, ["capacity", "容量"], scale: 1000),
          .init(.temperature, ["t1", "temperature", "aux. t1", "温度"]),
        ], addsStepTimes: true))
    dialect.phaseDecidesSign = true
    dialect.judgesDirection = true
    dialect.countersResetEachStep = true
    dialect.phases = PhaseVocabulary([
      .init("DChg", .discharge), .init("dchg", .discharge), .init("放电", .discharge), .init("Chg", .charge),
      .init("chg", .charge), .init("充电", .charge), .init("Rest", .rest), .init("rest", .rest), .init("搁置", .rest),
      .init("静置", .rest),
    ])
    return dialect
  }()

  package let sample = """
    DataPoint,Cycle Index,Step Index,Step Type,Time,Total Time,Current(mA),Voltage(V),Capacity(mAh),Chg. Cap.(mAh),DChg. Cap.(mAh),Date
    1,1,1,Rest,00:00:00,00:00:00,0.0000,2.9011,0.0000,0.0000,0.0000,2026-03-02 09:00:00
    2,1,2,CC DChg,00:00:00,00:00:10,-1.0000,0.1210,0.0000,0.0000,0.0000,2026-03-02 09:00:10
    3,1,2,CC DChg,01:00:00,01:00:10,-1.0000,-0.0512,1.0000,0.0000,1.0000,2026-03-02 10:00:10
    4,1,3,CC Chg,00:00:00,01:00:10,1.0000,0.0498,0.0000,0.0000,0.0000,2026-03-02 10:00:10
    5,1,3,CC Chg,00:59:24,01:59:34,1.0000,1.0000,0.9900,0.9900,0.0000,2026-03-02 10:59:34

    """
}
