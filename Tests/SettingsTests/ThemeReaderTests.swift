import Canvas
import Settings
import Testing

@Suite("Theme files")
struct ThemeReaderTests {
  private func read(_ text: String) throws -> (theme: Theme, warnings: [String]) {
    let read = try ThemeReader.read(text, file: "mine.toml", name: "mine", names: ["dark", "light"]) { name in
      guard name == "dark" else { return nil }
      var base = Theme(name: "dark")
      base[.fail] = Style(foreground: 209, ansi: 1, attributes: [.bold], mono: [.reverse])
      base[.run] = Style(foreground: 253)
      base.charts = .block
      return base
    }
    return (read.theme, read.warnings.map(\.description))
  }

  @Test("a theme inherits what it does not name, key by key")
  func inherits() throws {
    let (theme, warnings) = try read(
      """
      name = "mine"
      base = "dark"
      [roles]
      fail = { fg = 160 }
      """)
    #expect(warnings == [])
    #expect(theme.name == "mine")
    #expect(theme[.fail] == Style(foreground: 160, ansi: 1, attributes: [.bold], mono: [.reverse]))
    #expect(theme[.run].foreground == 253)
    #expect(theme.charts == .block)
  }

  @Test("colours are indices, palette names, #rrggbb, ANSI names or the terminal's own")
  func readsColours() throws {
    let (theme, warnings) = try read(
      """
      base = "dark"
      background = 233
      [palette]
      ember = "#ff8860"
      [roles]
      fail = "ember"
      warn = 178
      turn = { fg = "brightblue", bg = "#000000", ansi = "blue" }
      run = "default"
      [traces]
      series = [75, "ember", "green", "default"]
      threshold = "ember"
      [heat]
      steps = [32, 75, 153, 253, 222, 178, 209]
      [symbols]
      set = "ascii"
      """)
    #expect(warnings == [])
    #expect(theme[.fail].foreground == 209)
    #expect(theme[.warn].foreground == 178)
    #expect(theme[.turn] == Style(foreground: 12, background: 16, ansi: 4))
    #expect(theme[.run].foreground == nil)
    #expect(theme[.trace3] == Style(foreground: 2, background: 233, ansi: 2))
    #expect(theme[.threshold].foreground == 209)
    #expect(theme[.heat6].foreground == 209)
    #expect(theme.symbols == .ascii && theme.charts == .ascii)
  }

  @Test("a mistake is reported with its place and the nearest name, and the rest still counts")
  func reportsMistakes() throws {
    let (theme, warnings) = try read(
      """
      base = "drak"
      colour = 3
      [roles]
      fial = 9
      warn = { fg = "yelow", atrs = ["bold"] }
      turn = { attrs = ["undeline"], fg = 300 }
      title = 75
      [heat]
      steps = [1, 2]
      """)
    let lists = "(there are name, base, background, palette, roles, traces, heat, symbols, charts)"
    #expect(
      warnings == [
        "mine.toml:1:1: no theme “drak” to inherit from (did you mean “dark”?)",
        "mine.toml:2:1: unknown key “colour” \(lists)",
        "mine.toml:4:1: unknown role “fial” (did you mean “fail”?)",
        "mine.toml:5:10: unknown colour “yelow” (did you mean “yellow”?)",
        "mine.toml:5:24: unknown key “atrs” (did you mean “attrs”?)",
        "mine.toml:6:19: unknown attribute “undeline” (did you mean “underline”?)",
        "mine.toml:6:32: 300 is not between 0 and 255",
        "mine.toml:9:1: expected 7 colours, found 2",
      ])
    #expect(theme[.title].foreground == 75)
  }

  @Test("what is no TOML is refused with the parser's line")
  func refusesBrokenText() {
    #expect(throws: SettingsProblem.self) { try read("[roles\nfail = 1") }
    let problem = #expect(throws: SettingsProblem.self) { try read("name = \"x\"\nfail == 1") }
    #expect(problem?.place?.line == 2)
    #expect(throws: SettingsProblem.self) { try read("name = \"a\u{0}b\"") }
  }
}
