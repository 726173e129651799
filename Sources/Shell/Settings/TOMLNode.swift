import TOMLKit

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
    let places = KeyPlaces(of: text)
    if let flaw = places.flaw {
      throw SettingsProblem(.error, file: file, place: flaw.place, message: flaw.message)
    }
    do {
      let root = try TOMLTable(string: text)
      // The values are views into the root, which therefore has to outlive the copying.
      self = withExtendedLifetime(root) { TOMLNode(copying: root, path: [], places: places) }
    } catch let error as TOMLParseError {
      let begin = error.source.begin
      throw SettingsProblem(
        .error, file: file, place: SourcePlace(line: begin.line, column: begin.column), message: error.description)
    } catch {
      throw SettingsProblem(.error, file: file, place: nil, message: "cannot be read as TOML")
    }
  }

  /// Makes a list of nodes, standing where its first one does.
  init(_ elements: [TOMLNode]) {
    self.value = .list(elements)
    self.place = elements.first?.place
  }

  private init(copying source: any TOMLValueConvertible, path: [String], places: KeyPlaces) {
    self.place = places[path]
    if let table = source.table {
      var members: [String: TOMLNode] = [:]
      for key in table.keys {
        if let member = table[key] { members[key] = TOMLNode(copying: member, path: path + [key], places: places) }
      }
      self.value = .table(members)
    } else if let array = source.array {
      self.value = .list(
        array.enumerated().map { TOMLNode(copying: $1, path: path + [String($0)], places: places) })
    } else {
      self.value =
        switch source.type {
        case .string: source.string.map(Value.string) ?? .other
        case .int: source.int.map(Value.integer) ?? .other
        case .double: source.double.map(Value.number) ?? .other
        case .bool: source.bool.map(Value.bool) ?? .other
        default: .other
        }
    }
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
