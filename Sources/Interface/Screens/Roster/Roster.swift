package import CellModel
package import Fleet

/// The channels as the fleet and the wall list them: filtered, sorted, with one of them under the cursor.
///
/// The order holds still. It is made anew when a channel's condition or worst flag changes, never for a live number,
/// and not while somebody is moving the cursor.
package struct Roster: Equatable, Sendable {
  package var sort = SortOrder.severity
  package var isReversed = false
  package var problemsOnly = false
  /// Channels that were tagged, in the order of tagging.
  package internal(set) var tags: [CellID] = []
  package internal(set) var acknowledgements = Acknowledgements()
  /// The filter in force, and the text it was read from.
  package private(set) var filter = Filter.everything
  package private(set) var filterText = ""
  /// Indices into the fleet's cells, in the order shown.
  package private(set) var rows: [Int] = []
  /// The channel under the cursor, which the cursor follows when rows move.
  package private(set) var selection: CellID?
  /// Row of the cursor and first row shown.
  package var position = ListPosition()
  /// Whether somebody chose the selection; before that the cursor stays on the worst channel.
  package private(set) var isChosen = false
  /// Whether the channel under the cursor stays among the rows even if the filter no longer fits it: a screen shows it,
  /// and nobody has asked for another.
  var holdsSelection = false
  /// Whether the order is out of date but held.
  package private(set) var isDue = false
  /// When channels last changed their condition, wall-clock seconds.
  package private(set) var changes: [CellID: Double] = [:]
  /// Grows with every change of `rows`, so that what is derived from them knows when it is out of date.
  package private(set) var version = 0
  private var order: [CellID] = []

  /// Seconds for which a row that changed its condition is marked.
  package static let markTime = 5.0
  /// Seconds for which a key holds the order.
  package static let holdTime = 2.0

  package init() {}

  /// Whether a filter hides channels.
  package var isNarrowed: Bool { problemsOnly || filter != .everything }

  /// Takes a new fleet state over an old one.
  package mutating func take(_ fleet: FleetState, over old: FleetState, isHeld: Bool) {
    if Self.ranksDiffer(fleet, old) {
      isDue = true
      if old.progress.isComplete { noteChanges(fleet, old) }
    }
    forgetChanges(now: fleet.now)
    refresh(fleet, reorders: isDue && !isHeld)
  }

  /// Sorts anew if that is due.
  package mutating func reorderIfDue(_ fleet: FleetState) {
    if isDue { refresh(fleet, reorders: true) }
  }

  /// Drops the marks of rows that changed long enough ago.
  package mutating func forgetChanges(now: Double) {
    guard !changes.isEmpty else { return }
    changes = changes.filter { now - $0.value < Self.markTime }
  }

  /// Shows the channels that fit a filter.
  package mutating func apply(_ filter: Filter, text: String, to fleet: FleetState) {
    self.filter = filter
    filterText = text
    refresh(fleet, reorders: true)
  }

  /// Filters and sorts anew, or keeps the order of the channels that are known.
  package mutating func refresh(_ fleet: FleetState, reorders: Bool) {
    let marks = Filter.Marks(acknowledgements: acknowledgements, tags: Set(tags))
    let matching = fleet.cells.indices.filter { index in
      if holdsSelection, fleet.cells[index].id == selection { return true }
      return (!problemsOnly || fleet.cells[index].condition.isProblem)
        && (filter == .everything || filter.matches(fleet.cells[index], now: fleet.now, marks: marks))
    }
    if reorders || order.isEmpty {
      rows = sort.sorted(matching, of: fleet.cells, isReversed: isReversed) { cell in
        acknowledgements.isMuted(cell.id, now: fleet.now) ? 2 : acknowledgements.covers(cell) ? 1 : 0
      }
      isDue = false
    } else {
      var places: [CellID: Int] = [:]
      places.reserveCapacity(matching.count)
      for index in matching { places[fleet.cells[index].id] = index }
      rows = order.compactMap { places.removeValue(forKey: $0) }
      if !places.isEmpty {
        rows += places.values.sorted()
        isDue = true
      }
    }
    let shown = rows.map { fleet.cells[$0].id }
    if shown != order || version == 0 { version &+= 1 }
    order = shown
    followSelection()
  }

  /// Puts the cursor on a row.
  package mutating func choose(row: Int, in fleet: FleetState) {
    isChosen = true
    position.cursor = min(max(0, row), max(0, rows.count - 1))
    selection = rows.isEmpty ? nil : order[position.cursor]
  }

  /// Puts the cursor on a channel; false if it is not among the rows.
  package mutating func choose(_ id: CellID, in fleet: FleetState) -> Bool {
    guard let row = order.firstIndex(of: id) else { return false }
    choose(row: row, in: fleet)
    return true
  }

  /// Moves the cursor to the next (or previous) row with a problem, round the end; false if there is none.
  package mutating func chooseProblem(in fleet: FleetState, backwards: Bool) -> Bool {
    let count = rows.count
    for step in stride(from: 1, through: count, by: 1) {
      let row = (position.cursor + (backwards ? count - step : step)) % count
      guard fleet.cells[rows[row]].condition.isProblem else { continue }
      choose(row: row, in: fleet)
      return true
    }
    return false
  }

  /// The rows whose channels fit an expression.
  func rows(fitting wanted: Filter, in fleet: FleetState) -> [Int] {
    let marks = Filter.Marks(acknowledgements: acknowledgements, tags: Set(tags))
    return rows.indices.filter { wanted.matches(fleet.cells[rows[$0]], now: fleet.now, marks: marks) }
  }

  /// Tags the channel of a row, or takes its tag away.
  mutating func toggleTag(at row: Int, in fleet: FleetState) {
    guard order.indices.contains(row) else { return }
    if let position = tags.firstIndex(of: order[row]) {
      tags.remove(at: position)
    } else {
      tags.append(order[row])
    }
  }

  /// Tags all rows from the one that was tagged last to the cursor.
  mutating func tagRange(in fleet: FleetState) {
    guard order.indices.contains(position.cursor) else { return }
    let anchor = tags.last.flatMap { order.firstIndex(of: $0) } ?? position.cursor
    for row in min(anchor, position.cursor)...max(anchor, position.cursor) where !tags.contains(order[row]) {
      tags.append(order[row])
    }
  }

  private mutating func followSelection() {
    guard !order.isEmpty else {
      position.cursor = 0
      if !isChosen { selection = nil }
      return
    }
    if isChosen, let selection, let row = order.firstIndex(of: selection) {
      position.cursor = row
    } else {
      position.cursor = isChosen ? min(max(0, position.cursor), order.count - 1) : 0
      selection = order[position.cursor]
    }
  }

  private static func ranksDiffer(_ new: FleetState, _ old: FleetState) -> Bool {
    // By their places: a summary is dear to take out of the state, here and wherever all are looked at each second.
    new.cells.count != old.cells.count
      || new.cells.indices.contains {
        new.cells[$0].condition.rank != old.cells[$0].condition.rank
          || new.cells[$0].flags.first?.code != old.cells[$0].flags.first?.code || new.cells[$0].id != old.cells[$0].id
      }
  }

  private mutating func noteChanges(_ fleet: FleetState, _ old: FleetState) {
    var before: [CellID: CellCondition] = [:]
    // Charge, rest and discharge take turns all day; only trouble moves a row.
    before.reserveCapacity(old.cells.count)
    for index in old.cells.indices { before[old.cells[index].id] = old.cells[index].condition }
    for index in fleet.cells.indices {
      let (id, condition) = (fleet.cells[index].id, fleet.cells[index].condition)
      guard let known = before[id], known != condition, known.isProblem || condition.isProblem else { continue }
      changes[id] = fleet.now
    }
  }
}
