import Canvas
import CellModel
import Fleet

/// Carries the state over one message and says what the shell has to do.
package func update(_ state: inout AppState, _ message: Message) -> [Command] {
  var commands: [Command] = []
  state.roster.holdsSelection = ScreenRegistry.screen(state.screen).concernsChannel
  switch message {
  case .key(let key):
    state.notice = nil
    commands = handle(key, &state)
    state.lastKeyAt = state.now
  case .fleet(let fleet):
    if state.isFrozen {
      state.waiting = fleet
    } else {
      commands = takeFleet(fleet, &state)
      GoTo.resume(&state)
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
  case .curves(let answer): state.curveStore.take(answer)
  case .rows(let answer): state.rows.take(answer)
  case .recall(let memory):
    state.roster.acknowledgements.recall(codes: memory.codes, mutes: memory.mutes)
    state.filters = memory.filters
    state.roster.refresh(state.fleet, reorders: true)
  case .notice(let text):
    state.notice = SafeText.clean(text)
  }
  settle(&state)
  return commands + wishes(&state)
}

// What the screens that are shown now need and have not got.
private func wishes(_ state: inout AppState) -> [Command] {
  var commands: [Command] = []
  if state.isFocusDue {
    state.focused = state.selection
    commands.append(.focus(state.selection))
  }
  let compared = state.screen == .compare ? CompareList.cells(state) : []
  if state.compared != compared {
    state.compared = compared
    commands.append(.compare(compared))
  }
  // What is read from logs is read when it is looked at, and only then.
  if state.screen == .voltageCapacity || state.screen == .differentialCapacity, let detail = state.detail,
    let shown = ShownCycles(detail, state),
    let request = state.curveStore.request(shown.spans(detail), of: detail.summary, now: state.now)
  {
    commands.append(.readCurves(request))
  }
  if state.screen == .rows, let request = state.rows.request(state) { commands.append(.readRows(request)) }
  return commands
}

// The fleet's scroll position is kept even under other screens, so that going back finds it as it was.
private func settle(_ state: inout AppState) {
  let body = ScreenLayout(state).body
  ScreenRegistry.screen(state.screen).settle(&state, in: body)
  if state.screen != .fleet { FleetScreen().settle(&state, in: body) }
}

/// Takes a fleet state in place of the one shown.
func takeFleet(_ fleet: FleetState, _ state: inout AppState) -> [Command] {
  let old = state.fleet
  state.hasLooked = true
  state.fleet = fleet
  state.counts = ConditionCounts(fleet.cells)
  if fleet.now.isFinite { state.now = max(state.now, fleet.now) }
  let isHeld = state.now - state.lastKeyAt < Roster.holdTime
  let known = state.roster.acknowledgements
  state.roster.acknowledgements.review(fleet)
  state.roster.take(fleet, over: old, isHeld: isHeld)

  var commands: [Command] = []
  if known != state.roster.acknowledgements { commands.append(.remember(state.memory)) }
  if let title = Perform.newTitle(&state) { commands.append(title) }
  // Onset rings, not level, and the first reading of a backlog is no onset.
  if old.progress.isComplete, !old.cells.isEmpty, state.now - state.lastBellAt >= 10 {
    let failed = Set(old.cells.indices.lazy.filter { old.cells[$0].condition == .fail }.map { old.cells[$0].id })
    let isNew = fleet.cells.indices.contains { index in
      fleet.cells[index].condition == .fail && !failed.contains(fleet.cells[index].id)
        && !state.roster.acknowledgements.isMuted(fleet.cells[index].id, now: state.now)
    }
    if isNew {
      state.lastBellAt = state.now
      commands.append(.bell)
    }
  }
  return commands
}

private func handle(_ key: Key, _ state: inout AppState) -> [Command] {
  if state.overlay != nil {
    // Keys that end the program or repaint must work whatever is open.
    if case .control = key, let action = state.keyMap.action(for: key, in: [.everywhere]) {
      return Perform.action(action, &state)
    }
    return OverlayKeys.handle(key, &state)
  }
  if state.prompt != nil, let commands = handlePrompt(key, &state) { return commands }
  switch key {
  case .click(let column, let row), .doubleClick(let column, let row):
    let body = ScreenLayout(state).body
    let found = ScreenRegistry.screen(state.screen).select(column: column, row: row, in: body, state: &state)
    if found, case .doubleClick = key { return Perform.action(.open, &state) }
    return []
  case .wheelUp: return (0..<3).flatMap { _ in Perform.action(.up, &state) }
  case .wheelDown: return (0..<3).flatMap { _ in Perform.action(.down, &state) }
  default:
    let scopes = ScreenRegistry.screen(state.screen).scopes + [.everywhere]
    guard let action = state.keyMap.action(for: key, in: scopes) else { return [] }
    return Perform.action(action, &state)
  }
}

private func handlePrompt(_ key: Key, _ state: inout AppState) -> [Command]? {
  guard var prompt = state.prompt else { return nil }
  if case .control = key, let action = state.keyMap.action(for: key, in: [.everywhere]) {
    return Perform.action(action, &state)
  }
  switch key {
  case .up, .down, .pageUp, .pageDown, .click, .doubleClick, .wheelUp, .wheelDown: return nil
  default: break
  }
  switch prompt.handle(key) {
  case .typing:
    prompt.apply(prompt.text, &state)
    state.prompt = prompt
  case .kept:
    state.prompt = nil
    if prompt.error != nil, prompt.subject == .search {
      state.notice = "that cannot be looked for: \(prompt.text)"
    } else if prompt.error != nil {
      state.notice = "the filter is not valid; the one before stays: \(state.roster.filterText)"
    }
  case .restored:
    state.prompt = nil
    prompt.apply(prompt.textBefore, &state)
  }
  return []
}
