import CellModel

/// Maccor's text export in its header families: TAB or comma, A or mA, test time in seconds, minutes or `d hh:mm:ss`.
///
/// One unsigned counter serves both directions, is attributed by the state letter, and runs backwards in pulse blocks.
/// Whether current is signed is an option of the export, so the state decides. In the mA family `Volts` are mV.
package struct MaccorText: TableFormat {
  package let id = "maccor-txt"
  package let title = "Maccor text export"
  package let notes = "TAB or comma, A or mA, seconds, minutes or `2d 02:52:51`; signed or unsigned current"

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    for line in head.lines.prefix(15) {
      let first = HeaderCell.text(of: line.prefix { $0 != "\t" && $0 != "," })
      guard first == "Rec#" || first == "Rec" || first == "Cyc#" else { continue }
      let cells = line.split(whereSeparator: { $0 == "\t" || $0 == "," }).map { HeaderCell.text(of: $0) }
      // An export without record numbers begins with the cycle.
      guard first != "Cyc#" || cells.contains("TestTime(s)") else { continue }
      // Landt writes a header much like it, without a blank before the unit.
      guard !cells.contains("Test(Sec)"), Self.dialect.columns.resolve(line) != nil else { continue }
      return .yes(what: "header begins with “\(first)” and names \(cells.count) columns")
    }
    let opens = head.firstLine.hasPrefix("Today's Date") || head.firstLine.hasPrefix("Today''s Date")
    return opens && head.isWholeFile && head.lines.count < 15 ? .perhaps : .no
  }

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap([
        .init(.testTime, ["test", "test time"]),
        // Without a unit, and written as a plain number, the time is in minutes.
        .init(.testTime, ["testtime"], scale: 60),
        .init(.stepTime, ["step time", "step (sec)"]),
        .init(.stepTime, ["step (min)", "steptime"], scale: 60),
        .init(.wallTime, ["dpt time"]),
        .init(.vendorCycle, ["cyc#", "cycle c", "cycle"]),
        .init(.vendorStep, ["step"]),
        .init(.phaseWord, ["state", "md"]),
        .init(.current, ["amps", "current"]),
        .init(.current, ["mamps"], scale: 1e-3),
        .init(.voltage, ["volts", "voltage"]),
        .init(.sharedCounter, ["amp-hr", "capacity", "cap."], scale: 1000),
        .init(.sharedCounter, ["mamp-hr"]),
        .init(.temperature, ["temp 1", "temperature cell", "logtemp001"]),
      ]))
    dialect.phases = PhaseVocabulary([
      .init("C", .charge, whole: true), .init("D", .discharge, whole: true), .init("R", .rest, whole: true),
    ])
    dialect.phaseDecidesSign = true
    dialect.judgesDirection = true
    dialect.mayStateMillivoltsAsVolts = true
    return dialect
  }()

  package let sample = """
    Today's Date 03/03/2026  Date of Test:\t03/02/2026\tFilename:\tLiCu-03.061\tProcedure:\tplate-strip.000\tComment/Barcode: LHCE
    Rec#\tCyc#\tStep\tTest (Sec)\tStep (Sec)\tAmp-hr\tWatt-hr\tAmps\tVolts\tState\tES\tDPt Time
    1\t0\t1\t0.0000\t0.0000\t0.0000000000\t0.0000000000\t0.0000000000\t2.90110000\tR\t0\t03/02/2026 09:00:00
    2\t0\t2\t10.0000\t0.0000\t0.0000000000\t0.0000000000\t0.0010000000\t-0.12100000\tD\t0\t03/02/2026 09:00:10
    3\t0\t2\t3610.0000\t3600.0000\t0.0010000000\t0.0000500000\t0.0010000000\t-0.05120000\tD\t129\t03/02/2026 10:00:10
    4\t0\t3\t3610.0100\t0.0100\t0.0000000000\t0.0000000000\t0.0010000000\t0.04980000\tC\t0\t03/02/2026 10:00:10
    5\t0\t3\t7174.0100\t3564.0100\t0.0009900000\t0.0000500000\t0.0010000000\t1.00000000\tC\t133\t03/02/2026 10:59:34

    """
}
