import ArgumentParser
import CellModel
import CyclerFormats
import Cycling

/// `celltop samples`: the decoded rows of one log in common units.
struct SamplesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "samples", abstract: "Print the decoded samples of a log in common units.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case csv, ndjson, bdf }

  @Argument(help: "A log file, or - for standard input.") var file: String
  @Option(help: "csv, ndjson or bdf (Battery Data Format CSV).") var format = Format.csv

  func run() throws {
    let output = LineWriter()
    do {
      var reader = try OneLog(file)
      if format != .ndjson { output.write(header) }
      var counters: CounterReading?
      while let samples = try reader.next() {
        var counted = counters ?? CounterReading(reader.traits)
        for sample in samples { output.write(line(sample, counted.advance(sample))) }
        counters = counted
      }
      for remark in reader.report.reservations {
        complain("celltop: \(SafeText.clean(file)): \(SafeText.clean(remark))")
      }
    } catch let failure {
      complain("celltop: \(SafeText.clean(failure.description))")
      throw ExitCode(3)
    }
  }

  private var header: String {
    switch format {
    case .bdf:
      "test_time_second,voltage_volt,current_ampere,unix_time_second,cycle_count,step_count,charging_capacity_ah,"
        + "discharging_capacity_ah,temperature_t1_celsius"
    default:
      "test_time_s,wall_time_s,voltage_V,current_A,charge_mAh,discharge_mAh,vendor_cycle,vendor_step,phase,"
        + "temperature_C,row"
    }
  }

  private func line(_ sample: Sample, _ counted: CounterReading.Sums?) -> String {
    let cycle = sample.vendorCycle == Sample.absent ? nil : Int(sample.vendorCycle)
    let step = sample.vendorStep == Sample.absent ? nil : Int(sample.vendorStep)
    switch format {
    case .ndjson:
      var object = JSONObject()
      object.add("test_time_s", sample.testTime)
      object.add("wall_time_s", sample.wallTime)
      object.add("voltage_V", sample.voltage)
      object.add("current_A", sample.current)
      object.add("charge_mAh", counted?.charge)
      object.add("discharge_mAh", counted?.discharge)
      object.add("vendor_cycle", cycle)
      object.add("vendor_step", step)
      object.add("phase", Self.phase(of: sample).word)
      object.add("temperature_C", Double(sample.temperature))
      object.add("row", Int(sample.row))
      return object.text
    case .csv:
      let fields: [String] = [
        Self.field(sample.testTime), Self.field(sample.wallTime), Self.field(sample.voltage),
        Self.field(sample.current), Self.field(counted?.charge), Self.field(counted?.discharge),
        cycle.map(String.init) ?? "", step.map(String.init) ?? "", Self.phase(of: sample).word,
        Self.field(Double(sample.temperature)), String(sample.row),
      ]
      return fields.joined(separator: ",")
    case .bdf:
      let fields: [String] = [
        Self.field(sample.testTime), Self.field(sample.voltage), Self.field(sample.current),
        Self.field(sample.wallTime), cycle.map(String.init) ?? "", step.map(String.init) ?? "",
        Self.field(counted.map { $0.charge / 1000 }), Self.field(counted.map { $0.discharge / 1000 }),
        Self.field(Double(sample.temperature)),
      ]
      return fields.joined(separator: ",")
    }
  }

  private static func field(_ value: Double?) -> String { value.flatMap(JSONObject.number) ?? "" }

  /// The stated phase, or what the current's sign says.
  private static func phase(of sample: Sample) -> Phase {
    guard sample.phase == .unstated else { return sample.phase }
    guard sample.current == sample.current else { return .other }
    return sample.current == 0 ? .rest : sample.current > 0 ? .charge : .discharge
  }
}

/// What the counters have counted since the log began, both directions rising.
struct CounterReading {
  struct Sums {
    var charge = 0.0
    var discharge = 0.0
  }
  private var fold: ChargeFold
  private var sums = Sums()
  private let hasCounter: Bool

  init(_ traits: LogTraits) {
    fold = ChargeFold(
      traits.counterKind, currentKind: traits.currentKind, countersResetEachStep: traits.countersResetEachStep)
    hasCounter = traits.counterKind != .none
  }

  /// The sums after this row; nil in a log without counters.
  mutating func advance(_ sample: Sample) -> Sums? {
    let increment = fold.advance(sample)
    sums.charge += increment.charge
    sums.discharge += increment.discharge
    return hasCounter ? sums : nil
  }
}
