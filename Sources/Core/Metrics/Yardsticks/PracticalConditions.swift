import CellModel

/// One of the conditions that make a test a practical one: a quantity and the side of a limit on which it must lie.
struct TestCondition {
  let quantity: String
  let answer: Explanation
  let limit: Double
  let mustExceed: Bool

  enum State { case met, missed, unknown }

  /// What lies within a per cent of a limit meets it: the review's own recommended test runs at 1.0 mA cm⁻².
  private static let tolerance = 0.01

  var state: State {
    guard let value = answer.value else { return .unknown }
    let isMet =
      mustExceed ? value >= limit * (1 - Self.tolerance) : value <= limit * (1 + Self.tolerance)
    return isMet ? .met : .missed
  }

  /// What became of the condition, with the limit as the review prints it.
  var words: String {
    switch state {
    case .met: "met (\(asked))"
    case .missed: "missed, not \(asked)"
    case .unknown: "\(quantity) \(asked) unknown: \(answer.reason ?? "no value")"
    }
  }

  private var asked: String { (mustExceed ? "> " : "< ") + Digits.fixed(limit, limit == 1.5 ? 1 : 0) }
}

/// Practical conditions: current density and areal capacity of the test.
package struct PracticalConditions: CellQuantity {
  package let id = "practical-conditions"
  package let title = "practical conditions"
  package let unit = "words"
  package let formula = "i > 1 mA cm⁻², q > 3 mAh cm⁻²"
  package let source = "review sections 2.1 and 4 (recommended test: 1.0 mA cm⁻², 5.0 mAh cm⁻²)"

  package init() {}

  static func conditions(_ record: CellRecord) -> [TestCondition] {
    [
      TestCondition(
        quantity: "current density", answer: CurrentDensity().value(of: record), limit: 1, mustExceed: true),
      TestCondition(quantity: "areal capacity", answer: ArealCapacity().value(of: record), limit: 3, mustExceed: true),
    ]
  }

  package func value(of record: CellRecord) -> Explanation { Badge.explanation(self, Self.conditions(record)) }
}

/// What a cell beyond 500 Wh kg⁻¹ needs beside the practical conditions.
package struct HighEnergyConditions: CellQuantity {
  package let id = "high-energy-conditions"
  package let title = "conditions for > 500 Wh/kg"
  package let unit = "words"
  package let formula = "anode < 10 mAh cm⁻², cathode > 5 mAh cm⁻², N/P < 2, E/C < 1.5 g Ah⁻¹, i > 1 mA cm⁻²"
  package let source = "review section 2.1, Fig. 1a"

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    if let refusal = ReservoirAnswer.refusal(record) { return explanation(refusal) }
    let anode = amount(
      record.lithiumArealCapacity, record.lithium == nil ? record.missingLithium : CellRecord.missingArea)
    let cathode = amount(
      record.cathodeArealCapacity,
      record.cathodeCapacity == nil ? "needs the first cycle or cathode_mAh_cm2" : CellRecord.missingArea)
    return Badge.explanation(
      self,
      [
        TestCondition(quantity: "anode", answer: anode, limit: 10, mustExceed: false),
        TestCondition(quantity: "cathode", answer: cathode, limit: 5, mustExceed: true),
        TestCondition(quantity: "N/P", answer: CapacityRatio().value(of: record), limit: 2, mustExceed: false),
        TestCondition(quantity: "E/C", answer: ElectrolyteRatio().value(of: record), limit: 1.5, mustExceed: false),
        TestCondition(
          quantity: "current density", answer: CurrentDensity().value(of: record), limit: 1, mustExceed: true),
      ])
  }

  private func amount(_ areal: Marked<Double>?, _ missing: String) -> Explanation {
    Explanation(
      id: id, title: title, unit: "mAh/cm2", formula: formula, source: source,
      terms: areal.map { [Term("q", $0.value, "mAh cm⁻²", digits: 3, $0.provenance, title)] } ?? [],
      outcome: areal.map { .value($0.value, .equal) } ?? .missing(missing))
  }
}

private enum Badge {
  /// How many of the conditions are met, with each of them in words.
  static func explanation(_ quantity: some CellQuantity, _ conditions: [TestCondition]) -> Explanation {
    let count = conditions.count
    let met = conditions.count { $0.state == .met }
    let missed = conditions.count { $0.state == .missed }
    let unknown = count - met - missed
    var words = met == count ? "met, all \(count)" : "\(met) of \(count) met"
    if missed > 0 { words += ", \(missed) missed" }
    if unknown > 0 { words += ", \(unknown) unknown" }
    let terms = conditions.compactMap { condition -> Term? in
      guard let value = condition.answer.value, let first = condition.answer.terms.first else { return nil }
      let marks = condition.answer.terms.map(\.provenance)
      let mark =
        marks.contains(.assumed) ? Provenance.assumed : marks.contains(.inferred) ? .inferred : first.provenance
      var term = Term(condition.quantity, value, "", digits: 3, mark, condition.words)
      term.text = condition.answer.brief
      return term
    }
    var answer = quantity.explanation(.verdict(words), terms)
    answer.remarks = conditions.filter { $0.state == .unknown }.map(\.words)
    return answer
  }
}
