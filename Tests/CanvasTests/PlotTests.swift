import Canvas
import TestSupport
import Testing

@Suite("Plots")
struct PlotTests {
  private func plot(_ spans: [ValueSpan?], charts: ChartSet = .braille, height: Int = 6) -> Grid {
    var grid = Grid(width: Plot.gutter + spans.count / DotMatrix.dotsAcross(charts), height: height)
    var theme = Theme(name: "test")
    theme.charts = charts
    if charts == .ascii { theme.symbols = .ascii }
    var plot = Plot(scale: PlotScale(low: 0, high: 10), unit: "V")
    plot.series = [PlotSeries(spans: spans, role: .trace1)]
    plot.draw(on: &grid, in: grid.area, theme: theme)
    return grid
  }

  /// Columns and rows that hold a dot of the data.
  private func dots(_ grid: Grid) -> Set<[Int]> {
    var places: Set<[Int]> = []
    for row in 0..<grid.height {
      for column in 0..<grid.width where grid[column, row].role == .trace1 { places.insert([column, row]) }
    }
    return places
  }

  @Test("a spike of one sample among a thousand is drawn", arguments: ChartSet.allCases)
  func spike(charts: ChartSet) {
    let points = (0..<1000).map { (x: Double($0), y: $0 == 517 ? 9.9 : 1.0) }
    let spans = PlotSeries.decimate(points, from: 0, to: 999, count: 40)
    #expect(spans.contains { $0?.high == 9.9 })
    let grid = plot(spans, charts: charts)
    #expect(dots(grid).contains { $0[1] == 0 })
  }

  @Test("a gap stays a gap, a logging interval wider than a dot does not", arguments: ChartSet.allCases)
  func gap(charts: ChartSet) {
    var spans: [ValueSpan?] = (0..<80).map { $0 % 4 == 0 ? ValueSpan(5, 5) : nil }
    for column in 30..<54 { spans[column] = nil }
    let bridged = PlotSeries.bridged(spans)
    #expect(bridged[0...28].allSatisfy { $0 != nil })
    #expect(bridged[29..<56].allSatisfy { $0 == nil })
    let grid = plot(bridged, charts: charts)
    let across = DotMatrix.dotsAcross(charts)
    let empty = (30 / across..<54 / across).map { $0 + Plot.gutter }
    #expect(dots(grid).allSatisfy { !empty.contains($0[0]) })
    #expect(!dots(grid).isEmpty)
  }

  @Test("a lone gap in an otherwise full trace is not bridged")
  func loneGap() {
    var spans: [ValueSpan?] = Array(repeating: ValueSpan(1, 1), count: 50)
    for column in 20..<26 { spans[column] = nil }
    #expect(PlotSeries.bridged(spans) == spans)
  }

  @Test("a slope from a coarse source is a ramp, its extremes and its spikes stay")
  func unfolded() {
    func blocks(_ values: [(Double, Double)]) -> [ValueSpan?] {
      values.flatMap { Array(repeating: ValueSpan($0.0, $0.1), count: 4) }
    }
    let ramp = PlotSeries.unfolded(blocks([(0, 1), (1, 2), (2, 3)]))
    #expect(ramp[4..<8].map { $0?.low } == [1, 1.25, 1.5, 1.75])
    #expect(ramp[7]?.high == 2)
    let falling = PlotSeries.unfolded(blocks([(2, 3), (1, 2), (0, 1)]))
    #expect(falling[4..<8].map { $0?.high } == [2, 1.75, 1.5, 1.25])
    let spike = blocks([(0, 1), (1, 9), (2, 3)])
    #expect(PlotSeries.unfolded(spike) == spike)
  }

  @Test("a jump is joined vertically")
  func joined() {
    let grid = plot([ValueSpan(0, 0), ValueSpan(0, 0), ValueSpan(10, 10), ValueSpan(10, 10)])
    #expect(Set(dots(grid).map { $0[1] }) == [0, 1, 2, 3, 4])
  }

  @Test("values that are not finite or far outside neither trap nor draw inside the axis")
  func hostile() {
    let points = [Double.nan, .infinity, -.infinity, 1e300, -1e300, 5].enumerated().map {
      (x: Double($0.offset), y: $0.element)
    }
    _ = plot(PlotSeries.decimate(points, from: 0, to: 5, count: 12))
    _ = plot(PlotSeries.decimate(points, from: .nan, to: 5, count: 12))
    _ = PlotScale(low: .nan, high: .infinity).ticks
    _ = PlotScale(low: -1e300, high: 1e300).ticks
    #expect(PlotSeries.decimate(points, from: 5, to: 0, count: 4) == [nil, nil, nil, nil])
  }

  @Test(
    "ticks are multiples of 1, 2 or 5 and cover the range",
    arguments: [(2.8, 4.4), (0.97, 0.9995), (-0.045, 0.041), (0, 0), (5, 5), (-3, 3), (1e-7, 2e-7), (0, 123_456)])
  func ticks(low: Double, high: Double) {
    let scale = PlotScale(low: low, high: high)
    let slack = scale.step * 1e-6
    #expect(scale.low <= low + slack && scale.high >= high - slack)
    #expect(scale.ticks.count >= 2 && scale.ticks.count <= 12)
    var mantissa = scale.step
    while mantissa >= 9.99 { mantissa /= 10 }
    while mantissa < 0.999 { mantissa *= 10 }
    #expect([1.0, 2, 5].contains { abs($0 - mantissa) < 1e-6 })
  }

  @Test("an axis of any height names at least two values, never on neighbouring rows")
  func axisLabels() {
    for height in 3...24 {
      for (low, high) in [(2.81, 4.4), (-3.0, 3.0), (97.6, 99.7), (20, 102), (0, 0)] {
        var grid = Grid(width: 30, height: height)
        Plot(scale: PlotScale(low: low, high: high, ticks: max(5, height / 3)), unit: "")
          .draw(on: &grid, in: grid.area, theme: Theme(name: "test"))
        let rows = (0..<height - 1).filter { grid.text(row: $0).contains("┤") }
        #expect(rows.count >= 2, "\(height) \(low) \(high)")
        if height > 3 { #expect(zip(rows, rows.dropFirst()).allSatisfy { $1 - $0 >= 2 }, "\(height) \(low) \(high)") }
      }
    }
  }

  @Test("a scale stands while the data stay inside and fill enough of it")
  func hysteresis() {
    let first = PlotScale.settled(nil, low: 2.8, high: 4.4)
    #expect(PlotScale.settled(first, low: 2.9, high: 4.3) == first)
    #expect(PlotScale.settled(first, low: 2.4, high: 4.4) != first)
    let small = PlotScale.settled(first, low: 3.60, high: 3.62)
    #expect(small.high - small.low < 0.2)
  }

  @Test("the marker and its interval stand on the axis, the threshold behind the data")
  func marks() {
    var grid = Grid(width: 48, height: 8)
    var plot = Plot(scale: PlotScale(low: 0, high: 100), unit: "RET")
    plot.series = [PlotSeries(spans: Array(repeating: ValueSpan(95, 95), count: 80), role: .trace3)]
    plot.threshold = 80
    plot.marker = Plot.Marker(position: 0.5, low: 0.4, high: 0.6)
    plot.labels = [Plot.Label(position: 0.1, text: "10"), Plot.Label(position: 0.12, text: "12")]
    plot.draw(on: &grid, in: grid.area, theme: Theme(name: "test"))
    let axis = grid.text(row: 7)
    #expect(axis.contains("━━━◆━━━"))
    #expect(axis.contains(" 10 ") && !axis.contains(" 12 "))
    #expect(grid.text.contains("┄┄┄"))
    plot.labels = [Plot.Label(position: 0.58, text: "150")]
    plot.draw(on: &grid, in: grid.area, theme: Theme(name: "test"))
    #expect(grid.text(row: 7).contains("━━━◆━━━") && !grid.text(row: 7).contains("50"))
    plot.labels = []
    plot.draw(on: &grid, in: grid.area, theme: Theme(name: "test"))
    expectSnapshot(grid, named: "plot-marks")
  }

  @Test("areas of every small size are drawn without a trap")
  func small() {
    for width in 0...24 {
      for height in 0...6 {
        var grid = Grid(width: width, height: height)
        var plot = Plot(scale: PlotScale(low: 0, high: 1), unit: "V")
        plot.series = [PlotSeries(spans: Array(repeating: ValueSpan(0, 1), count: 60), role: .trace1)]
        plot.threshold = 0.5
        plot.cursor = 1
        plot.marker = Plot.Marker(position: 1, low: -4, high: 9)
        plot.draw(on: &grid, in: grid.area, theme: Theme(name: "test"))
      }
    }
  }

  @Test("sparklines show the newest values and keep gaps")
  func sparkline() {
    func line(_ values: [Float], _ charts: ChartSet, columns: Int = 4) -> String {
      var grid = Grid(width: columns, height: 1)
      Sparkline.draw(
        values, low: 0, high: 3, on: &grid, column: 0, row: 0, columns: columns, charts: charts, role: .text)
      return grid.text(row: 0)
    }
    #expect(line([0, 0, 3, 3], .braille) == "  ⣀⠉")
    #expect(line([0, 3, .nan, 9, -9], .block) == "█ █▁")
    #expect(line([0, 1, 2, 3], .ascii) == "_.-'")
    #expect(line([], .braille) == "    ")
  }
}
