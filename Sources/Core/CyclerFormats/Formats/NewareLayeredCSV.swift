/// Neware's layered export: three header lines, then rows of cycles, steps and records in one file, told apart by the
/// empty cells they begin with; also the older quoted spelling with `Cycle ID`, `Step ID` and `Record ID`.
///
/// A cycle's row stands before its records and already holds its sums, so such a file is written when the cycle has
/// ended. The single `Capacity` takes its direction from the step's row. The first step is glued to the first cycle's row.
package struct NewareLayeredCSV: CyclerFormat {
  package let id = "neware-layered-csv"
  package let title = "Neware layered CSV (cycles, steps, records)"
  package let notes = "cycles, steps and records in one file; also the older `Cycle ID`, `Step ID`, `Record ID`"
  package let growth = LogGrowth.export

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    let lines = head.lines.prefix(3).map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { HeaderCell.text(of: $0) }
    }
    let firsts = [Self.names.cycle, Self.names.step, ["DataPoint", "Record ID", "数据序号"]]
    for (level, cells) in lines.enumerated() {
      guard cells.count > level, cells[..<level].allSatisfy(\.isEmpty) else { return .no }
      // The last line may still be growing.
      let isOpen = level == lines.count - 1 && head.isWholeFile && level < 2
      guard firsts[level].contains(cells[level]) else { return isOpen && level > 0 ? .perhaps : .no }
    }
    guard lines.count == 3 else { return lines.count == 2 && head.isWholeFile ? .perhaps : .no }
    let header = String(head.lines[2].map { $0 == "\t" ? " " : $0 })
    guard Self.dialect.columns.resolve(header) != nil else { return head.isWholeFile ? .perhaps : .no }
    return .yes(what: "header lines “\(lines[0][0])”, “\(lines[1][1])” and “\(lines[2][2])”")
  }

  package func makeDecoder() -> any SampleDecoder { LayeredTableDecoder(Self.dialect, names: Self.names) }

  static let dialect = NewareCSV.dialect

  static let names = LayeredTableDecoder.Names(
    cycle: ["Cycle Index", "Cycle ID", "循环号"], step: ["Step Index", "Step ID", "工步号"],
    stepType: ["Step Type", "Step Name", "工步类型"])

  package let sample = """
    Cycle Index,Chg. Cap.(mAh),DChg. Cap.(mAh),Chg.-DChg. Eff(%)
    ,Step Index,Step Number,Step Type,Step Time,Capacity(mAh)
    ,,DataPoint,Time,Total Time,Current(mA),Voltage(V),Capacity(mAh),Date
    1,0.9900,1.0000,101.01,1,1,Rest,00:00:10,0.0000
    ,,1,00:00:00,00:00:00,0.0000,2.9011,0.0000,2026-03-02 09:00:00
    ,2,2,CC DChg,01:00:00,1.0000
    ,,2,00:00:00,00:00:10,-1.0000,-0.1210,0.0000,2026-03-02 09:00:10
    ,,3,01:00:00,01:00:10,-1.0000,-0.0512,1.0000,2026-03-02 10:00:10
    ,3,3,CC Chg,00:59:24,0.9900
    ,,4,00:00:00,01:00:10,1.0000,0.0498,0.0000,2026-03-02 10:00:10
    ,,5,00:59:24,01:59:34,1.0000,1.0000,0.9900,2026-03-02 10:59:34

    """
}
