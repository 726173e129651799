/// Where each key of a TOML text stands.
///
/// The parser forgets places, and a message without a line is of little use. Judging the text is left to the parser, but
/// for the two mistakes on which toml++ 3 aborts the process instead of reporting them.
struct KeyPlaces {
  struct Flaw {
    var place: SourcePlace
    var message: String
  }

  /// The first mistake that must not reach the parser.
  private(set) var flaw: Flaw?
  private var places: [[String]: SourcePlace] = [:]
  private var listLengths: [[String]: Int] = [:]
  private let text: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var column = 1
  /// How many lists and tables the value being read stands in; toml++ refuses more than 256.
  private var depth = 0

  subscript(path: [String]) -> SourcePlace? { places[path] }

  init(of text: String) {
    self.text = Array(text.unicodeScalars)
    var table: [String] = []
    while true {
      skipBlank(lineEnds: true)
      guard let scalar = peek else { break }
      if scalar == "[" {
        table = header()
      } else {
        pair(in: table)
      }
      skipLine()
    }
  }

  private var peek: Unicode.Scalar? { index < text.count ? text[index] : nil }
  private var here: SourcePlace { SourcePlace(line: line, column: column) }

  private mutating func advance() {
    guard index < text.count else { return }
    if text[index] == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
    index += 1
  }

  private mutating func note(_ message: String) {
    if flaw == nil { flaw = Flaw(place: here, message: message) }
  }

  private mutating func skipBlank(lineEnds: Bool) {
    while let scalar = peek {
      if scalar == " " || scalar == "\t" || (lineEnds && (scalar == "\n" || scalar == "\r")) {
        advance()
      } else if scalar == "#", lineEnds {
        skipLine()
      } else {
        return
      }
    }
  }

  private mutating func skipLine() {
    while let scalar = peek, scalar != "\n" { advance() }
  }

  /// `[a.b]` or `[[a.b]]`: the path of the table that begins here.
  private mutating func header() -> [String] {
    advance()
    let isList = peek == "["
    if isList { advance() }
    skipBlank(lineEnds: false)
    let place = here
    if let scalar = peek, scalar != "]", !Self.canBeginName(scalar) {
      note("a table's name of other characters than A-Z a-z 0-9 _ - has to be quoted")
    }
    let names = dottedKey()
    var path: [String] = []
    for (depth, name) in names.enumerated() {
      path.append(name)
      if depth == names.count - 1, isList {
        let length = listLengths[path, default: 0]
        listLengths[path] = length + 1
        if length == 0 { places[path] = place }
        path.append(String(length))
      } else if let length = listLengths[path] {
        path.append(String(length - 1))
      }
    }
    places[path] = place
    return path
  }

  private static func canBeginName(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\"" || scalar == "'" || scalar == "_" || scalar == "-"
      || (scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil))
  }

  private mutating func pair(in table: [String]) {
    let place = here
    let keys = dottedKey()
    guard !keys.isEmpty, peek == "=" else { return }
    advance()
    guard depth < 16 else {
      value(at: table)
      return
    }
    let path = table + keys
    for count in 1...keys.count where places[table + keys.prefix(count)] == nil {
      places[table + keys.prefix(count)] = place
    }
    value(at: path)
  }

  private mutating func dottedKey() -> [String] {
    var keys: [String] = []
    while true {
      skipBlank(lineEnds: false)
      guard let scalar = peek else { return keys }
      if scalar == "\"" || scalar == "'" {
        keys.append(quoted())
      } else {
        var key = String.UnicodeScalarView()
        while let scalar = peek, !" \t\r\n.=]\"'#".unicodeScalars.contains(scalar) {
          key.append(scalar)
          advance()
        }
        keys.append(String(key))
      }
      skipBlank(lineEnds: false)
      guard peek == "." else { return keys }
      advance()
    }
  }

  private mutating func value(at path: [String]) {
    skipBlank(lineEnds: false)
    depth += 1
    defer { depth -= 1 }
    guard depth < 256 else { return }
    if let scalar = peek, ",]}#".unicodeScalars.contains(scalar) || scalar.properties.isWhitespace {
      note("a value is missing")
    }
    switch peek {
    case "\"", "'": _ = quoted()
    case "[":
      advance()
      var count = 0
      while true {
        skipBlank(lineEnds: true)
        guard let scalar = peek, scalar != "]" else { break }
        let before = index
        // None of our files nests deeper, and paths of hundreds of lists would cost the square of the text's length.
        let element = depth < 16 ? path + [String(count)] : path
        places[element] = places[element] ?? here
        value(at: element)
        count += 1
        skipBlank(lineEnds: true)
        if peek == "," { advance() }
        if index == before { advance() }
      }
      advance()
    case "{":
      advance()
      while true {
        skipBlank(lineEnds: true)
        guard let scalar = peek, scalar != "}" else { break }
        let before = index
        pair(in: path)
        skipBlank(lineEnds: true)
        if peek == "," { advance() }
        if index == before { advance() }
      }
      advance()
    default:
      while let scalar = peek, !",]}#\n".unicodeScalars.contains(scalar) { advance() }
    }
  }

  /// Passes over a string of any of the four kinds; the escapes of keys are left as written.
  private mutating func quoted() -> String {
    guard let quote = peek else { return "" }
    advance()
    var length = 1
    if index + 1 < text.count, text[index] == quote, text[index + 1] == quote {
      advance()
      advance()
      length = 3
    }
    var content = String.UnicodeScalarView()
    var run = 0
    while let scalar = peek {
      if scalar == quote {
        run += 1
        advance()
        // Up to two quotes may belong to a long string's end.
        if run >= length, !(length == 3 && peek == quote && run < 5) { break }
        continue
      }
      while run > 0 {
        content.append(quote)
        run -= 1
      }
      if scalar == "\\", quote == "\"" {
        content.append(scalar)
        advance()
      }
      if let escaped = peek { content.append(escaped) }
      advance()
    }
    return String(content)
  }
}
