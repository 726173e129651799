import CellModel
import Metrics

/// Protocol, averages, reservoir, forecast and yardsticks as lines of "what is known of the cell".
enum ScienceFacts {
  static func facts(of record: CellRecord) -> [Fact] {
    var facts: [Fact] = []
    if let kind = record.cyclingProtocol?.kind {
      facts.append(Fact("protocol", kind.value.rawValue, kind.provenance, note: SafeText.clean(kind.reason)))
    }
    var lines: [(label: String, answer: Explanation, note: String)] = []
    if let primary = AverageRegistry.primary(of: record) {
      lines.append(("CE average", primary, "\(primary.title), \(primary.source)"))
    }
    let quantities = QuantityRegistry.all + YardstickRegistry.all
    for (id, label) in labels {
      guard let answer = quantities.first(where: { $0.id == id })?.value(of: record) else { continue }
      // In stage I no cell has an end that could be told.
      if id == EndOfLife().id, answer.value == nil { continue }
      lines.append((label, answer, note(on: answer)))
    }
    var missing: [(what: String, labels: [String])] = []
    for line in lines {
      switch line.answer.outcome {
      // What cannot apply to the cell is told by the explanations; here it would only take room.
      case .notApplicable: continue
      case .missing(let what):
        if let index = missing.firstIndex(where: { $0.what == what }) {
          missing[index].labels.append(line.label)
        } else {
          missing.append((what, [line.label]))
        }
      case .value, .pending, .verdict: facts.append(fact(line.label, line.answer, note: line.note))
      }
    }
    // Several numbers want the same thing: it is asked for once.
    for want in missing {
      facts.append(Fact("missing", want.what, .assumed, note: "for " + want.labels.joined(separator: ", ")))
    }
    return facts
  }

  /// The quantities that the panel shows, with their short names: what is to come first, then what it is worth.
  private static let labels = [
    ("turn-forecast", "turn at"), ("reservoir-left", "Li left"), ("cycle-life", "cycle life"),
    ("end-of-life", "life ends at"), ("step-end", "step ends in"), ("practical-conditions", "practical"),
    ("high-energy-conditions", ">500 Wh/kg"), ("ce-level", "CE level"), ("inactive-lithium-regime", "inactive as"),
    ("published", "published"), ("reservoir-start", "reservoir"), ("loss-per-cycle", "Li loss/cyc"),
    ("inactive-lithium", "inactive Li"), ("inactive-lithium-areal", "per area"), ("current-density", "current"),
    ("areal-capacity", "areal cap."), ("n-to-p", "N/P"), ("e-to-c", "E/C"),
  ]

  private static func note(on answer: Explanation) -> String {
    guard case .verdict = answer.outcome else { return answer.remarks.first ?? answer.formula }
    // Of the conditions each is told; of the levels the remarks tell all.
    let conditions =
      answer.id == PracticalConditions().id || answer.id == HighEnergyConditions().id
      ? answer.terms.map { "\($0.symbol) \($0.text) \($0.meaning)" } : []
    return (conditions + answer.remarks).joined(separator: "; ")
  }

  private static func fact(_ label: String, _ answer: Explanation, note: String) -> Fact {
    // The weakest input decides what the number is worth.
    let provenances = answer.terms.map(\.provenance)
    let isKnown = answer.reason == nil
    let mark: Provenance = !isKnown || provenances.contains(.assumed) ? .assumed : .inferred
    var fact = Fact(label, answer.brief, mark, note: answer.reason ?? note)
    if let share = answer.share {
      fact.share = share
      fact.value += ", \(FlagText.percent(share, decimals: 0)) % of the reservoir"
    }
    return fact
  }
}
