import Canvas
import CellModel
import Cycling
import Fleet
import Screens
import TestSupport
import Testing

@Suite("Channel and cycles")
struct ChannelTests {
  private func opened(_ screen: Key = .enter, size: Size = Size(width: 120, height: 40)) -> AppState {
    var state = AppState(size: size, now: SampleFleet.now, theme: Theme(name: "test"))
    _ = update(&state, .fleet(SampleFleet.state()))
    for _ in 0..<4 { _ = update(&state, .key("!")) }
    _ = update(&state, .fleet(SampleFleet.state(focus: "rack1/009.csv")))
    _ = update(&state, .key(screen))
    return state
  }

  private func press(_ keys: Key..., on state: inout AppState) {
    for key in keys { _ = update(&state, .key(key)) }
  }

  private func title(_ state: AppState) -> String { view(state).text(row: 2) }

  @Test("what is known at once is shown before the detail arrives, and no other channel's history ever is")
  func waiting() {
    var state = opened()
    press("}", on: &state)
    let text = view(state).text
    #expect(text.contains("LMB-0523"))
    #expect(text.contains("being fetched"))
    #expect(!text.contains("turning point"))
  }

  @Test("the fleet's preview keeps nothing of the channel that was open before: no scale, no zoom, no cursor")
  func previewAfterChannel() {
    func preview(opening keys: [Key]) -> String {
      var state = AppState(size: Size(width: 120, height: 40), now: SampleFleet.now, theme: Theme(name: "test"))
      _ = update(&state, .fleet(SampleFleet.state()))
      for _ in 0..<4 { press("!", on: &state) }
      _ = update(&state, .fleet(SampleFleet.state(focus: "rack1/009.csv")))
      for key in keys { press(key, on: &state) }
      press("!", on: &state)
      _ = update(&state, .tick(SampleFleet.now + 5))
      _ = update(&state, .fleet(SampleFleet.state(focus: "rack6/011.csv")))
      return view(state).text
    }
    let untouched = preview(opening: [])
    #expect(untouched.contains("─ LMB-0523"))
    #expect(preview(opening: [.enter, "+", "+", "H", "m", "h", "[", "q"]) == untouched)
  }

  @Test("the turning point stands on both curves with its interval, and in words")
  func turningPoint() {
    let text = view(opened()).text
    #expect(text.components("━◆━") == 2)
    #expect(text.contains("◆ turning point 139±4"))
    #expect(text.contains("confidence 97 %"))
  }

  @Test("what ended by a short or by death is no turning point, and has no stage II")
  func shortedAndDead() {
    for (end, words) in [(StageState.shorted, "✗ shorted from 139±4"), (.dead, "✗ dead from 139±4")] {
      var fleet = SampleFleet.state(focus: "rack1/009.csv")
      fleet.detail?.summary.stage.state = end
      for index in fleet.cells.indices where fleet.cells[index].id == fleet.detail?.summary.id {
        fleet.cells[index].stage.state = end
      }
      var state = opened()
      _ = update(&state, .fleet(fleet))
      let text = view(state).text
      #expect(text.components(words) >= 3)
      #expect(!text.contains("turning point") && !text.contains("II: "))
      press("i", on: &state)
      #expect(view(state).text(row: 1).contains(words + ": capacity and CE have declined"))
    }
  }

  @Test("a symmetric cell shows its polarisation where others have CE and retention")
  func symmetricCell() {
    var state = opened()
    _ = update(&state, .fleet(SampleFleet.state(focus: "rack6/012.csv")))
    for _ in 0..<2 { press("}", on: &state) }
    let text = view(state).text
    #expect(text.contains("polarisation hysteresis 90.0 mV, 1.00 times that of cycles 1-5"))
    #expect(!text.contains("capacity retention"))
    #expect(!text.contains("has no CE"))
  }

  @Test("the line of the retention stands where this cell's life ends")
  func toldEndOfLife() {
    var state = opened()
    #expect(view(state).text.contains("%, line at 80 %"))
    var fleet = SampleFleet.state(focus: "rack1/009.csv")
    fleet.detail?.endOfLifeRetention = 0.7
    _ = update(&state, .fleet(fleet))
    #expect(view(state).text.contains("%, line at 70 %"))
    #expect(!view(state).text.contains("line at 80 %"))
  }

  @Test("the polarisation has a panel beside CE, in a narrow terminal by Tab")
  func polarisationByTab() {
    var state = opened(size: Size(width: 80, height: 24))
    #expect(!view(state).text.contains("polarisation hysteresis"))
    press(.tab, .tab, .tab, on: &state)
    #expect(view(state).text.contains("polarisation hysteresis 104.1 mV"))
    #expect(view(state).text.contains("HYS/mV"))
  }

  @Test("a spike of one row and a gap in the log can both be seen")
  func spikeAndGap() {
    let grid = view(opened())
    // The spike to 3.1 V reaches below the lowest regular voltage of 3.4 V; the plot's rows are 3 to 11.
    let low = [10, 11].contains { row in (8..<120).contains { grid[$0, row].role == .trace1 } }
    #expect(low)
    let gaps = (8..<100).filter { column in (3...12).allSatisfy { grid[column, $0].role != .trace1 } }
    #expect(gaps.count >= 4)
  }

  @Test("zoom halves and doubles, panning holds, F follows again")
  func window() {
    var state = opened()
    let start = title(state)
    #expect(start.contains("following"))
    press("+", on: &state)
    let near = title(state)
    #expect(near != start && near.contains("following"))
    press("-", on: &state)
    #expect(title(state) == start)
    press(.pageUp, on: &state)
    #expect(title(state).contains("held"))
    press("F", on: &state)
    #expect(title(state) == start)
    press("=", on: &state)
    #expect(title(state).contains(" d "))
    for _ in 0..<60 { press("+", on: &state) }
    for _ in 0..<60 { press("-", on: &state) }
    press("0", "$", "H", "L", on: &state)
    #expect(title(state).contains("V–t"))
  }

  @Test("following moves the window by a third, not with every row")
  func paging() {
    var state = opened()
    guard var detail = state.fleet.detail else { return }
    var changes = 0
    var axis = view(state).text(row: 17)
    let last = detail.trace.lastTime
    for step in 1...400 {
      detail.trace.append(time: last + Double(step) * 60, voltage: 3.8, current: 0.003)
      var fleet = state.fleet
      fleet.detail = detail
      _ = update(&state, .fleet(fleet))
      let now = view(state).text(row: 17)
      if now != axis { changes += 1 }
      axis = now
    }
    #expect((1...4).contains(changes), "\(changes)")
  }

  @Test("cycles are stepped through, the turning point is one key away")
  func cycles() {
    var state = opened()
    press("[", on: &state)
    #expect(title(state).contains("cycle 187"))
    press("[", on: &state)
    #expect(title(state).contains("cycle 186"))
    press("]", "]", "]", on: &state)
    #expect(title(state).contains("cycle 187"))
    press("*", on: &state)
    #expect(title(state).contains("cycle 139"))
    press("[", "[", ")", on: &state)
    #expect(title(state).contains("cycle 139"))
    press("]", "(", on: &state)
    #expect(title(state).contains("cycle 139"))
    press("(", on: &state)
    #expect(view(state).text.contains("no event in an earlier cycle"))
  }

  @Test(
    "panels change by Tab, and fill the screen by f",
    arguments: [Size(width: 120, height: 40), Size(width: 80, height: 24)])
  func panels(size: Size) {
    var state = opened(size: size)
    press(.tab, .tab, .tab, .tab, "f", on: &state)
    let text = view(state).text
    #expect(text.contains("facts") && !text.contains("V–t"))
    #expect(text.contains("10.3 mAh cm⁻² = "))
    press("f", .tab, on: &state)
    #expect(view(state).text.contains("V–t"))
  }

  @Test("the source names its first bad row and what was expected there")
  func badRow() {
    var state = opened()
    press("1", .home, .down, .enter, .backTab, "f", on: &state)
    let text = view(state).text
    #expect(text.contains("3 rows could not be read, first at line 812: expected a voltage"))
  }

  @Test("the cycle table starts at the newest cycle and stays there until moved")
  func cycleTable() {
    var state = opened("4")
    #expect(view(state).text(row: 38).contains("187"))
    press(.home, on: &state)
    #expect(view(state).text(row: 3).contains("  1 "))
    _ = update(&state, .fleet(SampleFleet.state(focus: "rack1/009.csv")))
    #expect(view(state).text(row: 3).hasPrefix(">"))
    press(.enter, on: &state)
    #expect(state.screen == .voltageCapacity)
    #expect(view(state).text(row: 1).contains("cycle 1 of 187"))
  }

  @Test("an event leads to its channel")
  func events() {
    var state = opened("e")
    press(.enter, on: &state)
    #expect(state.screen == .channel && state.selection == CellID("rack3/017.csv"))
    press("e", .end, .enter, on: &state)
    #expect(state.screen == .events)
    #expect(view(state).text.contains("concerns no channel"))
  }

  @Test("the wall moves in two dimensions and keeps each channel's place")
  func wall() {
    var state = opened("w")
    press("!", on: &state)
    let before = view(state)
    press(.down, .up, .right, .left, on: &state)
    #expect(view(state).cursor != nil)
    var next = state.fleet
    next.cells.reverse()
    _ = update(&state, .tick(SampleFleet.now + 60))
    _ = update(&state, .fleet(next))
    let rows = 2...8
    #expect(rows.map { view(state).text(row: $0) } == rows.map { before.text(row: $0) })
  }
}

extension String {
  fileprivate func components(_ piece: String) -> Int {
    var count = 0
    var rest = self[...]
    while let found = rest.firstRange(of: piece) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
