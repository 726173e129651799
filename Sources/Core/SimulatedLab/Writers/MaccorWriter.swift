/// Maccor's text export: title line, tabs, one counter for both directions that restarts with each step, CRLF.
///
/// The current is exported without its sign, an option that many labs leave on: the state letter tells the direction.
struct MaccorWriter: LogWriter {
  private let title: LogTitle
  private var lastStep = 0

  init(_ title: LogTitle) { self.title = title }

  func header() -> [UInt8] {
    var date: [UInt8] = []
    CalendarText(title.start).appendSlashedDate(to: &date)
    let day = String(decoding: date, as: UTF8.self)
    return Array(
      """
      Today's Date \(day)  Date of Test:\t\(day)\t Filename:\tC:\\Maccor\\Backup\\\(title.cell)\
       Procedure: \(title.cell).000\tComment/Barcode: \(title.comment)\r
      Rec#\tCyc#\tStep\tTest (Sec)\tStep (Sec)\tAmp-hr\tWatt-hr\tAmps\tVolts\tState\tES\tDPt Time\r\n
      """.utf8)
  }

  mutating func append(_ rows: [LabRow], to bytes: inout [UInt8]) {
    for row in rows { append(row, to: &bytes) }
  }

  private mutating func append(_ row: LabRow, to bytes: inout [UInt8]) {
    let isFirst = row.stepCount != lastStep
    lastStep = row.stepCount
    DecimalText.append(row.record, to: &bytes)
    bytes.tab(row.cycle)
    bytes.tab(row.step)
    let step = row.sinceStep
    bytes.tab(row.testTime, decimals: 4)
    bytes.tab(row.stepTime, decimals: 4)
    bytes.tab((step.charge + step.discharge) / 1000, decimals: 10)
    bytes.tab(step.chargeEnergy + step.dischargeEnergy, decimals: 10)
    bytes.tab(abs(row.current) / 1000, decimals: 10)
    bytes.tab(row.voltage, decimals: 8)
    bytes.tab()
    bytes.append(letter(of: row.kind))
    bytes.tab(code(of: row, isFirst: isFirst))
    bytes.tab()
    let date = CalendarText(row.wallTime)
    date.appendSlashedDate(to: &bytes)
    bytes.append(UInt8(ascii: " "))
    date.appendTime(to: &bytes)
    bytes.append("\r\n")
  }

  private func letter(of kind: StepKind) -> UInt8 {
    switch kind {
    case .rest: UInt8(ascii: "R")
    case .charge, .chargeHold: UInt8(ascii: "C")
    case .discharge: UInt8(ascii: "D")
    case .pause: UInt8(ascii: "S")
    }
  }

  /// The record's reason: 0 begins a step, 1 by the clock, from 128 on the end of a step.
  private func code(of row: LabRow, isFirst: Bool) -> Int {
    if row.kind == .pause { return 192 }
    switch row.end {
    case .time: return 129
    case .current: return 132
    case .voltage: return 133
    case nil: return isFirst ? 0 : 1
    }
  }
}
