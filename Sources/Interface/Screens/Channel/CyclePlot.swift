import Canvas
import CellModel
import Fleet

/// What every curve over the cycles shares: the axis, the turning point, the cycle pointed out and the labels.
struct CyclePlot {
  let axis: CycleAxis
  /// Cycle and value, within the scale.
  let points: [(x: Double, y: Double)]
  /// The plot without its series.
  let plot: Plot

  init(
    _ points: [(x: Double, y: Double)], _ scale: PlotScale, unit: String, _ detail: CellDetail, _ state: AppState,
    columns: Int
  ) {
    axis = CycleAxis(last: detail.cycles.last.map { Int($0.number) } ?? 1)
    self.points = points.map { (x: $0.x, y: min(max($0.y, scale.low), scale.high)) }
    var plot = Plot(scale: scale, unit: unit)
    plot.marker = axis.marker(detail.summary.stage)
    plot.cursor = state.channel.cycle.map { [axis] in axis.fraction(Double($0)) }
    plot.labels = axis.labels(columns: columns)
    self.plot = plot
  }
}
