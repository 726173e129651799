package import Canvas
import CellModel
import Fleet

/// How the reading of each log stands.
package struct SourcesScreen: Screen {
  package init() {}

  package let id = ScreenID.sources
  package let title = "Sources"
  package let keys: [Key] = ["9"]
  package let summary = "how reading the logs goes"
  package let scopes: [Scope] = [.lists, .opening]

  private static let detailHeight = 5

  private func listHeight(_ area: Area) -> Int { area.height - 2 - (area.height >= 12 ? Self.detailHeight : 0) }

  package func settle(_ state: inout AppState, in area: Area) {
    state.sources.settle(count: state.fleet.cells.count, height: listHeight(area))
  }

  package func perform(_ action: Action, on state: inout AppState) -> [Command]? {
    let page = listHeight(ScreenLayout(state).body)
    if state.sources.perform(action, count: state.fleet.cells.count, page: page) { return [] }
    // Every screen of one channel opens the one under this cursor.
    var opens = action == .open
    if case .show(let screen) = action { opens = ScreenRegistry.screen(screen).concernsChannel }
    guard opens, state.fleet.cells.indices.contains(state.sources.cursor) else { return nil }
    let cell = state.fleet.cells[state.sources.cursor]
    guard state.roster.choose(cell.id, in: state.fleet) else {
      state.notice = "\(cell.name) is hidden by the filter"
      return []
    }
    return nil
  }

  package func table(_ state: AppState) -> ExportTable? {
    let rows = state.fleet.cells.map { cell -> [String] in
      let source = cell.source
      return [
        cell.id.text, source.status.word, cell.format, "\(source.size)", "\(source.bytesRead)", "\(source.rows)",
        "\(source.badRows)", source.firstBadRow.map { "\($0.row)" } ?? Numeral.missing,
        source.firstBadRow?.expected ?? "", source.warnings.joined(separator: "; "), source.path,
      ]
    }
    guard !rows.isEmpty else { return nil }
    return ExportTable(
      [
        "channel", "status", "format", "size", "read", "rows", "bad_rows", "first_bad_row", "expected", "notes", "file",
      ], rows)
  }

  package func select(column: Int, row: Int, in area: Area, state: inout AppState) -> Bool {
    let index = state.sources.top + row - area.row - 2
    guard row >= area.row + 2, row < area.row + 2 + listHeight(area), state.fleet.cells.indices.contains(index) else {
      return false
    }
    state.sources.cursor = index
    return true
  }

  private static let columns = [
    TableColumn("LOG", minimum: 12, preferred: 40, priority: 0),
    TableColumn("STATUS", minimum: 10, priority: 0),
    TableColumn("FORMAT", minimum: 10, preferred: 16, priority: 4),
    TableColumn("SIZE", minimum: 6, alignment: .right, priority: 3),
    TableColumn("READ", minimum: 5, alignment: .right, priority: 2),
    TableColumn("ROWS", minimum: 9, alignment: .right, priority: 5),
    TableColumn("BAD", minimum: 5, alignment: .right, priority: 1),
    TableColumn("AGE", minimum: 4, alignment: .right, priority: 6),
    TableColumn("NOTES", minimum: 10, preferred: 200, priority: 7),
  ]

  package func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    var rest = area
    let cells = state.fleet.cells
    let bytes = cells.reduce(0) { $0 &+ $1.source.bytesRead }
    let bad = cells.reduce(0) { $0 &+ $1.source.badRows }
    let troubled = cells.count { $0.source.status.word != "following" && $0.source.status.word != "loading" }
    var words = "\(cells.count) logs, " + Numeral.bytes(bytes) + "B read"
    words += bad > 0 ? ", \(bad) bad rows" : ""
    words += troubled > 0 ? ", \(troubled) not readable" : ""
    words += Self.cost(of: state.link)
    PanelTitle.draw("sources", detail: words, on: &grid, in: rest.cutTop(1), symbols: state.symbols)
    let titles = rest.cutTop(1)
    let below = rest.cutBottom(area.height >= 12 ? Self.detailHeight : 0)
    let table = Table(Self.columns, start: 2, width: rest.width - 2)
    table.drawTitles(on: &grid, row: titles.row, role: .dim)
    for index in state.sources.visible(count: cells.count, height: rest.height) {
      let row = rest.row + index - state.sources.top
      if index == state.sources.cursor {
        grid.put(state.symbols[.cursor], column: rest.column, row: row, role: .selected)
        grid.cursor = Point(column: rest.column, row: row)
      }
      let values = values(cells[index], state)
      for placed in table.placed {
        let isTrouble = placed.index == 1 && cells[index].source.status.role != .text
        let isBad = placed.index == 6 && cells[index].source.badRows > 0
        grid.put(
          values[placed.index], column: placed.start, row: row, columns: placed.width,
          role: isTrouble ? cells[index].source.status.role : isBad ? .warn : .text, alignment: placed.alignment,
          ellipsis: state.symbols.scalar(.ellipsis))
      }
    }
    if cells.indices.contains(state.sources.cursor) {
      drawDetail(cells[state.sources.cursor], state, on: &grid, in: below)
    }
  }

  /// What the screen itself costs the link.
  private static func cost(of link: LinkState) -> String {
    var words = ""
    if let rate = link.bytesPerSecond { words += " · screen \(Numeral.bytes(Int(max(0, min(rate, 1e12)))))B/s" }
    if let frame = link.bytesPerFrame { words += ", \(Numeral.bytes(Int(max(0, min(frame, 1e12)))))B a frame" }
    if let roundTrip = link.roundTrip {
      words += ", answers in \(Numeral.fixed(min(roundTrip, 1e6) * 1000, decimals: 0)) ms"
    }
    return words
  }

  private func values(_ cell: CellSummary, _ state: AppState) -> [String] {
    let source = cell.source
    let read = source.size > 0 ? Double(source.bytesRead) / Double(source.size) * 100 : .nan
    var notes = source.warnings.first ?? ""
    if let first = source.firstBadRow { notes = "line \(first.row): expected \(first.expected)" }
    if case .unreadable(let reason) = source.status { notes = reason }
    return [
      cell.id.text, source.status.word, cell.format, Numeral.bytes(source.size),
      read.isNaN ? Numeral.missing : Numeral.fixed(min(read, 100), decimals: 0) + "%", "\(source.rows)",
      "\(source.badRows)", FleetColumns.age(cell, state), notes,
    ]
  }

  private func drawDetail(_ cell: CellSummary, _ state: AppState, on grid: inout Grid, in area: Area) {
    var rest = area
    guard !rest.isEmpty else { return }
    PanelTitle.draw(cell.name, detail: cell.source.status.word, on: &grid, in: rest.cutTop(1), symbols: state.symbols)
    var lines = [cell.source.path]
    if case .unreadable(let reason) = cell.source.status { lines.append("cannot be read: " + reason + "; tried again") }
    if let first = cell.source.firstBadRow {
      lines.append("\(cell.source.badRows) bad rows, first at line \(first.row): expected \(first.expected)")
    }
    lines += cell.source.warnings
    for (offset, line) in lines.flatMap({ TextFlow.wrap($0, width: rest.width - 2) }).prefix(rest.height).enumerated() {
      grid.put(line, column: rest.column + 1, row: rest.row + offset, columns: rest.width - 2, role: .text)
    }
  }
}

extension SourceState.Status {
  var word: String {
    switch self {
    case .following: "following"
    case .loading: "loading"
    case .unreadable: "unreadable"
    case .gone: "gone"
    }
  }

  var role: Role {
    switch self {
    case .following, .loading: .text
    case .unreadable: .fail
    case .gone: .stale
    }
  }
}
