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
    bytes.comma(row.testTime, decimals: 4)
    bytes.comma(row.wallTime, decimals: 4)
    bytes.comma(row.stepTime, decimals: 4)
    bytes.comma(row.step)
    bytes.comma(row.cycle - 1)
    let cycle = row.sinceCycle
    bytes.comma(row.current / 1000, significant: 8)
    bytes.comma(row.voltage, significant: 8)
    bytes.comma(cycle.charge / 1000, significant: 9)
    bytes.comma(cycle.discharge / 1000, significant: 9)
    bytes.comma(cycle.chargeEnergy, significant: 9)
    bytes.comma(cycle.dischargeEnergy, significant: 9)
    bytes.comma(slope, significant: 8)
    bytes.append(",0.0,")
    DecimalText.appendSignificant(row.temperature, count: 8, to: &bytes)
    bytes.append("\r\n")
  }
}
