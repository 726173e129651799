import Canvas
import CellModel
import Fleet
import Screens
import Testing

@Suite("What keys say and show")
struct KeyEffectTests {
  private func opened(
    _ keys: [Key] = [], size: Size = Size(width: 120, height: 40), channel: String = "rack1/009.csv"
  ) -> AppState {
    var state = AppState(size: size, now: SampleFleet.now, theme: Theme(name: "test"))
    _ = update(&state, .fleet(SampleFleet.state()))
    while state.selection?.text != channel { _ = update(&state, .key("!")) }
    _ = update(&state, .fleet(SampleFleet.state(focus: channel)))
    for key in keys { press(key, on: &state) }
    return state
  }

  private func press(_ key: Key, on state: inout AppState) {
    for command in update(&state, .key(key)) { ScreenSnapshots.answer(command, &state) }
  }

  @Test("a key is listed only where it does what is said of it")
  func listedKeys() {
    let map = KeyMap()
    for screen in ScreenRegistry.all {
      let scopes = screen.scopes + [.everywhere]
      for binding in map.bindings(in: scopes) {
        #expect(binding.keys.allSatisfy { map.action(for: $0, in: scopes) == binding.action }, "\(binding.name)")
      }
    }
    let fleet = map.bindings(in: [.fleet, .tagging, .lists])
    #expect(fleet.first { $0.action == .tag }?.keys == [" "])
    #expect(fleet.first { $0.action == .pageDown }?.keys == [.pageDown, .control("d")])
  }

  @Test("no screen offers what it cannot do: help and raw rows open nothing, compare has no cycle of its own")
  func usefulKeys() {
    let map = KeyMap()
    func actions(_ id: ScreenID) -> [Action] {
      map.bindings(in: ScreenRegistry.screen(id).scopes + [.everywhere]).map(\.action)
    }
    #expect(!actions(.help).contains(.open) && !actions(.rows).contains(.open))
    #expect(!actions(.compare).contains(.nextCycle) && actions(.compare).contains(.zoomIn))
    #expect(actions(.channel).contains(.nextCycle) && actions(.voltageCapacity).contains(.turningPoint))
    #expect(!view(opened(["?"])).text(row: 39).contains("Open"))
  }

  @Test("the next problem is named where no cursor shows it", arguments: [Key("e"), "9", "?"])
  func nextProblem(screen: Key) throws {
    let state = opened([screen, "!"])
    let name = try #require(state.selected?.name)
    #expect(view(state).text(row: 39).contains(name))
  }

  @Test("capacities keep their digits in every unit", arguments: [80, 120, 200])
  func capacityDigits(width: Int) {
    for keys in [["4"], ["4", "u"], ["4", "u", "u"]] as [[Key]] {
      let state = opened(keys, size: Size(width: width, height: 24))
      let text = view(state).text
      #expect(text.contains("QD/") && text.firstRange(of: #/[0-9]…/#) == nil, "\(keys)")
    }
  }

  @Test("tags are counted in good English, and the wall leaves out a CE that there is not")
  func words() {
    #expect(view(opened(["4", " "])).text(row: 39).contains("1 cycle tagged"))
    #expect(view(opened(["4", " ", "g", " "])).text(row: 39).contains("2 cycles tagged"))
    var wall = opened(["w", "g"])
    for _ in wall.fleet.cells.indices {
      #expect(!view(wall).text.contains("CE - %"))
      press("!", on: &wall)
    }
  }

  @Test("keys for the facts say where these are where there is no room for them")
  func factsElsewhere() {
    #expect(view(opened(["3", "j"], size: Size(width: 80, height: 24))).text(row: 23).contains("Tab"))
    #expect(!view(opened(["3", "j"])).text(row: 39).contains("no room"))
  }

  @Test("the ends of the cycles are told, as those of the channels are")
  func lastCycle() {
    #expect(view(opened(["3", "]", "]"])).text(row: 39).contains("last cycle"))
    #expect(view(opened(["3", "t", "1", .enter, "["])).text(row: 39).contains("first cycle"))
  }

  @Test("a display that is held says by how much the data have gone on")
  func frozen() {
    var state = opened(["z"])
    #expect(view(state).text(row: 0).contains("FROZEN "))
    var fleet = SampleFleet.state()
    fleet.now += 95
    _ = update(&state, .fleet(fleet))
    #expect(view(state).text(row: 0).contains("FROZEN +1m"))
    press("z", on: &state)
    #expect(!view(state).text(row: 0).contains("FROZEN"))
  }

  @Test("all there is fills at least five eighths of the width, whatever that is", arguments: [60, 80, 100, 131, 200])
  func fitAll(width: Int) {
    let state = opened(["3", "f", "="], size: Size(width: width, height: 24))
    let grid = view(state)
    let drawn = (0..<width).filter { column in
      (2..<22).contains { grid[column, $0].role == .trace1 }
    }
    let share = Double((drawn.last ?? 0) - Plot.gutter) / Double(width - Plot.gutter)
    #expect(share > 0.6 && share <= 1, "\(share)")
  }

  @Test("j and k move in every menu, also in that of exports, whose other letters choose at once")
  func menuKeys() {
    var state = opened(["X", "j", "j"])
    #expect(state.overlay?.cursor == 2)
    #expect(!update(&state, .key("c")).isEmpty && state.overlay == nil)
  }

  @Test("a menu of one line has a frame and says what it is for")
  func shortMenu() {
    let state = opened(["i", "X"])
    #expect(state.overlay != nil && view(state).text.contains("export this screen as"))
  }

  @Test("a channel that is looked at stays on the screen when the filter no longer fits it, and then makes way")
  func heldChannel() throws {
    var state = opened(["/"])
    for letter in "state=turn" { for scalar in letter.unicodeScalars { press(.character(scalar), on: &state) } }
    for key in [.enter, .enter] as [Key] { press(key, on: &state) }
    let name = try #require(state.selected?.name)
    #expect(state.screen != .fleet && view(state).text.contains(name))
    var fleet = SampleFleet.state(focus: "rack1/009.csv")
    let index = try #require(fleet.cells.firstIndex { $0.id == state.selection })
    fleet.cells[index].condition = .resting
    fleet.cells[index].flags = []
    _ = update(&state, .fleet(fleet))
    _ = update(&state, .tick(state.now + 10))
    #expect(state.selected?.name == name && view(state).text.contains(name))
    press("1", on: &state)
    _ = update(&state, .fleet(fleet))
    #expect(!state.roster.rows.contains(index))
  }

  @Test("nothing is said to be missing before it was looked for")
  func firstLook() {
    var state = AppState(
      size: Size(width: 80, height: 24), now: SampleFleet.now, theme: Theme(name: "test"), watched: "/data/lab")
    #expect(view(state).text.contains("looking for logs in /data/lab"))
    _ = update(&state, .fleet(FleetState(now: SampleFleet.now)))
    #expect(view(state).text.contains("no logs found in /data/lab"))
  }

  @Test("a V–Q curve that pulses bring back says that it ends at the net charge, and what the table counts")
  func netCharge() throws {
    var state = opened(["5"])
    #expect(!view(state).text.contains("ends at net"))
    var fleet = SampleFleet.state(focus: "rack1/009.csv")
    fleet.detail?.cycles[185].charge *= 1.25
    _ = update(&state, .fleet(fleet))
    let text = view(state).text
    #expect(text.contains("charge ends at net") && text.contains("the other way"))
  }
}
