/// Novonix's channel file: [Summary], [Protocol] and [Data] blocks, hours, one signed running counter, UTF-8, LF.
struct NovonixWriter: LogWriter {
  private let title: LogTitle
  private var lastStep = 0
  private var lastVoltage = 0.0
  private var lastCurrent = 0.0
  private var lastTime = 0.0

  init(_ title: LogTitle) { self.title = title }

  func header() -> [UInt8] {
    var started: [UInt8] = []
    let date = CalendarText(title.start)
    date.appendDashedDate(to: &started)
    started.append(UInt8(ascii: " "))
    date.appendTime(to: &started)
    var numbers: [UInt8] = []
    numbers.append("Capacity (Ah): ")
    DecimalText.appendSignificant(title.capacity / 1000, count: 6, to: &numbers)
    numbers.append("\nArea (cm2): ")
    DecimalText.append(title.area, decimals: 3, to: &numbers)
    let channel = title.channel < 10 ? "0\(title.channel)" : "\(title.channel)"
    return Array(
      """
      [Summary]
      Novonix UHPC data file
      Novonix
      Channel: \(channel)
      Cell: \(title.file)
      Serial Number:\u{20}
      Description: \(title.comment)
      Protocol:
      Mass (g): 1.000
      \(String(decoding: numbers, as: UTF8.self))
      CellID:\u{20}
      DC Offset Voltage (V): 0.00000
      Started: \(String(decoding: started, as: UTF8.self))
      Version: 2.13.0
      [End Summary]
      [Protocol]
      {}
      [End Protocol]
      [Data]
      Date and Time,Cycle Number,Step Type,Run Time (h),Step Time (h),Current (A),Potential (V),Capacity (Ah),\
      Temperature (\u{B0}C),Circuit Temperature (\u{B0}C),Energy (Wh),dVdt (V/h),dIdt (A/h),Step Number,Step position,\
      Power(W)

      """.utf8)
  }

  mutating func append(_ rows: [LabRow], to bytes: inout [UInt8]) {
    for row in rows { append(row, to: &bytes) }
  }

  private mutating func append(_ row: LabRow, to bytes: inout [UInt8]) {
    let isFirst = row.stepCount != lastStep
    lastStep = row.stepCount
    let hours = (row.testTime - lastTime) / 3600
    let voltageSlope = hours > 0 && !isFirst ? (row.voltage - lastVoltage) / hours : 0
    let currentSlope = hours > 0 && !isFirst ? (row.current - lastCurrent) / 1000 / hours : 0
    lastVoltage = row.voltage
    lastCurrent = row.current
    lastTime = row.testTime
    let date = CalendarText(row.wallTime)
    date.appendDashedDate(to: &bytes)
    bytes.append(UInt8(ascii: " "))
    date.appendTime(to: &bytes)
    bytes.comma(row.cycle)
    bytes.comma(stepType(of: row.kind))
    let total = row.sinceStart
    bytes.comma(row.testTime / 3600, decimals: 7)
    bytes.comma(row.stepTime / 3600, decimals: 7)
    bytes.comma(row.current / 1000, decimals: 8)
    bytes.comma(row.voltage, decimals: 8)
    bytes.comma((total.charge - total.discharge) / 1000, decimals: 8)
    bytes.comma(row.temperature, decimals: 3)
    bytes.comma(row.temperature + 0.6, decimals: 3)
    bytes.comma(total.chargeEnergy - total.dischargeEnergy, decimals: 8)
    bytes.comma(voltageSlope, decimals: 8)
    bytes.comma(currentSlope, decimals: 8)
    bytes.comma(row.step)
    bytes.append(isFirst ? ",1," : ",0,")
    DecimalText.append(row.current * row.voltage / 1000, decimals: 8, to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  private func stepType(of kind: StepKind) -> Int {
    switch kind {
    case .rest, .pause: 0
    case .charge: 1
    case .discharge: 2
    case .chargeHold: 7
    }
  }
}
