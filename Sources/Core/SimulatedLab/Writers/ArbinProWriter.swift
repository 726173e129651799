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
    bytes.comma(row.testTime, decimals: 4)
    bytes.comma(row.stepTime, decimals: 4)
    bytes.comma(row.cycle)
    bytes.comma(row.step)
    bytes.append(",0,0,0")
    let cycle = row.sinceCycle
    bytes.comma(row.current / 1000, significant: 7)
    bytes.comma(row.voltage, significant: 7)
    bytes.comma(row.current * row.voltage / 1000, significant: 7)
    bytes.comma(cycle.charge / 1000, significant: 9)
    bytes.comma(cycle.discharge / 1000, significant: 9)
    bytes.comma(cycle.chargeEnergy, significant: 9)
    bytes.comma(cycle.dischargeEnergy, significant: 9)
    bytes.comma((row.sinceStep.charge + row.sinceStep.discharge) / 1000, significant: 9)
    bytes.append(",0,,")
    DecimalText.appendSignificant(slope, count: 6, to: &bytes)
    bytes.append(",,,,")
    DecimalText.appendSignificant(row.temperature, count: 7, to: &bytes)
    bytes.append(",0\n")
  }
}
