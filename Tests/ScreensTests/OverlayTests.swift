import Canvas
import CellModel
import Fleet
import Screens
import TestSupport
import Testing

@Suite("Palette, menus, places and exports")
struct OverlayTests {
  private func ready(_ size: Size = Size(width: 120, height: 40)) -> AppState {
    var state = AppState(size: size, now: SampleFleet.now, theme: Theme(name: "test"))
    state.themeNames = ["dark", "light", "mono"]
    _ = update(&state, .fleet(SampleFleet.state(focus: "rack3/017.csv")))
    return state
  }

  @discardableResult
  private func run(_ text: String, on state: inout AppState) -> [Command] {
    for key in text.unicodeScalars { _ = update(&state, .key(.character(key))) }
    return update(&state, .key(.enter))
  }

  @Test("statements: sort, theme, filter, save and recall, go")
  func statements() {
    var state = ready()
    run(":sort ce desc", on: &state)
    #expect(state.roster.sort == .efficiency && state.roster.isReversed)
    run(":sort cyc asc", on: &state)
    #expect(state.roster.sort == .cycle && state.roster.isReversed, "cycles are most first by themselves")
    #expect(run(":theme light", on: &state).contains(.loadTheme("light")))
    run(":filter ce<99", on: &state)
    #expect(state.roster.filterText == "ce<99")
    let commands = run(":save leaks", on: &state)
    #expect(
      commands.contains { if case .remember(let memory) = $0 { memory.filters == ["leaks": "ce<99"] } else { false } })
    run(":filter state=fail", on: &state)
    run(":leaks", on: &state)
    #expect(state.roster.filterText == "ce<99")
    run(":forget leaks", on: &state)
    #expect(state.filters.isEmpty)
    state = ready()
    run(":go c139", on: &state)
    #expect(state.screen == .channel)
  }

  @Test("a few letters find commands, screens and channels; every command can be found by its name")
  func fuzzy() {
    var state = ready()
    run(":v-q", on: &state)
    #expect(state.screen == .voltageCapacity)
    run(":sourc", on: &state)
    #expect(state.screen == .sources)
    run(":0077", on: &state)
    #expect(state.selection == CellID("rack1/009.csv"))
    for binding in state.keyMap.bindings {
      var state = ready()
      for key in (":" + binding.name).unicodeScalars { _ = update(&state, .key(.character(key))) }
      #expect(view(state).text.contains(binding.name), "\(binding.name)")
    }
  }

  @Test("nothing of that name is said, Escape changes nothing, Backspace on nothing closes")
  func refusing() {
    var state = ready()
    let before = view(state)
    run(":qqxxzz", on: &state)
    #expect(view(state).text.contains("nothing of that name"))
    _ = update(&state, .key(.escape))
    #expect(state.overlay == nil && view(state) == before)
    _ = update(&state, .key(":"))
    _ = update(&state, .key(.backspace))
    #expect(state.overlay == nil)
    #expect(run(":quit-at-once", on: &state) == [.quit])
  }

  @Test("the sort menu, and columns that are hidden and shown")
  func menus() {
    var state = ready()
    _ = update(&state, .key("s"))
    expectSnapshot(view(state), named: "menu-sort")
    _ = update(&state, .key("j"))
    _ = update(&state, .key(.enter))
    #expect(state.roster.sort == .name)
    #expect(view(state).text.contains("CI/ppm"))
    _ = update(&state, .tick(state.nextEdge))
    _ = update(&state, .key("C"))
    expectSnapshot(view(state), named: "menu-columns")
    for key in ["j", "j", "j", "j", "j", "j", "j", " "] as [Key] { _ = update(&state, .key(key)) }
    _ = update(&state, .key(.enter))
    #expect(!view(state).text.contains("CI/ppm") && view(state).text.contains("CE/%"))
    _ = update(&state, .key("%"))
    #expect(view(state).text.contains("CI/ppm") && !view(state).text.contains("CE/%  "))
  }

  @Test("the palette at every size", arguments: ScreenSnapshots.sizes)
  func palette(size: Size) {
    var state = ready(size)
    for key in ":so".unicodeScalars { _ = update(&state, .key(.character(key))) }
    expectSnapshot(view(state), named: "palette-\(size.width)x\(size.height)")
  }

  @Test(
    "places are read",
    arguments: [
      ("c139", "cycle 139"), ("12", "cycle 12"), ("-6h", "6h before the newest row"), ("1h30m", "test time 1:30:00"),
      ("2:15", "test time 2:15:00"), ("2026-11-20 14:00", "2026-11-20 14:00"), ("now", "the newest row"),
      ("2024-02-29", "2024-02-29 00:00"),
    ])
  func places(text: String, words: String) {
    var state = ready()
    for key in ("t" + text).unicodeScalars { _ = update(&state, .key(.character(key))) }
    #expect(view(state).text.contains("> " + words) || view(state).text.contains(words))
  }

  @Test("what is no place is said", arguments: ["x", "c", "-", "2026-13-01", "99999999999d", "1:2:3:4", "c-4", "１２"])
  func noPlaces(text: String) {
    var state = ready()
    for key in ("t" + text).unicodeScalars { _ = update(&state, .key(.character(key))) }
    _ = update(&state, .key(.enter))
    #expect(view(state).text.contains("no such cycle or time"))
  }

  @Test("a table is exported as CSV and JSON, a plot as SVG, any screen as text")
  func exports() {
    var state = ready()
    func export(_ keys: Key...) -> (name: String, text: String) {
      _ = update(&state, .key("X"))
      for key in keys {
        for case .export(let name, let text) in update(&state, .key(key)) { return (name, text) }
      }
      return ("", "")
    }
    let csv = export("c")
    #expect(csv.name == "celltop-fleet-20261123-1432.csv")
    #expect(csv.text.hasPrefix("channel,cell,state,"))
    #expect(csv.text.contains("rack3/017.csv,LMB-0273,FAIL,half,212,4.01210,3.00000,"))
    let json = export("j", .enter)
    #expect(json.text.contains("\"cycle\":212,\"voltage_V\":4.01210"))
    #expect(export("t").text.contains("LMB-0273"))
    _ = update(&state, .key(.enter))
    let svg = export("s")
    #expect(svg.name == "celltop-channel-LMB-0273-20261123-1432.svg")
    #expect(svg.text.hasPrefix("<svg ") && svg.text.hasSuffix("</svg>\n"))
    #expect(svg.text.contains("<path d=\"M"))
  }

  @Test("an exported field keeps its commas and quotation marks, and cannot be a formula")
  func fields() {
    let table = ExportTable(["a,b", "c"], [["x\"y", "=1+1"], ["+1.5", "-"], ["l\nm", "007"]])
    #expect(table.csv == "\"a,b\",c\r\n\"x\"\"y\",'=1+1\r\n+1.5,\r\n\"l\nm\",007\r\n")
    #expect(table.json.contains("{\"a,b\":\"x\\\"y\",\"c\":\"=1+1\"}"))
    #expect(table.json.contains("{\"a,b\":1.5,\"c\":null}") && table.json.contains("\"c\":\"007\""))
    #expect(ExportTable(["k"], [["\u{1B}[2J\u{E0001}"]]).json.contains("\\u001b[2J\\ufffd"))
  }

  @Test("Y copies all rows, y one")
  func copying() {
    var state = ready()
    guard case .copy(let all)? = update(&state, .key("Y")).first, case .copy(let one)? = update(&state, .key("y")).first
    else {
      Issue.record("nothing copied")
      return
    }
    #expect(all.split(separator: "\n").count == 40)
    #expect(!one.contains("\n") && one.contains("LMB-0273"))
  }

  @Test("help is searched by words")
  func help() {
    var state = ready()
    for key in "?/acknowl".unicodeScalars { _ = update(&state, .key(.character(key))) }
    let text = view(state).text
    #expect(text.contains("take note of the problem") && !text.contains("draw the screen anew"))
    for key in "zzz".unicodeScalars { _ = update(&state, .key(.character(key))) }
    #expect(view(state).text.contains("nothing here is called"))
    _ = update(&state, .key(.escape))
    #expect(view(state).text.contains("draw the screen anew") || view(state).text.contains("Fleet:"))
  }
}
