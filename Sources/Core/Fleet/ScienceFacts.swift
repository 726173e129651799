import CellModel
import Metrics

/// Protocol, averages, reservoir and forecast as lines of "what is known of the cell".
enum ScienceFacts {
  static func facts(of record: CellRecord) -> [Fact] {
    var facts: [Fact] = []
    if let kind = record.cyclingProtocol?.kind {
      facts.append(Fact("protocol", kind.value.rawValue, kind.provenance, note: SafeText.clean(kind.reason)))
    }
    if let primary = AverageRegistry.primary(of: record) {
      facts.append(fact("CE average", primary, note: "\(primary.title), \(primary.source)"))
    }
    for quantity in QuantityRegistry.all {
      guard let label = labels[quantity.id] else { continue }
      let answer = quantity.value(of: record)
      // What cannot apply to the cell is told by the explanations; here it would only take room.
      if case .notApplicable = answer.outcome { continue }
      facts.append(fact(label, answer, note: answer.remarks.first ?? answer.formula))
    }
    return facts
  }

  /// The short names of the quantities that the panel shows; the areal form stands beside the whole.
  private static let labels = [
    "reservoir-start": "reservoir", "loss-per-cycle": "Li loss/cyc", "inactive-lithium": "inactive Li",
    "inactive-lithium-areal": "per area", "reservoir-left": "Li left", "turn-forecast": "turn at",
    "cycle-life": "cycle life", "end-of-life": "life ends at", "step-end": "step ends in",
  ]

  private static func fact(_ label: String, _ answer: Explanation, note: String) -> Fact {
    // The weakest input decides what the number is worth.
    let provenances = answer.terms.map(\.provenance)
    let mark: Provenance = answer.value == nil || provenances.contains(.assumed) ? .assumed : .inferred
    return Fact(label, answer.brief, mark, note: answer.reason ?? note)
  }
}
