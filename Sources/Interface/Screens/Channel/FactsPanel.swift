import Canvas
import CellModel
import Fleet

/// Everything that is known of a channel in words: flags with their evidence, stage, facts, source.
enum FactsPanel {
  struct Line: Equatable {
    var label = ""
    var text: String
    var role = Role.text
  }

  private static let labelWidth = 12

  static func draw(
    _ cell: CellSummary, _ detail: CellDetail?, _ state: AppState, isFocused: Bool, on grid: inout Grid, in area: Area
  ) {
    var rest = area
    let title = rest.cutTop(1)
    let lines = lines(cell, detail, state, width: rest.width)
    let top = min(state.channel.factsTop, max(0, lines.count - rest.height))
    let more = lines.count > rest.height ? "\(top + 1)-\(min(lines.count, top + rest.height)) of \(lines.count)" : ""
    PanelTitle.draw("facts", detail: more, isFocused: isFocused, on: &grid, in: title, symbols: state.symbols)
    for (offset, line) in lines.dropFirst(top).prefix(rest.height).enumerated() {
      let row = rest.row + offset
      grid.put(line.label, column: rest.column + 1, row: row, columns: labelWidth, role: .dim)
      let start = rest.column + 2 + labelWidth
      grid.put(line.text, column: start, row: row, columns: rest.endColumn - start, role: line.role)
    }
  }

  /// The lines of the panel, broken to its width.
  static func lines(_ cell: CellSummary, _ detail: CellDetail?, _ state: AppState, width: Int) -> [Line] {
    var lines: [Line] = []
    let room = max(8, width - labelWidth - 2)
    func add(_ label: String, _ text: String, _ role: Role = .text) {
      for (offset, part) in TextFlow.wrap(text, width: room).enumerated() {
        lines.append(Line(label: offset == 0 ? label : "", text: part, role: role))
      }
    }
    for flag in cell.flags {
      let text = state.symbols[flag.severity.symbol] + " " + flag.evidence
      add(flag.code.rawValue, text, flag.severity.role == .dim ? .text : flag.severity.role)
    }
    addStage(cell, state, add)
    let configuration = cell.configuration
    // Until the facts are there, which begin with the same.
    let facts =
      detail?.facts ?? [
        Fact(
          "cell", configuration.value.rawValue, configuration.provenance, note: configuration.reason)
      ]
    for fact in facts {
      let note = fact.note.isEmpty ? "" : " " + state.symbols[.bullet] + " " + fact.note
      add(fact.label, fact.value + " " + fact.provenance.mark + note)
      if let gauge = gauge(fact, state) { add("", gauge) }
    }
    addSource(cell, add)
    add("marks", "= given  ~ inferred  ? default", .dim)
    return lines
  }

  /// A bar of how much of a reservoir is left, where a fact tells its share.
  static func gauge(_ fact: Fact, _ state: AppState) -> String? {
    guard let share = fact.share, 0...1 ~= share else { return nil }
    let filled = Int((share * 20).rounded())
    let (full, empty) = state.symbols == .unicode ? ("█", "░") : ("#", ".")
    return "[" + String(repeating: full, count: filled) + String(repeating: empty, count: 20 - filled) + "]"
  }

  private static func addStage(
    _ cell: CellSummary, _ state: AppState, _ add: (String, String, Role) -> Void
  ) {
    let stage = cell.stage
    let words =
      switch stage.state {
      case .forming: "forming: the SEI is still growing"
      case .stage1: "stage I"
      case .suspected: "stage I, a turn is suspected"
      case .stage2: "stage II"
      case .shorted: "shorted"
      case .dead: "dead"
      case .unknown: "not known yet"
      }
    var text = words
    if let turn = CycleAxis.turnText(stage, state) {
      text = stage.state == .shorted || stage.state == .dead ? turn : text + ", " + turn
      text += ", confidence " + Numeral.fixed(stage.confidence * 100, decimals: 0) + " %"
    }
    add("stage", text, stage.role == .dim ? .text : stage.role)
    if let evidence = cell.unsaidStageEvidence { add("", evidence, .text) }
  }

  private static func addSource(_ cell: CellSummary, _ add: (String, String, Role) -> Void) {
    let source = cell.source
    add("file", source.path, .text)
    var text = "\(source.rows) rows, " + Numeral.bytes(source.bytesRead) + "B read, " + cell.format
    switch source.status {
    case .following: break
    case .loading: text += ", of " + Numeral.bytes(source.size) + "B"
    case .gone: text += ", the file is gone"
    case .unreadable(let reason): text += ", cannot be read: " + reason
    }
    add("", text, .text)
    if source.badRows > 0 {
      var bad = "\(source.badRows) rows could not be read"
      if let first = source.firstBadRow { bad += ", first at line \(first.row): expected \(first.expected)" }
      add("bad rows", bad, .warn)
    }
    for warning in source.warnings { add("note", warning, .text) }
  }
}
