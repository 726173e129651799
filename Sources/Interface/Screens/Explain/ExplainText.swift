import Canvas
import CellModel
import Metrics

/// An explanation as lines of text.
enum ExplainText {
  struct Line: Equatable {
    var label = ""
    var text: String
    var role = Role.text
  }

  static let labelWidth = 12

  /// A number stands out, what is missing asks for something, and what cannot be stays quiet.
  static func role(_ explanation: Explanation) -> Role {
    switch explanation.outcome {
    case .value, .verdict: .text
    case .missing: .warn
    case .pending, .notApplicable: .dim
    }
  }

  /// The lines of an explanation, broken to a width.
  static func lines(_ explanation: Explanation, _ symbols: SymbolSet, width: Int) -> [Line] {
    var lines: [Line] = []
    let room = max(8, width - labelWidth - 3)
    func add(_ label: String, _ text: String, _ role: Role = .text) {
      for (offset, part) in TextFlow.wrap(text, width: room).enumerated() {
        lines.append(Line(label: offset == 0 ? label : "", text: part, role: role))
      }
    }
    add("result", explanation.result, explanation.reason == nil ? .strong : role(explanation))
    if let uncertainty = explanation.uncertaintyText { add("uncertain by", uncertainty) }
    add("formula", explanation.formula)
    if !explanation.terms.isEmpty {
      if case .verdict = explanation.outcome {} else { add("with values", explanation.substituted) }
      for term in explanation.terms {
        let unit = term.unit.isEmpty ? "" : " " + term.unit
        add("", "\(term.symbol) = \(term.text)\(unit) \(term.provenance.mark) \(symbols[.bullet]) \(term.meaning)")
      }
    }
    add("source", explanation.source, .dim)
    for remark in explanation.remarks { add("note", remark) }
    if !explanation.terms.isEmpty { add("marks", "= given  ~ inferred  ? default", .dim) }
    return lines
  }
}
