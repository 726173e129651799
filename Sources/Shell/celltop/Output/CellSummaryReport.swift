import CellModel
import Fleet
import Metrics

/// What scripts are told of a cell as a whole: its protocol, its average CE, its reservoir and its forecast.
enum CellSummaryReport {
  /// The cell as an object; null where there is no number, with the reason where somebody can do something about it.
  static func object(_ channel: ChannelFold, _ record: CellRecord) -> JSONObject {
    var object = JSONObject()
    object.add("cell", channel.id.text)
    object.add("configuration", record.configuration.value.rawValue)
    object.add("configuration_provenance", record.configuration.provenance.rawValue)
    object.add("stage", record.stage.state.rawValue)
    object.add("turning_cycle", record.stage.turningCycle)
    ExplanationReport.addProtocol(record, to: &object)
    addAverage(AverageRegistry.primary(of: record), to: &object)
    for (key, quantity) in quantities { object.add(key, quantity.value(of: record).value) }
    let forecast = TurnForecast().value(of: record)
    object.add("turn_forecast", forecast.value)
    object.add("turn_forecast_low", forecast.interval?.low)
    object.add("turn_forecast_high", forecast.interval?.high)
    object.add("turn_forecast_day", forecast.days?.expected?.text)
    object.add("turn_forecast_day_early", forecast.days?.early?.text)
    object.add("turn_forecast_day_late", forecast.days?.late?.text)
    object.add("turn_forecast_reason", forecast.reason)
    for yardstick in YardstickRegistry.all {
      let answer = yardstick.value(of: record)
      let key = yardstick.id.map { $0 == "-" ? "_" : String($0) }.joined()
      if case .verdict(let words) = answer.outcome { object.add(key, words) } else { object.add(key, answer.value) }
    }
    return object
  }

  private static let quantities: [(String, any CellQuantity)] = [
    ("reservoir_start_mAh", LithiumInventory()), ("reservoir_left_mAh", RemainingReservoir()),
    ("inactive_li_mAh", InactiveLithium()), ("inactive_li_mAh_cm2", ArealInactiveLithium()),
    ("li_loss_per_cycle_mAh", LossPerCycle()), ("cycle_life", CycleLife()), ("step_end_h", StepEnd()),
  ]

  private static func addAverage(_ average: Explanation?, to object: inout JSONObject) {
    var relation: String?
    var bound: Double?
    switch average?.outcome {
    case .value(_, let sign): relation = sign.rawValue
    case .pending(let known, _): bound = known
    case .missing, .notApplicable, .verdict, nil: break
    }
    object.add("ce_average", average?.value)
    object.add("ce_average_method", average?.id)
    object.add("ce_average_relation", relation)
    object.add("ce_average_bound", bound)
    object.add("ce_average_systematic", average?.systematic)
    object.add("ce_average_statistical", average?.statistical)
    object.add("ce_average_reason", average?.reason)
  }
}
