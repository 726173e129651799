import Canvas
import Terminal
import Testing

@Suite("What a terminal can show")
struct TerminalPartsTests {
  @Test("a style falls back from 256 colours to 16, 8 and none, as the theme says")
  func looks() {
    let style = Style(foreground: 209, background: 236, ansi: 9, attributes: [.underline], mono: [.reverse])
    let full = Look(style, colours: 256)
    #expect(full.foreground == 209 && full.background == 236 && full.attributes == Attributes.underline.rawValue)
    let sixteen = Look(style, colours: 16)
    #expect(sixteen.foreground == 9 && sixteen.background == nil)
    let eight = Look(style, colours: 8)
    #expect(eight.foreground == 1 && eight.attributes == Attributes([.underline, .bold]).rawValue)
    let none = Look(style, colours: 0)
    #expect(none.foreground == nil && none.background == nil && none.attributes == Attributes.reverse.rawValue)
  }

  @Test("bright black, invisible as bold black, becomes dim on eight colours")
  func brightBlack() {
    let look = Look(Style(foreground: 245, ansi: 8), colours: 8)
    #expect(look.foreground == nil && look.attributes == Attributes.dim.rawValue)
  }

  @Test("the selection adds to a role's look and overrides its colours where it has some")
  func selection() {
    let role = Look(Style(foreground: 209, attributes: [.bold]), colours: 256)
    let selected = role.selected(by: Look(Style(background: 24, attributes: [.reverse]), colours: 256))
    #expect(selected.foreground == 209 && selected.background == 24)
    #expect(selected.attributes == Attributes([.bold, .reverse]).rawValue)
  }

  @Test("a theme is shown with no richer characters than the terminal has", arguments: [SymbolSet.unicode, .ascii])
  func fittedTheme(symbols: SymbolSet) {
    var theme = Theme(name: "mine")
    theme.charts = .block
    let charts: ChartSet = symbols == .ascii ? .ascii : .braille
    let traits = TerminalTraits(name: "x", supportsUnicode: true, symbols: symbols, charts: charts, colours: 256)
    #expect(traits.fitted(theme).symbols == symbols)
    #expect(traits.fitted(theme).charts == (symbols == .ascii ? .ascii : .block))
    #expect(traits.fitted(theme, ascii: true).symbols == .ascii && traits.fitted(theme, ascii: true).charts == .ascii)
  }

  @Test("only what prints is sent, in as many columns as the grid gives it", arguments: [true, false])
  func printableRows(unicode: Bool) {
    let harmful: [UInt32] = [
      1, 7, 0x1B, 0x7F, 0x80, 0x9B, 0x9F, 0x202E, 0x2066, 0x200B, 0x301, 0xFEFF, 0xD800, 0x11_0000,
    ]
    for value in harmful {
      var cell = Cell("x")
      cell.scalar = value
      let sent = PrintableRow.scalar(at: 0, of: [cell][...], unicode: unicode)
      #expect(sent == (unicode ? 0xB7 : 0x3F), "\(value)")
    }
    #expect(PrintableRow.scalar(at: 0, of: [Cell("~")][...], unicode: unicode) == 0x7E)
    #expect(PrintableRow.scalar(at: 5, of: [Cell("~")][...], unicode: unicode) == 0x20)
    #expect(PrintableRow.scalar(at: 0, of: [], unicode: unicode) == 0x20)
    // The right half of what is no wide character is a blank.
    #expect(PrintableRow.scalar(at: 1, of: [Cell("a"), Cell("\0")][...], unicode: unicode) == 0x20)
    if !unicode { #expect(PrintableRow.scalar(at: 0, of: [Cell("µ")][...], unicode: false) == 0x3F) }
  }

  @Test("a title and the clipboard carry no commands, whatever the text")
  func hostCommands() throws {
    for value in UInt32(0)...0x2100 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let title = HostCommand.title("a\(scalar)b").unicodeScalars.dropFirst(4).dropLast(2)
      #expect(!title.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }, "\(value)")
    }
    #expect(HostCommand.copy("CE\t99.94\n") == "\u{1B}]52;c;Q0UJOTkuOTQK\u{1B}\\")
    #expect(HostCommand.copy("") == "\u{1B}]52;c;\u{1B}\\")
    #expect(HostCommand.copy("f") == "\u{1B}]52;c;Zg==\u{1B}\\")
    #expect(HostCommand.copy("fo") == "\u{1B}]52;c;Zm8=\u{1B}\\")
    #expect(HostCommand.copy(String(repeating: "x", count: 80_000)) == nil)
  }
}
