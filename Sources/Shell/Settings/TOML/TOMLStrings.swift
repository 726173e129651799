/// The four kinds of TOML strings.
extension TOMLScanner {
  /// A string between quotes of either kind, which stand next; where `canSpan`, three of them enclose several lines.
  mutating func string(canSpan: Bool) throws(SettingsProblem) -> String {
    let begin = place
    guard let quote = peek else { throw problem("a text is missing") }
    let spans = canSpan && peek(after: 1) == quote && peek(after: 2) == quote
    for _ in 0..<(spans ? 3 : 1) { advance() }
    // A line end right behind the quotes is there for the looks.
    if spans, peek != nil, isAtLineEnd { takeLineEnd() }
    var content = String.UnicodeScalarView()
    while let scalar = peek {
      if scalar == quote {
        if !spans {
          advance()
          return String(content)
        }
        let run = takeRun(of: quote, limit: 5)
        content.append(contentsOf: repeatElement(quote, count: run >= 3 ? run - 3 : run))
        if run >= 3 { return String(content) }
      } else if isAtLineEnd {
        guard spans else { break }
        takeLineEnd()
        content.append("\n")
      } else if Self.isControl(scalar) {
        throw problem("a control character in a text")
      } else if scalar == "\\", quote == "\"" {
        if let escaped = try escape(spans: spans) { content.append(escaped) }
      } else {
        content.append(scalar)
        advance()
      }
    }
    throw problem("the text that begins here has no closing quotes", at: begin)
  }

  private mutating func takeRun(of quote: Unicode.Scalar, limit: Int) -> Int {
    var run = 0
    while run < limit, take(quote) { run += 1 }
    return run
  }

  /// What a backslash and what follows it stand for; nil where they only go on in another line.
  private mutating func escape(spans: Bool) throws(SettingsProblem) -> Unicode.Scalar? {
    let begin = place
    advance()
    if spans, goesOnInAnotherLine() {
      while peek == " " || peek == "\t" || (peek != nil && isAtLineEnd) { advance() }
      return nil
    }
    guard let code = peek else { throw problem("the text ends within an escape", at: begin) }
    advance()
    switch code {
    case "\"", "\\": return code
    case "b": return "\u{8}"
    case "t": return "\t"
    case "n": return "\n"
    case "f": return "\u{C}"
    case "r": return "\r"
    case "u": return try character(digits: 4, from: begin)
    case "U": return try character(digits: 8, from: begin)
    default:
      throw problem("no escape begins with \\\(code): write \\\\ for a backslash, or 'quote' the text so", at: begin)
    }
  }

  private func goesOnInAnotherLine() -> Bool {
    var ahead = 0
    while peek(after: ahead) == " " || peek(after: ahead) == "\t" { ahead += 1 }
    return peek(after: ahead) == "\n" || (peek(after: ahead) == "\r" && peek(after: ahead + 1) == "\n")
  }

  private mutating func character(digits: Int, from begin: SourcePlace) throws(SettingsProblem) -> Unicode.Scalar {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = peek, digit.isASCII, let number = Character(digit).hexDigitValue else {
        throw problem("expected \(digits) hexadecimal digits", at: begin)
      }
      value = value << 4 | UInt32(number)
      advance()
    }
    guard let scalar = Unicode.Scalar(value) else { throw problem("there is no such character", at: begin) }
    return scalar
  }
}
