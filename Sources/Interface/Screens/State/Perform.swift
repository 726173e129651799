import Canvas
import CellModel
import Fleet

/// Carries out actions: the screen's own first, then the rules that hold everywhere.
enum Perform {
  static func action(_ action: Action, _ state: inout AppState) -> [Command] {
    if let commands = ScreenRegistry.screen(state.screen).perform(action, on: &state) { return commands }
    if let commands = navigate(action, &state) { return commands }
    if let commands = handOut(action, &state) { return commands }
    if let commands = takeNote(action, &state) { return commands }
    switch action {
    case .freeze: return freeze(&state)
    case .nextUnit:
      state.unit = state.unit.next
      state.notice = "capacities in " + state.unit.rawValue
    case .inefficiency:
      state.showsInefficiency.toggle()
      state.notice = state.showsInefficiency ? "CE as inefficiency 1 − CE, in ppm" : "CE in percent"
    case .palette: state.overlay = Overlay(.palette)
    case .sortMenu: state.overlay = Overlay(.sort)
    case .columns: state.overlay = Overlay(.columns)
    case .goTo: state.overlay = Overlay(.place)
    case .goNow: GoTo.perform(.now, &state)
    case .toggleMouse:
      state.hasMouse.toggle()
      state.notice = state.hasMouse ? "mouse on: hold Shift to select text" : "mouse off"
      return [.setMouse(state.hasMouse)]
    case .tag, .tagRange, .untagAll: tag(action, &state)
    default: break
    }
    return []
  }

  private static func navigate(_ action: Action, _ state: inout AppState) -> [Command]? {
    switch action {
    case .show(let screen): Navigation.show(screen, &state)
    case .quit, .back, .cancel:
      guard state.path.count > 1 else { return action == .quit ? [.quit] : [] }
      state.lastScreen = state.path.removeLast()
    case .quitAtOnce: return [.quit]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .reload: return [.reload]
    case .lastScreen:
      if let last = state.lastScreen { Navigation.show(last, &state) }
    case .open: Navigation.show(.channel, &state)
    case .nextProblem, .previousProblem:
      if !state.roster.chooseProblem(in: state.fleet, backwards: action == .previousProblem) {
        state.notice = state.roster.filterText.isEmpty ? "no problems" : "no problems among the channels of this filter"
      } else if [.events, .sources, .help].contains(state.screen), let cell = state.selected {
        // These show no cursor of the fleet's.
        state.notice = cell.name + " " + cell.condition.word + ": " + SafeText.clean(cell.reasonText)
      }
    case .nextChannel, .previousChannel:
      let row = state.roster.position.cursor + (action == .nextChannel ? 1 : -1)
      guard state.roster.rows.indices.contains(row) else {
        state.notice = action == .nextChannel ? "this is the last channel" : "this is the first channel"
        return []
      }
      state.roster.choose(row: row, in: state.fleet)
    case .find:
      if state.screen != .fleet, state.screen != .wall { Navigation.show(.fleet, &state) }
      state.prompt = FilterPrompt(state, .search)
    case .nextFound, .previousFound: find(&state, backwards: action == .previousFound)
    case .filter:
      if state.screen != .fleet, state.screen != .wall { Navigation.show(.fleet, &state) }
      state.prompt = FilterPrompt(state, .fleet)
    default: return nil
    }
    return []
  }

  // Round the end, as the next problem is found.
  private static func find(_ state: inout AppState, backwards: Bool) {
    guard state.search != .everything else {
      state.notice = "F3 finds channels, by words of their names or by an expression"
      return
    }
    let found = state.roster.rows(fitting: state.search, in: state.fleet)
    let cursor = state.roster.position.cursor
    let next = backwards ? found.last { $0 < cursor } ?? found.last : found.first { $0 > cursor } ?? found.first
    guard let next, let place = found.firstIndex(of: next) else {
      state.notice = "no channel fits \(state.searchText)"
      return
    }
    state.roster.choose(row: next, in: state.fleet)
    state.notice = "\(place + 1) of \(found.count) that fit \(state.searchText)"
  }

  private static func handOut(_ action: Action, _ state: inout AppState) -> [Command]? {
    switch action {
    case .copy:
      guard let cell = state.selected else { return [] }
      state.notice = "copied \(cell.name)"
      return [.copy(FleetColumns.line(cell, state))]
    case .copyAll:
      guard let table = ScreenRegistry.screen(state.screen).table(state) else {
        state.notice = "copied this screen as text"
        return [.copy(view(state).text)]
      }
      state.notice = "copied \(table.rows.count) rows"
      return [.copy(table.tabs)]
    case .export: state.overlay = Overlay(.export)
    default: return nil
    }
    return []
  }

  private static func takeNote(_ action: Action, _ state: inout AppState) -> [Command]? {
    switch action {
    case .acknowledge, .mute:
      // The row is about to move, and the cursor is to go with it.
      if let selection = state.selection { _ = state.roster.choose(selection, in: state.fleet) }
    default: break
    }
    switch action {
    case .acknowledge:
      guard let cell = state.selected else { return [] }
      guard cell.condition.isProblem else {
        state.notice = "\(cell.name) has no problem to acknowledge"
        return []
      }
      state.roster.acknowledgements.acknowledge(cell, state.fleet)
      state.notice = "acknowledged \(cell.name); what comes new is shown again"
    case .acknowledgeAll:
      let problems = state.roster.rows.map { state.fleet.cells[$0] }.filter { cell in
        cell.condition.isProblem && !state.roster.acknowledgements.covers(cell)
      }
      for cell in problems { state.roster.acknowledgements.acknowledge(cell, state.fleet) }
      state.notice = problems.isEmpty ? "nothing to acknowledge" : "acknowledged \(problems.count) channels"
    case .mute:
      guard let cell = state.selected else { return [] }
      let isMuted = state.roster.acknowledgements.toggleMute(cell.id, now: state.now)
      state.notice = isMuted ? "\(cell.name) is muted for 8 h (M ends it)" : "\(cell.name) is no longer muted"
    default: return nil
    }
    return afterTakingNote(&state)
  }

  /// What follows from an acknowledgement: the order, the title, and that it is remembered.
  static func afterTakingNote(_ state: inout AppState) -> [Command] {
    state.roster.refresh(state.fleet, reorders: true)
    var commands: [Command] = [.remember(state.memory)]
    if let title = newTitle(&state) { commands.append(title) }
    return commands
  }

  /// The window's title, if it is another one than before: how many failures wait for somebody.
  static func newTitle(_ state: inout AppState) -> Command? {
    let cells = state.fleet.cells
    let failing = cells.indices.count { index in
      cells[index].condition == .fail && !state.roster.acknowledgements.covers(cells[index])
        && !state.roster.acknowledgements.isMuted(cells[index].id, now: state.now)
    }
    let title = failing > 0 ? state.symbols[.fail] + "\(failing) celltop" : "celltop"
    guard title != state.title else { return nil }
    state.title = title
    return .setTitle(title)
  }

  private static func tag(_ action: Action, _ state: inout AppState) {
    switch action {
    case .tag:
      state.roster.toggleTag(at: state.roster.position.cursor, in: state.fleet)
      state.roster.choose(row: state.roster.position.cursor + 1, in: state.fleet)
    case .tagRange: state.roster.tagRange(in: state.fleet)
    default: state.roster.tags = []
    }
    let count = state.roster.tags.count
    state.notice =
      count == 0
      ? "nothing tagged"
      : "\(count) tagged" + (count > CompareList.limit ? ", the first 12 are compared" : ", c compares")
  }

  private static func freeze(_ state: inout AppState) -> [Command] {
    guard let waiting = state.waiting else {
      state.waiting = state.fleet
      return []
    }
    state.waiting = nil
    return takeFleet(waiting, &state)
  }
}
