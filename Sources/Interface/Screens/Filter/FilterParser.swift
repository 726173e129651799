/// What is wrong with a filter expression, and where.
package struct FilterError: Error, Equatable, Sendable {
  /// Characters before the place, from 0.
  package var position: Int
  package var message: String

  package init(position: Int, message: String) {
    self.position = position
    self.message = message
  }
}

/// Reads filter expressions.
///
///     any    = all { ("|" | "or") all }
///     all    = one { ["&" | "and"] one }
///     one    = ("!" | "not") one | "(" any ")" | column operator value | column ":" value | word
///     value  = word { "," word }
///
/// `tagged`, `acked` and `muted` are what was done to a channel; another word alone is looked for in its name, group, tags,
/// electrolyte and note. `column:value` is `column~value`. Numbers of `age` may carry `s`, `m`, `h` or `d`.
package struct FilterParser {
  private struct Token {
    enum Kind: Equatable {
      case word(String)
      case quoted(String)
      case sign(String)
    }
    var kind: Kind
    var position: Int
  }

  private var tokens: [Token] = []
  private var next = 0
  private let end: Int
  private var depth = 0

  // Deeper nesting than anybody types would only exhaust the stack.
  private static let depthLimit = 32

  /// Reads an expression; an empty one shows everything.
  package static func parse(_ text: String) throws(FilterError) -> Filter {
    var parser = try FilterParser(text)
    guard !parser.tokens.isEmpty else { return .everything }
    let filter = try parser.any()
    if let rest = parser.peek() {
      throw FilterError(position: rest.position, message: "nothing is open that could be closed here")
    }
    return filter
  }

  private init(_ text: String) throws(FilterError) {
    let scalars = Array(text.unicodeScalars)
    end = scalars.count
    var position = 0
    while position < scalars.count {
      let start = position
      let scalar = scalars[position]
      position += 1
      if scalar == " " || scalar == "\t" { continue }
      if scalar == "\"" {
        while position < scalars.count, scalars[position] != "\"" { position += 1 }
        guard position < scalars.count else {
          throw FilterError(position: start, message: "the quotation mark is never closed")
        }
        tokens.append(Token(kind: .quoted(Self.string(scalars[start + 1..<position])), position: start))
        position += 1
      } else if Self.signs.contains(scalar) {
        var sign = String(Character(scalar))
        if position < scalars.count, scalars[position] == "=", "<>!=".unicodeScalars.contains(scalar) {
          sign += "="
          position += 1
        }
        tokens.append(Token(kind: .sign(sign == "==" ? "=" : sign), position: start))
      } else {
        while position < scalars.count, scalars[position] != " ", scalars[position] != "\"",
          !Self.signs.contains(scalars[position])
        { position += 1 }
        tokens.append(Token(kind: .word(Self.string(scalars[start..<position])), position: start))
      }
    }
  }

  private static let signs: [Unicode.Scalar] = Array("|&!()<>=~".unicodeScalars)

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private func peek() -> Token? { next < tokens.count ? tokens[next] : nil }

  private mutating func take(sign: String, word: String? = nil) -> Bool {
    guard let token = peek() else { return false }
    guard token.kind == .sign(sign) || (word != nil && token.kind == .word(word ?? "")) else { return false }
    next += 1
    return true
  }

  private mutating func any() throws(FilterError) -> Filter {
    var parts = [try all()]
    while take(sign: "|", word: "or") { parts.append(try all()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func all() throws(FilterError) -> Filter {
    var parts = [try one()]
    while true {
      if take(sign: "&", word: "and") {
        parts.append(try one())
      } else if let token = peek(), token.kind != .sign("|"), token.kind != .sign(")"), token.kind != .word("or") {
        parts.append(try one())
      } else {
        return parts.count == 1 ? parts[0] : .all(parts)
      }
    }
  }

  private mutating func one() throws(FilterError) -> Filter {
    guard let token = peek() else { throw FilterError(position: end, message: "something is missing here") }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw FilterError(position: token.position, message: "nested too deeply")
    }
    next += 1
    switch token.kind {
    case .sign("!"), .word("not"): return .not(try one())
    case .sign("("):
      let inner = try any()
      guard take(sign: ")") else {
        throw FilterError(position: peek()?.position ?? end, message: "\")\" is missing here")
      }
      return inner
    case .sign(let sign):
      throw FilterError(position: token.position, message: "\"\(sign)\" needs a column before it")
    case .quoted(let text): return .text(.any, [TextPattern(text, isWhole: false)])
    case .word(let word):
      guard case .sign(let sign)? = peek()?.kind, Self.operators.contains(sign) else {
        if let mark = Filter.Mark(rawValue: word.lowercased()) { return .mark(mark) }
        if let colon = word.firstIndex(of: ":"), let field = Filter.TextField(rawValue: word[..<colon].lowercased()) {
          return .text(field, try patterns(String(word[word.index(after: colon)...]), isWhole: false))
        }
        return .text(.any, [TextPattern(word, isWhole: false)])
      }
      next += 1
      return try comparison(column: word, at: token.position, sign: sign)
    }
  }

  private static let operators = Filter.Comparison.allCases.map(\.rawValue) + ["~"]

  private mutating func comparison(column: String, at position: Int, sign: String) throws(FilterError) -> Filter {
    let name = column.lowercased()
    let quantity = Filter.Quantity(rawValue: name)
    let field = Filter.TextField(rawValue: name)
    guard quantity != nil || field != nil else {
      let columns = Filter.Quantity.allCases.map(\.rawValue) + Filter.TextField.allCases.map(\.rawValue)
      let near = Spelling.nearest(to: name, among: columns)
      throw FilterError(
        position: position,
        message: "no column \"\(column)\"; " + (near.map { "\($0)?" } ?? "? lists them"))
    }
    guard let token = peek() else {
      throw FilterError(position: end, message: "a value is missing after \"\(sign)\"")
    }
    let value: String
    switch token.kind {
    case .word(let text), .quoted(let text): value = text
    case .sign: throw FilterError(position: token.position, message: "a value is missing after \"\(sign)\"")
    }
    next += 1
    if let quantity {
      guard let comparison = Filter.Comparison(rawValue: sign) else {
        throw FilterError(position: token.position, message: "\(name) is a number: use < > = rather than ~")
      }
      guard let number = Self.number(value, allowsTime: quantity.isTime) else {
        throw FilterError(
          position: token.position,
          message: "\"\(value)\" is not a number" + (quantity.isTime ? " of s, m, h or d" : ""))
      }
      return .compare(quantity, comparison, number)
    }
    guard sign == "=" || sign == "!=" || sign == "~", let field else {
      throw FilterError(position: token.position, message: "\(name) is a word: use = or ~ rather than \(sign)")
    }
    let filter = Filter.text(field, Self.patterns(value, isWhole: sign != "~"))
    return sign == "!=" ? .not(filter) : filter
  }

  private static func patterns(_ values: String, isWhole: Bool) -> [TextPattern] {
    values.split(separator: ",").map { TextPattern(String($0), isWhole: isWhole) }
  }

  /// What stands behind a column's colon; the word that it ends may be followed by a text in quotes.
  private mutating func patterns(_ rest: String, isWhole: Bool) throws(FilterError) -> [TextPattern] {
    guard rest.isEmpty else { return Self.patterns(rest, isWhole: isWhole) }
    guard case .quoted(let text)? = peek()?.kind else {
      throw FilterError(position: peek()?.position ?? end, message: "a value is missing after \":\"")
    }
    next += 1
    return [TextPattern(text, isWhole: isWhole)]
  }

  private static func number(_ text: String, allowsTime: Bool) -> Double? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    if allowsTime, let last = text.last, let factor = units[last] {
      return finite(String(text.dropLast())).map { $0 * factor }
    }
    return finite(text.hasSuffix("%") ? String(text.dropLast()) : text)
  }

  private static func finite(_ text: String) -> Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }
}
