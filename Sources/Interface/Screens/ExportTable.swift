import Canvas
import CellModel
import Fleet

/// What a screen shows as rows and columns of text, for files and the clipboard.
package struct ExportTable: Equatable, Sendable {
  package var titles: [String]
  package var rows: [[String]]

  package init(_ titles: [String], _ rows: [[String]]) {
    self.titles = titles
    self.rows = rows
  }

  /// Comma-separated values as RFC 4180 has them; what is missing is empty.
  package var csv: String {
    ([titles] + rows).map { row in row.map(Self.field).joined(separator: ",") + "\r\n" }.joined()
  }

  /// An array of objects; what reads as a number is one, what is missing is null.
  package var json: String {
    let objects = rows.map { row in
      let members = zip(titles, row).map { Self.quoted($0) + ":" + Self.value($1) }
      return "  {" + members.joined(separator: ",") + "}"
    }
    return "[\n" + objects.joined(separator: ",\n") + "\n]\n"
  }

  /// Tab-separated, for pasting into a spreadsheet.
  package var tabs: String {
    ([titles] + rows).map { $0.map { SafeText.clean($0) }.joined(separator: "\t") }.joined(separator: "\n")
  }

  private static func field(_ text: String) -> String {
    if text == Numeral.missing { return "" }
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else {
      // A spreadsheet would take such a cell for a formula; our own signed numbers are none.
      if let first = text.first, "=+-@".contains(first), number(text) == nil { return "'" + text }
      return text
    }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private static func value(_ text: String) -> String {
    if text == Numeral.missing || text.isEmpty { return "null" }
    return number(text) ?? quoted(text)
  }

  // A number as JSON writes it; nil for other text.
  private static func number(_ text: String) -> String? {
    let digits = text.hasPrefix("+") ? String(text.dropFirst()) : text
    let unsigned = digits.hasPrefix("-") ? digits.dropFirst() : digits[...]
    guard let first = unsigned.first, first.isASCII, first.isNumber, Double(digits)?.isFinite == true,
      unsigned.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), unsigned.last != ".",
      !(unsigned.count > 1 && unsigned.first == "0" && unsigned.dropFirst().first != ".")
    else { return nil }
    return digits
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if SafeText.isHarmful(scalar) {
          // Beyond four digits are only the invisible tags.
          let digits = String(min(scalar.value, 0xFFFD), radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}

/// How a screen can be written into a file.
package enum ExportFormat: String, Equatable, Sendable {
  case csv, json, svg
  case text = "txt"
}

/// Turns the screen into a file.
enum Export {
  static func commands(_ format: ExportFormat, _ state: inout AppState) -> [Command] {
    let screen = ScreenRegistry.screen(state.screen)
    let content: String?
    switch format {
    case .csv: content = screen.table(state)?.csv
    case .json: content = screen.table(state)?.json
    case .svg:
      content = screen.plots(state, dots: 1000).first?.svg(title: title(state))
    case .text: content = view(state).text + "\n"
    }
    guard let content else {
      state.notice = "there is nothing here to export as \(format.rawValue)"
      return []
    }
    return [.export(name: name(state) + "." + format.rawValue, content)]
  }

  private static func title(_ state: AppState) -> String {
    let screen = ScreenRegistry.screen(state.screen)
    guard screen.concernsChannel, let cell = state.selected else { return screen.title }
    let cycle = state.channel.cycle.map { ", cycle \($0)" } ?? ""
    return cell.name + ": " + screen.title + cycle
  }

  // Letters that every file system takes.
  private static func name(_ state: AppState) -> String {
    let screen = ScreenRegistry.screen(state.screen)
    var parts = ["celltop", screen.id.name]
    if screen.concernsChannel, let cell = state.selected { parts.append(String(cell.name.prefix(60))) }
    if let time = CivilTime(seconds: state.now, offset: state.utcOffset) {
      parts.append(time.date.replacing("-", with: "") + "-" + time.clock.replacing(":", with: ""))
    }
    let joined = parts.joined(separator: "-")
    return String(joined.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") ? $0 : "_" })
  }
}
