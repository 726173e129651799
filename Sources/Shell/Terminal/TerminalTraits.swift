package import Canvas
private import CNcurses
private import Glibc

/// What the terminal at hand can show.
package struct TerminalTraits: Equatable, Sendable {
  /// The terminfo entry in use.
  package var name: String
  /// False where only ASCII may be sent.
  package var supportsUnicode: Bool
  /// The richest symbols that arrive with the width they are drawn for.
  package var symbols: SymbolSet
  /// The richest plot characters that the terminal's font has: `braille` or `ascii`.
  package var charts: ChartSet
  /// How many colours may be used: 0, 8, 16, 88 or 256.
  package var colours: Int

  package init(name: String, supportsUnicode: Bool, symbols: SymbolSet, charts: ChartSet, colours: Int) {
    self.name = name
    self.supportsUnicode = supportsUnicode
    self.symbols = symbols
    self.charts = charts
    self.colours = colours
  }
}

/// The character set of the session's locale, and what it lets us send.
struct SessionLocale {
  var supportsUnicode: Bool
  /// Chinese, Japanese and Korean fonts draw arrows, boxes and triangles two columns wide.
  var drawsSymbolsWide: Bool

  /// Takes over the session's character set for the process; numbers keep the C locale's decimal point.
  ///
  /// SSH often forwards a locale that the server has not installed; the session then has the C locale's ASCII, and
  /// ncurses would drop every other character without a word. Most terminals behind such a session speak UTF-8, so that
  /// is tried; a session that really has another character set keeps it.
  static func adopt() -> SessionLocale {
    _ = unsafe setlocale(LC_CTYPE, "")
    _ = unsafe setlocale(LC_NUMERIC, "C")
    var charset = unsafe String(cString: ct_charset())
    if charset == "ANSI_X3.4-1968" {
      let found = unsafe setlocale(LC_CTYPE, "C.UTF-8") ?? setlocale(LC_CTYPE, "en_US.UTF-8")
      if unsafe found != nil { charset = unsafe String(cString: ct_charset()) }
    }
    var language = ""
    if let name = unsafe setlocale(LC_CTYPE, nil) { language = unsafe String(cString: name) }
    return SessionLocale(
      supportsUnicode: charset == "UTF-8",
      drawsSymbolsWide: ["ja", "zh", "ko"].contains { language.hasPrefix($0) })
  }
}

extension TerminalTraits {
  init(name: String, locale: SessionLocale, colours: Int) {
    self.name = name
    self.supportsUnicode = locale.supportsUnicode
    // The fonts of consoles and hardware terminals have no braille and few arrows.
    let hasSmallFont = ["linux", "vt", "ansi", "cons", "sun"].contains { name.hasPrefix($0) }
    let isPlain = hasSmallFont || !locale.supportsUnicode
    self.symbols = isPlain || locale.drawsSymbolsWide ? .ascii : .unicode
    self.charts = isPlain ? .ascii : .braille
    self.colours = colours
  }

  /// The theme with no richer characters than the terminal shows; `ascii` asks for the plainest.
  package func fitted(_ theme: Theme, ascii: Bool = false) -> Theme {
    var theme = theme
    if ascii || symbols == .ascii { theme.symbols = .ascii }
    if ascii || charts == .ascii { theme.charts = .ascii }
    return theme
  }

  /// Whether a terminal of this name is known to take synchronized output (mode 2026).
  ///
  /// By name and not by asking: nothing is asked at start-up, and xterm-256color may be anything.
  static func showsWholeFrames(_ name: String) -> Bool {
    ["xterm-kitty", "xterm-ghostty", "ghostty", "foot", "alacritty", "wezterm", "contour", "rio"].contains {
      name == $0 || name.hasPrefix($0 + "-")
    }
  }

  /// The entry with a palette beside one of direct colour: `xterm-256color` for `xterm-direct`.
  ///
  /// Direct colour takes the number of a colour for its red, green and blue; the same terminals have the palette, too.
  static func palette(beside name: String) -> String? {
    name.hasSuffix("-direct") ? name.dropLast("direct".count) + "256color" : nil
  }

  /// The terminfo entries to try, the session's own first: a lab server knows few terminals by name.
  static func candidates(for name: String) -> [String] {
    var names = name.isEmpty ? [] : [name]
    if let palette = palette(beside: name) { names.insert(palette, at: 0) }
    for usual in ["xterm-256color", "xterm", "ansi"] where !names.contains(usual) { names.append(usual) }
    return names
  }
}
