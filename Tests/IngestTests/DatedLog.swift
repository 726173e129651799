import CellModel
import TestSupport

/// A cell's life written as weekly Arbin files: cycle number, test time and counters restart in each.
struct DatedLog {
  /// Unix second of a file's first row.
  var start: Double
  var script: String
  /// Added to the stored cycle numbers, test times and counters, as an instrument does that goes on.
  var cyclesBefore: Int32 = 0
  var timeBefore = 0.0

  static let header =
    "Data_Point,Test_Time(s),Date_Time,Step_Time(s),Step_Index,Cycle_Index,Current(A),Voltage(V),Charge_Capacity(Ah),"
    + "Discharge_Capacity(Ah)"

  var rows: [String] {
    StepTrace(script).samples.enumerated().map { index, row in
      "\(index + 1),\(row.testTime + timeBefore),\(Self.date(start + row.testTime)),0,\(row.vendorStep),"
        + "\(row.vendorCycle + cyclesBefore),\(row.current),\(row.voltage),\(row.counter / 1000),\(row.dischargeCounter / 1000)"
    }
  }

  var bytes: [UInt8] { Array((([Self.header] + rows).joined(separator: "\n") + "\n").utf8) }

  /// `MM/DD/YYYY HH:MM:SS` of a Unix second.
  static func date(_ second: Double) -> String {
    let whole = Int(second)
    let (year, month, day) = civil(whole / 86400)
    func two(_ value: Int) -> String { (value < 10 ? "0" : "") + "\(value)" }
    let rest = whole % 86400
    return "\(two(month))/\(two(day))/\(year) \(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
  }

  /// `YYYY-MM-DD` of a Unix second, for names.
  static func day(_ second: Double) -> String {
    let (year, month, day) = civil(Int(second) / 86400)
    return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }

  private static func civil(_ days: Int) -> (Int, Int, Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    let month = part < 10 ? part + 3 : part - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
  }
}
