/// A table as text: a header line, then rows; comma, semicolon or tab, whichever the header has most of.
struct DelimitedText {
  struct Row {
    /// Line number in the text, from 1.
    var line: Int
    var fields: [Substring]
  }

  private(set) var header: [String] = []
  private(set) var rows: [Row] = []

  /// Cuts bytes that should be UTF-8 (others are replaced) into fields; blank lines and lines after `#` are none.
  init(_ bytes: some Sequence<UInt8>) {
    var text = Substring(String(decoding: Array(bytes), as: UTF8.self))
    if text.unicodeScalars.first == "\u{FEFF}" { text = text.dropFirst() }
    var delimiter: UInt8 = UInt8(ascii: ",")
    var line = 0
    for content in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      var content = content
      if content.last == UInt8(ascii: "\r") { content.removeLast() }
      guard let first = content.first(where: { $0 != UInt8(ascii: " ") }), first != UInt8(ascii: "#") else { continue }
      if header.isEmpty {
        delimiter = Self.delimiter(of: content)
        header = Self.fields(content, delimiter).map { Self.trimmed($0).lowercased() }
      } else {
        rows.append(Row(line: line, fields: Self.fields(content, delimiter)))
      }
    }
  }

  private static func delimiter(of line: Substring.UTF8View) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    let counted = candidates.map { candidate in (candidate, line.count { $0 == candidate }) }
    return counted.max { $0.1 < $1.1 }?.0 ?? UInt8(ascii: ",")
  }

  /// Quotes shield delimiters; a quote that is never closed shields the rest of its line only.
  private static func fields(_ line: Substring.UTF8View, _ delimiter: UInt8) -> [Substring] {
    var fields: [Substring] = []
    var start = line.startIndex
    var isQuoted = false
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == delimiter, !isQuoted {
        fields.append(trimmed(Substring(line[start..<index])))
        start = line.index(after: index)
      }
      index = line.index(after: index)
    }
    fields.append(trimmed(Substring(line[start...])))
    return fields
  }

  private static func trimmed(_ field: Substring) -> Substring {
    var field = field
    while field.first == " " { field.removeFirst() }
    while field.last == " " { field.removeLast() }
    if field.utf8.count >= 2, field.first == "\"", field.last == "\"" { field = field.dropFirst().dropLast() }
    return field
  }

  /// A plain decimal number; NaN for a blank or a word for "none"; nil for what is neither.
  static func number(_ field: Substring) -> Double? {
    if field.isEmpty { return .nan }
    let isDecimal = field.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    if isDecimal, field != "-" { return Double(field) }
    return ["nan", "na", "n/a", "null", "none", "-"].contains(field.lowercased()) ? .nan : nil
  }
}

/// A line of a table that does not say what it should.
package struct TableProblem: Equatable, Sendable {
  /// Line number in the text, from 1.
  package var line: Int
  /// What was expected and what stood there, in one sentence.
  package var message: String
}
