package import Canvas

/// How keys are written in configuration files and in help: `q`, `ctrl-l`, `pageup`, `f5`.
package enum KeyName {
  private static let named: [(name: String, key: Key)] = [
    ("up", .up), ("down", .down), ("left", .left), ("right", .right), ("pageup", .pageUp), ("pagedown", .pageDown),
    ("home", .home), ("end", .end), ("enter", .enter), ("escape", .escape), ("tab", .tab), ("backtab", .backTab),
    ("backspace", .backspace), ("delete", .delete), ("space", .character(" ")),
    ("esc", .escape), ("pgup", .pageUp), ("pgdn", .pageDown), ("del", .delete),
  ]

  /// The key of a name; nil if there is none.
  package static func key(named text: String) -> Key? {
    if let only = text.unicodeScalars.first, text.unicodeScalars.count == 1, only.value > 0x20, only.value != 0x7F {
      return .character(only)
    }
    let lower = text.lowercased()
    if let known = named.first(where: { $0.name == lower }) { return known.key }
    if lower.hasPrefix("ctrl-"), let letter = lower.unicodeScalars.dropFirst(5).first, lower.unicodeScalars.count == 6,
      ("a"..."z").contains(letter)
    {
      return .control(letter)
    }
    if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...63).contains(number) { return .function(number) }
    return nil
  }

  /// The nearest valid name, for messages.
  static func hint(_ text: String) -> String {
    if text.lowercased().hasPrefix("ctrl") { return " (write “ctrl-” and a letter)" }
    let nearest = NearestName.find(text, in: named.map(\.name))
    return nearest.map { " (did you mean “\($0)”?)" }
      ?? " (a character, ctrl-LETTER, f1 … f63, or a name like “pageup”)"
  }
}
