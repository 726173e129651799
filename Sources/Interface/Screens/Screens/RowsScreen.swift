package import Canvas
package import CellModel
import Cycling
import Fleet

/// The log's own rows around the cursor, with line number and place in the file.
package struct RowsScreen: Screen {
  package init() {}

  package let id = ScreenID.rows
  package let title = "Raw rows"
  package let keys: [Key] = ["x"]
  package let summary = "the log's own rows at the cursor"
  package let isInFooter = false
  package let concernsChannel = true
  package let scopes: [Scope] = [.rows, .lists]

  package func enter(_ state: inout AppState, from screen: ScreenID) {
    guard let cell = state.selected else { return }
    state.rows.look(at: place(state, from: screen), of: cell)
  }

  // The row under the cursor of the screen one comes from: a cycle, a time, a point of a curve; else the newest.
  private func place(_ state: AppState, from screen: ScreenID) -> RowsRequest.Place {
    // From the list of logs it is the first row that could not be read.
    if screen == .sources, let bad = state.selected?.source.firstBadRow { return .row(bad.row) }
    guard let detail = state.detail else { return .end }
    switch screen {
    case .channel:
      if let cursor = state.channel.cursor { return .time(cursor) }
      if let number = state.channel.cycle, let cycle = detail.cycles.first(where: { Int($0.number) == number }) {
        return .offset(cycle.byteOffset)
      }
      return .end
    case .cycles:
      guard detail.cycles.indices.contains(state.cycles.cursor) else { return .end }
      return .offset(detail.cycles[state.cycles.cursor].byteOffset)
    case .voltageCapacity, .differentialCapacity:
      guard let shown = ShownCycles(detail, state) else { return .end }
      if screen == .voltageCapacity, let cursor = state.curves.capacities.cursor,
        let curve = CurveParts.curve(shown.chosen, detail, state),
        let point = curve.second.points.first(where: { $0.capacity >= cursor / state.unit.factor })
          ?? curve.first.points.first(where: { $0.capacity >= cursor / state.unit.factor })
      {
        return .offset(point.byteOffset)
      }
      return .offset(detail.cycles[shown.chosen].byteOffset)
    case .events:
      let rows = EventList.rows(state)
      guard rows.indices.contains(state.events.cursor) else { return .end }
      let event = state.fleet.events[rows[state.events.cursor]]
      if let number = EventsScreen.cycle(of: event, state), event.cell == detail.summary.id,
        let cycle = detail.cycles.first(where: { Int($0.number) == number })
      {
        return .offset(cycle.byteOffset)
      }
      return .end
    default: return .end
    }
  }

  package func settle(_ state: inout AppState, in area: Area) {
    guard let cell = state.selected else { return }
    if state.rows.cell != cell.id { state.rows.look(at: .end, of: cell) }
    state.rows.position.settle(count: state.rows.answer?.rows.count ?? 0, height: Layout(area, state).rows.height)
  }

  package func perform(_ action: Action, on state: inout AppState) -> [Command]? {
    guard let cell = state.selected else { return nil }
    guard let answer = state.rows.answer, !answer.rows.isEmpty else {
      if action == .retry { state.rows.look(at: .end, of: cell) }
      return nil
    }
    let height = Layout(ScreenLayout(state).body, state).rows.height
    let count = answer.rows.count
    switch action {
    case .left, .back: state.rows.shift = max(0, state.rows.shift - 16)
    case .right: state.rows.shift = min(4000, state.rows.shift + 16)
    case .top: state.rows.look(at: .offset(0), of: cell)
    case .bottom: state.rows.look(at: .end, of: cell)
    case .up, .pageUp:
      if state.rows.position.cursor == 0 {
        guard answer.rows[0].byteOffset > 0, !state.rows.isWaiting else { return [] }
        state.rows.look(at: .offset(answer.rows[0].byteOffset), of: cell)
        return []
      }
      _ = state.rows.position.perform(action, count: count, page: height)
    case .down, .pageDown:
      if state.rows.position.cursor == count - 1 {
        guard !state.rows.isWaiting else { return [] }
        state.rows.look(at: .offset(answer.rows[count - 1].byteOffset), of: cell)
        return []
      }
      _ = state.rows.position.perform(action, count: count, page: height)
    case .retry: state.rows.look(at: answer.request.place, of: cell)
    case .copy:
      guard answer.rows.indices.contains(state.rows.position.cursor) else { return [] }
      let row = answer.rows[state.rows.position.cursor]
      state.notice = "copied " + (answer.isBinary ? "record" : "line") + " \(row.number)"
      return [.copy(SafeText.clean(row.text, limit: 20_000))]
    default: return nil
    }
    return []
  }

  package func select(column: Int, row: Int, in area: Area, state: inout AppState) -> Bool {
    let rows = Layout(area, state).rows
    let index = state.rows.position.top + row - rows.row
    guard row >= rows.row, row < rows.endRow, index < state.rows.answer?.rows.count ?? 0 else { return false }
    state.rows.position.cursor = index
    return true
  }

  package func table(_ state: AppState) -> ExportTable? {
    guard let answer = state.rows.answer, !answer.rows.isEmpty else { return nil }
    return ExportTable(
      [answer.isBinary ? "record" : "line", "byte_offset", "text"],
      answer.rows.map { ["\($0.number)", "\($0.byteOffset)", $0.text] })
  }

  private struct Layout {
    var title: Area
    var header: Area
    var rows: Area
    var reading: Area

    init(_ area: Area, _ state: AppState) {
      var rest = area
      title = rest.cutTop(1)
      header = rest.cutTop(state.rows.answer?.header.isEmpty == false && rest.height > 3 ? 1 : 0)
      reading = rest.cutBottom(rest.height >= 8 ? 2 : 0)
      rows = rest
    }
  }

  package func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    guard let cell = state.selected else {
      grid.put("no channel to show", column: area.column + 1, row: area.row, columns: area.width - 1, role: .dim)
      return
    }
    let layout = Layout(area, state)
    let ellipsis = state.symbols.scalar(.ellipsis)
    PanelTitle.draw("rows of " + cell.source.path, on: &grid, in: layout.title, symbols: state.symbols)
    guard let answer = state.rows.answer, answer.request.cell == cell.id, !answer.rows.isEmpty else {
      let problem = state.rows.answer?.problem
      let words = problem.map { SafeText.clean($0) + " (R tries again)" } ?? "being read from the log"
      grid.put(
        words, column: layout.rows.column + 2, row: layout.rows.row + 1, columns: layout.rows.width - 2,
        role: problem == nil ? .dim : .warn, ellipsis: ellipsis)
      return
    }
    let gutter = area.width >= 60 ? 22 : area.width >= 30 ? 9 : 0
    let start = area.column + 2 + gutter
    func put(_ text: String, row: Int, role: Role) {
      let rest = String(text.unicodeScalars.dropFirst(state.rows.shift).map(Character.init))
      grid.put(rest, column: start, row: row, columns: area.endColumn - start, role: role, ellipsis: ellipsis)
    }
    if !layout.header.isEmpty {
      let words = answer.isBinary ? "RECORD" : "LINE"
      grid.put(words, column: area.column + 2, row: layout.header.row, columns: 8, role: .dim, alignment: .right)
      if gutter > 9 {
        grid.put("BYTE", column: area.column + 11, row: layout.header.row, columns: 11, role: .dim, alignment: .right)
      }
      put(answer.header, row: layout.header.row, role: .title)
    }
    for index in state.rows.position.visible(count: answer.rows.count, height: layout.rows.height) {
      let line = answer.rows[index]
      let row = layout.rows.row + index - state.rows.position.top
      let isChosen = index == state.rows.position.cursor
      if isChosen {
        grid.put(state.symbols[.cursor], column: area.column, row: row, role: .selected)
        grid.cursor = Point(column: area.column, row: row)
      }
      if gutter > 0 {
        grid.put("\(line.number)", column: area.column + 1, row: row, columns: 8, role: .dim, alignment: .right)
      }
      if gutter > 9 {
        grid.put("\(line.byteOffset)", column: area.column + 10, row: row, columns: 12, role: .dim, alignment: .right)
      }
      put(line.text, row: row, role: isChosen ? .strong : line.sample == nil ? .warn : .text)
    }
    drawReading(answer, state, on: &grid, in: layout.reading)
  }

  // What celltop read on the row under the cursor.
  private func drawReading(_ answer: RowsAnswer, _ state: AppState, on grid: inout Grid, in area: Area) {
    guard area.height >= 2, answer.rows.indices.contains(state.rows.position.cursor) else { return }
    let line = answer.rows[state.rows.position.cursor]
    let title = Area(column: area.column, row: area.row, width: area.width, height: 1)
    PanelTitle.draw("what was read there", on: &grid, in: title, symbols: state.symbols)
    let words = line.sample.map(RowsScreen.words) ?? "nothing: this line gave no sample"
    grid.put(
      words, column: area.column + 2, row: area.row + 1, columns: area.width - 2,
      role: line.sample == nil ? .warn : .text,
      ellipsis: state.symbols.scalar(.ellipsis))
  }

  /// A sample in words, with its units; what is missing is left out.
  package static func words(_ sample: Sample) -> String {
    var words = ["t " + Numeral.fixed(sample.testTime, decimals: 1) + " s"]
    if let time = CivilTime(seconds: sample.wallTime) { words.append(time.date + " " + time.clock) }
    words.append(Numeral.fixed(sample.voltage, decimals: 4) + " V")
    words.append(Numeral.signed(sample.current * 1000, decimals: 4) + " mA")
    if sample.counter.isFinite { words.append("counter " + Numeral.significant(sample.counter, digits: 6)) }
    if sample.dischargeCounter.isFinite {
      words.append("discharge " + Numeral.significant(sample.dischargeCounter, digits: 6) + " mAh")
    } else if sample.counter.isFinite {
      words[words.count - 1] += " mAh"
    }
    if sample.vendorCycle != Sample.absent { words.append("cycle \(sample.vendorCycle)") }
    if sample.vendorStep != Sample.absent { words.append("step \(sample.vendorStep)") }
    if sample.phase != .unstated { words.append(sample.phase.word) }
    if sample.temperature.isFinite { words.append(Numeral.fixed(Double(sample.temperature), decimals: 1) + " °C") }
    return words.joined(separator: "  ")
  }
}
