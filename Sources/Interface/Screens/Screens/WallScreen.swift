package import Canvas
import CellModel
import Fleet

/// One character a channel, grouped by folder: a room full of cyclers at a glance.
package struct WallScreen: Screen {
  package init() {}

  package let id = ScreenID.wall
  package let title = "Wall"
  package let keys: [Key] = ["w", "2"]
  package let summary = "one character a channel"
  package let scopes: [Scope] = [.wall]

  private func wallHeight(_ area: Area) -> Int {
    max(1, area.height - 1 - (area.height >= 14 ? 5 : area.height >= 7 ? 2 : 0))
  }

  package func settle(_ state: inout AppState, in area: Area) {
    // Through a copy: the wall reads the rest of the state while it is arranged.
    var wall = state.wall
    wall.arrange(state, width: area.width)
    state.wall = wall
    state.wall.scroll(to: state.roster.position.cursor, height: wallHeight(area))
  }

  package func perform(_ action: Action, on state: inout AppState) -> [Command]? {
    switch action {
    case .colourBy:
      state.wall.nextColouring()
      return []
    case .groupBy:
      state.wall.nextGrouping(of: state.fleet.cells)
      return []
    case .problemsOnly:
      state.roster.problemsOnly.toggle()
      state.roster.refresh(state.fleet, reorders: true)
      return []
    case .tag:
      // Order and cursor are the wall's own: the next channel is the one to the right.
      state.roster.toggleTag(at: state.roster.position.cursor, in: state.fleet)
      _ = perform(.right, on: &state)
      state.notice = "\(state.roster.tags.count) tagged"
      return []
    case .left, .right, .up, .down: break
    case .open: return state.selection == nil ? [] : nil
    default: return nil
    }
    let layout = state.wall.layout
    guard let place = layout.place(of: state.roster.position.cursor) else { return [] }
    var target: Int?
    switch action {
    case .up: target = layout.row(line: place.line - 1, position: place.position)
    case .down: target = layout.row(line: place.line + 1, position: place.position)
    default:
      let index = layout.lines[place.line].members.lowerBound + place.position + (action == .left ? -1 : 1)
      target = layout.order.indices.contains(index) ? layout.order[index] : nil
    }
    if let target { state.roster.choose(row: target, in: state.fleet) }
    return []
  }

  package func select(column: Int, row: Int, in area: Area, state: inout AppState) -> Bool {
    let layout = state.wall.layout
    let line = state.wall.top + row - area.row - 1
    guard row > area.row, row <= area.row + wallHeight(area), layout.lines.indices.contains(line) else { return false }
    let position = (0..<layout.lines[line].members.count).first { layout.column($0) == column }
    guard let position, let chosen = layout.row(line: line, position: position) else { return false }
    state.roster.choose(row: chosen, in: state.fleet)
    return true
  }

  package func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    var rest = area
    let title = rest.cutTop(1)
    let words =
      switch state.wall.colouring {
      case .condition: "colour is the condition"
      case .inefficiency: "colour is the inefficiency 1 − CE"
      case .retention: "colour is the capacity retention"
      case .voltage: "colour is the voltage"
      case .age: "colour is the age of the last row"
      }
    PanelTitle.draw(
      "wall", detail: "\(state.roster.rows.count) channels by " + state.wall.grouping.word + ", " + words, on: &grid,
      in: title,
      symbols: state.symbols)
    let below = rest.cutBottom(rest.height - wallHeight(area))
    WallPanel.draw(state.wall, state, on: &grid, in: rest, hasCursor: true)
    drawBelow(state, on: &grid, in: below)
  }

  package func table(_ state: AppState) -> ExportTable? { FleetScreen().table(state) }

  private func drawBelow(_ state: AppState, on grid: inout Grid, in area: Area) {
    guard area.height >= 2 else { return }
    var rest = area
    if area.height >= 4 {
      _ = rest.cutTop(1)
      WallAppearance.drawLegend(state, on: &grid, in: rest.cutTop(1))
    }
    guard let cell = state.selected else { return }
    let ellipsis = state.symbols.scalar(.ellipsis)
    var column =
      grid.put(
        cell.id.text, column: rest.column + 1, row: rest.row, columns: max(10, rest.width / 2), role: .strong,
        ellipsis: ellipsis) + 2
    column =
      grid.put(
        state.symbols[cell.condition.symbol] + " " + cell.condition.word, column: column, row: rest.row,
        role: cell.condition.role) + 2
    let percent = EfficiencyText.percent(
      cell.shownEfficiency, uncertainty: cell.efficiencyUncertainty, resolution: cell.efficiencyResolution)
    let values = [
      cell.cycle > 0 ? "cycle \(cell.cycle)" : "", cell.stepText, Numeral.fixed(cell.voltage, decimals: 4) + " V",
      percent == Numeral.missing ? "" : "CE \(percent) %", cell.stage.text(state.symbols),
    ].filter { !$0.isEmpty }.joined(separator: "  ")
    grid.put(values, column: column, row: rest.row, columns: rest.endColumn - column, ellipsis: ellipsis)
    grid.put(
      cell.reasonText, column: rest.column + 1, row: rest.row + 1, columns: rest.width - 2, role: cell.condition.role,
      ellipsis: ellipsis)
  }
}
