import Canvas
import CellModel
import Cycling
import Fleet
import Screens
import TestSupport
import Testing

@Suite("V–Q and dQ/dV")
struct CurveScreenTests {
  private func opened(
    _ key: Key = "5", size: Size = Size(width: 120, height: 40), channel: String = "rack1/009.csv"
  ) -> (state: AppState, commands: [Command]) {
    var state = AppState(size: size, now: SampleFleet.now, theme: Theme(name: "test"))
    _ = update(&state, .fleet(SampleFleet.state()))
    while state.selection?.text != channel { _ = update(&state, .key("!")) }
    _ = update(&state, .fleet(SampleFleet.state(focus: channel)))
    let commands = update(&state, .key(key))
    return (state, commands)
  }

  private func requests(_ commands: [Command]) -> [CurveRequest] {
    commands.compactMap { if case .readCurves(let request) = $0 { request } else { nil } }
  }

  private func press(_ key: Key, on state: inout AppState) {
    for command in update(&state, .key(key)) { ScreenSnapshots.answer(command, &state) }
  }

  @Test("the newest complete cycle and the one before are read, once, and shown when they arrive")
  func reading() throws {
    var (state, commands) = opened()
    let request = try #require(requests(commands).first)
    #expect(request.spans.map(\.number) == [186, 185])
    #expect(request.spans[0].end == 1_870_000 && request.path == "/data/rack1/009.csv")
    #expect(view(state).text.contains("cycle 186 is being read"))
    #expect(requests(update(&state, .tick(SampleFleet.now + 1))).isEmpty)
    #expect(requests(update(&state, .curves(SampleFleet.curves(request)))).isEmpty)
    #expect(view(state).text.contains("602 rows"))
    #expect(requests(update(&state, .fleet(SampleFleet.state(focus: "rack1/009.csv")))).isEmpty)
  }

  @Test("answers for another channel or a cycle that is no longer wanted change nothing")
  func stale() throws {
    var (state, commands) = opened()
    let request = try #require(requests(commands).first)
    var other = request
    other.cell = CellID("rack9/other.csv")
    _ = update(&state, .curves(SampleFleet.curves(other)))
    var changed = request
    changed.spans[0].start += 1
    _ = update(&state, .curves(SampleFleet.curves(changed)))
    #expect(view(state).text.contains("cycle 186 is being read"))
    #expect(requests(update(&state, .key("["))).first?.spans.map(\.number).contains(184) == true)
  }

  @Test("what cannot be read is said, and R tries again")
  func failing() throws {
    var (state, commands) = opened()
    let request = try #require(requests(commands).first)
    _ = update(&state, .curves(CurveAnswer(request, curves: [], problem: "the file is gone\u{1B}")))
    #expect(view(state).text.contains("cycle 186: the file is gone·"))
    #expect(requests(update(&state, .tick(SampleFleet.now + 1))).isEmpty)
    #expect(requests(update(&state, .key("R"))).first?.spans.map(\.number) == [186, 185])
    #expect(view(state).text.contains("being read"))
  }

  @Test("the cycle under way is read again as it grows, but not with every row")
  func growing() throws {
    var (state, commands) = opened()
    _ = requests(commands)
    _ = update(&state, .key("]"))
    let request = try #require(requests(update(&state, .key("o"))).first)
    let open = try #require(request.spans.first { $0.number == 187 })
    #expect(open.end == nil)
    _ = update(&state, .curves(SampleFleet.curves(request)))
    var fleet = SampleFleet.state(focus: "rack1/009.csv")
    fleet.detail?.cycles[186].endTime += 30
    fleet.now += 1
    #expect(requests(update(&state, .fleet(fleet))).isEmpty)
    fleet.now += 15
    fleet.detail?.cycles[186].endTime += 30
    #expect(requests(update(&state, .fleet(fleet))).first?.spans.map(\.number) == [187])
    commands = update(&state, .tick(fleet.now))
    #expect(view(state).text.contains("602 rows"), "the old curve stays while the new one is read")
  }

  @Test("overlays go round; tagged cycles are those of the cycles screen")
  func overlays() {
    var (state, commands) = opened()
    for command in commands { ScreenSnapshots.answer(command, &state) }
    var seen: Set<String> = []
    for _ in 0..<6 {
      press("o", on: &state)
      seen.insert(view(state).text(row: 39))
    }
    #expect(seen.count == 6)
    press("o", on: &state)
    #expect(view(state).text.contains("under it: cycle 1 "))
    press("o", on: &state)
    #expect(view(state).text.contains("under it: cycle 10 ") && view(state).text.contains("under it: cycle 50 "))
    press("o", on: &state)
    #expect(view(state).text.contains("under it: cycle"))
  }

  @Test(
    "the cursor says capacity and both voltages; zoom and ends keep it on the plot", arguments: [Key("5"), Key("6")])
  func cursor(key: Key) {
    var (state, commands) = opened(key)
    for command in commands { ScreenSnapshots.answer(command, &state) }
    press("l", on: &state)
    let first = view(state).text(row: 2)
    #expect(first.contains(key == "5" ? "gap" : "mAh/V"))
    press("l", on: &state)
    #expect(view(state).text(row: 2) != first)
    for key in ["+", "+", "L", "L", "$", "-", "0", "H", "=", "+", "h", "h"] as [Key] {
      press(key, on: &state)
      #expect(view(state).cells.contains { $0.role == .cursor && $0.scalar != 0x20 }, "\(key)")
    }
  }

  @Test("a half cell's plating shows its nucleation and its strip the cut-off")
  func halfCell() {
    var (state, commands) = opened(channel: "rack3/017.csv")
    for command in commands { ScreenSnapshots.answer(command, &state) }
    let text = view(state).text
    #expect(text.contains("strip ends at"))
    #expect(text.contains("stripping"))
  }

  @Test("a half cell is drawn at its plateaus, where the dip can be seen, and up to the cut-off on demand")
  func plateaus() throws {
    var (state, commands) = opened(channel: "rack3/017.csv")
    let request = try #require(requests(commands).first)
    let curves = request.spans.map { span in
      var plating: [CurvePoint] = []
      var stripping: [CurvePoint] = []
      for step in 0...200 {
        let x = Double(step)
        let dip = step < 4 ? -0.12 : -0.04
        let rise = step < 196 ? 0.04 : (x - 195) / 5
        plating.append(CurvePoint(capacity: x / 80, voltage: dip, current: -1e-3, time: x * 18))
        stripping.append(CurvePoint(capacity: x / 80.4, voltage: rise, current: 1e-3, time: 4000 + x * 18))
      }
      return CycleCurve(
        number: span.number, first: HalfCurve(direction: .discharge, points: plating),
        second: HalfCurve(direction: .charge, points: stripping), rows: 402)
    }
    _ = update(&state, .curves(CurveAnswer(request, curves: curves)))
    expectSnapshot(view(state), named: "voltage-capacity-half-cell")
    #expect(view(state).text.contains("80.0 mV below plateau"))
    #expect(!view(state).text.contains("1.0┤"))
    press("s", on: &state)
    #expect(view(state).text.contains("1.0┤"))
  }

  @Test("units change everywhere")
  func units() {
    var (state, commands) = opened()
    for command in commands { ScreenSnapshots.answer(command, &state) }
    press("u", on: &state)
    #expect(view(state).text.contains("Q/Ah"))
    press("4", on: &state)
    #expect(view(state).text.contains("QC/Ah"))
  }

  @Test("a channel without cycles says so")
  func empty() {
    var (state, _) = opened()
    var fleet = SampleFleet.state(focus: "rack1/009.csv")
    fleet.detail?.cycles = []
    _ = update(&state, .fleet(fleet))
    #expect(view(state).text.contains("no cycle yet"))
    fleet.detail = nil
    _ = update(&state, .fleet(fleet))
    #expect(view(state).text.contains("being fetched"))
  }
}
