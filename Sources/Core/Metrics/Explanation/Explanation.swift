import CellModel

/// How one number of a cell was made: the formula, the same with the cell's own values, the result and its sources.
package struct Explanation: Equatable, Sendable {
  /// How the value stands to what it is meant to tell.
  package enum Relation: String, Codable, Sendable {
    case equal = "="
    /// The truth is not below the value.
    case atLeast = "≥"
    /// An estimate.
    case about = "≈"
  }

  /// What became of the number.
  package enum Outcome: Equatable, Sendable {
    case value(Double, Relation)
    /// It does not exist yet; what can be said already is a bound, if there is one.
    case pending(bound: Double?, reason: String)
    /// Something has to be told first.
    case missing(String)
    /// A judgement in a few words, of which the terms and remarks tell the grounds.
    case verdict(String)
    /// It has no meaning for this cell, for this reason.
    case notApplicable(String)
  }

  /// Stable name in outputs.
  package var id: String
  package var title: String
  /// `fraction` (shown in percent), `mAh`, `mAh/cm2`, `mA/cm2`, `g/Ah`, `ratio`, `V`, `ppm`, `cycles`, `h`, or `words`.
  package var unit: String
  package var formula: String
  /// Equation and section of the review, or another source.
  package var source: String
  package var terms: [Term]
  package var outcome: Outcome
  /// Uncertainty from the instrument, which averaging does not reduce, in the value's unit; nil if none is known.
  package var systematic: Double?
  /// Statistical uncertainty, s ÷ √n, in the value's unit; nil if none is known.
  package var statistical: Double?
  /// What the method's own assumptions are worth, in the value's unit; nil where they are not in question.
  package var model: Double?
  /// Ends of an interval, and its probability in percent, where the value has one; an end may be infinite.
  package var interval: (low: Double, high: Double, percent: Int)? {
    get { bounds.map { ($0.low, $0.high, $0.percent) } }
    set { bounds = newValue.map { Bounds(low: $0.low, high: $0.high, percent: $0.percent) } }
  }
  private var bounds: Bounds?
  /// Smallest step that the file's digits allow, in the value's unit; nil where they do not limit it.
  package var resolution: Double?
  /// How much of a reservoir is left, 0…1, for a gauge; nil for every other number.
  package var share: Double?
  /// The days of a cycle that is to come; nil where there is none, or the log stands still.
  package var days: ExpectedDays?
  /// What has to be known to read the number rightly, a sentence each.
  package var remarks: [String]
  /// Whether it is the number that the cell's protocol asks for.
  package var isPrimary = false

  private struct Bounds: Equatable, Sendable {
    var low: Double
    var high: Double
    var percent: Int
  }

  package init(
    id: String, title: String, unit: String, formula: String, source: String, terms: [Term] = [],
    outcome: Outcome, systematic: Double? = nil, statistical: Double? = nil, remarks: [String] = []
  ) {
    self.id = id
    self.title = title
    self.unit = unit
    self.formula = formula
    self.source = source
    self.terms = terms
    self.outcome = outcome
    self.systematic = systematic
    self.statistical = statistical
    self.remarks = remarks
  }

  /// The value; nil where there is none.
  package var value: Double? {
    if case .value(let value, _) = outcome { return value }
    return nil
  }

  /// All uncertainties together, in the value's unit; nil if none is known.
  package var uncertainty: Double? {
    let parts = [systematic, statistical, model].compactMap(\.self)
    return parts.isEmpty ? nil : parts.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The formula with the cell's own values in the places of the symbols.
  package var substituted: String {
    guard !terms.isEmpty else { return formula }
    let values = Dictionary(terms.map { ($0.symbol, $0.text) }, uniquingKeysWith: { first, _ in first })
    var result = ""
    var word = ""
    func flush() {
      result += values[word] ?? word
      word = ""
    }
    // A comma belongs to a symbol where no blank follows it: `Q_ch,1`.
    let characters = Array(formula)
    for (index, character) in characters.enumerated() {
      let next = index + 1 < characters.count ? characters[index + 1] : " "
      let joins = character == "," && !word.isEmpty && (next.isLetter || next.isNumber)
      if character.isLetter || character.isNumber || character == "_" || joins {
        word.append(character)
      } else {
        flush()
        result.append(character)
      }
    }
    flush()
    return result
  }
}
