import Canvas
import CellModel
import Fleet

/// The channels of the wall as characters in their lines, on the wall screen and beside the fleet.
enum WallPanel {
  /// Draws the lines from the view's first one on; `hasCursor` puts the terminal's own cursor on the chosen channel.
  static func draw(_ wall: WallView, _ state: AppState, on grid: inout Grid, in area: Area, hasCursor: Bool) {
    let layout = wall.layout
    let visible = wall.top..<max(wall.top, min(layout.lines.count, wall.top + area.height))
    for index in visible {
      let line = layout.lines[index]
      let row = area.row + index - wall.top
      grid.put(
        line.label, column: area.column + 1, row: row, columns: layout.labelWidth, role: .dim, alignment: .right,
        ellipsis: state.symbols.scalar(.ellipsis))
      for (position, member) in line.members.enumerated() {
        let rosterRow = layout.order[member]
        guard state.roster.rows.indices.contains(rosterRow) else { continue }
        let cell = state.fleet.cells[state.roster.rows[rosterRow]]
        let column = area.column + layout.column(position)
        let isSelected = rosterRow == state.roster.position.cursor
        let mark = WallAppearance.mark(cell, wall.colouring, state.symbols, now: state.ageOrigin)
        // A tagged channel stands out whatever its colour shows.
        let role =
          state.roster.tags.contains(cell.id)
          ? .key : WallAppearance.role(cell, wall.colouring, now: state.ageOrigin)
        grid[column, row] = Cell(mark, role: role, isSelected: isSelected)
        if isSelected, hasCursor { grid.cursor = Point(column: column, row: row) }
      }
    }
  }
}
