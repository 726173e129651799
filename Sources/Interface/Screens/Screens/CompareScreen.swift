package import Canvas
import CellModel
import Fleet
import Metrics

/// CE and retention of several channels over one axis.
package struct CompareScreen: Screen {
  package init() {}

  package let id = ScreenID.compare
  package let title = "Compare"
  package let keys: [Key] = ["c", "8"]
  package let summary = "tagged channels over each other, or the chosen one's replicates"
  package let scopes: [Scope] = [.compare, .plots]

  package func settle(_ state: inout AppState, in area: Area) {
    let cells = CompareList.cells(state)
    guard cells != state.compare.cells else { return }
    let old = state.compare
    state.compare = CompareView()
    state.compare.cells = cells
    (state.compare.alignment, state.compare.isNormalised) = (old.alignment, old.isNormalised)
  }

  package func perform(_ action: Action, on state: inout AppState) -> [Command]? {
    switch action {
    case .toggleSeries(let place):
      guard state.compare.cells.indices.contains(place) else { return [] }
      if state.compare.hidden.remove(place) == nil { state.compare.hidden.insert(place) }
    case .align:
      state.compare.alignment = state.compare.alignment == .cycle ? .throughput : .cycle
      state.notice = "over " + axisWords(state)
    case .normalise:
      state.compare.isNormalised.toggle()
      state.notice =
        state.compare.isNormalised
        ? "CE less its own median of cycles 4 to 13, retention of its own best" : "as measured"
    case .nextPanel, .previousPanel:
      state.compare.panel = state.compare.panel == .efficiency ? .retention : .efficiency
    case .fullScreen: state.compare.isFull.toggle()
    case .open: break
    case .earlier, .later, .muchEarlier, .muchLater, .begin, .finish, .zoomIn, .zoomOut, .fitAll:
      let all = extent(compared(state))
      let width = Layout(ScreenLayout(state).body, state).plots.width - Plot.gutter
      if state.compare.alignment == .cycle {
        _ = AxisKeys.perform(action, &state.compare.cycles, width: width, over: all)
      } else {
        _ = AxisKeys.perform(action, &state.compare.throughputs, width: width, over: all)
      }
    default: return nil
    }
    return []
  }

  package func plots(_ state: AppState, dots: Int) -> [Plot] {
    let cells = compared(state)
    let panels = state.compare.panel == .efficiency ? CompareView.Panel.allCases : CompareView.Panel.allCases.reversed()
    return panels.compactMap { plot($0, cells, state, dots: dots, columns: 100, height: 24) }
  }

  package func table(_ state: AppState) -> ExportTable? {
    let cells = compared(state)
    guard !cells.isEmpty else { return nil }
    let x = state.compare.alignment == .cycle ? "cycle" : "throughput"
    var rows: [[String]] = []
    for cell in cells {
      let places = Set(cell.efficiencies.map(\.x)).union(cell.retentions.map(\.x)).sorted()
      for place in places {
        func text(_ points: [(x: Double, y: Double)]) -> String {
          Numeral.fixed(points.first { $0.x == place }?.y, decimals: 4)
        }
        rows.append(
          [
            cell.letter, cell.summary.name, Numeral.significant(place, digits: 6), text(cell.efficiencies),
            text(cell.retentions),
          ])
      }
    }
    return ExportTable(["letter", "cell", x, "ce_percent", "retention_percent"], rows)
  }

  // MARK: Drawing

  private struct Layout {
    var title: Area
    var plots: Area
    var legend: Area

    init(_ area: Area, _ state: AppState) {
      var rest = area
      title = rest.cutTop(1)
      let count = state.compare.cells.count
      if rest.width >= 100 {
        legend = rest.cutRight(42)
      } else if rest.height >= 12 {
        legend = rest.cutBottom(min((count + 1) / 2, rest.height / 4))
      } else {
        legend = rest.cutBottom(0)
      }
      plots = rest
    }
  }

  package func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    let layout = Layout(area, state)
    let cells = compared(state)
    let count = state.compare.cells.count
    let source = CompareList.words(state)
    PanelTitle.draw(
      "compare",
      detail: "\(count) " + source + ", over " + axisWords(state) + (state.compare.isNormalised ? ", normalised" : ""),
      on: &grid, in: layout.title, symbols: state.symbols)
    grid.cursor = Point(column: area.column, row: area.row)
    guard !cells.isEmpty else {
      let words =
        state.compare.cells.isEmpty
        ? "nothing to compare: Space tags channels on the fleet screen" : "the cycles are being fetched"
      grid.put(
        words, column: layout.plots.column + 2, row: layout.plots.row + 1, columns: layout.plots.width - 2, role: .dim)
      return
    }
    var plots = layout.plots
    let isBoth = !state.compare.isFull && plots.height >= 16
    let panels: [CompareView.Panel] = isBoth ? [.efficiency, .retention] : [state.compare.panel]
    for (position, panel) in panels.enumerated() {
      let part = plots.cutTop(position == panels.count - 1 ? plots.height : (plots.height + 1) / 2)
      let dots = Plot.dotColumns(width: part.width, charts: state.theme.charts)
      if let plot = plot(panel, cells, state, dots: dots, columns: part.width - Plot.gutter, height: part.height) {
        plot.draw(on: &grid, in: part, theme: state.theme)
      } else {
        let words = panel == .efficiency ? "no complete cycle has a CE" : "no retention: it needs cells with a cathode"
        grid.put(words, column: part.column + 2, row: part.row + 1, columns: part.width - 2, role: .dim)
      }
    }
    drawLegend(cells, state, on: &grid, in: layout.legend)
  }

  private func drawLegend(_ cells: [ComparedCell], _ state: AppState, on grid: inout Grid, in area: Area) {
    guard !area.isEmpty else { return }
    let isWide = area.width < 60
    let cursor = window(state).cursor
    let width = isWide ? area.width : area.width / 2
    for (position, id) in state.compare.cells.enumerated() {
      let row = area.row + (isWide ? position : position / 2)
      let start = area.column + (isWide || position % 2 == 0 ? 0 : width)
      guard row < area.endRow else { return }
      let isHidden = state.compare.hidden.contains(position)
      guard let cell = cells.first(where: { $0.summary.id == id }) else {
        grid.put(
          String(ComparedCell.letters[position]) + " " + id.text, column: start + 1, row: row, columns: width - 1,
          role: .dim,
          ellipsis: state.symbols.scalar(.ellipsis))
        continue
      }
      let efficiency = cursor.map { ComparedCell.value(cell.efficiencies, at: $0) } ?? cell.efficiencies.last?.y
      let retention = cursor.map { ComparedCell.value(cell.retentions, at: $0) } ?? cell.retentions.last?.y
      let decimals = EfficiencyDigits.decimals(
        uncertainty: cell.summary.efficiencyUncertainty, resolution: cell.summary.efficiencyResolution)
      let numbers =
        (state.compare.isNormalised
          ? Numeral.signed(efficiency, decimals: decimals) : Numeral.fixed(efficiency, decimals: decimals))
        + " " + Numeral.fixed(retention, decimals: 1)
      let sample = cell.style == .line ? "──" : cell.style == .dashed ? "─ " : "··"
      grid.put(cell.letter, column: start + 1, row: row, role: isHidden ? .dim : cell.role)
      grid.put(isHidden ? "  " : sample, column: start + 3, row: row, role: cell.role)
      let numberWidth = 14
      grid.put(
        TextFlow.shortened(cell.summary.name, width: max(5, width - 8 - numberWidth), symbols: state.symbols),
        column: start + 6, row: row, columns: max(0, width - 8 - numberWidth), role: isHidden ? .dim : .text)
      grid.put(
        numbers, column: start + width - numberWidth - 1, row: row, columns: numberWidth, role: isHidden ? .dim : .text,
        alignment: .right)
    }
    let row = area.row + state.compare.cells.count + 1
    guard isWide, row < area.endRow else { return }
    let place = cursor.map { "at " + Numeral.significant($0, digits: 4) } ?? "newest"
    grid.put("CE and RET in %, " + place, column: area.column + 1, row: row, columns: area.width - 1, role: .dim)
    if row + 1 < area.endRow {
      grid.put("letters hide and show", column: area.column + 1, row: row + 1, columns: area.width - 1, role: .dim)
    }
  }

  private func plot(
    _ panel: CompareView.Panel, _ cells: [ComparedCell], _ state: AppState, dots: Int, columns: Int, height: Int
  ) -> Plot? {
    let shown = cells.filter { !state.compare.hidden.contains($0.place) }
    func points(_ cell: ComparedCell) -> [(x: Double, y: Double)] {
      panel == .efficiency ? cell.efficiencies : cell.retentions
    }
    let axis = window(state).axis(extent(cells))
    let values = shown.flatMap { points($0).filter { axis.low <= $0.x && $0.x <= axis.high }.map(\.y) }
    // Cells whose lives end at different retentions have the line of the one that ends first.
    let endOfLife = shown.map(\.endOfLife).max() ?? 80
    let found =
      panel == .efficiency || state.compare.isNormalised
      ? EfficiencyPanel.scale(values, previous: nil, height: height)
      : RetentionPanel.scale(values, line: endOfLife, previous: nil, height: height)
    guard let scale = found else { return nil }
    var plot = Plot(scale: scale, unit: panel == .retention ? "RET/%" : state.compare.isNormalised ? "dCE/%" : "CE/%")
    if panel == .retention { plot.threshold = endOfLife }
    for cell in shown {
      let clamped = points(cell).map { (x: $0.x, y: min(max($0.y, scale.low), scale.high)) }
      let spans = axis.spans(clamped, dots: dots)
      plot.series.append(
        PlotSeries(spans: cell.style == .dots ? spans : PlotSeries.bridged(spans), role: cell.role, style: cell.style))
      if let last = clamped.last(where: { axis.low <= $0.x && $0.x <= axis.high }) {
        plot.notes.append(
          Plot.Note(position: axis.fraction(last.x), value: last.y, text: cell.letter, role: cell.role))
      }
    }
    plot.labels = axis.labels(columns: columns)
    plot.horizontalUnit =
      state.compare.alignment == .cycle ? "cycle" : state.compare.isNormalised ? "full cycles" : "Q/mAh"
    plot.cursor = window(state).cursor.map(axis.fraction)
    return plot
  }

  private func compared(_ state: AppState) -> [ComparedCell] {
    state.compare.cells.enumerated().compactMap { place, id in
      state.fleet.compared.first { $0.summary.id == id }.map { ComparedCell($0, place: place, state.compare) }
    }
  }

  private func extent(_ cells: [ComparedCell]) -> ClosedRange<Double> {
    let places = cells.flatMap { [$0.efficiencies.last?.x, $0.retentions.last?.x] }.compactMap(\.self).filter(
      \.isFinite)
    return 0...max(10, (places.max() ?? 10) * 1.02)
  }

  private func window(_ state: AppState) -> AxisWindow {
    state.compare.alignment == .cycle ? state.compare.cycles : state.compare.throughputs
  }

  private func axisWords(_ state: AppState) -> String {
    state.compare.alignment == .cycle ? "cycles" : "the capacity passed"
  }
}
