import Canvas
import CellModel
import Fleet
import Screens
import TestSupport
import Testing

@Suite("Keys and data to state and commands")
struct UpdateTests {
  private func ready(healthy: Int = 30, size: Size = Size(width: 120, height: 40)) -> AppState {
    var state = AppState(size: size, now: SampleFleet.now, theme: Theme(name: "test"))
    _ = update(&state, .fleet(SampleFleet.state(healthy: healthy)))
    return state
  }

  private func press(_ keys: Key..., on state: inout AppState) -> [Command] {
    keys.flatMap { update(&state, .key($0)) }
  }

  private func type(_ text: String, on state: inout AppState) {
    for scalar in text.unicodeScalars { _ = update(&state, .key(.character(scalar))) }
  }

  private func text(_ state: AppState) -> String { view(state).text }

  @Test("the first state selects the worst channel, asks for its detail and names the failures in the title")
  func first() {
    var state = AppState(size: Size(width: 80, height: 24), now: SampleFleet.now, theme: Theme(name: "test"))
    let commands = update(&state, .fleet(SampleFleet.state()))
    #expect(commands == [.setTitle("✗2 celltop"), .focus(CellID("rack3/017.csv"))])
    #expect(update(&state, .fleet(SampleFleet.state())).isEmpty)
  }

  @Test("quit is back first; Escape never quits")
  func quitting() {
    var state = ready()
    #expect(press(.escape, on: &state).isEmpty)
    _ = press(.enter, on: &state)
    #expect(state.screen == .channel)
    #expect(press("q", on: &state).isEmpty)
    #expect(state.screen == .fleet)
    #expect(press("q", on: &state) == [.quit])
    _ = press("w", on: &state)
    #expect(press("Q", on: &state) == [.quit])
    #expect(press(.control("c"), on: &state) == [.quit])
  }

  @Test("the preview follows the cursor when it rests, and a screen of one channel has its detail at once")
  func preview() {
    var state = ready()
    let title = { (state: AppState) in view(state).text.split(separator: "\n").first { $0.hasPrefix("─ LMB") } }
    #expect(title(state)?.contains("LMB-0273") == true)
    #expect(press("j", "j", on: &state).isEmpty)
    #expect(title(state)?.contains("LMB-0273") == true)
    #expect(state.nextEdge - state.now < 1)
    #expect(update(&state, .tick(state.nextEdge)) == [.focus(CellID("rack2/031.csv"))])
    #expect(title(state)?.contains("LMB-0190") == true)
    #expect(press("j", .enter, on: &state) == [.focus(CellID("rack2/032.csv"))])
  }

  @Test("cursor keys move, page, and stop at the ends")
  func moving() {
    var state = ready()
    _ = press("j", on: &state)
    #expect(state.selection == CellID("rack1/044.csv"))
    _ = press("k", "k", on: &state)
    #expect(state.selection == CellID("rack3/017.csv"))
    _ = press("G", on: &state)
    #expect(state.selection == CellID("rack4/new.csv"))
    #expect(press(.down, on: &state).isEmpty)
    _ = press(.home, on: &state)
    #expect(state.selection == CellID("rack3/017.csv"))
    _ = press(.pageDown, on: &state)
    #expect(view(state).cursor != nil)
    let marked = view(state)
    #expect(marked[0, marked.cursor?.row ?? -1].scalar == UInt32(0x3E))
  }

  @Test("a row under the cursor is always on the screen, whatever the size")
  func scrolling() {
    var state = ready(healthy: 200)
    for size in [Size(width: 80, height: 24), Size(width: 30, height: 4), Size(width: 200, height: 60)] {
      _ = update(&state, .resize(size))
      for key in [Key.pageDown, .pageDown, .up, .end, .pageUp, .home, .down] {
        _ = update(&state, .key(key))
        let name = state.fleet.cells.first { $0.id == state.selection }?.name ?? "?"
        let grid = view(state)
        let row = grid.cursor?.row ?? -1
        #expect(grid.text(row: row).contains(name.prefix(6)), "\(size) \(key)")
      }
    }
  }

  @Test("the cursor follows its channel when rows move, and the order holds while keys are pressed")
  func following() {
    var state = ready()
    for _ in 0..<9 { _ = press(.down, on: &state) }
    let chosen = state.selection
    var next = SampleFleet.state()
    next.now += 1
    let moved = next.cells.remove(at: 20)
    var failing = moved
    failing.condition = .fail
    failing.flags = [Flag(.overLimit, evidence: "4.61 V is above the limit of 4.50 V")]
    next.cells.insert(failing, at: 0)

    let before = state.roster.position.cursor
    #expect(update(&state, .fleet(next)).contains(.bell))
    #expect(state.selection == chosen)
    #expect(state.roster.position.cursor == before)
    #expect(state.nextEdge <= SampleFleet.now + 2)

    _ = update(&state, .tick(SampleFleet.now + 2.5))
    #expect(state.selection == chosen)
    #expect(state.roster.position.cursor == before + 1)
    #expect(state.fleet.cells[state.roster.rows[0]].id == failing.id)
    #expect(text(state).contains("›✗ FAIL"))
    _ = update(&state, .tick(SampleFleet.now + 8))
    #expect(!text(state).contains("›"))
  }

  @Test("long names that differ only at their ends can be told apart", arguments: [28, 40, 80, 120])
  func longNames(width: Int) {
    var fleet = SampleFleet.state(healthy: 3)
    for index in fleet.cells.indices { fleet.cells[index].name = "LiNCM811-LocalisedHighConcentration-0\(index)" }
    var state = AppState(size: Size(width: width, height: 20), now: SampleFleet.now, theme: Theme(name: "test"))
    _ = update(&state, .fleet(fleet))
    for index in fleet.cells.indices { #expect(text(state).contains("-0\(index)")) }
  }

  @Test("finding moves the cursor and hides nothing; n and N go on, Escape takes it back")
  func finding() {
    var state = ready()
    let count = state.roster.rows.count
    let first = state.selection
    _ = press("n", on: &state)
    #expect(text(state).contains("F3 finds channels"))
    _ = press(.function(3), on: &state)
    type("cyc>=205", on: &state)
    #expect(text(state).contains("find: cyc>=205") && text(state).contains("3 found"))
    _ = press(.escape, on: &state)
    #expect(state.selection == first)

    _ = press(.function(3), on: &state)
    type("lmb-101", on: &state)
    _ = press(.enter, on: &state)
    #expect(state.selected?.name == "LMB-1010" && state.roster.rows.count == count)
    _ = press("n", on: &state)
    #expect(state.selected?.name == "LMB-1011" && text(state).contains("2 of 10 that fit lmb-101"))
    _ = press("N", on: &state)
    _ = press("N", on: &state)
    #expect(state.selected?.name == "LMB-1019")
    // The screen stays what it is, and the next one is found from there.
    _ = press("4", on: &state)
    _ = press("n", on: &state)
    #expect(state.screen == .cycles && state.selected?.name == "LMB-1010")

    _ = press(.function(3), on: &state)
    type("cyc>", on: &state)
    _ = press(.enter, on: &state)
    #expect(text(state).contains("cannot be looked for: cyc>"))
    _ = press(.function(3), on: &state)
    type("nowhere", on: &state)
    _ = press(.enter, on: &state)
    _ = press("n", on: &state)
    #expect(text(state).contains("no channel fits nowhere"))
  }

  @Test("live numbers never move a row")
  func liveNumbers() {
    var state = ready()
    for _ in 0..<4 { _ = press(">", on: &state) }
    _ = update(&state, .tick(SampleFleet.now + 10))
    let order = state.roster.rows.map { state.fleet.cells[$0].id }
    var random = SeededGenerator(seed: 3)
    var next = state.fleet
    for index in next.cells.indices {
      next.cells[index].voltage = Double.random(in: 2...5, using: &random)
      next.cells[index].retention = Double.random(in: 0...1, using: &random)
      next.cells[index].condition = next.cells[index].condition == .charging ? .resting : next.cells[index].condition
    }
    next.cells.shuffle(using: &random)
    // The same ranks in another array order are still the same table.
    _ = update(&state, .key(.control("r")))
    _ = update(&state, .fleet(next))
    #expect(state.roster.rows.map { state.fleet.cells[$0].id } == order)
  }

  @Test("sorting keeps equal rows in the fleet's order and puts missing values last", arguments: SortOrder.allCases)
  func sorting(order: SortOrder) {
    let cells = SampleFleet.state(healthy: 60).cells
    let sorted = order.sorted(Array(cells.indices), of: cells, isReversed: false)
    #expect(sorted.sorted() == Array(cells.indices))
    #expect(order.sorted(sorted.sorted(), of: cells, isReversed: false) == sorted)
    if order == .retention {
      let values = sorted.map { cells[$0].retention }
      let known = values.prefix { $0 != nil }.compactMap(\.self)
      #expect(known == known.sorted())
      #expect(values.dropFirst(known.count).allSatisfy { $0 == nil })
      let equal = sorted.filter { cells[$0].retention == 0.968 }
      #expect(equal == equal.sorted())
    }
    if order == .severity {
      #expect(cells[sorted[0]].condition == .fail)
      #expect(cells[sorted[6]].condition == .stale)
    }
  }

  @Test("a charge that becomes a rest moves nothing")
  func quietTransitions() {
    var state = ready()
    let order = state.roster.rows.map { state.fleet.cells[$0].id }
    var next = state.fleet
    for index in next.cells.indices where next.cells[index].condition == .charging {
      next.cells[index].condition = .discharging
    }
    _ = update(&state, .tick(SampleFleet.now + 30))
    _ = update(&state, .fleet(next))
    #expect(state.roster.rows.map { state.fleet.cells[$0].id } == order)
    #expect(!text(state).contains("›"))
  }

  @Test("filtering acts while typing, keeps the last valid filter, and Escape restores")
  func filtering() {
    var state = ready()
    _ = press("/", on: &state)
    type("state=fail", on: &state)
    #expect(state.roster.rows.count == 2)
    type(" | ce<", on: &state)
    #expect(state.roster.rows.count == 2)
    #expect(text(state).contains("a value is missing after \"<\""))
    #expect(view(state).cursor?.row == 39)
    type("99", on: &state)
    #expect(state.roster.rows.count == 4)
    _ = press(.escape, on: &state)
    #expect(state.roster.rows.count == state.fleet.cells.count)
    _ = press("/", on: &state)
    type("state=fail", on: &state)
    _ = press(.enter, on: &state)
    #expect(text(state).contains("filter: state=fail (2/39)"))
    #expect(text(state).contains("✗ 2 FAIL"))
    for size in [Size(width: 80, height: 24), Size(width: 60, height: 9)] {
      _ = update(&state, .resize(size))
      #expect(text(state).contains("filter: state=fail (2/39)"))
    }
    _ = update(&state, .resize(Size(width: 120, height: 40)))
    #expect(text(state).contains("▲ 2 WARN"))
    _ = press("/", .control("u"), .enter, on: &state)
    #expect(state.roster.rows.count == 39)
  }

  @Test("a filter that shows nothing says so and keeps every key alive")
  func emptyFilter() {
    var state = ready()
    _ = press("/", on: &state)
    type("nobody", on: &state)
    _ = press(.enter, "j", "k", "G", "s", .enter, "]", "q", on: &state)
    #expect(text(state).contains("no channel fits this filter"))
  }

  @Test("the next problem is found from anywhere and keeps the screen")
  func problems() {
    var state = ready()
    _ = press("G", on: &state)
    _ = press(.enter, "!", on: &state)
    #expect(state.screen == .channel)
    #expect(state.selection == CellID("rack3/017.csv"))
    _ = press("@", on: &state)
    #expect(state.selection == CellID("rack6/012.csv"))
    var quiet = AppState(size: Size(width: 80, height: 24), now: 0, theme: Theme(name: "test"))
    _ = update(&quiet, .key("!"))
    #expect(view(quiet).text.contains("no problems"))
  }

  @Test("the bell rings at onset, at most every ten seconds, and not for a backlog")
  func bell() {
    var state = AppState(size: Size(width: 80, height: 24), now: SampleFleet.now, theme: Theme(name: "test"))
    var loading = SampleFleet.state(healthy: 3)
    loading.progress = LoadingProgress(filesDone: 1, filesTotal: 9)
    loading.cells = Array(loading.cells.dropFirst(2))
    #expect(!update(&state, .fleet(loading)).contains(.bell))
    #expect(!update(&state, .fleet(SampleFleet.state(healthy: 3))).contains(.bell))
    func failing(_ index: Int, at time: Double) -> FleetState {
      var fleet = state.fleet
      fleet.now = time
      fleet.cells[index].condition = .fail
      return fleet
    }
    #expect(update(&state, .fleet(failing(3, at: SampleFleet.now + 1))).contains(.bell))
    #expect(!update(&state, .fleet(failing(4, at: SampleFleet.now + 2))).contains(.bell))
    #expect(!update(&state, .fleet(failing(4, at: SampleFleet.now + 20))).contains(.bell))
    #expect(update(&state, .fleet(failing(5, at: SampleFleet.now + 21))).contains(.bell))
  }

  @Test("frozen, the display holds still and catches up when thawed")
  func freezing() {
    var state = ready()
    _ = press("z", on: &state)
    let frozen = text(state)
    #expect(frozen.contains("FROZEN"))
    var next = SampleFleet.state()
    next.now += 5
    next.cells[0].voltage = 1.2345
    _ = update(&state, .fleet(next))
    #expect(text(state) == frozen)
    _ = press("z", on: &state)
    #expect(text(state).contains("1.2345"))
  }

  @Test("a quiet screen does not change between minutes")
  func stillness() {
    var state = ready()
    let before = view(state)
    for second in stride(from: 1.0, through: 52, by: 1) { _ = update(&state, .tick(SampleFleet.now + second)) }
    #expect(view(state) == before)
    #expect(state.nextEdge == SampleFleet.now + 53)
    _ = update(&state, .tick(SampleFleet.now + 53))
    #expect(text(state).contains("14:33"))
  }

  @Test("commands for the shell")
  func commands() {
    var state = ready()
    #expect(press(.control("l"), on: &state) == [.redraw])
    #expect(press(.control("z"), on: &state) == [.suspend])
    #expect(press(.function(2), on: &state) == [.setMouse(true)])
    #expect(press(.function(2), on: &state) == [.setMouse(false)])
    guard case .copy(let line)? = press("y", on: &state).first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(line.contains("LMB-0273\t") && line.contains("99.61"))
  }

  @Test("a click selects, a double click opens, the wheel scrolls")
  func mouse() {
    var state = ready()
    _ = press(.click(column: 9, row: 5), on: &state)
    #expect(state.selection == CellID("rack2/031.csv"))
    _ = press(.wheelDown(column: 1, row: 1), on: &state)
    #expect(state.roster.position.cursor == 5)
    _ = press(.doubleClick(column: 9, row: 4), on: &state)
    #expect(state.screen == .channel)
    #expect(state.selection == CellID("rack1/044.csv"))
  }

  @Test("a new theme and new keys take effect at once")
  func restyling() {
    var state = ready()
    var theme = Theme(name: "plain")
    theme.symbols = .ascii
    theme.charts = .ascii
    var keys = KeyMap()
    #expect(keys.rebind(["wall": ["W"]]).isEmpty)
    _ = update(&state, .restyle(theme, keys))
    _ = press("W", on: &state)
    #expect(state.screen == .wall)
    #expect(view(state).cells.allSatisfy { $0.scalar < 0x7F })
  }
}
