import Canvas
import Fleet

/// The keys that move over a horizontal axis, the same on every plot of numbers.
enum AxisKeys {
  /// Carries out an action on an axis of `width` columns over all there is; false for actions of another kind.
  static func perform(_ action: Action, _ window: inout AxisWindow, width: Int, over all: ClosedRange<Double>) -> Bool {
    let tenth = max(1, width / 10)
    switch action {
    case .earlier: window.move(by: -1, of: width, over: all)
    case .later: window.move(by: 1, of: width, over: all)
    case .muchEarlier: window.move(by: -tenth, of: width, over: all)
    case .muchLater: window.move(by: tenth, of: width, over: all)
    case .begin: window.jump(toEnd: false, over: all)
    case .finish: window.jump(toEnd: true, over: all)
    case .zoomIn: window.zoom(in: true, over: all)
    case .zoomOut: window.zoom(in: false, over: all)
    case .fitAll: window.shown = nil
    default: return false
    }
    return true
  }
}

/// What a screen of one channel says while there is nothing to show of it.
enum NoDetail {
  static func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    let text = state.selected.map { "\($0.name): its cycles are being fetched" } ?? "no channel to show"
    grid.put(
      text, column: area.column + 1, row: area.row, columns: area.width - 1, role: .dim,
      ellipsis: state.symbols.scalar(.ellipsis))
  }
}
