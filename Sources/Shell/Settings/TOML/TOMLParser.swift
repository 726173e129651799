/// Reads a TOML 1.0 text into nodes that know their places.
///
/// Written here because no text may bring the program down, and messages need the line: what a person wrote wrong is as
/// ordinary an input as what is right.
struct TOMLParser {
  /// How many tables and lists may stand in one another: many more than any of our files has.
  private static let deepest = 64

  private var scanner: TOMLScanner
  private let root = TOMLBranch(.header, at: nil)
  private var current: TOMLBranch
  private var depth = 0
  /// Counts the headers.
  private var section = 0

  init(_ text: String, file: String) {
    scanner = TOMLScanner(text, file: file)
    current = root
  }

  /// The whole text as one table; throws its first mistake.
  mutating func document() throws(SettingsProblem) -> TOMLNode {
    while true {
      try scanner.skipBlank()
      guard let next = scanner.peek else { return root.node }
      if next == "[" {
        try header()
      } else {
        try pair(in: current, depth: depth)
      }
      try scanner.endLine()
    }
  }

  /// `[a.b]` or `[[a.b]]`.
  private mutating func header() throws(SettingsProblem) {
    scanner.advance()
    let isList = scanner.take("[")
    scanner.skipSpace()
    let place = scanner.place
    let keys = try dottedKey(depth: 0)
    guard scanner.take("]"), !isList || scanner.take("]") else {
      throw scanner.problem("expected “\(isList ? "]]" : "]")” after the table's name")
    }
    section += 1
    depth = keys.count
    var branch = root
    for key in keys.dropLast() {
      switch branch.members[key] {
      case nil:
        let next = TOMLBranch(.implicit, at: place)
        branch.members[key] = .table(next)
        branch = next
      case .table(let next) where next.origin != .inline: branch = next
      case .list(let branches):
        guard let last = branches.last else { return }
        branch = last
      default: throw scanner.problem("“\(key)” has a value already and is no table", at: place)
      }
    }
    guard let name = keys.last else { return }
    current = TOMLBranch(.header, at: place)
    switch branch.members[name] {
    case nil: branch.members[name] = isList ? .list([current]) : .table(current)
    case .list(let earlier) where isList: branch.members[name] = .list(earlier + [current])
    case .table(let made) where made.origin == .implicit && !isList:
      made.origin = .header
      made.place = place
      current = made
    default: throw scanner.problem("“\(keys.joined(separator: "."))” is there already", at: place)
    }
  }

  /// `a.b = value`.
  private mutating func pair(in table: TOMLBranch, depth: Int) throws(SettingsProblem) {
    let place = scanner.place
    let keys = try dottedKey(depth: depth)
    guard scanner.take("=") else { throw scanner.problem("expected “=” after the key") }
    scanner.skipSpace()
    var branch = table
    for key in keys.dropLast() {
      switch branch.members[key] {
      case nil:
        let next = TOMLBranch(.dotted(section: section), at: place)
        branch.members[key] = .table(next)
        branch = next
      case .table(let next) where next.origin == .implicit || next.origin == .dotted(section: section):
        next.origin = .dotted(section: section)
        branch = next
      default: throw scanner.problem("“\(key)” is there already, and nothing can be added to it here", at: place)
      }
    }
    guard let name = keys.last else { return }
    guard branch.members[name] == nil else { throw scanner.problem("“\(name)” is there already", at: place) }
    var node = try value(depth: depth + keys.count)
    node.place = place
    branch.members[name] = .value(node)
  }

  private mutating func dottedKey(depth: Int) throws(SettingsProblem) -> [String] {
    var keys: [String] = []
    repeat {
      scanner.skipSpace()
      if scanner.peek == "\"" || scanner.peek == "'" {
        keys.append(try scanner.string(canSpan: false))
      } else {
        var key = ""
        while let next = scanner.peek, Self.canBeBare(next) {
          key.unicodeScalars.append(next)
          scanner.advance()
        }
        guard !key.isEmpty else {
          throw scanner.problem("expected a name; one of other characters than A-Z a-z 0-9 _ - has to be quoted")
        }
        keys.append(key)
      }
      guard depth + keys.count < Self.deepest else { throw scanner.problem("tables stand too deep in one another") }
      scanner.skipSpace()
    } while scanner.take(".")
    return keys
  }

  private static func canBeBare(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "0"..."9", "_", "-": true
    default: false
    }
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(SettingsProblem) -> TOMLNode {
    guard depth < Self.deepest else { throw scanner.problem("lists and tables stand too deep in one another") }
    let place = scanner.place
    switch scanner.peek {
    case "\"", "'": return TOMLNode(.string(try scanner.string(canSpan: true)), at: place)
    case "[": return TOMLNode(.list(try list(depth: depth)), at: place)
    case "{": return TOMLNode(try inlineTable(depth: depth).node.value, at: place)
    default: break
    }
    let word = bareWord()
    guard !word.isEmpty else { throw scanner.problem("a value is missing", at: place) }
    guard let value = TOMLScalar.value(of: word) else {
      throw scanner.problem("“\(word.prefix(40))” is no value: a text has to be quoted", at: place)
    }
    return TOMLNode(value, at: place)
  }

  private mutating func list(depth: Int) throws(SettingsProblem) -> [TOMLNode] {
    let begin = scanner.place
    scanner.advance()
    var elements: [TOMLNode] = []
    repeat {
      try scanner.skipBlank()
      if scanner.take("]") { return elements }
      guard scanner.peek != nil else { break }
      elements.append(try value(depth: depth + 1))
      try scanner.skipBlank()
    } while scanner.take(",")
    if scanner.take("]") { return elements }
    throw scanner.problem("expected “,” or “]” in the list that begins in line \(begin.line)")
  }

  private mutating func inlineTable(depth: Int) throws(SettingsProblem) -> TOMLBranch {
    let table = TOMLBranch(.inline, at: scanner.place)
    scanner.advance()
    scanner.skipSpace()
    if scanner.take("}") { return table }
    repeat {
      scanner.skipSpace()
      try pair(in: table, depth: depth + 1)
      scanner.skipSpace()
    } while scanner.take(",")
    guard scanner.take("}") else {
      throw scanner.problem("expected “,” or “}”: a table between braces ends in its own line")
    }
    return table
  }

  /// A value without quotes, up to what cannot belong to it; a space may stand between a date and a time.
  private mutating func bareWord() -> String {
    var word = String.UnicodeScalarView()
    while let next = scanner.peek {
      let joinsTime =
        next == " " && word.count == 10 && word.dropFirst(4).first == "-"
        && scanner.peek(after: 1).map { ("0"..."9").contains($0) } == true
      guard joinsTime || !" \t\r\n,]}#=\"'".unicodeScalars.contains(next) else { break }
      word.append(next)
      scanner.advance()
    }
    return String(word)
  }
}
