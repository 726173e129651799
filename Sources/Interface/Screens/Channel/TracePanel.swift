import Canvas
import CellModel
import Cycling
import Fleet

/// Voltage and current over time.
enum TracePanel {
  static func draw(
    _ detail: CellDetail, _ state: AppState, isFocused: Bool, on grid: inout Grid, in area: Area
  ) {
    var rest = area
    let title = rest.cutTop(1)
    let dots = Plot.dotColumns(width: rest.width, charts: state.theme.charts)
    let bullet = " " + state.symbols[.bullet] + " "
    var words = "no rows yet"
    if let window = TraceWindow(detail, view: state.channel, dots: dots) {
      words =
        window.widthText + bullet + (window.isFollowing ? "following " + state.symbols[.follow] : "held, F follows")
      if let cycle = state.channel.cycle { words += bullet + "cycle \(cycle)" }
      let reading = cursorText(detail, state, window, dots: dots)
      // The values are what the cursor is for: where there is no room for both they stand first.
      if !reading.isEmpty { words = rest.width >= 100 ? words + bullet + reading : reading + bullet + words }
    }
    PanelTitle.draw(
      "V–t", detail: words, isFocused: isFocused, on: &grid, in: title, symbols: state.symbols)
    drawPlot(detail, state, on: &grid, in: rest, showsCurrent: true)
  }

  /// Values under the cursor, and the differences to mark A.
  private static func cursorText(_ detail: CellDetail, _ state: AppState, _ window: TraceWindow, dots: Int) -> String {
    guard let cursor = state.channel.cursor else { return "" }
    let width = (window.end - window.start) / Double(max(1, dots))
    let reading = TraceReading(detail, at: cursor, width: width)
    var words = [
      Numeral.clock(cursor, step: 1), Numeral.fixed(reading.voltage, decimals: 4) + " V",
      FleetColumns.milliamperes(reading.current) + " mA",
    ]
    if let cycle = detail.cycles.last(where: { $0.startTime <= cursor }) {
      words[0] = "c\(cycle.number) " + words[0]
      if let charge = TraceReading.charge(detail, from: cycle.startTime, to: cursor) {
        words.append("Q~" + Numeral.signed(charge * state.unit.factor, decimals: 3) + " " + state.unit.rawValue)
      }
    }
    guard let mark = state.channel.mark else { return words.joined(separator: "  ") }
    // Differences are what a mark is for; where there is no room the absolute values give way.
    if state.size.width < 120 { words.removeSubrange(2...) }
    let other = TraceReading(detail, at: mark, width: width)
    var difference = "A: Δt " + Numeral.clock(cursor - mark, step: 1)
    if let voltage = reading.voltage, let before = other.voltage {
      difference += " ΔV " + Numeral.signed(voltage - before, decimals: 4) + " V"
    }
    if let charge = TraceReading.charge(detail, from: mark, to: cursor) {
      difference += " ΔQ~" + Numeral.signed(charge * state.unit.factor, decimals: 3) + " " + state.unit.rawValue
    }
    return words.joined(separator: "  ") + "  " + difference
  }

  /// Voltage and current as plots of their own, for exports.
  static func plots(_ detail: CellDetail, _ state: AppState, dots: Int) -> [Plot] {
    guard let window = TraceWindow(detail, view: state.channel, dots: ChannelMotion.dots(state)) else { return [] }
    let curves = Curves(detail, window, dots: dots)
    return [(curves.voltage, "V/V"), (curves.current, "I/mA")].compactMap { series, unit in
      guard let extent = series.extent else { return nil }
      var plot = Plot(scale: PlotScale(low: extent.low, high: extent.high, ticks: 6), unit: unit)
      plot.series = [series]
      plot.labels = window.labels(columns: 100)
      plot.horizontalUnit = "test time"
      return plot
    }
  }

  /// Draws the curves without a title; the current goes below the voltage where there is room for both.
  static func drawPlot(
    _ detail: CellDetail, _ state: AppState, on grid: inout Grid, in area: Area, showsCurrent: Bool
  ) {
    let dots = Plot.dotColumns(width: area.width, charts: state.theme.charts)
    guard let window = TraceWindow(detail, view: state.channel, dots: dots) else { return }
    let curves = Curves(detail, window, dots: dots)
    let labels = window.labels(columns: area.width - Plot.gutter)
    var upper = area
    if showsCurrent, area.height >= 9, let extent = curves.current.extent {
      let lower = upper.cutBottom(max(4, area.height / 3))
      let scale = state.channel.currentScale ?? PlotScale(low: min(0, extent.low), high: max(0, extent.high), ticks: 5)
      var plot = Plot(scale: scale, unit: "I/mA")
      plot.series = [curves.current]
      plot.labels = labels
      plot.cursor = state.channel.cursor.map { window.fraction($0) }
      plot.mark = state.channel.mark.map { window.fraction($0) }
      plot.draw(on: &grid, in: lower, theme: state.theme)
    }
    guard let extent = curves.voltage.extent else { return }
    let scale =
      state.channel.voltageScale ?? PlotScale(low: extent.low, high: extent.high, ticks: max(5, upper.height / 3))
    var plot = Plot(scale: scale, unit: "V/V")
    plot.series = [curves.voltage]
    plot.labels = upper.height == area.height ? labels : []
    plot.cursor = (state.channel.cursor ?? cycleEdge(detail, state)).map { window.fraction($0) }
    plot.mark = state.channel.mark.map { window.fraction($0) }
    plot.draw(on: &grid, in: upper, theme: state.theme)
  }

  /// Settles the scales on what the window shows.
  static func settle(_ detail: CellDetail, _ view: inout ChannelView, width: Int, height: Int, charts: ChartSet) {
    let dots = Plot.dotColumns(width: width, charts: charts)
    guard let window = TraceWindow(detail, view: view, dots: dots) else { return }
    let curves = Curves(detail, window, dots: dots)
    if let extent = curves.voltage.extent {
      view.voltageScale = PlotScale.settled(
        view.voltageScale, low: extent.low, high: extent.high, ticks: max(5, height / 3))
    }
    if let extent = curves.current.extent {
      view.currentScale = PlotScale.settled(
        view.currentScale, low: min(0, extent.low), high: max(0, extent.high), ticks: 5)
    }
  }

  private static func cycleEdge(_ detail: CellDetail, _ state: AppState) -> Double? {
    guard let number = state.channel.cycle else { return nil }
    return detail.cycles.first { Int($0.number) == number }?.startTime
  }

  private struct Curves {
    var voltage: PlotSeries
    var current: PlotSeries

    init(_ detail: CellDetail, _ window: TraceWindow, dots: Int) {
      let columns = detail.trace.columns(from: window.start, to: window.end, count: dots)
      let voltages = columns.map { column -> ValueSpan? in
        guard let column, column.minVoltage.isFinite else { return nil }
        return ValueSpan(column.minVoltage, column.maxVoltage)
      }
      let currents = columns.map { column -> ValueSpan? in
        guard let column, column.minCurrent.isFinite else { return nil }
        return ValueSpan(column.minCurrent * 1000, column.maxCurrent * 1000)
      }
      voltage = PlotSeries(spans: PlotSeries.bridged(PlotSeries.unfolded(voltages)), role: .trace1)
      current = PlotSeries(spans: PlotSeries.bridged(currents), role: .trace2)
    }
  }
}
