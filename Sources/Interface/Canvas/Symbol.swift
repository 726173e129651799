/// A sign that has a Unicode and an ASCII form.
package enum Symbol: CaseIterable, Sendable {
  case fail, warn, turn, stale, charge, discharge, rest, other, done, empty, healthy
  case cursor, moved, ellipsis, plusMinus, bullet, separator, follow
  case horizontal, vertical, tick, cornerTopLeft, cornerTopRight, cornerBottomLeft, cornerBottomRight
  case threshold, upright, interval

  fileprivate var forms: (unicode: String, ascii: String) {
    switch self {
    case .fail: ("✗", "X")
    case .warn: ("▲", "!")
    case .turn: ("◆", "T")
    case .stale: ("?", "?")
    case .charge: ("↑", "+")
    case .discharge: ("↓", "-")
    case .rest: ("‖", "=")
    case .other: ("∙", "p")
    case .done: ("■", "#")
    case .empty: ("○", "o")
    case .healthy: ("·", ".")
    case .cursor: (">", ">")
    case .moved: ("›", "}")
    case .ellipsis: ("…", "~")
    case .plusMinus: ("±", "+-")
    case .bullet: ("·", "-")
    case .separator: ("│", "|")
    case .follow: ("▸", ">")
    case .horizontal: ("─", "-")
    case .vertical: ("│", "|")
    case .tick: ("┤", "+")
    case .cornerTopLeft: ("┌", "+")
    case .cornerTopRight: ("┐", "+")
    case .cornerBottomLeft: ("└", "+")
    case .cornerBottomRight: ("┘", "+")
    case .threshold: ("┄", "-")
    case .upright: ("┊", ":")
    case .interval: ("━", "=")
    }
  }
}

extension SymbolSet {
  /// The sign in this set's characters.
  package subscript(symbol: Symbol) -> String {
    self == .unicode ? symbol.forms.unicode : symbol.forms.ascii
  }

  /// The sign's first character, for places one column wide.
  package func scalar(_ symbol: Symbol) -> Unicode.Scalar {
    self[symbol].unicodeScalars.first ?? " "
  }
}
