import CellModel
import CyclerFormats
import Fleet
import TestSupport

/// Steps written as a Battery Data Format log, with the counters of an ideal instrument.
enum SyntheticLog {
  /// Unix seconds of test time 0.
  static let start = 1_772_442_000.0

  private static let header =
    "Test Time / s,Voltage / V,Current / A,Unix Time / s,Cycle Count / 1,Step Count / 1,Charging Capacity / mAh,"
    + "Discharging Capacity / mAh"

  /// The log's bytes; `step` is the smallest step of its capacities, mAh.
  static func bytes(_ script: String, step: Double = 1e-7) -> [UInt8] {
    Array((([header] + rows(script, step: step)).joined(separator: "\n") + "\n").utf8)
  }

  static func rows(_ script: String, step: Double = 1e-7) -> [String] {
    StepTrace(script).samples.map { row in
      let charge = decimal(row.counter, step: step)
      let discharge = decimal(row.dischargeCounter, step: step)
      return "\(row.testTime),\(row.voltage),\(row.current),\(start + row.testTime),\(row.vendorCycle),"
        + "\(row.vendorStep),\(charge),\(discharge)"
    }
  }

  /// A value with as many decimals as the step has.
  private static func decimal(_ value: Double, step: Double) -> String {
    var scale = 1.0
    var decimals = 0
    while scale * step < 0.99 {
      scale *= 10
      decimals += 1
    }
    let digits = String(Int((value * scale).rounded()))
    guard decimals > 0 else { return digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// A channel that has read such a log.
  static func channel(_ bytes: [UInt8], _ facts: CellFacts = CellFacts()) -> ChannelFold {
    var fold = ChannelFold(id: CellID("rack/cell.csv"), path: "rack/cell.csv", format: BDFCSV(), facts: facts)
    fold.decode(bytes.span)
    return fold
  }

  static var format: any CyclerFormat { BDFCSV() }

  /// Facts of a cell whose build is given.
  static func facts(_ configuration: CellConfiguration, formation: Int = 0) -> CellFacts {
    var facts = CellFacts()
    facts.configuration = Marked(configuration, .given)
    facts.formationCycles = Marked(formation, .given)
    return facts
  }
}
