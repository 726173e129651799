import Canvas
import CellModel
import Fleet

/// Carries the state over one message and says what the shell has to do.
package func update(_ state: inout AppState, _ message: Message) -> [Command] {
  var commands: [Command] = []
  switch message {
  case .key(let key):
    state.notice = nil
    commands = handle(key, &state)
    state.lastKeyAt = state.now
  case .fleet(let fleet):
    if state.isFrozen {
      state.waiting = fleet
    } else {
      commands = take(fleet, &state)
    }
  case .resize(let size):
    state.size = size
  case .tick(let now):
    if now.isFinite { state.now = max(state.now, now) }
    state.roster.forgetChanges(now: state.now)
    if state.now - state.lastKeyAt >= Roster.holdTime { state.roster.reorderIfDue(state.fleet) }
  case .restyle(let theme, let keyMap):
    state.theme = theme
    state.keyMap = keyMap
  case .link(let link):
    state.link = link
  case .curves(let answer):
    state.curveStore.take(answer)
  case .notice(let text):
    state.notice = SafeText.clean(text)
  }
  settle(&state)
  if state.focused != state.selection {
    state.focused = state.selection
    commands.append(.focus(state.selection))
  }
  if let request = missingCurves(&state) { commands.append(.readCurves(request)) }
  return commands
}

// What the screens of curves show is read when it is looked at, and only then.
private func missingCurves(_ state: inout AppState) -> CurveRequest? {
  guard state.screen == .voltageCapacity || state.screen == .differentialCapacity, let detail = state.detail,
    let shown = ShownCycles(detail, state)
  else { return nil }
  return state.curveStore.request(shown.spans(detail), of: detail.summary, now: state.now)
}

// The fleet's scroll position is kept even under other screens, so that going back finds it as it was.
private func settle(_ state: inout AppState) {
  let body = ScreenLayout(state).body
  ScreenRegistry.screen(state.screen).settle(&state, in: body)
  if state.screen != .fleet { FleetScreen().settle(&state, in: body) }
}

private func take(_ fleet: FleetState, _ state: inout AppState) -> [Command] {
  let old = state.fleet
  state.fleet = fleet
  state.counts = ConditionCounts(fleet.cells)
  if fleet.now.isFinite { state.now = max(state.now, fleet.now) }
  let isHeld = state.now - state.lastKeyAt < Roster.holdTime
  state.roster.take(fleet, over: old, isHeld: isHeld)

  var commands: [Command] = []
  let failing = state.counts[.fail]
  let title = failing > 0 ? state.symbols[.fail] + "\(failing) celltop" : "celltop"
  if title != state.title {
    state.title = title
    commands.append(.setTitle(title))
  }
  // Onset rings, not level, and the first reading of a backlog is no onset.
  if old.progress.isComplete, !old.cells.isEmpty, state.now - state.lastBellAt >= 10 {
    let failed = Set(old.cells.lazy.filter { $0.condition == .fail }.map(\.id))
    if fleet.cells.contains(where: { $0.condition == .fail && !failed.contains($0.id) }) {
      state.lastBellAt = state.now
      commands.append(.bell)
    }
  }
  return commands
}

private func handle(_ key: Key, _ state: inout AppState) -> [Command] {
  if state.prompt != nil, let commands = handlePrompt(key, &state) { return commands }
  switch key {
  case .click(let column, let row), .doubleClick(let column, let row):
    let body = ScreenLayout(state).body
    let found = ScreenRegistry.screen(state.screen).select(column: column, row: row, in: body, state: &state)
    if found, case .doubleClick = key { return perform(.open, &state) }
    return []
  case .wheelUp: return (0..<3).flatMap { _ in perform(.up, &state) }
  case .wheelDown: return (0..<3).flatMap { _ in perform(.down, &state) }
  default:
    let scopes = ScreenRegistry.screen(state.screen).scopes + [.everywhere]
    guard let action = state.keyMap.action(for: key, in: scopes) else { return [] }
    return perform(action, &state)
  }
}

// Keys that end the program or repaint must work while something is being typed.
private func handlePrompt(_ key: Key, _ state: inout AppState) -> [Command]? {
  guard var prompt = state.prompt else { return nil }
  if case .control = key, let action = state.keyMap.action(for: key, in: [.everywhere]) {
    return perform(action, &state)
  }
  switch key {
  case .up, .down, .pageUp, .pageDown, .click, .doubleClick, .wheelUp, .wheelDown: return nil
  default: break
  }
  switch prompt.handle(key) {
  case .typing:
    do throws(FilterError) {
      let filter = try FilterParser.parse(prompt.text)
      prompt.error = nil
      state.roster.apply(filter, text: prompt.text, to: state.fleet)
    } catch {
      prompt.error = error
    }
    state.prompt = prompt
  case .kept:
    state.prompt = nil
    if prompt.error != nil {
      state.notice = "the filter is not valid; the one before stays: \(state.roster.filterText)"
    }
  case .restored:
    state.prompt = nil
    state.roster.apply(prompt.filterBefore, text: prompt.textBefore, to: state.fleet)
  }
  return []
}

private func perform(_ action: Action, _ state: inout AppState) -> [Command] {
  if let commands = ScreenRegistry.screen(state.screen).perform(action, on: &state) { return commands }
  switch action {
  case .show(let screen): Navigation.show(screen, &state)
  case .quit, .back, .cancel:
    guard state.path.count > 1 else { return action == .quit ? [.quit] : [] }
    state.lastScreen = state.path.removeLast()
  case .quitAtOnce: return [.quit]
  case .suspend: return [.suspend]
  case .redraw: return [.redraw]
  case .lastScreen:
    if let last = state.lastScreen { Navigation.show(last, &state) }
  case .open: Navigation.show(.channel, &state)
  case .nextProblem, .previousProblem:
    if !state.roster.chooseProblem(in: state.fleet, backwards: action == .previousProblem) {
      state.notice = state.roster.filterText.isEmpty ? "no problems" : "no problems among the channels of this filter"
    }
  case .filter:
    if state.screen != .fleet, state.screen != .wall { Navigation.show(.fleet, &state) }
    state.prompt = FilterPrompt(state.roster)
  case .freeze: return freeze(&state)
  case .nextChannel, .previousChannel:
    let row = state.roster.position.cursor + (action == .nextChannel ? 1 : -1)
    guard state.roster.rows.indices.contains(row) else {
      state.notice = action == .nextChannel ? "this is the last channel" : "this is the first channel"
      return []
    }
    state.roster.choose(row: row, in: state.fleet)
  case .nextUnit:
    state.unit = state.unit.next
    state.notice = "capacities in " + state.unit.rawValue
  case .toggleMouse:
    state.hasMouse.toggle()
    state.notice = state.hasMouse ? "mouse on: hold Shift to select text" : "mouse off"
    return [.setMouse(state.hasMouse)]
  case .copy:
    guard let cell = state.selected else { return [] }
    state.notice = "copied \(cell.name)"
    return [.copy(FleetColumns.line(cell, state))]
  default: break
  }
  return []
}

private func freeze(_ state: inout AppState) -> [Command] {
  guard let waiting = state.waiting else {
    state.waiting = state.fleet
    return []
  }
  state.waiting = nil
  return take(waiting, &state)
}
