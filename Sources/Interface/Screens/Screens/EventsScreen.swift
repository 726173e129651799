package import Canvas
import CellModel
import Fleet

/// What happened, newest first.
package struct EventsScreen: Screen {
  package init() {}

  package let id = ScreenID.events
  package let title = "Events"
  package let keys: [Key] = ["e", "7"]
  package let summary = "what happened, newest first"
  package let scopes: [Scope] = [.lists]

  package func settle(_ state: inout AppState, in area: Area) {
    state.events.settle(count: state.fleet.events.count, height: area.height - 1)
  }

  package func perform(_ action: Action, on state: inout AppState) -> [Command]? {
    let count = state.fleet.events.count
    if state.events.perform(action, count: count, page: ScreenLayout(state).body.height - 1) { return [] }
    guard action == .open, state.events.cursor < count else { return nil }
    guard let cell = state.fleet.events[count - 1 - state.events.cursor].cell else {
      state.notice = "this event concerns no channel"
      return []
    }
    guard state.roster.choose(cell, in: state.fleet) else {
      state.notice = "\(cell.text) is hidden by the filter or gone"
      return []
    }
    return nil
  }

  package func select(column: Int, row: Int, in area: Area, state: inout AppState) -> Bool {
    let index = state.events.top + row - area.row - 1
    guard row > area.row, index < state.fleet.events.count else { return false }
    state.events.cursor = index
    return true
  }

  package func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    var rest = area
    let count = state.fleet.events.count
    PanelTitle.draw(
      "events", detail: count == 0 ? "nothing has happened yet" : "\(count), newest first", on: &grid,
      in: rest.cutTop(1), symbols: state.symbols)
    for index in state.events.visible(count: count, height: rest.height) {
      let row = rest.row + index - state.events.top
      if index == state.events.cursor {
        grid.put(state.symbols[.cursor], column: rest.column, row: row, role: .selected)
        grid.cursor = Point(column: rest.column, row: row)
      }
      EventStrip.drawEvent(
        state.fleet.events[count - 1 - index], state, on: &grid, in: rest, row: row, start: rest.column + 2)
    }
  }
}
