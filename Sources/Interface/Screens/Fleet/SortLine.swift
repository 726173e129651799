import Canvas
import Fleet

/// The line that says how the rows were chosen: order, filter, and which of them are shown.
enum SortLine {
  static func draw(_ state: AppState, rows: Int, on grid: inout Grid, in area: Area) {
    guard !area.isEmpty else { return }
    let visible = state.roster.position.visible(count: state.roster.rows.count, height: rows)
    let place = visible.isEmpty ? "rows 0" : "rows \(visible.lowerBound + 1)-\(visible.upperBound)"
    let right = place + "/\(state.roster.rows.count)"
    let needed = TextWidth.of(right) + 1
    grid.put(right, column: area.endColumn - needed, row: area.row, role: .dim)
    grid.put(
      text(state), column: area.column + 1, row: area.row, columns: area.width - needed - 3,
      role: state.roster.isNarrowed ? .strong : .dim,
      ellipsis: state.symbols.scalar(.ellipsis))
  }

  static func text(_ state: AppState) -> String {
    let roster = state.roster
    var text = "sort: " + roster.sort.title + (roster.isReversed ? " (reversed)" : "")
    text += "   " + filterText(state)
    return text
  }

  /// The filter with how many channels it leaves.
  static func filterText(_ state: AppState) -> String {
    let roster = state.roster
    guard roster.isNarrowed else { return "filter: none" }
    let words = [roster.filterText, roster.problemsOnly ? "problems only" : ""].filter { !$0.isEmpty }
    return "filter: " + words.joined(separator: ", ") + " (\(roster.rows.count)/\(state.fleet.cells.count))"
  }
}
