import Canvas
import CellModel
import Cycling
import Fleet

/// Moves window and cursor of the channel screen over the life of a cell.
enum ChannelMotion {
  /// Dot columns of the trace as it stands on the screen.
  static func dots(_ state: AppState) -> Int {
    let layout = ChannelLayout(state, in: ScreenLayout(state).body)
    let width = layout.area(of: .trace)?.width ?? state.size.width
    return Plot.dotColumns(width: width, charts: state.theme.charts)
  }

  /// Carries out an action; false for actions of another kind.
  static func perform(_ action: Action, _ detail: CellDetail, _ state: inout AppState) -> Bool {
    let dots = dots(state)
    guard let window = TraceWindow(detail, view: state.channel, dots: dots) else { return false }
    let span = window.end - window.start
    let across = Double(DotMatrix.dotsAcross(state.theme.charts))
    let column = span / Double(max(1, dots)) * across
    func hold(_ start: Double) { state.channel.start = max(detail.trace.firstTime, start) }
    switch action {
    case .earlier: moveCursor(by: -column, window, detail, &state)
    case .later: moveCursor(by: column, window, detail, &state)
    case .muchEarlier: moveCursor(by: -span / 10, window, detail, &state)
    case .muchLater: moveCursor(by: span / 10, window, detail, &state)
    case .pageUp: hold(window.start - span)
    case .pageDown: hold(window.start + span)
    case .begin:
      state.channel.cursor = detail.trace.firstTime
      hold(detail.trace.firstTime)
    case .finish:
      state.channel.cursor = detail.trace.lastTime
      hold(detail.trace.lastTime - span * 7 / 8)
    case .follow, .goNow:
      state.channel.start = nil
      state.channel.cycle = nil
      state.channel.cursor = nil
      state.notice = "following the newest rows"
    case .fitAll:
      state.channel.zoom = .wholeTest
      state.channel.start = nil
    case .zoomIn, .zoomOut:
      let exponent = window.exponent + (action == .zoomIn ? -1 : 1)
      guard TraceWindow.exponents.contains(exponent) else { return true }
      state.channel.zoom = .exponent(exponent)
      let width = TraceWindow.span(exponent, dots: dots)
      if let cursor = state.channel.cursor, window.start <= cursor, cursor <= window.end {
        // What is under the cursor stays where it is.
        hold(cursor - width * window.fraction(cursor))
      } else if state.channel.start != nil {
        hold(window.start + span / 2 - width / 2)
      }
    case .setMark:
      state.channel.mark = state.channel.cursor ?? detail.trace.lastTime
      state.notice = "mark A at " + Numeral.clock(state.channel.mark ?? 0, step: 1) + " of test time"
    case .swapMark:
      guard let mark = state.channel.mark else {
        state.notice = "no mark yet: m sets one"
        return true
      }
      state.channel.mark = state.channel.cursor ?? detail.trace.lastTime
      show(time: mark, detail, &state)
    case .nextCycle, .previousCycle:
      let index = neighbour(action, detail, state)
      if let index, state.channel.cycle == Int(detail.cycles[index].number) {
        state.notice = action == .nextCycle ? "this is the last cycle" : "this is the first cycle"
      }
      showCycle(at: index, detail, &state)
    case .turningPoint, .nextEvent, .previousEvent:
      showCycle(at: ChannelJump.index(action, detail, &state), detail, &state)
    default: return false
    }
    return true
  }

  // A cursor first appears on the newest row, or in the middle of a window that is held.
  private static func moveCursor(
    by step: Double, _ window: TraceWindow, _ detail: CellDetail, _ state: inout AppState
  ) {
    let (first, last) = (detail.trace.firstTime, detail.trace.lastTime)
    guard let old = state.channel.cursor else {
      state.channel.cursor = window.isFollowing ? last : min(last, (window.start + window.end) / 2)
      return
    }
    let target = min(max(first, old + step), last)
    state.channel.cursor = target
    let span = window.end - window.start
    // By a third, so that the plot is not drawn anew with every step.
    if target < window.start {
      state.channel.start = max(first, min(window.start - span / 3, target))
    } else if target > window.end {
      state.channel.start = max(window.start + span / 3, target - span)
    }
  }

  /// Puts the cursor on a test time and the window about it.
  static func show(time: Double, _ detail: CellDetail, _ state: inout AppState) {
    guard let window = TraceWindow(detail, view: state.channel, dots: dots(state)) else { return }
    state.channel.cursor = time
    guard time < window.start || time > window.end || !window.isFollowing else { return }
    state.channel.start = max(detail.trace.firstTime, time - (window.end - window.start) / 2)
  }

  /// Shows one of the detail's cycles as wide as the window; nothing for nil.
  static func showCycle(at index: Int?, _ detail: CellDetail, _ state: inout AppState) {
    guard let index, detail.cycles.indices.contains(index) else { return }
    let cycle = detail.cycles[index]
    state.channel.cycle = Int(cycle.number)
    guard cycle.startTime.isFinite, cycle.endTime.isFinite else { return }
    let duration = max(0, cycle.endTime - cycle.startTime)
    state.channel.zoom = .exponent(TraceWindow.exponent(covering: duration * 1.1, dots: dots(state)))
    state.channel.start = cycle.startTime - duration * 0.05
    if let cursor = state.channel.cursor, !(cycle.startTime...cycle.startTime + duration).contains(cursor) {
      state.channel.cursor = cycle.startTime
    }
  }

  private static func neighbour(_ action: Action, _ detail: CellDetail, _ state: AppState) -> Int? {
    guard let last = detail.cycles.indices.last else { return nil }
    guard let number = state.channel.cycle,
      let index = detail.cycles.firstIndex(where: { Int($0.number) == number })
    else { return last }
    return min(max(0, index + (action == .nextCycle ? 1 : -1)), last)
  }
}

/// What the trace says at a test time.
struct TraceReading: Equatable {
  var time: Double
  var voltage: Double?
  /// A.
  var current: Double?

  /// The middle of what was recorded in one column of the window.
  init(_ detail: CellDetail, at time: Double, width: Double) {
    self.time = time
    // A column with nothing in it takes the nearest one before.
    for reach in 1...8 {
      let start = time - width * Double(reach - 1)
      guard let column = detail.trace.columns(from: start, to: start + width, count: 1).first ?? nil else { continue }
      voltage = column.minVoltage.isFinite ? (column.minVoltage + column.maxVoltage) / 2 : nil
      current = column.minCurrent.isFinite ? (column.minCurrent + column.maxCurrent) / 2 : nil
      return
    }
  }

  /// Charge between two test times by the trace's currents, mAh, positive on charge; coarse, for a title.
  static func charge(_ detail: CellDetail, from start: Double, to end: Double) -> Double? {
    guard start.isFinite, end.isFinite, start != end else { return start == end ? 0 : nil }
    let (low, high) = (min(start, end), max(start, end))
    let columns = detail.trace.columns(from: low, to: high, count: 1024)
    var sum = 0.0
    var last = 0.0
    var isEmpty = true
    for column in columns {
      if let column, column.minCurrent.isFinite {
        last = (column.minCurrent + column.maxCurrent) / 2
        isEmpty = false
      }
      sum += last
    }
    guard !isEmpty else { return nil }
    let charge = sum * (high - low) / Double(columns.count) / 3.6
    return start < end ? charge : -charge
  }
}
