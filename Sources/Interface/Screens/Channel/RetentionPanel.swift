import Canvas
import CellModel
import Fleet

/// Capacity retention over the cycles, with a line where the cell's life ends.
enum RetentionPanel {
  static func draw(
    _ detail: CellDetail, _ state: AppState, isFocused: Bool, on grid: inout Grid, in area: Area
  ) {
    var rest = area
    let title = rest.cutTop(1)
    let points = Self.points(detail)
    let line = detail.endOfLifeRetention * 100
    let limit = Numeral.fixed(line, decimals: line == line.rounded() ? 0 : 1)
    let words = points.last.map { "now " + Numeral.fixed($0.y, decimals: 1) + " %, line at \(limit) %" } ?? "none yet"
    PanelTitle.draw(
      "capacity retention", detail: words, isFocused: isFocused, on: &grid, in: title, symbols: state.symbols)
    let dots = Plot.dotColumns(width: rest.width, charts: state.theme.charts)
    guard let plot = plot(detail, state, dots: dots, columns: rest.width - Plot.gutter, height: rest.height) else {
      grid.put(
        "no retention: it needs two complete cycles of limited capacity", column: rest.column + 2, row: rest.row + 1,
        columns: rest.width - 2, role: .dim)
      return
    }
    plot.draw(on: &grid, in: rest, theme: state.theme)
  }

  /// The curve over all cycles with the line at the end of life; nil without a retention.
  static func plot(_ detail: CellDetail, _ state: AppState, dots: Int, columns: Int, height: Int) -> Plot? {
    let points = Self.points(detail)
    guard let scale = state.channel.retentionScale ?? Self.scale(detail, previous: nil, height: height)
    else { return nil }
    let curve = CyclePlot(points, scale, unit: "RET/%", detail, state, columns: columns)
    var plot = curve.plot
    plot.threshold = detail.endOfLifeRetention * 100
    plot.series = [PlotSeries(spans: curve.axis.joined(curve.points, dots: dots), role: .trace3)]
    return plot
  }

  /// The points of all cycles that have a retention, in percent.
  static func points(_ detail: CellDetail) -> [(x: Double, y: Double)] {
    zip(detail.cycles, detail.retentions).compactMap { cycle, retention in
      guard let retention, retention.isFinite else { return nil }
      return (x: Double(cycle.number), y: retention * 100)
    }
  }

  /// A scale that holds a cell's values and its line; nil without values.
  static func scale(_ detail: CellDetail, previous: PlotScale?, height: Int) -> PlotScale? {
    scale(points(detail).map(\.y), line: detail.endOfLifeRetention * 100, previous: previous, height: height)
  }

  /// A scale that holds all values and a line, percent; nil without values.
  static func scale(_ values: [Double], line: Double, previous: PlotScale?, height: Int) -> PlotScale? {
    guard let low = values.min(), let high = values.max() else { return nil }
    return PlotScale.settled(
      previous, low: min(low, line - 1), high: min(max(high, 100), 150), ticks: max(5, height / 3))
  }
}
