import Canvas

/// The line above a panel: a rule with the panel's name and what it shows.
enum PanelTitle {
  static func draw(
    _ name: String, detail: String = "", isFocused: Bool = false, on grid: inout Grid, in area: Area,
    symbols: SymbolSet
  ) {
    guard !area.isEmpty else { return }
    grid.rule(symbols.scalar(.horizontal), column: area.column, row: area.row, columns: area.width)
    var column = area.column + 1
    column = grid.put(
      " " + (isFocused ? symbols[.cursor] + " " : "") + name + " ", column: column, row: area.row,
      columns: area.endColumn - column - 1,
      role: isFocused ? .key : .title, ellipsis: symbols.scalar(.ellipsis))
    guard !detail.isEmpty else { return }
    grid.put(
      detail + " ", column: column, row: area.row, columns: area.endColumn - column - 1, role: .dim,
      ellipsis: symbols.scalar(.ellipsis))
  }
}
