import Foundation

/// The value of a formula with numbers in the places of its symbols: what a person would compute from the page.
enum FormulaValue {
  /// Evaluates the right side of `x = …` or `x ≥ …`; nil where something is left that is no number.
  static func of(_ text: String) -> Double? {
    guard let sign = text.firstIndex(where: { $0 == "=" || $0 == "≥" }) else { return nil }
    var rest = Substring(text[text.index(after: sign)...].filter { $0 != " " })
    let value = sum(&rest)
    return rest.isEmpty ? value : nil
  }

  private static func sum(_ text: inout Substring) -> Double? {
    guard var value = product(&text) else { return nil }
    while let sign = text.first, sign == "+" || sign == "-" {
      text.removeFirst()
      guard let next = product(&text) else { return nil }
      value += sign == "+" ? next : -next
    }
    return value
  }

  private static func product(_ text: inout Substring) -> Double? {
    guard var value = factor(&text) else { return nil }
    while let sign = text.first, sign == "·" || sign == "/" {
      text.removeFirst()
      guard let next = factor(&text) else { return nil }
      value = sign == "·" ? value * next : value / next
    }
    return value
  }

  private static func factor(_ text: inout Substring) -> Double? {
    if text.hasPrefix("ln(") {
      text.removeFirst(2)
      return factor(&text).map { log($0) }
    }
    if text.first == "(" {
      text.removeFirst()
      let value = sum(&text)
      guard text.first == ")" else { return nil }
      text.removeFirst()
      return value
    }
    let digits = text.prefix { $0.isNumber || $0 == "." || $0 == "e" || ($0 == "-" && text.first == "-") }
    text.removeFirst(digits.count)
    return Double(digits)
  }
}
