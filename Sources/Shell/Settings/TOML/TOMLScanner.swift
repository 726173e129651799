/// Walks through a TOML text and knows where it is.
struct TOMLScanner {
  private let text: [Unicode.Scalar]
  private let file: String
  private var index = 0
  private var line = 1
  private var column = 1

  init(_ text: String, file: String) {
    self.text = Array(text.unicodeScalars)
    self.file = file
  }

  /// The next character; nil at the end.
  var peek: Unicode.Scalar? { index < text.count ? text[index] : nil }
  /// Where the next character stands.
  var place: SourcePlace { SourcePlace(line: line, column: column) }
  /// Whether the line ends here, or the text.
  var isAtLineEnd: Bool { peek == nil || peek == "\n" || (peek == "\r" && peek(after: 1) == "\n") }

  /// The character so many after the next one.
  func peek(after count: Int) -> Unicode.Scalar? { index + count < text.count ? text[index + count] : nil }

  func problem(_ message: String, at place: SourcePlace? = nil) -> SettingsProblem {
    SettingsProblem(.error, file: file, place: place ?? self.place, message: message)
  }

  mutating func advance() {
    guard index < text.count else { return }
    if text[index] == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
    index += 1
  }

  /// Passes over a character if it is the next one.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    advance()
    return true
  }

  mutating func skipSpace() {
    while peek == " " || peek == "\t" { advance() }
  }

  /// Passes over spaces, ends of lines and comments.
  mutating func skipBlank() throws(SettingsProblem) {
    while true {
      skipSpace()
      if peek == "#" {
        try skipComment()
      } else if peek != nil, isAtLineEnd {
        takeLineEnd()
      } else {
        return
      }
    }
  }

  /// Passes over the rest of a line, in which nothing but a comment may stand.
  mutating func endLine() throws(SettingsProblem) {
    skipSpace()
    if peek == "#" { try skipComment() }
    guard isAtLineEnd else { throw problem("the line should end here") }
    takeLineEnd()
  }

  /// Passes over `\n` or `\r\n`.
  mutating func takeLineEnd() {
    _ = take("\r")
    _ = take("\n")
  }

  private mutating func skipComment() throws(SettingsProblem) {
    while !isAtLineEnd {
      if let scalar = peek, Self.isControl(scalar) { throw problem("a control character in a comment") }
      advance()
    }
  }

  /// Characters that may stand nowhere in a TOML text; the ends of lines are told apart before.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && scalar != "\t") || scalar.value == 0x7F
  }
}
