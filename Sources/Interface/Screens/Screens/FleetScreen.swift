package import Canvas
import CellModel
import Fleet

/// The home screen: one row a channel, trouble first.
package struct FleetScreen: Screen {
  package init() {}

  package let id = ScreenID.fleet
  package let title = "Fleet"
  package let keys: [Key] = ["1"]
  package let summary = "one row a channel, trouble first"
  package let isInFooter = false
  package let scopes: [Scope] = [.fleet, .tagging, .lists, .opening]

  package func settle(_ state: inout AppState, in area: Area) {
    if area.width >= FleetLayout.sideBySide {
      // Through a copy: the wall reads the rest of the state while it is arranged.
      var wall = state.sideWall
      (wall.colouring, wall.grouping) = (state.wall.colouring, state.wall.grouping)
      wall.arrange(state, width: FleetLayout(state, in: area).wall.width)
      state.sideWall = wall
      state.sideWall.scroll(to: state.roster.position.cursor, height: FleetLayout(state, in: area).wall.height - 2)
    }
    let height = FleetLayout(state, in: area).rows.height
    state.roster.position.settle(count: state.roster.rows.count, height: height)
  }

  package func perform(_ action: Action, on state: inout AppState) -> [Command]? {
    let layout = FleetLayout(state, in: ScreenLayout(state).body)
    var position = state.roster.position
    if position.perform(action, count: state.roster.rows.count, page: layout.rows.height) {
      state.roster.choose(row: position.cursor, in: state.fleet)
      return []
    }
    switch action {
    case .open:
      // Nothing to open while nothing is found.
      return state.selection == nil ? [] : nil
    case .nextSort: state.roster.sort = state.roster.sort.next
    case .previousSort: state.roster.sort = state.roster.sort.previous
    case .reverseSort: state.roster.isReversed.toggle()
    case .problemsOnly: state.roster.problemsOnly.toggle()
    default: return nil
    }
    state.roster.refresh(state.fleet, reorders: true)
    if layout.sortLine.isEmpty { state.notice = SortLine.text(state) }
    return []
  }

  package func select(column: Int, row: Int, in area: Area, state: inout AppState) -> Bool {
    let rows = FleetLayout(state, in: area).rows
    let index = state.roster.position.top + row - rows.row
    guard row >= rows.row, row < rows.endRow, state.roster.rows.indices.contains(index) else { return false }
    state.roster.choose(row: index, in: state.fleet)
    return true
  }

  package func table(_ state: AppState) -> ExportTable? {
    guard !state.roster.rows.isEmpty else { return nil }
    return FleetColumns.exported(state.roster.rows.map { state.fleet.cells[$0] }, state)
  }

  package func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    guard !area.isEmpty else { return }
    let layout = FleetLayout(state, in: area)
    guard !state.fleet.cells.isEmpty else { return drawEmpty(state, on: &grid, in: area) }
    SortLine.draw(state, rows: layout.rows.height, on: &grid, in: layout.sortLine)
    if layout.isList {
      drawList(state, on: &grid, in: layout.rows)
    } else {
      drawTable(state, layout, on: &grid)
    }
    if state.roster.rows.isEmpty {
      let text = state.roster.problemsOnly ? "no channel has a problem" : "no channel fits this filter"
      grid.put(text, column: layout.rows.column + 3, row: layout.rows.row, columns: layout.rows.width - 3, role: .dim)
    }
    drawWall(state, on: &grid, in: layout.wall)
    if let cell = state.previewed { PreviewPanel.draw(cell, state, on: &grid, in: layout.preview) }
    EventStrip.draw(state, on: &grid, in: layout.events)
    if let cell = state.selected { drawReason(cell, state, on: &grid, in: layout.reason) }
  }

  private func drawWall(_ state: AppState, on grid: inout Grid, in area: Area) {
    guard area.height >= 4 else { return }
    var rest = area
    PanelTitle.draw(
      "wall", detail: "by " + state.sideWall.grouping.word, on: &grid, in: rest.cutTop(1), symbols: state.symbols)
    WallAppearance.drawLegend(state, on: &grid, in: rest.cutBottom(1))
    WallPanel.draw(state.sideWall, state, on: &grid, in: rest, hasCursor: false)
  }

  // The column of reasons is short where the screen is; here the whole of it can be read.
  private func drawReason(_ cell: CellSummary, _ state: AppState, on grid: inout Grid, in area: Area) {
    guard !area.isEmpty else { return }
    let name = TextFlow.shortened(cell.name, width: max(12, area.width / 3), symbols: state.symbols)
    let column = grid.put(name, column: area.column + 1, row: area.row, role: .dim) + 2
    var text = cell.reasonOrNote
    if text.isEmpty { text = cell.configuration.value.longName + " " + cell.configuration.provenance.mark }
    grid.put(
      text, column: column, row: area.row, columns: area.endColumn - column - 1,
      role: FleetColumns.conditionRole(cell, state) == .dim || !cell.condition.isProblem ? .dim : cell.condition.role,
      ellipsis: state.symbols.scalar(.ellipsis))
  }

  private func drawTable(_ state: AppState, _ layout: FleetLayout, on grid: inout Grid) {
    let rows = layout.rows
    let table = FleetColumns.table(width: rows.width, state)
    if state.roster.isNarrowed, ScreenLayout(state).header.isEmpty {
      grid.put(
        SortLine.filterText(state), column: FleetColumns.margin, row: layout.titles.row,
        columns: rows.width - FleetColumns.margin, role: .strong, ellipsis: state.symbols.scalar(.ellipsis))
    } else {
      table.drawTitles(on: &grid, row: layout.titles.row, role: .dim)
    }
    for index in state.roster.position.visible(count: state.roster.rows.count, height: rows.height) {
      let row = rows.row + index - state.roster.position.top
      let cell = state.fleet.cells[state.roster.rows[index]]
      drawMarker(state, cell, isSelected: index == state.roster.position.cursor, on: &grid, row: row)
      FleetColumns.draw(cell, table, state, on: &grid, row: row)
    }
  }

  private func drawList(_ state: AppState, on grid: inout Grid, in rows: Area) {
    for index in state.roster.position.visible(count: state.roster.rows.count, height: rows.height) {
      let row = rows.row + index - state.roster.position.top
      let cell = state.fleet.cells[state.roster.rows[index]]
      drawMarker(state, cell, isSelected: index == state.roster.position.cursor, on: &grid, row: row)
      let value = EfficiencyText.percent(
        cell.shownEfficiency, uncertainty: cell.efficiencyUncertainty, resolution: cell.efficiencyResolution)
      let valueStart = rows.endColumn - 6
      let room = max(0, valueStart - 4)
      grid.put(
        TextFlow.shortened(cell.name, width: room, symbols: state.symbols), column: 3, row: row, columns: room,
        role: cell.condition.isProblem ? cell.condition.role : .text)
      grid.put(value, column: valueStart, row: row, columns: 6, alignment: .right)
    }
  }

  private func drawMarker(_ state: AppState, _ cell: CellSummary, isSelected: Bool, on grid: inout Grid, row: Int) {
    if isSelected {
      grid.put(state.symbols[.cursor], column: 0, row: row, role: .selected)
      if state.prompt == nil { grid.cursor = Point(column: 0, row: row) }
    } else if state.roster.changes[cell.id] != nil {
      grid.put(state.symbols[.moved], column: 0, row: row, role: .strong)
    }
    grid.put(state.symbols[cell.condition.symbol], column: 1, row: row, role: FleetColumns.conditionRole(cell, state))
    if state.roster.tags.contains(cell.id) { grid.put("*", column: 2, row: row, role: .key) }
  }

  private func drawEmpty(_ state: AppState, on grid: inout Grid, in area: Area) {
    let progress = state.fleet.progress
    var lines: [(String, Role)]
    if progress.filesTotal > 0, !progress.isComplete {
      let share = Double(progress.bytesDone) / Double(max(1, progress.bytesTotal))
      lines = [
        ("reading \(progress.filesDone) of \(progress.filesTotal) logs", .strong),
        (
          Numeral.bytes(progress.bytesDone) + "B of " + Numeral.bytes(progress.bytesTotal) + "B, "
            + Numeral.fixed(share * 100, decimals: 0) + " %", .dim
        ),
      ]
    } else if !state.hasLooked {
      lines = [("looking for logs in \(SafeText.clean(state.watched))", .dim)]
    } else {
      let place = state.watched.isEmpty ? "the paths given" : SafeText.clean(state.watched)
      lines = [
        ("no logs found in \(place)", .strong),
        ("waiting: a log that appears there is picked up by itself", .dim),
        ("celltop formats lists what can be read, celltop demo shows a simulated lab", .dim),
      ]
    }
    lines = Array(lines.prefix(area.height))
    let top = area.row + max(0, (area.height - lines.count) / 3)
    for (offset, line) in lines.enumerated() {
      grid.put(
        line.0, column: area.column + 1, row: top + offset, columns: area.width - 2, role: line.1,
        alignment: area.width >= 60 ? .centre : .left, ellipsis: state.symbols.scalar(.ellipsis))
    }
  }
}
