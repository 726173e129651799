/// Arbin's csv of MITS with bare column names: unix seconds, ampere-hours that restart with the cycle, CRLF.
///
/// Points and cycles count from 0.
struct ArbinWriter: LogWriter {
  private var lastVoltage = 0.0
  private var lastTime = 0.0

  func header() -> [UInt8] {
    Array(
      """
      Data_Point,Test_Time,DateTime,Step_Time,Step_Index,Cycle_Index,Current,Voltage,Charge_Capacity,\
      Discharge_Capacity,Charge_Energy,Discharge_Energy,dV/dt,Internal_Resistance,Temperature\r\n
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
    DecimalText.append(row.record - 1, to: &bytes)
    bytes.comma()
    DecimalText.append(row.testTime, decimals: 4, to: &bytes)
    bytes.comma()
    DecimalText.append(row.wallTime, decimals: 4, to: &bytes)
    bytes.comma()
    DecimalText.append(row.stepTime, decimals: 4, to: &bytes)
    bytes.comma()
    DecimalText.append(row.step, to: &bytes)
    bytes.comma()
    DecimalText.append(row.cycle - 1, to: &bytes)
    let cycle = row.sinceCycle
    for (value, digits) in [
      (row.current / 1000, 8), (row.voltage, 8), (cycle.charge / 1000, 9), (cycle.discharge / 1000, 9),
      (cycle.chargeEnergy, 9), (cycle.dischargeEnergy, 9), (slope, 8),
    ] {
      bytes.comma()
      DecimalText.appendSignificant(value, count: digits, to: &bytes)
    }
    bytes.append(",0.0,")
    DecimalText.appendSignificant(row.temperature, count: 8, to: &bytes)
    bytes.append("\r\n")
  }
}
