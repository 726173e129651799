package import Canvas
import CellModel
import Fleet
import Metrics

/// How each number of one channel was made: a list of the numbers, and the formula of the chosen one with its values.
package struct ExplainScreen: Screen {
  package init() {}

  package let id = ScreenID.explain
  package let title = "Explain"
  package let keys: [Key] = ["i"]
  package let summary = "how each number of the chosen channel was made"
  package let isInFooter = false
  package let concernsChannel = true
  package let scopes: [Scope] = [.lists, .opening]

  package func settle(_ state: inout AppState, in area: Area) {
    let layout = ExplainLayout(area)
    state.explain.settle(count: state.detail?.explanations.count ?? 0, height: layout.list.height)
  }

  package func perform(_ action: Action, on state: inout AppState) -> [Command]? {
    let layout = ExplainLayout(ScreenLayout(state).body)
    let count = state.detail?.explanations.count ?? 0
    return state.explain.perform(action, count: count, page: layout.list.height) ? [] : nil
  }

  package func select(column: Int, row: Int, in area: Area, state: inout AppState) -> Bool {
    let list = ExplainLayout(area).list
    let index = state.explain.top + row - list.row
    guard row >= list.row, row < list.endRow, column < list.endColumn, column >= list.column,
      index < state.detail?.explanations.count ?? 0
    else { return false }
    state.explain.cursor = index
    return true
  }

  package func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    let layout = ExplainLayout(area)
    guard let cell = state.selected else {
      grid.put(
        "no channel to show", column: layout.head.column + 1, row: layout.head.row, columns: layout.head.width,
        role: .dim)
      return
    }
    drawHead(cell, state, on: &grid, in: layout.head)
    guard let detail = state.detail else { return }
    let explanations = detail.explanations
    let titleWidth = min(26, layout.list.width / 2)
    for index in state.explain.visible(count: explanations.count, height: layout.list.height) {
      let row = layout.list.row + index - state.explain.top
      drawLine(
        explanations[index], isChosen: index == state.explain.cursor, titleWidth: titleWidth, state, on: &grid,
        row: row, in: layout.list)
    }
    guard explanations.indices.contains(state.explain.cursor) else { return }
    drawWhole(explanations[state.explain.cursor], state, on: &grid, in: layout.whole)
  }

  private func drawHead(_ cell: CellSummary, _ state: AppState, on grid: inout Grid, in area: Area) {
    guard !area.isEmpty else { return }
    var column = grid.put(cell.name, column: area.column + 1, row: area.row, columns: area.width / 2, role: .strong) + 2
    column =
      grid.put(
        cell.configuration.value.rawValue + cell.configuration.provenance.mark, column: column, row: area.row,
        role: .text) + 2
    let count = state.detail?.explanations.count ?? 0
    var (words, role) = ("how its numbers were made", Role.dim)
    if state.detail == nil {
      words = "the numbers are being fetched"
    } else if count == 0 {
      words = "no numbers yet"
    } else if let turn = CycleAxis.turnText(cell.stage, state) {
      words = cell.stage.evidence.isEmpty ? turn : turn + ": " + cell.stage.evidence
      role = cell.stage.role
    }
    grid.put(
      words, column: column, row: area.row, columns: max(0, area.endColumn - column), role: role,
      ellipsis: state.symbols.scalar(.ellipsis))
  }

  private func drawLine(
    _ explanation: Explanation, isChosen: Bool, titleWidth: Int, _ state: AppState, on grid: inout Grid, row: Int,
    in area: Area
  ) {
    if isChosen {
      grid.put(state.symbols[.cursor], column: area.column, row: row, role: .selected)
      grid.cursor = Point(column: area.column, row: row)
    }
    let ellipsis = state.symbols.scalar(.ellipsis)
    let role = ExplainText.role(explanation)
    grid.put(
      explanation.title, column: area.column + 2, row: row, columns: titleWidth,
      role: explanation.isPrimary ? .strong : role, ellipsis: ellipsis)
    let start = area.column + 3 + titleWidth
    grid.put(
      explanation.brief, column: start, row: row, columns: max(0, area.endColumn - start - 1), role: role,
      ellipsis: ellipsis)
  }

  private func drawWhole(_ explanation: Explanation, _ state: AppState, on grid: inout Grid, in area: Area) {
    guard area.height > 1 else { return }
    var rest = area
    let mark = explanation.isPrimary ? "this protocol's" : ""
    PanelTitle.draw(explanation.title, detail: mark, on: &grid, in: rest.cutTop(1), symbols: state.symbols)
    let lines = ExplainText.lines(explanation, state.symbols, width: rest.width)
    for (offset, line) in lines.prefix(rest.height).enumerated() {
      let row = rest.row + offset
      let labelWidth = min(ExplainText.labelWidth, rest.width - 1)
      grid.put(line.label, column: rest.column + 1, row: row, columns: labelWidth, role: .dim)
      let start = rest.column + 2 + ExplainText.labelWidth
      grid.put(line.text, column: start, row: row, columns: max(0, rest.endColumn - start), role: line.role)
    }
  }
}
