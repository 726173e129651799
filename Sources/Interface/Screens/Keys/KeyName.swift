package import Canvas

extension Key {
  /// The name of a key in configuration files and help: `j`, `space`, `ctrl-l`, `F1`, `page-down`.
  package var name: String {
    switch self {
    case .character(" "): "space"
    case .character(let scalar): String(Character(scalar))
    case .control(let scalar): "ctrl-" + String(Character(scalar))
    case .function(let number): "F\(number)"
    case .click, .doubleClick, .wheelUp, .wheelDown: "mouse"
    default: Self.named.first { $0.key == self }?.name ?? "?"
    }
  }

  /// The name as the footer writes it, short.
  package func label(_ symbols: SymbolSet) -> String {
    switch self {
    case .enter: symbols == .unicode ? "⏎" : "Enter"
    case .character(" "): "Space"
    case .escape: "Esc"
    case .tab: "Tab"
    case .up: symbols == .unicode ? "↑" : "up"
    case .down: symbols == .unicode ? "↓" : "down"
    case .left: symbols == .unicode ? "←" : "left"
    case .right: symbols == .unicode ? "→" : "right"
    default: name
    }
  }

  /// Reads a key's name; nil if there is no such key.
  package init?(name: String) {
    let scalars = Array(name.unicodeScalars)
    if let known = Self.named.first(where: { $0.name == name })?.key {
      self = known
    } else if scalars.count == 1, let scalar = scalars.first, scalar.value > 0x20, scalar.value != 0x7F {
      self = .character(scalar)
    } else if name.hasPrefix("ctrl-"), scalars.count == 6, let scalar = scalars.last, scalar.isASCII {
      self = .control(scalar)
    } else if name.hasPrefix("F"), let number = Int(name.dropFirst()), 1...24 ~= number {
      self = .function(number)
    } else {
      return nil
    }
  }

  private static let named: [(name: String, key: Key)] = [
    ("space", .character(" ")), ("up", .up), ("down", .down), ("left", .left), ("right", .right),
    ("page-up", .pageUp), ("page-down", .pageDown), ("home", .home), ("end", .end), ("enter", .enter),
    ("escape", .escape), ("tab", .tab), ("back-tab", .backTab), ("backspace", .backspace), ("delete", .delete),
  ]
}
