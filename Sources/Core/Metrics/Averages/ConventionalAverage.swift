package import CellModel

/// Mean of stripped ÷ plated over the cycles after formation (review eq 2); the forming cycles are told apart.
///
/// Error: the instrument's gain error CE δ, systematic, beside the scatter s/√n.
package struct ConventionalAverage: AverageMethod {
  package let id = "conventional"
  package let title = "CE average, conventional"
  package let formula = "CE_avg = ΣCE / n"
  package let source = "review eq 2, section 2.3.1"

  package init() {}

  package func isPrimary(for record: CellRecord) -> Bool {
    record.configuration.value == .half && record.cyclingProtocol?.kind.value == .conventional
  }

  package func value(of record: CellRecord) -> Explanation {
    guard record.configuration.value == .half else {
      return explanation(.notApplicable("it averages Li|Cu cells, and this one is \(record.configuration.value.name)"))
    }
    let kind = record.cyclingProtocol?.kind
    if let kind, kind.value == .aurbach || kind.value == .zhang {
      return explanation(
        .notApplicable("the strips of a reservoir test stop before the cut-off, so that a cycle's CE tells nothing"))
    }
    let formed = record.tally.formed
    let forming = record.facts.formationCycles
    guard formed.count > 0 else {
      let seen = record.tally.formation.count
      return explanation(
        .pending(bound: nil, reason: "\(seen) of \(forming.value) formation cycles are over, and none after them"))
    }
    let sum = formed.mean * Double(formed.count)
    var answer = explanation(
      .value(formed.mean, .equal),
      [
        Term("ΣCE", sum, digits: 8, .inferred, "sum of Q_s / Q_p of the complete cycles after formation"),
        .count("n", formed.count, .inferred, "complete cycles after formation"),
        .count("n_0", forming.value, forming.provenance, "formation cycles, told apart"),
      ])
    answer.systematic = InstrumentUncertainty.ratio(formed.mean, accuracy: record.accuracy)
    answer.statistical = formed.error
    if record.tally.formation.count > 0 {
      let mean = Digits.fixed(record.tally.formation.mean * 100, 2)
      answer.remarks.append("The \(record.tally.formation.count) formation cycles apart: mean CE \(mean) %.")
    }
    if formed.mean > 1, let error = answer.uncertainty, formed.mean - 1 > 3 * error {
      answer.remarks.append("Above 100 %: an artefact or a soft short, no property of the anode.")
    }
    if record.stage.state == .stage2, let turn = record.stage.turningCycle {
      var remark = "The cycles reach beyond the turn at cycle \(Digits.fixed(turn, 0))"
      if let before = record.untilTurn, before.count > 0 {
        var part = explanation(.value(before.mean, .equal))
        (part.systematic, part.statistical) = (
          InstrumentUncertainty.ratio(before.mean, accuracy: record.accuracy), before.error
        )
        remark += "; the \(before.count) before it: \(part.brief)"
      }
      answer.remarks.append(remark + ".")
    }
    if kind?.value == .undecided, let reason = kind?.reason {
      answer.remarks.append("The protocol is not certain yet: \(reason).")
    }
    return answer
  }
}

extension CellConfiguration {
  /// What the cell is, in a sentence.
  package var name: String {
    switch self {
    case .half: "Li|Cu"
    case .full: "a full cell"
    case .anodeFree: "anode-free"
    case .symmetric: "symmetric, which has no CE"
    case .unknown: "not recognised yet: give its configuration"
    }
  }
}
