import Canvas
import CellModel
import Fleet

/// CE over the cycles: every cycle a dot, a running median as a line.
enum EfficiencyPanel {
  static func draw(
    _ detail: CellDetail, _ state: AppState, isFocused: Bool, on grid: inout Grid, in area: Area
  ) {
    var rest = area
    let cell = detail.summary
    var words = "none yet"
    let known = detail.efficiencies.indices.filter { detail.efficiencies[$0]?.isFinite == true }
    if let lowest = known.min(by: { (detail.efficiencies[$0] ?? 0) < (detail.efficiencies[$1] ?? 0) }) {
      let text = EfficiencyText.percent(
        detail.efficiencies[lowest], uncertainty: cell.efficiencyUncertainty, resolution: cell.efficiencyResolution)
      words = "\(known.count) cycles, lowest \(text) % at \(number(detail, lowest))"
    }
    if let turn = CycleAxis.turnText(cell.stage, state) { words = turn + " " + state.symbols[.bullet] + " " + words }
    PanelTitle.draw("CE", detail: words, isFocused: isFocused, on: &grid, in: rest.cutTop(1), symbols: state.symbols)
    drawPlot(detail, state, on: &grid, in: rest)
  }

  /// Draws the curve without a title.
  static func drawPlot(_ detail: CellDetail, _ state: AppState, on grid: inout Grid, in area: Area) {
    let dots = Plot.dotColumns(width: area.width, charts: state.theme.charts)
    guard let plot = plot(detail, state, dots: dots, columns: area.width - Plot.gutter, height: area.height) else {
      return drawRecent(detail.summary, state, on: &grid, in: area)
    }
    plot.draw(on: &grid, in: area, theme: state.theme)
  }

  /// The curve over all cycles; nil without a CE.
  static func plot(_ detail: CellDetail, _ state: AppState, dots: Int, columns: Int, height: Int) -> Plot? {
    let points = Self.points(detail)
    guard let scale = state.channel.efficiencyScale ?? Self.scale(points.map(\.y), previous: nil, height: height)
    else { return nil }
    let curve = CyclePlot(points, scale, unit: "CE/%", detail, state, columns: columns)
    var plot = curve.plot
    plot.series = [
      PlotSeries(spans: curve.axis.spans(curve.points, dots: dots), role: .trace4, style: .dots),
      PlotSeries(spans: curve.axis.joined(RunningMedian.of(curve.points, width: 5), dots: dots), role: .trace1),
    ]
    return plot
  }

  /// Draws the last cycles as the summary knows them, until the whole history has arrived.
  static func drawRecent(_ cell: CellSummary, _ state: AppState, on grid: inout Grid, in area: Area) {
    let values = cell.sparkline.enumerated().map { (x: Double($0.offset), y: Double($0.element) * 100) }
    guard let scale = scale(values.map(\.y), previous: nil, height: area.height) else {
      grid.put(absence(cell), column: area.column + 2, row: area.row + 1, columns: area.width - 2, role: .dim)
      return
    }
    let dots = Plot.dotColumns(width: area.width, charts: state.theme.charts)
    var plot = Plot(scale: scale, unit: "CE/%")
    let axis = CycleAxis(first: 0, end: max(1, values.count - 1))
    let clamped = values.map { (x: $0.x, y: min(max($0.y, scale.low), scale.high)) }
    plot.series = [PlotSeries(spans: axis.joined(clamped, dots: dots), role: .trace1)]
    plot.draw(on: &grid, in: area, theme: state.theme)
  }

  /// Why there is no CE.
  private static func absence(_ cell: CellSummary) -> String {
    switch cell.configuration.value {
    case .symmetric: "a symmetric cell has no CE"
    case .unknown where cell.cycle > 1: "no CE: how the cell is built is not known; cells.toml can tell: configuration"
    default: "no complete cycle yet"
    }
  }

  /// The points of all cycles that have a CE, in percent.
  static func points(_ detail: CellDetail) -> [(x: Double, y: Double)] {
    zip(detail.cycles, detail.efficiencies).compactMap { cycle, efficiency in
      guard let efficiency, efficiency.isFinite else { return nil }
      return (x: Double(cycle.number), y: efficiency * 100)
    }
  }

  /// A scale for the bulk of the values: a single short would flatten all the rest of a life; nil without values.
  static func scale(_ values: [Double], previous: PlotScale?, height: Int) -> PlotScale? {
    let sorted = values.filter(\.isFinite).sorted()
    guard let last = sorted.last else { return nil }
    let median = sorted[sorted.count / 2]
    let tenth = sorted[sorted.count / 10]
    let low = max(sorted[0], median - max(0.2, (median - tenth) * 3))
    let high = min(last, median + max(0.2, (sorted[sorted.count - 1 - sorted.count / 10] - median) * 3))
    return PlotScale.settled(previous, low: min(low, high - 0.05), high: high, ticks: max(5, height / 3))
  }

  private static func number(_ detail: CellDetail, _ index: Int) -> Int {
    detail.cycles.indices.contains(index) ? Int(detail.cycles[index].number) : index + 1
  }
}

/// The median of the values around each value.
enum RunningMedian {
  /// The window shrinks at the ends, so that the newest cycles are shown as well.
  static func of(_ points: [(x: Double, y: Double)], width: Int) -> [(x: Double, y: Double)] {
    let half = max(0, width / 2)
    return points.indices.map { index in
      let window = points[max(0, index - half)...min(points.count - 1, index + half)].map(\.y).sorted()
      return (x: points[index].x, y: window[window.count / 2])
    }
  }
}
