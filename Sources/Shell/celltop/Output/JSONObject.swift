/// One JSON object on one line, its fields in the order in which they were added.
struct JSONObject {
  private var fields: [(key: String, value: String)] = []

  mutating func add(_ key: String, _ value: String?) { add(key, raw: value.map(Self.quote)) }
  mutating func add(_ key: String, _ value: Int?) { add(key, raw: value.map(String.init)) }
  mutating func add(_ key: String, _ value: Bool) { add(key, raw: value ? "true" : "false") }
  mutating func add(_ key: String, _ values: [String]) {
    add(key, raw: "[" + values.map(Self.quote).joined(separator: ",") + "]")
  }
  /// NaN and infinities are null: JSON has no words for them.
  mutating func add(_ key: String, _ value: Double?) { add(key, raw: value.flatMap(Self.number)) }
  mutating func add(_ key: String, _ object: JSONObject) { add(key, raw: object.text) }
  mutating func add(_ key: String, _ objects: [JSONObject]) {
    add(key, raw: "[" + objects.map(\.text).joined(separator: ",") + "]")
  }

  private mutating func add(_ key: String, raw: String?) { fields.append((key, raw ?? "null")) }

  /// The object as text.
  var text: String { "{" + fields.map { "\(Self.quote($0.key)):\($0.value)" }.joined(separator: ",") + "}" }

  /// The values alone as a CSV line; null is empty, a list is joined by blanks.
  var csv: String {
    fields.map { field in
      if field.value == "null" { return "" }
      guard field.value.hasPrefix("[") else { return field.value }
      return field.value.dropFirst().dropLast().split(separator: ",").map { $0.dropFirst().dropLast() }
        .joined(separator: " ")
    }.joined(separator: ",")
  }

  /// The shortest decimal that reads back as the same double; nil for what JSON cannot hold.
  static func number(_ value: Double) -> String? {
    guard value.isFinite else { return nil }
    // Whole numbers without ".0", which some readers take for a float.
    if value == value.rounded(), value.magnitude < 1e15 { return String(Int(value)) }
    return "\(value)"
  }

  private static func quote(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
