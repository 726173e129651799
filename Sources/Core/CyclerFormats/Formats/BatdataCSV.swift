import CellModel

/// The raw tables of the batdata toolbox (QUT): names that end in their units, dates as MATLAB day numbers.
///
/// `Amphr` is the instrument's counter, which pulses of the other direction run backwards (Maccor's is); the toolbox deals
/// it out to the charge and discharge columns row by row, so that those begin pulses at what the other direction passed.
/// Its per-cycle tables begin much alike but hold neither a voltage nor a current column.
package struct BatdataCSV: TableFormat {
  package let id = "batdata-csv"
  package let title = "batdata raw CSV"
  package let notes = "MATLAB day numbers"
  package let growth = LogGrowth.published

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    let cells = head.firstLine.split(separator: ",").map { HeaderCell.text(of: $0) }
    let names = ["Cycle_Index", "Step", "Time_s", "Current_A", "Voltage_V", "Datenum_d"]
    guard cells.first == names.first, names.allSatisfy(cells.contains) else { return .no }
    return .yes(what: "columns Time_s, Current_A, Voltage_V and Datenum_d")
  }

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap([
        .init(.testTime, ["time"]),
        .init(.wallTime, ["datenum d"]),
        .init(.vendorCycle, ["cycle index"]),
        .init(.vendorStep, ["step"]),
        .init(.current, ["current"]),
        .init(.voltage, ["voltage"]),
        .init(.sharedCounter, ["amphr"], scale: 1000),
        .init(.chargeCounter, ["charge capacity"], scale: 1000),
        .init(.dischargeCounter, ["discharge capacity"], scale: 1000),
        .init(.temperature, ["cell temperature"]),
      ]))
    dialect.counterPreference = [.shared, .separate]
    dialect.countersResetEachStep = true
    return dialect
  }()

  package let sample = """
    Cycle_Index,Step,Time_s,Amphr,Watthr,Current_A,Voltage_V,Cell_Temperature_C,Datenum_d,Charge_Capacity_Ah,Discharge_Capacity_Ah
    1,1,0,0,0,0,2.9011,25.01,740043.375,0,0
    1,2,10,0,0,-0.001,-0.121,25.01,740043.375115741,0,0
    1,2,3610,0.001,0.00005,-0.001,-0.0512,25.03,740043.416782407,0,0.001
    1,3,3610.01,0,0,0.001,0.0498,25.03,740043.416782407,0,0
    1,3,7174.01,0.00099,0.00005,0.001,1,25.03,740043.458032407,0.00099,0

    """
}
