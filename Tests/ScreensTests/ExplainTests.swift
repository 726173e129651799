import Canvas
import Fleet
import Screens
import Testing

@Suite("Explanations of a channel's numbers")
struct ExplainTests {
  private static func text(_ state: AppState) -> String { view(state).text }

  private static func move(_ state: inout AppState, to title: String) {
    for _ in 0..<60 where !text(state).contains("─ \(title) ─") { _ = update(&state, .key("j")) }
  }

  @Test("the chosen number is shown with formula, values, source and marks")
  func chosen() {
    var state = ScreenSnapshots.state(Size(width: 120, height: 40), screen: .explain)
    Self.move(&state, to: "reservoir at the start")
    let text = Self.text(state)
    #expect(text.contains("Q_0 = Q_Li + Q_ch,1 - Q_dis,1"))
    #expect(text.contains("Q_Li = 10.3000 mAh = · lithium beside"))
  }

  @Test("what is missing is said instead of a number")
  func missing() {
    var state = ScreenSnapshots.state(Size(width: 120, height: 40), screen: .explain)
    Self.move(&state, to: "lithium lost a cycle")
    #expect(Self.text(state).contains("needs the anode's CE: ce_from"))
  }

  @Test("no channel, and numbers that are still being fetched")
  func empty() {
    var state = AppState(size: Size(width: 80, height: 24), now: SampleFleet.now, theme: Theme(name: "test"))
    _ = update(&state, .key("i"))
    #expect(Self.text(state).contains("no channel to show"))
    _ = update(&state, .fleet(SampleFleet.state()))
    #expect(Self.text(state).contains("the numbers are being fetched"))
  }

  @Test("the key is i, and q leads back")
  func keys() {
    var state = ScreenSnapshots.state(Size(width: 80, height: 24), screen: .channel)
    _ = update(&state, .key("i"))
    #expect(state.screen == .explain)
    _ = update(&state, .key("q"))
    #expect(state.screen == .channel)
  }
}
