/// Arbin's csv of the older MITS sheets (`Channel_1-008`): units in brackets, counters that never restart, LF.
struct ArbinOldWriter: LogWriter {
  func header() -> [UInt8] {
    Array(
      """
      Data_Point,Test_Time(s),Date_Time,Step_Time(s),Step_Index,Cycle_Index,Current(A),Voltage(V),\
      Charge_Capacity(Ah),Discharge_Capacity(Ah),Charge_Energy(Wh),Discharge_Energy(Wh),Internal_Resistance(Ohm)

      """.utf8)
  }

  mutating func append(_ rows: [LabRow], to bytes: inout [UInt8]) {
    for row in rows { append(row, to: &bytes) }
  }

  private func append(_ row: LabRow, to bytes: inout [UInt8]) {
    DecimalText.append(row.record, to: &bytes)
    bytes.comma()
    DecimalText.append(row.testTime, decimals: 3, to: &bytes)
    bytes.comma()
    let date = CalendarText(row.wallTime)
    date.appendSlashedDate(to: &bytes)
    bytes.append(UInt8(ascii: " "))
    date.appendTime(to: &bytes)
    bytes.comma()
    DecimalText.append(row.stepTime, decimals: 3, to: &bytes)
    bytes.comma()
    DecimalText.append(row.step, to: &bytes)
    bytes.comma()
    DecimalText.append(row.cycle, to: &bytes)
    for (value, digits) in [
      (row.current / 1000, 7), (row.voltage, 7), (row.sinceStart.charge / 1000, 10),
      (row.sinceStart.discharge / 1000, 10), (row.sinceStart.chargeEnergy, 10), (row.sinceStart.dischargeEnergy, 10),
    ] {
      bytes.comma()
      DecimalText.appendSignificant(value, count: digits, to: &bytes)
    }
    bytes.append(",0\n")
  }
}
