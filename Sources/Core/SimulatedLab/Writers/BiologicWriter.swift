/// EC-Lab's text file (.mpt) of galvanostatic cycling: counted header, tabs, long exponents, latin-1, CRLF.
///
/// Charges restart with each half cycle; the current is the mean since the row before.
struct BiologicWriter: LogWriter {
  private let title: LogTitle
  private var halfCycle = 0
  private var halfSign = 0.0
  private var isOxidation = true
  /// Counters where the half cycle began, and on the last row.
  private var atHalfStart = Counters()
  private var last = Counters()
  private var lastTime = 0.0
  private var lastStep = 0
  /// Charge of the last finished charging half cycle, mAh.
  private var charged = 0.0

  init(_ title: LogTitle) { self.title = title }

  private static let columns = [
    "mode", "ox/red", "error", "control changes", "Ns changes", "counter inc.", "Ns", "time/s", "dq/mA.h",
    "(Q-Qo)/mA.h", "control/V/mA", "Ewe/V", "I Range", "Q charge/discharge/mA.h", "half cycle", "Energy charge/W.h",
    "Energy discharge/W.h", "step time/s", "<I>/mA", "Q discharge/mA.h", "Q charge/mA.h", "Capacity/mA.h",
    "Efficiency/%", "cycle number", "P/W", "Temperature/\u{B0}C",
  ]

  func header() -> [UInt8] {
    var started: [UInt8] = []
    let date = CalendarText(title.start, decimals: 3)
    date.appendSlashedDate(to: &started)
    started.append(UInt8(ascii: " "))
    date.appendMilliseconds(to: &started)
    var area: [UInt8] = []
    DecimalText.append(title.area, decimals: 3, to: &area)
    let body = [
      "", "Galvanostatic Cycling with Potential Limitation", "", "Run on channel : \(title.channel)", "User : ",
      "Electrode connection : standard", "Potential control : Ewe",
      "Ewe ctrl range : min = -1.00 V, max = 5.00 V", "Safety Limits :", "\tDo not start on E overload",
      "Acquisition started on : \(String(decoding: started, as: UTF8.self))", "Saved on :",
      "\tFile : \(title.cell).mpr", "Device : VMP3", "EC-LAB for windows v11.61 (software)",
      "Comments : \(title.comment)", "Electrode surface area : \(String(decoding: area, as: UTF8.self)) cm\u{B2}",
      "Cycle Definition : Charge/Discharge alternance", "",
    ]
    // Two lines stand before the body, the row of column names after it.
    let lines = ["EC-Lab ASCII FILE", "Nb header lines : \(body.count + 3)                          "] + body
    var bytes: [UInt8] = []
    for line in lines + [Self.columns.joined(separator: "\t") + "\t"] {
      for scalar in line.unicodeScalars { bytes.append(UInt8(exactly: scalar.value) ?? UInt8(ascii: "?")) }
      bytes.append("\r\n")
    }
    return bytes
  }

  mutating func append(_ rows: [LabRow], to bytes: inout [UInt8]) {
    for row in rows { append(row, to: &bytes) }
  }

  private mutating func append(_ row: LabRow, to bytes: inout [UInt8]) {
    let isNewStep = row.stepCount != lastStep
    lastStep = row.stepCount
    let sign = row.kind.sign
    if sign != 0, sign != halfSign {
      if halfSign > 0 { charged = (last - atHalfStart).charge }
      if halfSign != 0 { halfCycle += 1 }
      halfSign = sign
      isOxidation = sign > 0
      atHalfStart = last
    }
    let half = row.sinceStart - atHalfStart
    let passed = row.sinceStart - last
    let increment = passed.charge - passed.discharge
    let elapsed = row.testTime - lastTime
    last = row.sinceStart
    lastTime = row.testTime

    bytes.append(row.isHolding ? UInt8(ascii: "2") : sign == 0 ? UInt8(ascii: "3") : UInt8(ascii: "1"))
    bytes.append(isOxidation ? "\t1" : "\t0")
    bytes.append("\t0\t0")
    bytes.append(isNewStep ? "\t1" : "\t0")
    bytes.append("\t0\t")
    DecimalText.append(row.step - 1, to: &bytes)
    long(row.testTime, to: &bytes)
    long(increment, to: &bytes)
    long(row.sinceStart.charge - row.sinceStart.discharge, to: &bytes)
    short(row.current, to: &bytes)
    short(row.voltage, to: &bytes)
    bytes.append("\t39")
    long(half.charge - half.discharge, to: &bytes)
    bytes.tab(halfCycle)
    long(half.chargeEnergy, to: &bytes)
    long(half.dischargeEnergy, to: &bytes)
    long(row.stepTime, to: &bytes)
    long(elapsed > 0 ? increment * 3600 / elapsed : 0, to: &bytes)
    long(half.discharge, to: &bytes)
    long(half.charge, to: &bytes)
    long(half.charge + half.discharge, to: &bytes)
    short(halfSign < 0 && charged > 0 ? half.discharge / charged * 100 : 0, to: &bytes)
    long(Double(halfCycle / 2), to: &bytes)
    short(row.current * row.voltage / 1000, to: &bytes)
    short(row.temperature, to: &bytes)
    bytes.append("\r\n")
  }

  private func long(_ value: Double, to bytes: inout [UInt8]) {
    bytes.tab()
    DecimalText.appendScientific(value, decimals: 15, to: &bytes)
  }

  private func short(_ value: Double, to bytes: inout [UInt8]) {
    bytes.tab()
    DecimalText.appendScientific(value, decimals: 7, to: &bytes)
  }
}
