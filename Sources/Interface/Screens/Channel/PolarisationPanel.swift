import Canvas
import CellModel
import Fleet

/// The voltage hysteresis over the cycles: all that a symmetric cell tells, and what rises at the turn of a Li|Cu cell.
enum PolarisationPanel {
  static func draw(
    _ detail: CellDetail, _ state: AppState, isFocused: Bool, on grid: inout Grid, in area: Area
  ) {
    var rest = area
    PanelTitle.draw(
      "polarisation", detail: words(detail, state), isFocused: isFocused, on: &grid, in: rest.cutTop(1),
      symbols: state.symbols)
    drawPlot(detail, state, on: &grid, in: rest)
  }

  /// Draws the curve without a title.
  static func drawPlot(_ detail: CellDetail, _ state: AppState, on grid: inout Grid, in area: Area) {
    let dots = Plot.dotColumns(width: area.width, charts: state.theme.charts)
    guard let plot = plot(detail, state, dots: dots, columns: area.width - Plot.gutter, height: area.height) else {
      grid.put(
        "no hysteresis: it needs a cycle with charge and discharge", column: area.column + 2, row: area.row + 1,
        columns: area.width - 2, role: .dim)
      return
    }
    plot.draw(on: &grid, in: area, theme: state.theme)
  }

  /// The curve over all cycles; nil without a hysteresis.
  static func plot(_ detail: CellDetail, _ state: AppState, dots: Int, columns: Int, height: Int) -> Plot? {
    let points = Self.points(detail)
    guard let scale = state.channel.polarisationScale ?? Self.scale(points.map(\.y), previous: nil, height: height)
    else { return nil }
    let curve = CyclePlot(points, scale, unit: "HYS/mV", detail, state, columns: columns)
    var plot = curve.plot
    plot.series = [PlotSeries(spans: curve.axis.joined(curve.points, dots: dots), role: .trace2)]
    return plot
  }

  /// Mean charge less mean discharge voltage of all complete cycles, mV: of a cycle under way it is not yet known.
  static func points(_ detail: CellDetail) -> [(x: Double, y: Double)] {
    detail.cycles.compactMap { cycle in
      guard cycle.isComplete, let hysteresis = cycle.hysteresis, hysteresis.isFinite else { return nil }
      return (x: Double(cycle.number), y: hysteresis * 1000)
    }
  }

  /// A scale for the bulk of the values: one cycle against a limit would flatten all the rest of a life; nil without values.
  static func scale(_ values: [Double], previous: PlotScale?, height: Int) -> PlotScale? {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    let median = sorted[sorted.count / 2]
    let reach = max(2, (sorted[sorted.count - 1 - sorted.count / 20] - sorted[sorted.count / 20]) * 2)
    let high = min(last, median + reach)
    return PlotScale.settled(
      previous, low: min(max(first, median - reach), high - 0.5), high: high, ticks: max(5, height / 3))
  }

  /// The newest value, and what has become of the first ones: `45.2 mV, 1.8 times that of cycles 1-5`.
  private static func words(_ detail: CellDetail, _ state: AppState) -> String {
    let points = Self.points(detail)
    guard let last = points.last else { return "none yet" }
    var words = "hysteresis " + Numeral.fixed(last.y, decimals: 1) + " mV"
    let early = points.prefix(5)
    let median = early.map(\.y).sorted()[early.count / 2]
    if points.count >= 10, median > 0, let end = early.last {
      words += ", \(Numeral.fixed(last.y / median, decimals: 2)) times that of cycles "
      words += Numeral.fixed(early[0].x, decimals: 0) + "-" + Numeral.fixed(end.x, decimals: 0)
    }
    return words
  }
}
