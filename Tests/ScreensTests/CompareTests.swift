import Canvas
import CellModel
import Fleet
import Metrics
import Screens
import TestSupport
import Testing

@Suite("Comparing channels, and raw rows")
struct CompareTests {
  private func ready() -> AppState {
    var state = AppState(size: Size(width: 120, height: 40), now: SampleFleet.now, theme: Theme(name: "test"))
    _ = update(&state, .fleet(SampleFleet.state()))
    return state
  }

  private func press(_ keys: Key..., on state: inout AppState) {
    for key in keys { for command in update(&state, .key(key)) { ScreenSnapshots.answer(command, &state) } }
  }

  private func compared(_ commands: [Command]) -> [CellID]? {
    commands.compactMap { if case .compare(let cells) = $0 { cells } else { nil } }.last
  }

  @Test("tagged channels are compared in the order of tagging, and asked for only while that is looked at")
  func tagged() {
    var state = ready()
    press(" ", " ", .down, " ", on: &state)
    #expect(view(state).text.contains("3 tagged"))
    let commands = update(&state, .key("c"))
    #expect(compared(commands)?.map(\.text) == ["rack3/017.csv", "rack1/044.csv", "rack2/032.csv"])
    #expect(view(state).text.contains("being fetched"))
    for command in commands { ScreenSnapshots.answer(command, &state) }
    #expect(view(state).text.contains("A ── LMB-0273") && view(state).text.contains("C ──"))
    #expect(compared(update(&state, .key("q"))) == [])
  }

  @Test("with nothing tagged the replicates of the chosen channel are compared")
  func replicates() {
    var fleet = SampleFleet.state(healthy: 0)
    for (index, name) in ["Li-A-01", "Li-B_2", "Li-A-02", "Li-A_3.bdf"].enumerated() { fleet.cells[index].name = name }
    var state = AppState(size: Size(width: 120, height: 40), now: SampleFleet.now, theme: Theme(name: "test"))
    _ = update(&state, .fleet(fleet))
    let cells = compared(update(&state, .key("c")))
    #expect(cells == [fleet.cells[0].id, fleet.cells[2].id, fleet.cells[3].id])
  }

  @Test("a group that somebody told is compared before names that look alike")
  func toldGroup() {
    var fleet = SampleFleet.state(healthy: 0)
    for (index, name) in ["Li-A-01", "Li-B_2", "Li-A-02", "X"].enumerated() { fleet.cells[index].name = name }
    for index in [0, 3] { fleet.cells[index].labels.group = "LHCE" }
    var state = AppState(size: Size(width: 120, height: 40), now: SampleFleet.now, theme: Theme(name: "test"))
    _ = update(&state, .fleet(fleet))
    let cells = compared(update(&state, .key("c")))
    #expect(cells == [fleet.cells[0].id, fleet.cells[3].id])
    #expect(view(state).text.contains("compare 2 group LHCE"))
  }

  @Test("letters hide and show, the axis changes, a range is tagged, and U takes all tags away")
  func keys() {
    var state = ready()
    press(" ", .down, .down, "V", "c", on: &state)
    let all = view(state)
    #expect(all.text.contains("compare 4 tagged"))
    press("B", on: &state)
    #expect(view(state) != all)
    press("B", on: &state)
    press("v", on: &state)
    #expect(view(state).text.contains("over the capacity passed"))
    press("n", on: &state)
    #expect(view(state).text.contains("normalised") && view(state).text.contains("dCE/%"))
    press("l", "l", "+", "$", "=", .tab, "f", on: &state)
    #expect(view(state).text.contains("RET/%") && !view(state).text.contains("dCE/%"))
    press("1", "U", on: &state)
    #expect(state.roster.tags.isEmpty && view(state).text.contains("nothing tagged"))
  }

  @Test("thirteen tagged channels are twelve compared ones")
  func many() {
    var state = ready()
    for _ in 0..<13 { press(" ", on: &state) }
    #expect(view(state).text.contains("the first 12 are compared"))
    #expect(compared(update(&state, .key("c")))?.count == 12)
  }

  @Test("raw rows are those of the cycle one comes from, with what was read there")
  func rows() throws {
    var state = ready()
    _ = update(&state, .fleet(SampleFleet.state(focus: "rack3/017.csv")))
    press("4", .home, .down, on: &state)
    let request = try #require(
      update(&state, .key("x")).compactMap { if case .readRows(let request) = $0 { request } else { nil } }.first)
    #expect(request.place == .offset(20_000) && request.path == "/data/rack3/017.csv")
    #expect(view(state).text.contains("being read from the log"))
    var stale = request
    stale.place = .end
    _ = update(&state, .rows(SampleFleet.rows(stale)))
    #expect(view(state).text.contains("being read from the log"))
    _ = update(&state, .rows(SampleFleet.rows(request)))
    let grid = view(state)
    let row = grid.cursor?.row ?? 0
    #expect(grid.text(row: row).contains("529,12,2,CC Chg"))
    #expect(grid.text.contains("3.7300 V  +3.0000 mA"))
    press("j", "j", "j", on: &state)
    #expect(view(state).text.contains("this line gave no sample"))
    let shifted = view(state).text
    press("l", on: &state)
    #expect(view(state).text != shifted)
    for _ in 0..<40 { _ = update(&state, .key("j")) }
    let next = update(&state, .key("j"))
    #expect(next.isEmpty || next.contains { if case .readRows = $0 { true } else { false } })
    _ = update(&state, .rows(RowsAnswer(request, problem: "stale")))
    press("h", "R", on: &state)
    #expect(view(state).text.contains("529,12,2,CC Chg"))
  }

  @Test("from the list of logs the raw rows are those around the first that could not be read")
  func badRow() throws {
    var state = ready()
    _ = update(&state, .key("9"))
    _ = update(&state, .key("j"))
    let request = try #require(
      update(&state, .key("x")).compactMap { if case .readRows(let request) = $0 { request } else { nil } }.first)
    #expect(request.cell == CellID("rack1/044.csv") && request.place == .row(812))
  }

  @Test("a range of cycles is tagged, and only so many are drawn")
  func taggedCycles() {
    var state = ready()
    _ = update(&state, .fleet(SampleFleet.state(focus: "rack3/017.csv")))
    press("4", .home, " ", .pageDown, "V", on: &state)
    #expect(view(state).text.contains("draws the first 6"))
    #expect(view(state).text(row: 3).contains("*"))
    press("U", on: &state)
    #expect(view(state).text.contains("no cycle tagged"))
  }

  @Test("a log that cannot be read is said to be so")
  func unreadable() throws {
    var state = ready()
    let request = try #require(
      update(&state, .key("x")).compactMap { if case .readRows(let request) = $0 { request } else { nil } }.first)
    _ = update(&state, .rows(RowsAnswer(request, problem: "the file is gone\u{9B}2J")))
    #expect(view(state).text.contains("the file is gone·2J (R tries again)"))
  }

  @Test("the wall is grouped and coloured in turn, and every channel stays on it")
  func wall() {
    var state = ready()
    press("w", on: &state)
    for _ in 0..<6 {
      press("b", "v", on: &state)
      let words = view(state).text(row: 1)
      #expect(words.contains("39 channels by"))
    }
    #expect(view(state).text.contains("Li|cathode full cell"))
  }

  @Test("the wall is grouped by what cells.toml tells, where it tells something")
  func wallByGroup() {
    func groupings(_ fleet: FleetState) -> Set<String> {
      var state = AppState(size: Size(width: 120, height: 40), now: SampleFleet.now, theme: Theme(name: "test"))
      _ = update(&state, .fleet(fleet))
      press("w", on: &state)
      return Set(
        (0..<7).map { _ in
          press("b", on: &state)
          return view(state).text(row: 1)
        })
    }
    var fleet = SampleFleet.state()
    #expect(!groupings(fleet).contains { $0.contains("by group") || $0.contains("by electrolyte") })
    fleet.cells[3].labels.group = "LHCE"
    #expect(groupings(fleet).contains { $0.contains("by group") })
  }

  @Test("the channel's cursor says values, and the mark differences")
  func cursorAndMark() {
    var state = ready()
    _ = update(&state, .fleet(SampleFleet.state(focus: "rack3/017.csv")))
    press(.enter, "h", on: &state)
    #expect(view(state).text(row: 2).contains(" mA"))
    press("m", "H", "H", on: &state)
    #expect(view(state).text(row: 2).contains("A: Δt -"))
    let before = view(state).text(row: 2)
    press("'", on: &state)
    #expect(view(state).text(row: 2).contains("A: Δt ") && view(state).text(row: 2) != before)
    press("F", on: &state)
    #expect(!view(state).text(row: 2).contains("Δt"))
    for _ in 0..<30 { press("H", on: &state) }
    #expect(view(state).cells.contains { $0.role == .cursor && $0.scalar != 0x20 })
    press("T", on: &state)
    #expect(view(state).text(row: 2).contains("following"))
  }

  @Test("the share of a reservoir that is left is drawn as a gauge")
  func reservoir() {
    var state = ready()
    var fleet = SampleFleet.state(focus: "rack3/017.csv")
    var left = Fact("Li left", "4.1 mAh", .inferred)
    left.share = 0.41
    fleet.detail?.facts = [left, Fact("reservoir", "unknown", .assumed)]
    _ = update(&state, .fleet(fleet))
    press(.enter, on: &state)
    let text = view(state).text
    #expect(text.contains("[████████░░░░░░░░░░░░]"))
    #expect(text.split(separator: "\n").count { $0.contains("░") } == 1)
  }

  @Test("a turn that is expected stands below the curves with its interval and its day")
  func forecast() {
    var state = ready()
    var fleet = SampleFleet.state(focus: "rack3/017.csv")
    var forecast = TurnForecast().value(of: CellRecord(configuration: Marked(.full, .given)))
    forecast.outcome = .value(231.4, .about)
    forecast.interval = (218, 260.2, 80)
    fleet.detail?.explanations = [forecast]
    fleet.detail?.summary.stage = StageReading(state: .stage1)
    _ = update(&state, .fleet(fleet))
    press(.enter, on: &state)
    #expect(view(state).text(row: 38).contains("turn at cycle ≈ 231 (80 %: 218…260)"))
  }

  @Test("both stages stand in one line below the curves")
  func stageLine() {
    var state = ready()
    while state.selection?.text != "rack1/009.csv" { press("!", on: &state) }
    _ = update(&state, .fleet(SampleFleet.state(focus: "rack1/009.csv")))
    press(.enter, on: &state)
    let line = view(state).text(row: 38)
    #expect(line.contains("I: CE 99.6") && line.contains("◆ turning point 139±4") && line.contains("II: CE -0.0"))
  }
}
