/// A value of a TOML file with the place where it stands, for messages that name the line.
package struct TOMLNode: Equatable, Sendable {
  /// What a TOML value can be.
  package indirect enum Value: Equatable, Sendable {
    case string(String)
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case list([TOMLNode])
    case table([String: TOMLNode])
    /// Dates and times, which none of our files use.
    case other
  }

  package var value: Value
  /// Where the key stands, or the value itself in a list.
  package var place: SourcePlace?

  /// Reads a whole file; throws its first mistake in the language itself.
  package init(parsing text: String, file: String) throws(SettingsProblem) {
    guard !text.utf8.contains(0) else {
      throw SettingsProblem(.error, file: file, place: nil, message: "is no text: it has NUL characters")
    }
    // Editors on Windows put a byte order mark there, which is no part of the first key.
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    var parser = TOMLParser(text, file: file)
    self = try parser.document()
  }

  init(_ value: Value, at place: SourcePlace?) {
    self.value = value
    self.place = place
  }

  /// Makes a list of nodes, standing where its first one does.
  init(_ elements: [TOMLNode]) {
    self.value = .list(elements)
    self.place = elements.first?.place
  }

  /// What kind of value it is, in words.
  package var kind: String {
    switch value {
    case .string: "a text"
    case .integer: "a whole number"
    case .number: "a number"
    case .bool: "true or false"
    case .list: "a list"
    case .table: "a table"
    case .other: "a date or time"
    }
  }
}
