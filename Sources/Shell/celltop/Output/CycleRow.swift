import CellModel
import Cycling
import Fleet
import Metrics
import Stages

/// One cycle with everything that the `cycles` command says of it.
struct CycleRow {
  var cell: String
  var file: String
  var format: String
  var configuration: Marked<CellConfiguration>
  var cycle: Cycle
  var efficiency: Double?
  var efficiencyResolution: Double?
  var efficiencyUncertainty: Double?
  var retention: Double?
  var stage: StageState
  var flags: [FlagCode] = []
  /// nil where the cycle stands in no log.
  var byteOffset: Int?

  /// The cycles of a folded log, the one under way last.
  static func rows(of channel: ChannelFold) -> [CycleRow] {
    let known = channel.cycles.count
    return channel.allCycles.enumerated().map { index, cycle in
      let efficiency = channel.efficiency(of: cycle)
      let segment = channel.segment(of: cycle)
      return CycleRow(
        cell: channel.id.text, file: SafeText.clean(segment.path), format: segment.formatID,
        configuration: channel.configuration, cycle: cycle, efficiency: efficiency,
        efficiencyResolution: channel.efficiencyResolution(of: cycle),
        efficiencyUncertainty: efficiency.map(channel.efficiencyUncertainty), retention: channel.retention(of: cycle),
        stage: index < known ? channel.stages[index] : channel.reading.state, flags: channel.flags(of: cycle),
        byteOffset: cycle.byteOffset)
    }
  }

  /// The cycles of one cell of a per-cycle table; what the table does not tell is missing.
  static func rows(of series: PerCycleSeries, in file: PerCycleFile) -> [CycleRow] {
    let context = file.context(of: series.cell)
    let provenance = context.configuration == .unknown ? Provenance.assumed : .given
    var detector = TurningPointDetector(context)
    var metrics = MetricContext(configuration: context.configuration)
    let formation = CellFacts().formationCycles.value
    var complete = 0
    return series.points.map { point in
      let cycle = cycle(of: point, firstHalf: context.configuration.firstHalf ?? .charge)
      if cycle.isComplete { complete += 1 }
      if complete == formation + 1, metrics.referenceCapacity == nil {
        metrics.referenceCapacity = cycle.secondCapacity
      }
      return CycleRow(
        cell: SafeText.clean(series.cell), file: SafeText.clean(file.path), format: file.format,
        configuration: Marked(context.configuration, provenance), cycle: cycle,
        efficiency: CoulombicEfficiency().value(of: cycle, in: metrics),
        retention: CapacityRetention().value(of: cycle, in: metrics), stage: detector.observe(point).state)
    }
  }

  private static func cycle(of point: CyclePoint, firstHalf: HalfCycleDirection) -> Cycle {
    var cycle = Cycle(number: Int32(clamping: point.cycle), firstHalf: firstHalf)
    cycle.vendorCycle = cycle.number
    let chargesFirst = firstHalf == .charge
    cycle.charge = chargesFirst ? point.firstCapacity : point.secondCapacity
    cycle.discharge = chargesFirst ? point.secondCapacity : point.firstCapacity
    cycle.meanChargeVoltage = Float(chargesFirst ? point.firstMeanVoltage : point.secondMeanVoltage)
    cycle.meanDischargeVoltage = Float(chargesFirst ? point.secondMeanVoltage : point.firstMeanVoltage)
    cycle.firstHalfEndVoltage = Float(point.firstEndVoltage)
    cycle.secondHalfEndVoltage = Float(point.secondEndVoltage)
    cycle.temperature = Float(point.temperature)
    cycle.voltageNoise = Float(point.voltageNoise)
    cycle.endTime = point.timeHours * 3600
    cycle.isComplete = point.isComplete
    return cycle
  }

  /// The row under the number that the file gives it.
  var stored: VendorCycleFold.Sums {
    VendorCycleFold.Sums(
      vendorCycle: cycle.vendorCycle, charge: cycle.charge, discharge: cycle.discharge, startTime: cycle.startTime,
      endTime: cycle.endTime)
  }

  /// The row as the contract's object.
  var object: JSONObject {
    var object = JSONObject()
    object.add("cell", cell)
    object.add("file", file)
    object.add("format", format)
    object.add("cycle", Int(cycle.number))
    object.add("vendor_cycle", cycle.vendorCycle == Sample.absent ? nil : Int(cycle.vendorCycle))
    object.add("configuration", configuration.value.rawValue)
    object.add("configuration_provenance", configuration.provenance.rawValue)
    object.add("charge_mAh", cycle.charge)
    object.add("discharge_mAh", cycle.discharge)
    object.add("first_half", cycle.firstHalf.rawValue)
    object.add("ce", efficiency)
    object.add("ce_resolution", efficiencyResolution)
    object.add("ce_uncertainty", efficiencyUncertainty)
    object.add("retention", retention)
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
    object.add("flags", flags.map(\.rawValue))
    object.add("byte_offset", byteOffset)
    return object
  }

  /// The names of the object's fields, in order.
  static let fields = [
    "cell", "file", "format", "cycle", "vendor_cycle", "configuration", "configuration_provenance", "charge_mAh",
    "discharge_mAh", "first_half", "ce", "ce_resolution", "ce_uncertainty", "retention", "start_time_s", "end_time_s",
    "mean_charge_V", "mean_discharge_V", "hysteresis_V", "max_V", "min_V", "temperature_C", "complete",
    "counter_vs_integral", "stage", "flags", "byte_offset",
  ]
}
