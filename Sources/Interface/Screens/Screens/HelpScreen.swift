package import Canvas
import Fleet

/// The keys that are valid on the screen one came from, then all others, and what the symbols mean.
package struct HelpScreen: Screen {
  package init() {}

  package let id = ScreenID.help
  package let title = "Help"
  package let keys: [Key] = ["?", .function(1)]
  package let summary = "keys and symbols"
  package let scopes: [Scope] = [.lists]

  private struct Line {
    var key = ""
    var text = ""
    var name = ""
    var role = Role.text
  }

  package func settle(_ state: inout AppState, in area: Area) {
    // Help has no rows to choose from: the cursor is the first line shown.
    let last = max(0, lines(state).count - area.height)
    state.help.cursor = min(max(0, state.help.cursor), last)
    state.help.top = state.help.cursor
  }

  package func perform(_ action: Action, on state: inout AppState) -> [Command]? {
    if action == .filter {
      state.prompt = FilterPrompt(state, .help)
      return []
    }
    let height = ScreenLayout(state).body.height
    return state.help.perform(action, count: lines(state).count, page: height) ? [] : nil
  }

  package func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    let lines = lines(state)
    let keyWidth = area.width >= 60 ? 24 : 12
    let nameStart = area.column + area.width - 17
    for (offset, line) in lines.dropFirst(state.help.top).prefix(area.height).enumerated() {
      let row = area.row + offset
      if line.key.isEmpty {
        grid.put(line.text, column: area.column + 1, row: row, columns: area.width - 1, role: line.role)
        continue
      }
      grid.put(line.key, column: area.column + 3, row: row, columns: keyWidth, role: line.role)
      let start = area.column + 4 + keyWidth
      let end = area.width >= 80 ? nameStart - 1 : area.endColumn
      grid.put(
        line.text, column: start, row: row, columns: end - start, role: .text,
        ellipsis: state.symbols.scalar(.ellipsis))
      if area.width >= 80 { grid.put(line.name, column: nameStart, row: row, columns: 17, role: .dim) }
    }
    grid.cursor = area.isEmpty ? nil : Point(column: area.column, row: area.row)
  }

  // A title stays if anything below it does.
  private func lines(_ state: AppState) -> [Line] {
    let words = state.helpFilter.lowercased().split(separator: " ")
    let all = allLines(state)
    guard !words.isEmpty else { return all }
    var kept: [Line] = []
    var title: Line?
    for line in all {
      if line.key.isEmpty {
        title = line.text.isEmpty ? title : line
        continue
      }
      let text = (line.key + " " + line.text + " " + line.name).lowercased()
      guard words.allSatisfy({ text.contains($0) }) else { continue }
      if let waiting = title {
        kept += kept.isEmpty ? [waiting] : [Line(), waiting]
        title = nil
      }
      kept.append(line)
    }
    return kept.isEmpty ? [Line(text: "nothing here is called \(state.helpFilter)", role: .dim)] : kept
  }

  private func allLines(_ state: AppState) -> [Line] {
    let before = state.path.dropLast().last ?? .fleet
    let screen = ScreenRegistry.screen(before)
    let valid = state.keyMap.bindings(in: screen.scopes + [.everywhere])
    let here = valid.filter { $0.scope != .everywhere }
    let everywhere = valid.filter { $0.scope == .everywhere }
    let shown = Set((here + everywhere).map(\.name))
    var lines = [Line(text: "\(screen.title): \(screen.summary)", role: .title)]
    lines += here.filter { !$0.keys.isEmpty }.map { line($0, state) }
    lines += [Line(), Line(text: "Everywhere", role: .title)]
    lines += everywhere.map { line($0, state) }
    let others = state.keyMap.bindings.filter { !shown.contains($0.name) && !$0.keys.isEmpty }
    for scope in Scope.allCases where others.contains(where: { $0.scope == scope }) {
      lines += [Line(), Line(text: "Elsewhere: \(scope.rawValue)", role: .title)]
      lines += others.filter { $0.scope == scope }.map { line($0, state) }
    }
    return lines + legend(state)
  }

  private func line(_ binding: Binding, _ state: AppState) -> Line {
    let keys = binding.keys.map { $0.label(state.symbols) }.joined(separator: " ")
    return Line(key: keys.isEmpty ? Numeral.missing : keys, text: binding.help, name: binding.name, role: .key)
  }

  private func legend(_ state: AppState) -> [Line] {
    var lines = [Line(), Line(text: "Symbols", role: .title)]
    for condition in CellCondition.allCases {
      lines.append(
        Line(
          key: state.symbols[condition.symbol] + " " + condition.word, text: condition.meaning, role: condition.role))
    }
    lines += [
      Line(key: state.symbols[.moved], text: "the row changed its condition a moment ago", role: .strong),
      Line(
        key: state.symbols[.turn] + "139" + state.symbols[.plusMinus] + "4",
        text: "turning point: first cycle of stage II with its 95 % interval", role: .turn),
      Line(key: "~139" + state.symbols[.plusMinus] + "4", text: "turning point only suspected", role: .turn),
      Line(key: "fail mute *", text: "in small letters: acknowledged; muted for 8 h; tagged", role: .dim),
      Line(key: "= ~ ?", text: "a value given, inferred, or a default nobody confirmed", role: .dim),
      Line(), Line(text: "Filters", role: .title),
      Line(key: "ce<99 and cyc>100", text: "columns: ce ci ret cyc v i age (numbers)", role: .key),
      Line(key: "state=fail,warn", text: "columns: state type format stage chan name flag (words)", role: .key),
      Line(key: "tag:dry", text: "what cells.toml tells: group tag electrolyte note", role: .key),
      Line(key: "chan~rack3/*", text: "a part of a word; * and ? are wild, ^ and $ tie to the ends", role: .key),
      Line(key: "!(a | b) & c", text: "not, or, and; a word alone is looked for in names and notes", role: .key),
      Line(key: "!muted", text: "also tagged and acked; :save NAME keeps a filter", role: .key),
      Line(), Line(text: "Glyph test: each row should be as wide as the one above it", role: .title),
      Line(key: "12345678", text: "eight columns", role: .dim),
      Line(
        key: Symbol.allCases.prefix(8).map { String(state.symbols.scalar($0).description) }.joined(), text: "conditions"
      ),
      Line(key: "⡇⢸⣀⠉⢠⡄⣿⠒", text: "braille, for charts = \"braille\""),
      Line(key: "▘▝▀▖▌▞█▄", text: "blocks, for charts = \"block\""),
      Line(key: "┌─┤│└┄┊━", text: "lines; if rows differ: --ascii"),
    ]
    return lines
  }
}

extension CellCondition {
  fileprivate var meaning: String {
    switch self {
    case .fail: "a limit is crossed: short, CE, retention, voltage"
    case .warn: "a trend or a doubt worth a look"
    case .turn: "stage II has begun"
    case .stale: "no row for too long, or the file is gone"
    case .charging: "charging"
    case .discharging: "discharging"
    case .resting: "resting"
    case .other: "impedance, pause or control"
    case .finished: "the test has ended"
    case .empty: "nothing read yet"
    }
  }
}
