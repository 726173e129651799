import CellModel

/// One number of a whole cell that explains itself.
package protocol CellQuantity: Sendable {
  /// The stable name in outputs.
  var id: String { get }
  var title: String { get }
  /// What the value counts in: `fraction`, `mAh`, `mAh/cm2`, `cycles`, `h`.
  var unit: String { get }
  /// The formula in symbols; the terms of the answer explain every one of them.
  var formula: String { get }
  /// Equation and section of the review, or another source.
  var source: String { get }

  /// The number with its inputs and uncertainty, or why there is none.
  func value(of record: CellRecord) -> Explanation
}

extension CellQuantity {
  /// An explanation of this quantity with an outcome and its terms.
  func explanation(_ outcome: Explanation.Outcome, _ terms: [Term] = []) -> Explanation {
    Explanation(id: id, title: title, unit: unit, formula: formula, source: source, terms: terms, outcome: outcome)
  }
}
