/// The Battery Data Format's csv in either spelling of its column names; counters never restart, LF.
struct BatteryDataWriter: LogWriter {
  /// How the columns are named: preferred labels with units, or machine names.
  enum Spelling: Sendable { case labels, machine }

  let spelling: Spelling

  func header() -> [UInt8] {
    switch spelling {
    case .labels:
      Array(
        """
        Test Time / s,Voltage / V,Current / A,Unix Time / s,Cycle Count / 1,Step Count / 1,\
        Ambient Temperature / degC,Charging Capacity / Ah,Discharging Capacity / Ah

        """.utf8)
    case .machine:
      Array(
        """
        test_time_second,voltage_volt,current_ampere,unix_time_second,cycle_count,step_count,\
        ambient_temperature_celsius,charging_capacity_ah,discharging_capacity_ah

        """.utf8)
    }
  }

  mutating func append(_ rows: [LabRow], to bytes: inout [UInt8]) {
    for row in rows { append(row, to: &bytes) }
  }

  private func append(_ row: LabRow, to bytes: inout [UInt8]) {
    DecimalText.append(row.testTime, decimals: 3, to: &bytes)
    bytes.comma(row.voltage, decimals: 6)
    bytes.comma(row.current / 1000, decimals: 9)
    bytes.comma(row.wallTime, decimals: 3)
    bytes.comma(row.cycle)
    bytes.comma(row.stepCount)
    bytes.comma(row.temperature, decimals: 2)
    bytes.comma(row.sinceStart.charge / 1000, decimals: 10)
    bytes.comma(row.sinceStart.discharge / 1000, decimals: 10)
    bytes.append(UInt8(ascii: "\n"))
  }
}
