package import Canvas
import CellModel
import Fleet

/// What happened: what waits for somebody on top, then the newest.
package struct EventsScreen: Screen {
  package init() {}

  package let id = ScreenID.events
  package let title = "Events"
  package let keys: [Key] = ["e", "7"]
  package let summary = "what happened; what nobody has acknowledged on top"
  package let scopes: [Scope] = [.events, .lists, .opening]

  package func settle(_ state: inout AppState, in area: Area) {
    state.events.settle(count: EventList.rows(state).count, height: area.height - 1)
  }

  package func perform(_ action: Action, on state: inout AppState) -> [Command]? {
    let rows = EventList.rows(state)
    if state.events.perform(action, count: rows.count, page: ScreenLayout(state).body.height - 1) { return [] }
    switch action {
    case .filter:
      state.prompt = FilterPrompt(state, .events)
      return []
    case .acknowledgeAll:
      let open = rows.map { state.fleet.events[$0] }.filter {
        state.roster.acknowledgements.isOpen($0, now: state.now)
      }
      for event in open { state.roster.acknowledgements.acknowledge(event, state.fleet) }
      state.notice = open.isEmpty ? "nothing to acknowledge" : "acknowledged \(open.count) events"
      return Perform.afterTakingNote(&state)
    case .acknowledge, .mute, .open: break
    case .show(let screen) where ScreenRegistry.screen(screen).concernsChannel: break
    default: return nil
    }
    guard rows.indices.contains(state.events.cursor) else { return action == .open ? [] : nil }
    let event = state.fleet.events[rows[state.events.cursor]]
    if action == .acknowledge {
      state.roster.acknowledgements.acknowledge(event, state.fleet)
      state.notice = "acknowledged"
      return Perform.afterTakingNote(&state)
    }
    guard let cell = event.cell else {
      state.notice = "this event concerns no channel"
      return []
    }
    guard state.roster.choose(cell, in: state.fleet) else {
      state.notice = "\(cell.text) is hidden by the filter or gone"
      return []
    }
    if action == .mute { return nil }
    // The channel opens where it happened.
    state.channel.enter(cell)
    if let cycle = Self.cycle(of: event, state) {
      state.channel.cycle = cycle
      state.channel.isPlaced = false
    }
    return nil
  }

  /// The cycle at which an event happened: that of its flag; nil where none is known.
  static func cycle(of event: FleetEvent, _ state: AppState) -> Int? {
    guard let id = event.cell, let code = Acknowledgements.code(of: event),
      let cell = state.fleet.cells.first(where: { $0.id == id })
    else { return nil }
    return cell.flags.first { $0.code == code }?.sinceCycle
  }

  package func select(column: Int, row: Int, in area: Area, state: inout AppState) -> Bool {
    let index = state.events.top + row - area.row - 1
    guard row > area.row, index < EventList.rows(state).count else { return false }
    state.events.cursor = index
    return true
  }

  package func table(_ state: AppState) -> ExportTable? {
    let rows = EventList.rows(state).map { index -> [String] in
      let event = state.fleet.events[index]
      let time = CivilTime(seconds: event.time, offset: state.utcOffset).map { $0.date + " " + $0.clock }
      let isOpen = state.roster.acknowledgements.isOpen(event, now: state.now)
      return [
        time ?? Numeral.missing, event.severity.word, event.cell?.text ?? "", event.text, isOpen ? "open" : "",
      ]
    }
    return rows.isEmpty ? nil : ExportTable(["time", "severity", "channel", "event", "state"], rows)
  }

  package func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    var rest = area
    let rows = EventList.rows(state)
    PanelTitle.draw("events", detail: detail(rows.count, state), on: &grid, in: rest.cutTop(1), symbols: state.symbols)
    if rows.isEmpty, !state.fleet.events.isEmpty {
      grid.put("no event has these words", column: rest.column + 2, row: rest.row, columns: rest.width - 2, role: .dim)
    }
    for index in state.events.visible(count: rows.count, height: rest.height) {
      let row = rest.row + index - state.events.top
      if index == state.events.cursor {
        grid.put(state.symbols[.cursor], column: rest.column, row: row, role: .selected)
        if state.prompt == nil { grid.cursor = Point(column: rest.column, row: row) }
      }
      EventStrip.drawEvent(
        state.fleet.events[rows[index]], state, on: &grid, in: rest, row: row, start: rest.column + 2)
    }
  }

  private func detail(_ count: Int, _ state: AppState) -> String {
    guard !state.fleet.events.isEmpty else { return "nothing has happened yet" }
    let open = EventList.openCount(state)
    var words = open == 0 ? "\(count), newest first" : "\(count), \(open) not acknowledged on top, then newest first"
    if !state.eventFilter.isEmpty { words += ", filter: " + state.eventFilter }
    return words
  }
}
