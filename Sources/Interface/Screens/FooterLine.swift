import Canvas
import Fleet

/// The last line: the keys that are valid here, or what is being typed, or what there is to say.
enum FooterLine {
  static func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    guard !area.isEmpty else { return }
    if let prompt = state.prompt {
      drawPrompt(prompt, state, on: &grid, in: area)
    } else if let notice = state.notice {
      grid.put(
        " " + notice, column: area.column, row: area.row, columns: area.width, role: .strong,
        ellipsis: state.symbols.scalar(.ellipsis))
    } else {
      drawKeys(state, on: &grid, in: area)
    }
  }

  private static func drawKeys(_ state: AppState, on grid: inout Grid, in area: Area) {
    let screen = ScreenRegistry.screen(state.screen)
    var column = area.column + 1
    for binding in state.keyMap.bindings(in: screen.scopes + [.everywhere]) {
      guard let word = binding.footer, let key = binding.keys.first, binding.action != .show(state.screen) else {
        continue
      }
      let label = key.label(state.symbols)
      let needed = TextWidth.of(label) + 1 + TextWidth.of(word)
      guard column + needed < area.endColumn else { continue }
      column = grid.put(label, column: column, row: area.row, role: .key) + 1
      column = grid.put(word, column: column, row: area.row, role: .dim) + 2
    }
  }

  // The error stands behind the text, with a caret below the place it means where there is a row for one.
  private static func drawPrompt(_ prompt: FilterPrompt, _ state: AppState, on grid: inout Grid, in area: Area) {
    grid.rule(" ", column: area.column, row: area.row, columns: area.width, role: .text)
    let label = "filter: "
    // Of a text too long for the row the end is shown, where typing goes on.
    let room = max(1, area.width - TextWidth.of(label) - 2)
    let scalars = Array(prompt.text.unicodeScalars)
    let hidden = max(0, scalars.count - room)
    var shown = String.UnicodeScalarView()
    shown.append(contentsOf: scalars.dropFirst(hidden))
    var column = grid.put(label, column: area.column + 1, row: area.row, role: .key)
    let start = column
    column = grid.put(String(shown), column: column, row: area.row, columns: room, role: .strong)
    grid.cursor = Point(column: min(column, max(0, area.endColumn - 1)), row: area.row)
    if let error = prompt.error {
      let caret = start + max(0, error.position - hidden)
      if area.row > 0, caret < area.endColumn {
        grid.rule(" ", column: area.column, row: area.row - 1, columns: area.width, role: .text)
        grid.put("^", column: caret, row: area.row - 1, role: .fail)
        let message = caret + 2 + TextWidth.of(error.message) < area.endColumn ? caret + 2 : area.column + 1
        if message > caret || message + TextWidth.of(error.message) < caret {
          grid.put(
            error.message, column: message, row: area.row - 1, columns: area.endColumn - message, role: .fail)
          return
        }
      }
      grid.put(
        error.message, column: column + 2, row: area.row, columns: area.endColumn - column - 2, role: .fail,
        ellipsis: state.symbols.scalar(.ellipsis))
    } else {
      let count = "\(state.roster.rows.count)/\(state.fleet.cells.count)  Enter keeps, Esc restores"
      let needed = TextWidth.of(count) + 1
      if column + 2 + needed < area.endColumn {
        grid.put(count, column: area.endColumn - needed, row: area.row, role: .dim)
      }
    }
  }
}
