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
    bytes.comma(row.testTime, decimals: 3)
    bytes.comma()
    let date = CalendarText(row.wallTime)
    date.appendSlashedDate(to: &bytes)
    bytes.append(UInt8(ascii: " "))
    date.appendTime(to: &bytes)
    bytes.comma(row.stepTime, decimals: 3)
    bytes.comma(row.step)
    bytes.comma(row.cycle)
    bytes.comma(row.current / 1000, significant: 7)
    bytes.comma(row.voltage, significant: 7)
    bytes.comma(row.sinceStart.charge / 1000, significant: 10)
    bytes.comma(row.sinceStart.discharge / 1000, significant: 10)
    bytes.comma(row.sinceStart.chargeEnergy, significant: 10)
    bytes.comma(row.sinceStart.dischargeEnergy, significant: 10)
    bytes.append(",0\n")
  }
}
