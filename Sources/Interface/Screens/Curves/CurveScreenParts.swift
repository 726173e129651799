import Canvas
import CellModel
import Cycling
import Fleet

/// What the two screens of curves have in common: which cycles, what is being read, and how curves look.
enum CurveParts {
  static let overlayRoles: [Role] = [.trace3, .trace4, .axis, .dim, .trace3, .trace4]

  /// Draws channel, cycle and what is read or missing, and returns the column after them.
  static func drawHead(
    _ detail: CellDetail, _ shown: ShownCycles, _ state: AppState, on grid: inout Grid, in area: Area
  ) {
    let cell = detail.summary
    let cycle = detail.cycles[shown.chosen]
    let name = TextFlow.shortened(cell.name, width: max(8, area.width / 3), symbols: state.symbols)
    var column = grid.put(name, column: area.column + 1, row: area.row, role: .strong) + 2
    let efficiency = detail.efficiencies.indices.contains(shown.chosen) ? detail.efficiencies[shown.chosen] : nil
    var words = ["cycle \(cycle.number) of \(detail.cycles.count)"]
    words.append(halfWord(cycle.firstHalf, cell) + " " + state.unit.text(cycle.firstCapacity))
    words.append(halfWord(cycle.firstHalf.opposite, cell) + " " + state.unit.text(cycle.secondCapacity))
    let percent = EfficiencyText.percent(
      efficiency, uncertainty: cell.efficiencyUncertainty, resolution: cell.efficiencyResolution)
    if percent != Numeral.missing { words.append("CE \(percent) %") }
    if !cycle.isComplete { words.append(shown.chosen == detail.cycles.count - 1 ? "under way" : "partial") }
    for word in words where column + TextWidth.of(word) < area.endColumn {
      column = grid.put(word, column: column, row: area.row) + 2
    }
    grid.cursor = Point(column: area.column, row: area.row)
  }

  /// What a half-cycle is called in this cell.
  static func halfWord(_ direction: HalfCycleDirection, _ cell: CellSummary) -> String {
    guard cell.configuration.value == .half else { return direction.rawValue }
    return direction == .discharge ? "plating" : "stripping"
  }

  /// The same in a letter or two, for the end of a curve.
  static func mark(_ direction: HalfCycleDirection, _ cell: CellSummary) -> String {
    guard cell.configuration.value == .half else { return direction == .charge ? "chg" : "dch" }
    return direction == .discharge ? "plate" : "strip"
  }

  /// The curve of one of the detail's cycles; nil while there is none.
  static func curve(_ index: Int, _ detail: CellDetail, _ state: AppState) -> CycleCurve? {
    guard state.curveStore.cell == detail.summary.id else { return nil }
    return state.curveStore.entries[Int(detail.cycles[index].number)]?.curve
  }

  /// Why the chosen cycle has no curve.
  static func reason(_ index: Int, _ detail: CellDetail, _ state: AppState) -> (text: String, role: Role) {
    let number = Int(detail.cycles[index].number)
    if let entry = state.curveStore.entries[number], let problem = entry.problem {
      return ("cycle \(number): " + SafeText.clean(problem) + " (R tries again)", .warn)
    }
    return ("cycle \(number) is being read from the log", .dim)
  }

  /// Both actions that every curve screen knows: false for others.
  static func perform(_ action: Action, _ state: inout AppState) -> Bool {
    guard let detail = state.detail, let shown = ShownCycles(detail, state) else {
      return action == .overlay || action == .nextCycle || action == .previousCycle || action == .open
    }
    switch action {
    case .overlay:
      state.curves.nextOverlay()
      var words = "overlay: " + state.curves.overlay.title
      if state.curves.overlay == .tagged, state.curves.tagged.isEmpty { words += " (Space tags them on screen 4)" }
      if state.curves.overlay == .stageOne, ShownCycles.stageOneMedian(detail) == nil { words += " (no stage I yet)" }
      state.notice = words
    case .nextCycle, .previousCycle:
      let target = shown.chosen + (action == .nextCycle ? 1 : -1)
      guard detail.cycles.indices.contains(target) else {
        state.notice = action == .nextCycle ? "this is the newest cycle" : "this is the first cycle"
        return true
      }
      state.channel.cycle = Int(detail.cycles[target].number)
    case .turningPoint, .nextEvent, .previousEvent:
      ChannelJump.perform(action, detail, &state)
    case .retry:
      state.curveStore.retry()
    case .open: break
    default: return false
    }
    return true
  }

  /// Draws lines of words below or beside a plot.
  static func drawWords(_ lines: [(text: String, role: Role)], on grid: inout Grid, in area: Area, _ state: AppState) {
    for (offset, line) in lines.prefix(area.height).enumerated() {
      grid.put(
        line.text, column: area.column + 1, row: area.row + offset, columns: area.width - 1, role: line.role,
        ellipsis: state.symbols.scalar(.ellipsis))
    }
  }

  /// How the body is shared: head, title, plot and words (beside the plot where there is room).
  struct Layout {
    var head: Area
    var title: Area
    var plot: Area
    var words: Area

    init(_ area: Area, lines: Int) {
      var rest = area
      head = rest.cutTop(1)
      title = rest.cutTop(1)
      if rest.width >= 110 {
        words = rest.cutRight(46)
      } else if rest.height >= 12 {
        words = rest.cutBottom(min(lines, rest.height / 4))
      } else {
        words = rest.cutBottom(rest.height >= 6 ? 1 : 0)
      }
      plot = rest
    }
  }
}
