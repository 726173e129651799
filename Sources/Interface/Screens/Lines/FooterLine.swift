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

  // Help and the way out keep their room; of the others as many as fit.
  private static func drawKeys(_ state: AppState, on grid: inout Grid, in area: Area) {
    let bindings = state.keyMap.bindings(in: ScreenRegistry.screen(state.screen).scopes + [.everywhere])
    var keys: [Part] = []
    for part in bindings.compactMap({ part($0, bindings, state) })
    where !keys.contains(where: { $0.label == part.label }) {
      keys.append(part)
    }
    let kept = keys.filter(\.isKept)
    var room = area.width - 1 - kept.reduce(0) { $0 + $1.width + 2 }
    var column = area.column + 1
    for key in keys.filter({ !$0.isKept }) where key.width + 2 <= room {
      room -= key.width + 2
      column = draw(key, on: &grid, column: column, row: area.row)
    }
    for key in kept where column + key.width <= area.endColumn {
      column = draw(key, on: &grid, column: column, row: area.row)
    }
  }

  private struct Part {
    var label: String
    var word: String
    var isKept: Bool
    var width: Int { TextWidth.of(label) + 1 + TextWidth.of(word) }
  }

  private static func part(_ binding: Binding, _ bindings: [Binding], _ state: AppState) -> Part? {
    guard var word = binding.footer, let key = binding.keys.first, binding.action != .show(state.screen) else {
      return nil
    }
    var label = key.label(state.symbols)
    if let partner = binding.partner, let other = bindings.first(where: { $0.action == partner })?.keys.first {
      label += " " + other.label(state.symbols)
    }
    if binding.action == .quit, state.path.count > 1 { word = "Back" }
    return Part(label: label, word: word, isKept: binding.action == .quit || binding.action == .show(.help))
  }

  private static func draw(_ part: Part, on grid: inout Grid, column: Int, row: Int) -> Int {
    let next = grid.put(part.label, column: column, row: row, role: .key) + 1
    return grid.put(part.word, column: next, row: row, role: .dim) + 2
  }

  // The error stands behind the text, with a caret below the place it means where there is a row for one.
  private static func drawPrompt(_ prompt: FilterPrompt, _ state: AppState, on grid: inout Grid, in area: Area) {
    grid.rule(" ", column: area.column, row: area.row, columns: area.width, role: .text)
    let label = prompt.label
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
        let length = TextWidth.of(error.message)
        // Right of the caret, or left of it where only there is room.
        let fitsLeft = caret + 2 + length >= area.endColumn && area.column + 1 + length < caret
        let message = fitsLeft ? area.column + 1 : caret + 2
        grid.put(
          error.message, column: message, row: area.row - 1, columns: area.endColumn - message, role: .fail,
          ellipsis: state.symbols.scalar(.ellipsis))
        return
      }
      grid.put(
        error.message, column: column + 2, row: area.row, columns: area.endColumn - column - 2, role: .fail,
        ellipsis: state.symbols.scalar(.ellipsis))
    } else {
      let found = prompt.countText(state)
      let keys = prompt.subject == .search ? "Enter, then n N go on" : "Enter keeps, Esc restores"
      let count = found + (found.isEmpty ? "" : "  ") + keys
      let needed = TextWidth.of(count) + 1
      if column + 2 + needed < area.endColumn {
        grid.put(count, column: area.endColumn - needed, row: area.row, role: .dim)
      }
    }
  }
}
