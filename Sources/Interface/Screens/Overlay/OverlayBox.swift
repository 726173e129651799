import Canvas
import Fleet

/// Draws an overlay in a box above the last line.
enum OverlayBox {
  /// The box for so many lines, at the bottom and as wide as is of use.
  static func area(_ overlay: Overlay, count: Int, in screen: Area) -> Area {
    var rest = screen
    if rest.height >= ScreenLayout.framedHeight { _ = rest.cutBottom(1) }
    let width = min(rest.width, overlay.kind == .palette ? 90 : 56)
    let wanted = max(1, count) + (overlay.takesText ? 3 : 2)
    let height = min(rest.height, min(wanted, overlay.kind == .palette ? 16 : 24))
    var box = rest.cutBottom(height)
    return box.cutLeft(width)
  }

  static func draw(_ overlay: Overlay, _ state: AppState, on grid: inout Grid) {
    let items = overlay.items(state)
    let box = area(overlay, count: items.count, in: grid.area)
    guard box.width >= 4, box.height >= 1 else { return }
    for row in box.row..<box.endRow {
      grid.rule(" ", column: box.column, row: row, columns: box.width, role: .text)
    }
    var inner = box
    // A frame costs two lines: where they are needed for what can be chosen, there is none.
    if box.height >= min(4, max(1, items.count) + (overlay.takesText ? 3 : 2)) {
      grid.box(box, symbols: state.symbols, role: .border)
      grid.put(
        " " + overlay.title + " ", column: box.column + 2, row: box.row, columns: box.width - 4, role: .title,
        ellipsis: state.symbols.scalar(.ellipsis))
      inner = Area(column: box.column + 1, row: box.row + 1, width: box.width - 2, height: box.height - 2)
    }
    if overlay.takesText {
      let line = inner.cutTop(1)
      let prefix = overlay.kind == .palette ? ":" : state.symbols[.cursor] + " "
      let shown = overlay.text.unicodeScalars.suffix(max(1, line.width - 4))
      var text = String.UnicodeScalarView()
      text.append(contentsOf: shown)
      var column = grid.put(prefix, column: line.column + 1, row: line.row, role: .key)
      column = grid.put(String(text), column: column, row: line.row, columns: line.endColumn - column, role: .strong)
      grid.cursor = Point(column: min(column, line.endColumn - 1), row: line.row)
      if let problem = overlay.problem {
        grid.put(
          problem, column: column + 2, row: line.row, columns: line.endColumn - column - 2, role: .fail,
          ellipsis: state.symbols.scalar(.ellipsis))
      }
    }
    drawItems(items, overlay, state, on: &grid, in: inner)
  }

  private static func drawItems(
    _ items: [OverlayItem], _ overlay: Overlay, _ state: AppState, on grid: inout Grid, in area: Area
  ) {
    if items.isEmpty, overlay.kind == .palette {
      grid.put("nothing of that name", column: area.column + 2, row: area.row, columns: area.width - 2, role: .dim)
    }
    let top = max(0, min(overlay.cursor - area.height + 1, items.count - area.height))
    let labelWidth = min(
      max(8, area.width / 2), (items.map { TextWidth.of($0.label) }.max() ?? 0) + 2)
    for (offset, item) in items.dropFirst(top).prefix(area.height).enumerated() {
      let row = area.row + offset
      let isChosen = top + offset == overlay.cursor
      if isChosen {
        grid.put(state.symbols[.cursor], column: area.column, row: row, role: .selected)
        if !overlay.takesText { grid.cursor = Point(column: area.column, row: row) }
      }
      var column = area.column + 2
      if let isOn = item.isOn {
        column = grid.put(isOn ? "[x] " : "[ ] ", column: column, row: row, role: isOn ? .key : .dim)
      }
      let room = min(labelWidth, area.endColumn - column)
      grid.put(
        item.label, column: column, row: row, columns: room, role: isChosen ? .strong : .text,
        ellipsis: state.symbols.scalar(.ellipsis))
      column += room + 1
      grid.put(
        item.detail, column: column, row: row, columns: area.endColumn - column, role: .dim,
        ellipsis: state.symbols.scalar(.ellipsis))
    }
  }
}
