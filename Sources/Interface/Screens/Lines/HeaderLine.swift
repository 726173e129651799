import Canvas
import CellModel
import Fleet

/// The first line of every screen: how many channels are in trouble, over all channels whatever the filter.
enum HeaderLine {
  static func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    guard !area.isEmpty else { return }
    let isWide = area.width >= 100
    var right = area.endColumn - 1
    if let time = CivilTime(seconds: state.now, offset: state.utcOffset) {
      let text = isWide ? time.date + " " + time.clock : time.clock
      right -= TextWidth.of(text)
      grid.put(text, column: right, row: area.row, role: .dim)
    }
    var column = grid.put("celltop", column: area.column + 1, row: area.row, role: .title) + 2
    let counts = Area(column: column, row: area.row, width: right - column - 1, height: 1)
    column = drawCounts(state, on: &grid, in: counts, isShort: !isWide)
    let rest = Area(column: column + 1, row: area.row, width: right - column - 2, height: 1)
    drawRest(state, on: &grid, in: rest, isWide: isWide)
  }

  /// Draws the counts of problems, each with symbol and word, and returns the column after them.
  @discardableResult
  static func drawCounts(_ state: AppState, on grid: inout Grid, in area: Area, isShort: Bool) -> Int {
    let counts = state.counts
    let hasWords = area.width >= 40
    var column = area.column
    for condition in ConditionCounts.problems {
      let count = counts[condition]
      if !hasWords, count == 0 { continue }
      let text =
        state.symbols[condition.symbol] + (isShort ? "" : " ") + "\(count)" + (hasWords ? " " + condition.word : "")
      let role: Role = count > 0 ? condition.role : .dim
      column = grid.put(text, column: column, row: area.row, columns: area.endColumn - column, role: role)
      column += isShort ? 1 + (hasWords ? 1 : 0) : 3
    }
    if column == area.column {
      let text = state.fleet.cells.isEmpty ? "waiting" : "\(state.fleet.cells.count) ok"
      column = grid.put(text, column: column, row: area.row, columns: area.width, role: .text) + 1
    }
    return min(column, area.endColumn)
  }

  private static func drawRest(_ state: AppState, on grid: inout Grid, in area: Area, isWide: Bool) {
    guard area.width > 4 else { return }
    var column = grid.put(state.symbols[.separator], column: area.column, row: area.row, role: .border) + 1
    if let waiting = state.waiting {
      // How much newer the data are than what is shown.
      let lag = FleetColumns.steady(waiting.now - state.fleet.now)
      let words = "FROZEN" + (lag > 0 ? " +" + Numeral.age(lag) : "")
      column = grid.put(words, column: column, row: area.row, columns: area.endColumn - column, role: .strong) + 2
    }
    if state.link.isSlow, let roundTrip = state.link.roundTrip {
      let text = "slow link " + Numeral.fixed(roundTrip, decimals: 1) + " s"
      column = grid.put(text, column: column, row: area.row, columns: area.endColumn - column, role: .warn) + 2
    }
    let counts = state.counts
    let progress = state.fleet.progress
    var text: String
    var role = Role.text
    // What is hidden must be known wherever channels are gone through; the fleet has a line of its own for it.
    if state.roster.isNarrowed, state.screen != .fleet {
      text = SortLine.filterText(state)
      role = .strong
    } else if !progress.isComplete {
      let share = Numeral.fixed(Double(progress.bytesDone) / Double(max(1, progress.bytesTotal)) * 100, decimals: 0)
      text = "reading \(progress.filesDone)/\(progress.filesTotal) logs \(share) %"
      if isWide {
        text += " of " + Numeral.bytes(progress.bytesTotal) + "B"
        // Rows in grey are what an earlier run knew.
        let old = state.fleet.cells.count { $0.asOf != nil }
        if old > 0 { text += ", \(old) rows as last known" }
      }
    } else {
      let running = counts[.charging] + counts[.discharging]
      text = "\(state.fleet.cells.count) " + (isWide ? "channels" : "ch")
      if isWide {
        text += "  \(running) running  \(counts[.resting] + counts[.other]) resting  \(counts[.finished]) done"
      } else {
        text += " \(running) run"
      }
    }
    grid.put(
      text, column: column, row: area.row, columns: area.endColumn - column, role: role,
      ellipsis: state.symbols.scalar(.ellipsis))
  }
}
