import Canvas
import CellModel
import Cycling
import Fleet

/// Goes to a cycle or a time of the chosen channel.
enum GoTo {
  static func perform(_ place: Place, _ state: inout AppState) {
    guard let detail = state.detail else {
      state.notice = "the channel's cycles are still being fetched"
      return
    }
    if case .cycle(let number) = place { return showCycle(number, detail, &state) }
    guard let time = testTime(place, detail, &state) else { return }
    Navigation.show(.channel, &state)
    state.channel.enter(state.selection)
    if case .now = place {
      state.channel.start = nil
      state.channel.cursor = nil
      state.channel.cycle = nil
    } else {
      ChannelMotion.show(time: time, detail, &state)
    }
  }

  private static func showCycle(_ number: Int, _ detail: CellDetail, _ state: inout AppState) {
    guard let index = detail.cycles.firstIndex(where: { Int($0.number) == number }) else {
      state.notice = "no cycle \(number); there are \(detail.cycles.count)"
      return
    }
    let keepsScreen: Set<ScreenID> = [.channel, .cycles, .voltageCapacity, .differentialCapacity]
    if !keepsScreen.contains(state.screen) { Navigation.show(.channel, &state) }
    state.channel.enter(state.selection)
    if state.screen == .channel {
      ChannelMotion.showCycle(at: index, detail, &state)
    } else {
      state.channel.cycle = number
      state.cycles.cursor = index
      state.cycles.followsEnd = false
    }
  }

  // Nil, with a notice, where the time cannot be placed on the test's own clock.
  private static func testTime(_ place: Place, _ detail: CellDetail, _ state: inout AppState) -> Double? {
    let (first, last) = (detail.trace.firstTime, detail.trace.lastTime)
    guard first.isFinite, last.isFinite else {
      state.notice = "no rows yet"
      return nil
    }
    switch place {
    case .cycle: return nil
    case .now: return last
    case .testTime(let seconds): return min(max(first, seconds), last)
    case .before(let seconds): return max(first, last - seconds)
    case .date(let seconds):
      guard let newest = detail.summary.lastRowAt else {
        state.notice = "the wall-clock time of the rows is not known"
        return nil
      }
      let time = last - (newest - (seconds - Double(state.utcOffset)))
      guard (first...last).contains(time) else {
        state.notice = time < first ? "the test had not begun by then" : "that lies behind the newest row"
        return nil
      }
      // The file's own time stamp is where test time and wall clock meet.
      return time
    }
  }
}
