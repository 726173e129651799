/// Arbin's csv of MITS Pro: byte order mark, a tab before the date, units in the names, LF.
///
/// Capacities restart with the cycle.
struct ArbinProWriter: LogWriter {
  private var lastVoltage = 0.0
  private var lastTime = 0.0

  func header() -> [UInt8] {
    [0xEF, 0xBB, 0xBF]
      + Array(
        """
        Data Point,Date Time,Test Time (s),Step Time (s),Cycle Index,Step Index,TC_Counter1,TC_Counter2,TC_Counter3,\
        Current (A),Voltage (V),Power (W),Charge Capacity (Ah),Discharge Capacity (Ah),Charge Energy (Wh),\
        Discharge Energy (Wh),Capacity (Ah),mAh/g,ACR (Ohm),dV/dt (V/s),Internal Resistance (Ohm),dQ/dV (Ah/V),\
        dV/dQ (V/Ah),Aux_Temperature_1 (C),Aux_dT/dt_1 (C/s)

        """.utf8)
  }

  mutating func append(_ rows: [LabRow], to bytes: inout [UInt8]) {
    for row in rows { append(row, to: &bytes) }
  }

  private mutating func append(_ row: LabRow, to bytes: inout [UInt8]) {
    let elapsed = row.testTime - lastTime
    let slope = elapsed > 0 ? (row.voltage - lastVoltage) / elapsed : 0
    lastVoltage = row.voltage
    lastTime = row.testTime
    DecimalText.append(row.record, to: &bytes)
    bytes.append(",\t")
    let date = CalendarText(row.wallTime, decimals: 3)
    date.appendSlashedDate(to: &bytes)
    bytes.append(UInt8(ascii: " "))
    date.appendMilliseconds(to: &bytes)
    bytes.comma()
    DecimalText.append(row.testTime, decimals: 4, to: &bytes)
    bytes.comma()
    DecimalText.append(row.stepTime, decimals: 4, to: &bytes)
    bytes.comma()
    DecimalText.append(row.cycle, to: &bytes)
    bytes.comma()
    DecimalText.append(row.step, to: &bytes)
    bytes.append(",0,0,0")
    let cycle = row.sinceCycle
    for (value, digits) in [
      (row.current / 1000, 7), (row.voltage, 7), (row.current * row.voltage / 1000, 7), (cycle.charge / 1000, 9),
      (cycle.discharge / 1000, 9), (cycle.chargeEnergy, 9), (cycle.dischargeEnergy, 9),
      ((row.sinceStep.charge + row.sinceStep.discharge) / 1000, 9),
    ] {
      bytes.comma()
      DecimalText.appendSignificant(value, count: digits, to: &bytes)
    }
    bytes.append(",0,,")
    DecimalText.appendSignificant(slope, count: 6, to: &bytes)
    bytes.append(",,,,")
    DecimalText.appendSignificant(row.temperature, count: 7, to: &bytes)
    bytes.append(",0\n")
  }
}
