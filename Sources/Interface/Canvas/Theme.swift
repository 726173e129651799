/// How the characters of one role look on each kind of terminal.
package struct Style: Equatable, Sendable {
  /// xterm-256 index; nil is the terminal's own colour.
  package var foreground: UInt8?
  package var background: UInt8?
  /// Index 0...15 for terminals of 8 or 16 colours; nil is the terminal's own colour.
  package var ansi: UInt8?
  package var attributes: Attributes
  /// Attributes where there is no colour at all.
  package var mono: Attributes

  package init(
    foreground: UInt8? = nil, background: UInt8? = nil, ansi: UInt8? = nil, attributes: Attributes = [],
    mono: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.ansi = ansi
    self.attributes = attributes
    self.mono = mono
  }
}

/// Character attributes that a theme may ask for.
package struct Attributes: OptionSet, Equatable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package static let bold = Attributes(rawValue: 1)
  package static let dim = Attributes(rawValue: 2)
  package static let underline = Attributes(rawValue: 4)
  package static let reverse = Attributes(rawValue: 8)
}

/// Which characters symbols are drawn with.
package enum SymbolSet: String, Sendable, CaseIterable { case unicode, ascii }

/// Which characters plots are drawn with.
package enum ChartSet: String, Sendable, CaseIterable { case braille, block, ascii }

/// A name for every role's look, and the characters to draw with.
package struct Theme: Equatable, Sendable {
  package var name: String
  /// One style a role, in `Role.allCases` order.
  package private(set) var styles: [Style]
  package var symbols: SymbolSet
  package var charts: ChartSet

  /// A theme of the terminal's own colours only.
  package init(name: String) {
    self.name = name
    self.styles = Array(repeating: Style(), count: Role.allCases.count)
    self.symbols = .unicode
    self.charts = .braille
  }

  package subscript(role: Role) -> Style {
    get { styles[Int(role.rawValue)] }
    set { styles[Int(role.rawValue)] = newValue }
  }
}
