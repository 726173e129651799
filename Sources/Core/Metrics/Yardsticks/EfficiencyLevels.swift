import CellModel

/// Where the cell's average CE stands among the review's levels, in ppm of loss: a factor of ten in life is one in ppm.
package struct EfficiencyLevel: CellQuantity {
  package let id = "ce-level"
  package let title = "CE among the levels"
  package let unit = "words"
  package let formula = "CI = (1 - CE) · 1e6"
  package let source = "review sections 2.4, 2.5 and 4"

  /// Levels of CE, fractions, with what the review says of them.
  package static let levels: [(efficiency: Double, meaning: String)] = [
    (0.95, "above it the SEI and not inactive Li⁰ dominates the loss"), (0.99, "where the review's Fig. 5 begins"),
    (0.999, "the state of the art"), (0.9995, "graphite, 1500 cycles"), (0.9999, "the goal"),
  ]

  static let aboveOne = "a CE above 100 % is no property of the anode"

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    guard let average = AverageRegistry.primary(of: record) else {
      return explanation(.notApplicable("there is no CE: the cell is \(record.configuration.value.name)"))
    }
    guard case .value(let value, let relation) = average.outcome, value < 1 else {
      if average.value != nil { return explanation(.notApplicable(Self.aboveOne)) }
      return explanation(average.outcome)
    }
    let error = average.uncertainty ?? 0
    let known = relation == .atLeast ? "at least " : ""
    let reached = Self.levels.last { value >= $0.efficiency }
    let next = Self.levels.first { value < $0.efficiency }
    var words = reached.map { known + "above \(Self.percent($0.efficiency)): \($0.meaning)" }
    if words == nil { words = "below \(Self.percent(0.95)): inactive Li⁰ dominates the loss" }
    if let level = Self.levels.first(where: { ($0.efficiency - value).magnitude < error }) {
      words = known + "at \(Self.percent(level.efficiency)) within its uncertainty: \(level.meaning)"
    }
    var answer = explanation(
      .verdict(words ?? ""), [Term("CE", value, digits: 6, .inferred, average.title + " " + average.brief)])
    let loss = Digits.fixed(EfficiencyDigits.partsPerMillion(value, uncertainty: max(error, 1e-6)), 0)
    answer.remarks = ["Loses \(relation == .atLeast ? "at most " : "")\(loss) ppm of what is plated in a cycle."]
    if let next {
      answer.remarks.append(
        "The next level, \(Self.percent(next.efficiency)), allows \(Digits.fixed((1 - next.efficiency) * 1e6, 0)) ppm: "
          + "\(next.meaning).")
    }
    return answer
  }

  private static func percent(_ efficiency: Double) -> String {
    let text = Digits.fixed(efficiency * 100, 2)
    return (text.hasSuffix("00") ? String(text.dropLast(3)) : text.hasSuffix("0") ? String(text.dropLast()) : text)
      + " %"
  }
}

/// Which kind of inactive lithium dominates the loss: metal cut off from the current below 95 %, the SEI above.
package struct InactiveLithiumRegime: CellQuantity {
  package let id = "inactive-lithium-regime"
  package let title = "inactive lithium, kind"
  package let unit = "words"
  package let formula = "CE < 0.95: Li⁰; CE > 0.95: SEI"
  package let source = "review section 2.5"

  private static let border = 0.95

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    guard let average = AverageRegistry.primary(of: record) else {
      return explanation(.notApplicable("there is no CE: the cell is \(record.configuration.value.name)"))
    }
    guard case .value(let value, let relation) = average.outcome else { return explanation(average.outcome) }
    guard value < 1 else { return explanation(.notApplicable(EfficiencyLevel.aboveOne)) }
    let error = average.uncertainty ?? 0
    let words: String
    if (value - Self.border).magnitude <= error {
      words = "at the border of 95 %: both kinds"
    } else if value > Self.border {
      words = "mostly Li⁺ in the SEI"
    } else if relation == .atLeast {
      words = "not to be told: only a lower bound is known"
    } else {
      words = "mostly Li⁰ cut off from the current"
    }
    var answer = explanation(
      .verdict(words), [Term("CE", value, digits: 6, .inferred, average.title + " " + average.brief)])
    answer.remarks = ["A hint by the level of CE alone; titration of the anode would tell."]
    return answer
  }
}
