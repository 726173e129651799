import Canvas
import CellModel
import Fleet
import Screens
import TestSupport
import Testing

@Suite("Acknowledging and muting")
struct AcknowledgementTests {
  private func ready() -> AppState {
    var state = AppState(size: Size(width: 120, height: 40), now: SampleFleet.now, theme: Theme(name: "test"))
    _ = update(&state, .fleet(SampleFleet.state()))
    return state
  }

  private func remembered(_ commands: [Command]) -> Memory? {
    commands.compactMap { if case .remember(let memory) = $0 { memory } else { nil } }.last
  }

  @Test("an acknowledged failure sinks below the others of its class, in small letters, and leaves the title")
  func order() {
    var state = ready()
    #expect(state.selection == CellID("rack3/017.csv"))
    let commands = update(&state, .key("a"))
    #expect(commands.contains(.setTitle("✗1 celltop")))
    #expect(remembered(commands)?.codes == [CellID("rack3/017.csv"): [.softShort]])
    #expect(state.fleet.cells[state.roster.rows[0]].id.text == "rack1/044.csv")
    #expect(state.selection == CellID("rack3/017.csv"), "the cursor stays on its channel")
    let text = view(state).text
    #expect(text.contains("✗ fail") && text.contains("✗ 2 FAIL"), "counts are over all channels")
    #expect(update(&state, .key("A")).contains(.setTitle("celltop")))
    #expect(!view(state).text.contains("✗ FAIL  "))
    _ = update(&state, .key("A"))
    #expect(view(state).text.contains("nothing to acknowledge"))
  }

  @Test("a new flag on an acknowledged channel is new; so is a flag that ended and came back")
  func newFlags() {
    var state = ready()
    _ = update(&state, .key("a"))
    var fleet = SampleFleet.state()
    fleet.cells[0].flags.append(Flag(.hardShort, evidence: "0.01 V under current"))
    #expect(update(&state, .fleet(fleet)).contains(.setTitle("✗2 celltop")))
    fleet.cells[0].flags = []
    fleet.cells[0].condition = .charging
    _ = update(&state, .fleet(fleet))
    #expect(update(&state, .fleet(SampleFleet.state())).contains(.setTitle("✗2 celltop")))
  }

  @Test("a muted channel neither rings nor counts for eight hours")
  func mute() {
    var state = ready()
    #expect(update(&state, .key("M")).contains(.setTitle("✗1 celltop")))
    #expect(view(state).text.contains("mute"))
    #expect(state.fleet.cells[state.roster.rows[0]].id.text == "rack1/044.csv")
    var well = SampleFleet.state()
    well.cells[0].condition = .charging
    _ = update(&state, .fleet(well))
    #expect(!update(&state, .fleet(SampleFleet.state())).contains(.bell))
    var later = SampleFleet.state()
    later.now += 8 * 3600 + 1
    #expect(update(&state, .fleet(later)).contains(.setTitle("✗2 celltop")))
    _ = update(&state, .key("M"))
    #expect(update(&state, .key("M")).contains(.setTitle("✗2 celltop")), "M again ends it")
  }

  @Test("events that wait stand on top; acknowledging one takes its flag along, and words filter them")
  func events() {
    var state = ready()
    _ = update(&state, .key("e"))
    #expect(view(state).text(row: 1).contains("3 not acknowledged"))
    #expect(view(state).text(row: 2).contains("soft short"))
    _ = update(&state, .key("a"))
    #expect(view(state).text(row: 1).contains("2 not acknowledged"))
    #expect(!view(state).text(row: 2).contains("soft short"))
    for key in "/hyst".unicodeScalars { _ = update(&state, .key(.character(key))) }
    #expect(view(state).text(row: 2).contains("hysteresis") && view(state).text(row: 3).isBlank)
    _ = update(&state, .key(.enter))
    let commands = update(&state, .key("A"))
    #expect(remembered(commands) != nil)
    _ = update(&state, .key("/"))
    _ = update(&state, .key(.control("u")))
    _ = update(&state, .key(.enter))
    #expect(view(state).text(row: 1).contains("1 not acknowledged"), "only what the filter shows was acknowledged")
  }

  @Test("an event opens its channel at the cycle where it happened")
  func jump() {
    var state = ready()
    var fleet = SampleFleet.state(focus: "rack1/009.csv")
    fleet.events.append(
      FleetEvent(
        time: SampleFleet.now, cell: CellID("rack1/009.csv"), severity: .warning,
        text: "stage-two: stage II from cycle 139 (135 to 143)"))
    _ = update(&state, .fleet(fleet))
    _ = update(&state, .key("e"))
    _ = update(&state, .key(.enter))
    _ = update(&state, .fleet(fleet))
    #expect(state.screen == .channel && view(state).text(row: 2).contains("cycle 139"))
  }

  @Test("filters know what was acknowledged, muted and tagged")
  func filters() {
    var state = ready()
    _ = update(&state, .key("a"))
    _ = update(&state, .key("j"))
    _ = update(&state, .key("M"))
    _ = update(&state, .key(" "))
    func count(_ filter: String) -> Int {
      _ = update(&state, .key("/"))
      _ = update(&state, .key(.control("u")))
      for key in filter.unicodeScalars { _ = update(&state, .key(.character(key))) }
      _ = update(&state, .key(.enter))
      return state.roster.rows.count
    }
    #expect(count("acked") == 1)
    #expect(count("muted") == 1)
    #expect(count("tagged") == 1)
    #expect(count("!muted state=warn") == 1)
    #expect(count("") == 39)
  }

  @Test("what is remembered can be read again, and nonsense is passed over")
  func memory() {
    var state = ready()
    _ = update(&state, .key("a"))
    guard let memory = remembered(update(&state, .key("M"))) else {
      Issue.record("nothing remembered")
      return
    }
    #expect(Memory(memory.text) == memory)
    var other = ready()
    _ = update(&other, .recall(Memory(memory.text)))
    #expect(view(other).text.contains("mute"))
    let hostile = Memory(
      "ack\t\tx\nack\ta\u{1B}\tsoft-short,nonsense\nmute\tb\tnan\nmute\tc\t1e400\nfilter\tf\nx\ty\tz\nfilter\tq\tce<9\n"
    )
    #expect(hostile.codes == [CellID("a·"): [.softShort]] && hostile.mutes.isEmpty && hostile.filters == ["q": "ce<9"])
  }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy { $0 == " " } }
}
