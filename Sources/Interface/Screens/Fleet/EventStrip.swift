import Canvas
import CellModel
import Fleet

/// The newest events, for screens that are tall enough.
enum EventStrip {
  static func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    guard area.height >= 2 else { return }
    var rest = area
    let open = EventList.openCount(state)
    PanelTitle.draw(
      "events", detail: open == 0 ? "newest first" : "\(open) not acknowledged", on: &grid, in: rest.cutTop(1),
      symbols: state.symbols)
    for (offset, index) in EventList.rows(state).prefix(rest.height).enumerated() {
      drawEvent(state.fleet.events[index], state, on: &grid, in: rest, row: rest.row + offset, start: rest.column + 1)
    }
    if state.fleet.events.isEmpty {
      grid.put("nothing has happened yet", column: rest.column + 1, row: rest.row, role: .dim)
    }
  }

  /// Draws one event: time, symbol and word of its severity, channel, text.
  static func drawEvent(
    _ event: FleetEvent, _ state: AppState, on grid: inout Grid, in area: Area, row: Int, start: Int
  ) {
    let time = CivilTime(seconds: event.time, offset: state.utcOffset)?.short ?? Numeral.missing
    let isNarrow = area.width < 60
    let isQuiet = event.severity > .notice && !state.roster.acknowledgements.isOpen(event, now: state.now)
    let role: Role = isQuiet ? .dim : event.severity.role
    var column = start
    // Where there is room for one of the two: the time of day, or the day if it was another.
    let today = CivilTime(seconds: state.now, offset: state.utcOffset)?.short.prefix(5)
    let short = time.prefix(5) == today ? time.suffix(5) : time.prefix(5)
    grid.put(isNarrow ? String(short) : time, column: column, row: row, columns: isNarrow ? 5 : 11, role: .dim)
    column += isNarrow ? 6 : 12
    grid.put(state.symbols[event.severity.symbol], column: column, row: row, role: role)
    column += 2
    if !isNarrow {
      grid.put(event.severity.word, column: column, row: row, columns: 8, role: role)
      column += 9
    }
    if let cell = event.cell {
      let width = area.width >= 100 ? 24 : area.width >= 60 ? 16 : 10
      let name = TextFlow.shortened(cell.text, width: width, symbols: state.symbols)
      grid.put(name, column: column, row: row, columns: width, role: isQuiet ? .dim : .strong)
      column += width + 1
    }
    grid.put(
      event.text, column: column, row: row, columns: area.endColumn - column, role: isQuiet ? .dim : .text,
      ellipsis: state.symbols.scalar(.ellipsis))
  }
}
