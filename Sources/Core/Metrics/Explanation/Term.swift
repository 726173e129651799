package import CellModel

/// One quantity of a formula with the cell's own value and where that comes from.
package struct Term: Equatable, Sendable {
  /// As the formula writes it, such as `Q_T`.
  package var symbol: String
  package var value: Double
  /// The value as text, with as many digits as make sense, without its unit.
  package var text: String
  package var unit: String
  package var provenance: Provenance
  /// What it is, in a few words.
  package var meaning: String

  /// Makes a term; `digits` are significant ones.
  package init(
    _ symbol: String, _ value: Double, _ unit: String = "", digits: Int = 6, _ provenance: Provenance = .inferred,
    _ meaning: String
  ) {
    self.symbol = symbol
    self.value = value
    self.text = Digits.significant(value, digits)
    self.unit = unit
    self.provenance = provenance
    self.meaning = meaning
  }

  /// A term that counts things.
  package static func count(
    _ symbol: String, _ value: Int, _ provenance: Provenance = .inferred, _ meaning: String
  ) -> Term {
    var term = Term(symbol, Double(value), "", provenance, meaning)
    term.text = String(value)
    return term
  }
}
