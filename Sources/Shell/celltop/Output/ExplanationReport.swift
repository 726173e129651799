import CellModel
import Fleet
import Metrics

/// What the `explain` command prints.
enum ExplanationReport {
  /// The report as lines of text.
  static func lines(_ channel: ChannelFold, _ record: CellRecord, _ explanations: [Explanation]) -> [String] {
    let configuration = record.configuration
    let name = channel.facts.name.map { $0 + ": " } ?? ""
    var lines = [
      SafeText.clean(name + channel.id.text) + " (\(channel.formatID))",
      "  cell           \(configuration.value.rawValue)\(configuration.provenance.mark) \(configuration.reason)",
    ]
    if let kind = record.cyclingProtocol?.kind {
      lines.append("  protocol       \(kind.value.rawValue)\(kind.provenance.mark) \(kind.reason)")
    }
    lines.append("  stage          \(record.stage.state.rawValue)\(turn(record.stage)) \(record.stage.evidence)")
    for explanation in explanations {
      lines.append("")
      lines += Self.lines(of: explanation)
    }
    return lines + [
      "", "marks: = given  ~ inferred from the record  ? default", "review: EES Batteries, 2025, 1, 340",
    ]
  }

  /// The turning cycle, or the first of a short or a death, with its interval and when it was told; empty where none is.
  private static func turn(_ stage: StageReading) -> String {
    guard let low = stage.turningLow, let high = stage.turningHigh else { return "" }
    let interval = "\(Decimals.fixed(low, 0))…\(Decimals.fixed(high, 0))"
    let confidence = Decimals.fixed(stage.confidence * 100, 0)
    let known = stage.since.map { ", known since cycle \(Decimals.fixed($0, 0))" } ?? ""
    let turn = Decimals.fixed(stage.turningCycle, 0)
    return " from cycle \(turn) (95 %: \(interval))\(known), confidence \(confidence) %:"
  }

  private static func lines(of explanation: Explanation) -> [String] {
    var lines = ["\(explanation.title)\(explanation.isPrimary ? " (this protocol's)" : "")  [\(explanation.id)]"]
    func add(_ label: String, _ text: String) {
      lines.append("  " + label + String(repeating: " ", count: max(1, 15 - label.count)) + text)
    }
    add("result", explanation.result)
    if let uncertainty = explanation.uncertaintyText { add("uncertainty", uncertainty) }
    add("formula", explanation.formula)
    if !explanation.terms.isEmpty {
      if case .verdict = explanation.outcome {} else { add("with values", explanation.substituted) }
      for term in explanation.terms {
        let unit = term.unit.isEmpty ? "" : " " + term.unit
        add("", "\(term.symbol) = \(term.text)\(unit) \(term.provenance.mark) \(term.meaning)")
      }
    }
    add("source", explanation.source)
    for remark in explanation.remarks { add("note", remark) }
    return lines
  }

  /// The report as an object.
  static func object(
    _ channel: ChannelFold, _ record: CellRecord, _ explanations: [Explanation]
  ) -> JSONObject {
    var object = JSONObject()
    object.add("cell", channel.id.text)
    object.add("name", channel.facts.name)
    object.add("file", SafeText.clean(channel.path))
    object.add("format", channel.formatID)
    object.add("configuration", record.configuration.value.rawValue)
    object.add("configuration_provenance", record.configuration.provenance.rawValue)
    object.add("configuration_reason", record.configuration.reason)
    addProtocol(record, to: &object)
    object.add("stage", record.stage.state.rawValue)
    object.add("turning_cycle", record.stage.turningCycle)
    object.add("turning_low", record.stage.turningLow)
    object.add("turning_high", record.stage.turningHigh)
    object.add("numbers", explanations.map(Self.object))
    return object
  }

  /// The fields that tell a Li|Cu cell's protocol; null for every other cell.
  static func addProtocol(_ record: CellRecord, to object: inout JSONObject) {
    let reading = record.cyclingProtocol
    object.add("protocol", reading?.kind.value.rawValue)
    object.add("protocol_provenance", reading?.kind.provenance.rawValue)
    object.add("protocol_reason", reading?.kind.reason)
    object.add("q_t_mAh", reading?.reservoir?.firstPlating)
    object.add("q_c_mAh", reading?.reservoir?.cycledCharge)
    object.add("n", reading?.reservoir?.shortStrips)
    object.add("q_s_mAh", reading?.reservoir?.lastStrip)
    object.add("reservoir_exhausted_early", reading?.reservoir?.isEarly ?? false)
  }

  private static func object(_ explanation: Explanation) -> JSONObject {
    var object = JSONObject()
    object.add("id", explanation.id)
    object.add("title", explanation.title)
    object.add("unit", explanation.unit)
    object.add("primary", explanation.isPrimary)
    addOutcome(explanation, to: &object)
    object.add("systematic", explanation.systematic)
    object.add("statistical", explanation.statistical)
    object.add("model", explanation.model)
    object.add("interval_low", explanation.interval?.low)
    object.add("interval_high", explanation.interval?.high)
    object.add("interval_percent", explanation.interval?.percent)
    object.add("expected_day", explanation.days?.expected?.text)
    object.add("expected_day_early", explanation.days?.early?.text)
    object.add("expected_day_late", explanation.days?.late?.text)
    object.add("share", explanation.share)
    object.add("text", explanation.result)
    object.add("formula", explanation.formula)
    object.add("substituted", explanation.substituted)
    object.add("source", explanation.source)
    object.add(
      "terms",
      explanation.terms.map { term in
        var object = JSONObject()
        object.add("symbol", term.symbol)
        object.add("value", term.value)
        object.add("unit", term.unit)
        object.add("provenance", term.provenance.rawValue)
        object.add("meaning", term.meaning)
        return object
      })
    object.add("remarks", explanation.remarks)
    return object
  }

  private static func addOutcome(_ explanation: Explanation, to object: inout JSONObject) {
    var bound: Double?
    var relation: String?
    let state: String
    switch explanation.outcome {
    case .value(_, let sign):
      state = "value"
      relation = sign.rawValue
    case .pending(let known, _):
      state = "pending"
      bound = known
    case .missing: state = "missing"
    case .verdict: state = "verdict"
    case .notApplicable: state = "not-applicable"
    }
    object.add("state", state)
    object.add("value", explanation.value)
    object.add("relation", relation)
    object.add("bound", bound)
    object.add("reason", explanation.reason)
  }
}
