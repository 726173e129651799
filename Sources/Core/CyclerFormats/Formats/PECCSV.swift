/// PEC's CSV export: a preamble of a few dozen lines about the test, then a header with the tester's position first.
///
/// Times are in seconds or `hh:mm:ss.xxx`, voltage in V or mV and current in A or mA, as the header says. Capacities
/// have three decimals in mAh, which suits large cells only.
package struct PECCSV: TableFormat {
  package let id = "pec-csv"
  package let title = "PEC CSV"
  package let notes = "V or mV, A or mA, seconds or `hh:mm:ss.xxx`; rounds to 0.001 mAh"
  package let growth = LogGrowth.export

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    let names = ["Test", "Cell", "Rack", "Shelf", "Position", "Cell ID"]
    for line in head.lines.prefix(120) where line.hasPrefix(names[0]) {
      let cells = line.split(omittingEmptySubsequences: false) { $0 == "," || $0 == ";" || $0 == "\t" }
      guard cells.prefix(names.count).elementsEqual(names, by: { $0 == $1 }) else { continue }
      guard Self.dialect.columns.resolve(line) != nil else { return head.isWholeFile ? .perhaps : .no }
      return .yes(what: "header begins with “Test,Cell,Rack,Shelf,Position”")
    }
    let opens = head.firstLine.hasPrefix("Request Year:")
    return opens && head.isWholeFile && head.lines.count < 120 ? .perhaps : .no
  }

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap([
        .init(.testTime, ["total time", "total time (hours in hh:mm:ss.xxx)"]),
        .init(.wallTime, ["real time"]),
        .init(.vendorCycle, ["cycle"]),
        .init(.vendorStep, ["step"]),
        .init(.current, ["current"]),
        .init(.voltage, ["voltage"]),
        .init(.chargeCounter, ["charge capacity"]),
        .init(.dischargeCounter, ["discharge capacity"]),
        .init(.temperature, ["cell surface temperature", "temp", "ambient temperature", "station temperature"]),
      ]))
    dialect.judgesDirection = true
    dialect.preambleLabels = [
      ("Test:,", "test"), ("Start Time:,", "started"), ("TestRegime Name:,", "protocol"),
    ]
    return dialect
  }()

  package let sample = """
    Request Year:,2026
    Test:,187
    TestRegime Name:,plate-strip
    Start Time:,03/02/2026 09:00:00
    Test,Cell,Rack,Shelf,Position,Cell ID,Step,Cycle,Total Time (Seconds),Step Time (Seconds),Real Time,Voltage (mV),Current (mA),Charge Capacity (mAh),Discharge Capacity (mAh),ReasonCode,
    187,1,SBT0550,001,1,,0,0,0.002,0,03/02/2026 09:00:00,2901.1,0,0,0,30,
    187,1,SBT0550,001,1,,1,0,10.002,0.002,03/02/2026 09:00:10,-121.03,-1,0,0,5,
    187,1,SBT0550,001,1,,1,0,3610.002,3600.002,03/02/2026 10:00:10,-51.22,-1,0,1,12,
    187,1,SBT0550,001,1,,2,0,3610.004,0.002,03/02/2026 10:00:10,49.81,1,0,1,5,
    187,1,SBT0550,001,1,,2,0,7174.004,3564.002,03/02/2026 10:59:34,1000.02,1,0.99,1,11,

    """
}
