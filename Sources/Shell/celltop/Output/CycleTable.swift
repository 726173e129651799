import ArgumentParser
import CellModel
import Cycling
import Fleet
import Metrics

/// The per-cycle table in every format of the `cycles` command.
struct CycleTable {
  enum Format: String, ExpressibleByArgument, CaseIterable { case table, csv, json, ndjson }

  private let format: Format
  private let grouping: CyclesCommand.Grouping
  private let output = LineWriter()
  private var isFirst = true

  private static let columns = [
    "cell", "file", "format", "cycle", "vendor_cycle", "configuration", "configuration_provenance", "charge_mAh",
    "discharge_mAh", "first_half", "ce", "ce_resolution", "ce_uncertainty", "retention", "start_time_s", "end_time_s",
    "mean_charge_V", "mean_discharge_V", "hysteresis_V", "max_V", "min_V", "temperature_C", "complete",
    "counter_vs_integral", "stage", "flags", "byte_offset",
  ]

  init(_ format: Format, by grouping: CyclesCommand.Grouping) {
    self.format = format
    self.grouping = grouping
    switch format {
    case .csv:
      output.write(
        grouping == .own ? Self.columns.joined(separator: ",") : "cell,format,vendor_cycle,charge_mAh,discharge_mAh")
    case .json: output.write("[")
    case .table, .ndjson: break
    }
  }

  /// Adds the cycles of a channel.
  mutating func add(_ channel: ChannelFold) {
    if format == .table {
      addTable(channel)
      return
    }
    let known = channel.cycles.count
    for (index, cycle) in channel.allCycles.enumerated() {
      let isOpen = index >= known
      write(object(cycle, stage: isOpen ? channel.reading.state : channel.stages[index], of: channel))
    }
  }

  /// Adds the sums by stored cycle number.
  mutating func add(_ cycles: [VendorCycleFold.Sums], path: String, format id: String) {
    var table = TextTable(["VENDOR CYCLE", "CHARGE/mAh", "DISCHARGE/mAh", "ROWS"], alignsRight: [0, 1, 2, 3])
    for cycle in cycles {
      let number = cycle.vendorCycle == Sample.absent ? nil : Int(cycle.vendorCycle)
      guard format != .table else {
        table.add([
          number.map(String.init) ?? "-", Decimals.fixed(cycle.charge, 6), Decimals.fixed(cycle.discharge, 6),
          String(cycle.rows),
        ])
        continue
      }
      var object = JSONObject()
      object.add("cell", SafeText.clean(path))
      object.add("format", id)
      object.add("vendor_cycle", number)
      object.add("charge_mAh", cycle.charge)
      object.add("discharge_mAh", cycle.discharge)
      write(object)
    }
    if format == .table {
      output.write("\(SafeText.clean(path)) (\(id)) by the cycle number stored in the file")
      for line in table.lines { output.write("  " + line) }
    }
  }

  /// Ends the output.
  mutating func end() {
    if format == .json { output.write("]") }
    output.flush()
  }

  private mutating func write(_ object: JSONObject) {
    switch format {
    case .ndjson: output.write(object.text)
    case .json:
      output.write((isFirst ? " " : ",") + object.text)
      isFirst = false
    case .csv: output.write(object.csv)
    case .table: break
    }
  }

  private func object(_ cycle: Cycle, stage: StageState, of channel: ChannelFold) -> JSONObject {
    var object = JSONObject()
    let efficiency = channel.efficiency(of: cycle)
    object.add("cell", channel.id.text)
    object.add("file", SafeText.clean(channel.path))
    object.add("format", channel.formatID)
    object.add("cycle", Int(cycle.number))
    object.add("vendor_cycle", cycle.vendorCycle == Sample.absent ? nil : Int(cycle.vendorCycle))
    object.add("configuration", channel.configuration.value.rawValue)
    object.add("configuration_provenance", channel.configuration.provenance.rawValue)
    object.add("charge_mAh", cycle.charge)
    object.add("discharge_mAh", cycle.discharge)
    object.add("first_half", cycle.firstHalf.rawValue)
    object.add("ce", efficiency)
    object.add("ce_resolution", channel.efficiencyResolution(of: cycle))
    object.add("ce_uncertainty", efficiency.map(channel.efficiencyUncertainty))
    object.add("retention", channel.retention(of: cycle))
    object.add("start_time_s", cycle.startTime)
    object.add("end_time_s", cycle.endTime)
    object.add("mean_charge_V", Double(cycle.meanChargeVoltage))
    object.add("mean_discharge_V", Double(cycle.meanDischargeVoltage))
    object.add("hysteresis_V", cycle.hysteresis)
    object.add("max_V", Double(cycle.maxVoltage))
    object.add("min_V", Double(cycle.minVoltage))
    object.add("temperature_C", Double(cycle.temperature))
    object.add("complete", cycle.isComplete)
    object.add("counter_vs_integral", Double(cycle.counterDeviation))
    object.add("stage", stage.rawValue)
    object.add("flags", channel.flags(of: cycle).map(\.rawValue))
    object.add("byte_offset", cycle.byteOffset)
    return object
  }

  private mutating func addTable(_ channel: ChannelFold) {
    output.write(
      "\(channel.id.text) (\(channel.formatID)) \(channel.configuration.value.rawValue)"
        + "\(channel.configuration.provenance.mark) \(channel.configuration.reason)")
    var table = TextTable(
      ["n", "vendor", "chg/mAh", "dis/mAh", "CE/%", "CI/ppm", "ret/%", "V̄chg/V", "V̄dis/V", "hours", "stage", ""],
      alignsRight: Set(0...9))
    let known = channel.cycles.count
    for (index, cycle) in channel.allCycles.enumerated() {
      let efficiency = channel.efficiency(of: cycle)
      table.add([
        String(cycle.number), cycle.vendorCycle == Sample.absent ? "-" : String(cycle.vendorCycle),
        Decimals.significant(cycle.charge, 5), Decimals.significant(cycle.discharge, 5),
        Decimals.fixed(efficiency.map { $0 * 100 }, 2), Decimals.fixed(efficiency.map { (1 - $0) * 1e6 }, 0),
        Decimals.fixed(channel.retention(of: cycle).map { $0 * 100 }, 1),
        Decimals.fixed(Double(cycle.meanChargeVoltage), 4), Decimals.fixed(Double(cycle.meanDischargeVoltage), 4),
        Decimals.fixed((cycle.endTime - cycle.startTime) / 3600, 2),
        (index < known ? channel.stages[index] : channel.reading.state).rawValue, cycle.isComplete ? "" : "partial",
      ])
    }
    for line in table.lines { output.write("  " + line) }
  }
}
