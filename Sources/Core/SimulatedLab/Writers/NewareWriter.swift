/// Neware's flat record export (BTSDA): units in the header, every counter back at zero with each step, LF.
struct NewareWriter: LogWriter {
  func header() -> [UInt8] {
    Array(
      """
      DataPoint,Cycle Index,Step Index,Step Type,Time,Total Time,Current(mA),Voltage(V),Capacity(Ah),\
      Spec. Cap.(mAh/g),Chg. Cap.(Ah),Chg. Spec. Cap.(mAh/g),DChg. Cap.(Ah),DChg. Spec. Cap.(mAh/g),Energy(Wh),\
      Spec. Energy(mWh/g),Chg. Energy(Wh),Chg. Spec. Energy(mWh/g),DChg. Energy(Wh),DChg. Spec. Energy(mWh/g),Date,\
      Power(W),dQ/dV(mAh/V),dQm/dV(mAh/V.g),Contact resistance(mO),Module start-stop switch,T1(C),

      """.utf8)
  }

  mutating func append(_ rows: [LabRow], to bytes: inout [UInt8]) {
    for row in rows { append(row, to: &bytes) }
  }

  private func append(_ row: LabRow, to bytes: inout [UInt8]) {
    DecimalText.append(row.record, to: &bytes)
    bytes.comma(row.cycle)
    bytes.comma(row.step)
    bytes.comma()
    bytes.append(word(of: row.kind))
    bytes.comma()
    CalendarText.appendDuration(row.stepTime, to: &bytes)
    bytes.comma()
    CalendarText.appendDuration(row.testTime, to: &bytes)
    bytes.comma(row.current, decimals: 4)
    bytes.comma(row.voltage, decimals: 4)
    let step = row.sinceStep
    append(capacity: step.charge + step.discharge, to: &bytes)
    append(capacity: step.charge, to: &bytes)
    append(capacity: step.discharge, to: &bytes)
    append(energy: step.chargeEnergy + step.dischargeEnergy, to: &bytes)
    append(energy: step.chargeEnergy, to: &bytes)
    append(energy: step.dischargeEnergy, to: &bytes)
    bytes.comma()
    let date = CalendarText(row.wallTime, decimals: 3)
    date.appendDashedDate(to: &bytes)
    bytes.append(UInt8(ascii: " "))
    date.appendMilliseconds(to: &bytes)
    bytes.comma(row.current * row.voltage / 1000, decimals: 6)
    bytes.append(",0.0000,0.0000,0,Close,")
    DecimalText.append(row.temperature, decimals: 1, to: &bytes)
    bytes.append(",\n")
  }

  /// A capacity in Ah and its specific twin, which stays zero because no active mass was entered.
  private func append(capacity: Double, to bytes: inout [UInt8]) {
    bytes.comma(capacity / 1000, decimals: 8)
    bytes.append(",0.00")
  }

  private func append(energy: Double, to bytes: inout [UInt8]) {
    bytes.comma(energy, decimals: 8)
    bytes.append(",0.00")
  }

  private func word(of kind: StepKind) -> String {
    switch kind {
    case .rest: "Rest"
    case .charge: "CC Chg"
    case .discharge: "CC DChg"
    case .chargeHold: "CCCV Chg"
    case .pause: "Pause"
    }
  }
}
