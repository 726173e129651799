import Canvas
import CellModel
import Cycling
import Fleet

/// A place to be gone to as soon as the channel's detail is there.
struct AwaitedPlace: Equatable, Sendable {
  var place: Place
  var cell: CellID
}

/// Goes to a cycle or a time of the chosen channel.
enum GoTo {
  static func perform(_ place: Place, _ state: inout AppState) {
    guard let detail = state.detail else {
      // The detail comes with the next fleet state.
      state.awaitedPlace = state.selection.map { AwaitedPlace(place: place, cell: $0) }
      return
    }
    state.awaitedPlace = nil
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

  /// Goes where somebody wanted to go before the detail was there, unless another channel was chosen since.
  static func resume(_ state: inout AppState) {
    guard let awaited = state.awaitedPlace else { return }
    if awaited.cell != state.selection {
      state.awaitedPlace = nil
    } else if state.detail != nil {
      perform(awaited.place, &state)
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
