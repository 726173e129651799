/// A plot with a labelled vertical axis, marks and one or two series.
package struct Plot: Equatable, Sendable {
  /// A vertical mark with an interval; positions are fractions of the width.
  package struct Marker: Equatable, Sendable {
    package var position: Double
    /// The ends of the interval.
    package var low: Double
    package var high: Double
    package var symbol: Symbol
    package var role: Role

    package init(position: Double, low: Double, high: Double, symbol: Symbol = .turn, role: Role = .turn) {
      self.position = position
      self.low = low
      self.high = high
      self.symbol = symbol
      self.role = role
    }
  }

  /// A text below the horizontal axis, centred on a fraction of the width.
  package struct Label: Equatable, Sendable {
    package var position: Double
    package var text: String

    package init(position: Double, text: String) {
      self.position = position
      self.text = text
    }
  }

  /// A short text beside a point of the plot.
  package struct Note: Equatable, Sendable {
    /// Fraction of the width, and value on the vertical axis.
    package var position: Double
    package var value: Double
    package var text: String
    package var role: Role

    package init(position: Double, value: Double, text: String, role: Role) {
      self.position = position
      self.value = value
      self.text = text
      self.role = role
    }
  }

  package var scale: PlotScale
  /// Drawn one over the other, the last on top.
  package var series: [PlotSeries] = []
  /// A value to draw a level line at.
  package var threshold: Double?
  package var marker: Marker?
  package var notes: [Note] = []
  /// A second column to point out, such as a mark that was set.
  package var mark: Double?
  /// A column to point out, as a fraction of the width.
  package var cursor: Double?
  package var labels: [Label] = []
  /// Stands where the axes meet.
  package var unit: String
  /// Stands at the right end of the horizontal axis; empty for none.
  package var horizontalUnit = ""

  package init(scale: PlotScale, unit: String) {
    self.scale = scale
    self.unit = unit
  }

  /// Columns that the labels of the vertical axis and the axis itself take; fixed, so that a new scale moves nothing.
  package static let gutter = 8

  /// Dot columns that a plot of a given width has for its series.
  package static func dotColumns(width: Int, charts: ChartSet) -> Int {
    max(0, width - gutter) * DotMatrix.dotsAcross(charts)
  }

  /// Draws the plot; an area too small for axes is left blank.
  package func draw(on grid: inout Grid, in area: Area, theme: Theme) {
    guard area.width > Self.gutter + 1, area.height >= 2 else { return }
    var body = area
    let axis = body.cutBottom(1)
    let gutter = body.cutLeft(Self.gutter)
    drawVerticalAxis(on: &grid, in: gutter, symbols: theme.symbols)
    drawMarks(on: &grid, in: body, symbols: theme.symbols)
    for one in series {
      var dots = DotMatrix(columns: body.width, rows: body.height, charts: theme.charts)
      one.draw(on: &dots, scale: scale)
      for row in 0..<body.height {
        for column in 0..<body.width {
          guard let scalar = dots.scalar(column: column, row: row) else { continue }
          grid.put(scalar, column: body.column + column, row: body.row + row, role: one.role)
        }
      }
    }
    for note in notes where 0...1 ~= note.position && scale.low...scale.high ~= note.value {
      let column = Self.cell(note.position, of: body.width)
      let start = max(0, min(column, body.width - TextWidth.of(note.text)))
      let row = body.row + Self.cell(1 - scale.fraction(note.value), of: body.height)
      grid.put(
        note.text, column: body.column + start, row: row, columns: body.width - start, role: note.role)
    }
    drawHorizontalAxis(on: &grid, in: axis, plotStart: body.column, symbols: theme.symbols)
  }

  private func drawVerticalAxis(on grid: inout Grid, in area: Area, symbols: SymbolSet) {
    let axis = area.endColumn - 1
    for row in area.row..<area.endRow {
      grid.put(symbols.scalar(.vertical), column: axis, row: row, role: .axis)
    }
    for label in axisLabels(height: area.height) {
      let row = area.row + Self.cell((1 - scale.fraction(label.value)), of: area.height)
      grid.put(
        Numeral.fixed(label.value, decimals: label.decimals), column: area.column, row: row,
        columns: area.width - 1, role: .axis, alignment: .right)
      grid.put(symbols.scalar(.tick), column: axis, row: row, role: .axis)
    }
  }

  // Round values, as many as stand two rows apart or they would read as one block of figures; where that leaves fewer
  // than two, the ends.
  private func axisLabels(height: Int) -> [(value: Double, decimals: Int)] {
    let distance = Double(height - 1) * scale.step / (scale.high - scale.low)
    let every = Int(min(100, max(1, (2 / max(distance, 0.02)).rounded(.up))))
    let round = scale.ticks.enumerated().filter { $0.offset % every == 0 }.map { ($0.element, scale.decimals) }
    guard round.count < 2, height >= 2 else { return round }
    return [(scale.low, scale.edgeDecimals), (scale.high, scale.edgeDecimals)]
  }

  private func drawMarks(on grid: inout Grid, in area: Area, symbols: SymbolSet) {
    if let threshold, scale.low...scale.high ~= threshold {
      let row = area.row + Self.cell(1 - scale.fraction(threshold), of: area.height)
      grid.rule(
        symbols.scalar(.threshold), column: area.column, row: row, columns: area.width, role: .threshold)
    }
    func upright(_ position: Double, role: Role) {
      guard 0...1 ~= position else { return }
      let column = area.column + Self.cell(position, of: area.width)
      for row in area.row..<area.endRow { grid.put(symbols.scalar(.upright), column: column, row: row, role: role) }
    }
    if let marker { upright(marker.position, role: marker.role) }
    if let mark { upright(mark, role: .key) }
    if let cursor { upright(cursor, role: .cursor) }
  }

  private func drawHorizontalAxis(on grid: inout Grid, in area: Area, plotStart: Int, symbols: SymbolSet) {
    let width = area.endColumn - plotStart
    grid.put(unit, column: area.column, row: area.row, columns: Self.gutter - 2, role: .axis, alignment: .right)
    grid.put(symbols.scalar(.cornerBottomLeft), column: plotStart - 1, row: area.row, role: .axis)
    grid.rule(symbols.scalar(.horizontal), column: plotStart, row: area.row, columns: width, role: .axis)
    let interval = markedCells(of: width)
    var free = 0
    let unitWidth = horizontalUnit.isEmpty ? 0 : TextWidth.of(horizontalUnit) + 2
    let labelled = unitWidth < width / 3 ? width - unitWidth : width
    if labelled < width {
      grid.put(" " + horizontalUnit, column: plotStart + labelled, row: area.row, columns: unitWidth, role: .axis)
    }
    for label in labels where 0...1 ~= label.position {
      let text = " " + label.text + " "
      let length = TextWidth.of(text)
      let start = Self.cell(label.position, of: width) - length / 2
      guard start >= free, start + length <= labelled else { continue }
      if let interval, interval.overlaps(start...start + length) { continue }
      grid.put(text, column: plotStart + start, row: area.row, role: .axis)
      free = start + length + 1
    }
    guard let marker, let interval else { return }
    grid.rule(
      symbols.scalar(.interval), column: plotStart + interval.lowerBound, row: area.row, columns: interval.count,
      role: marker.role)
    grid.put(
      symbols.scalar(marker.symbol), column: plotStart + Self.cell(marker.position, of: width), row: area.row,
      role: marker.role)
  }

  // The cells of the marker and its interval; nil where the marker is not on the plot.
  private func markedCells(of width: Int) -> ClosedRange<Int>? {
    guard let marker, 0...1 ~= marker.position else { return nil }
    let position = Self.cell(marker.position, of: width)
    return min(position, Self.cell(marker.low, of: width))...max(position, Self.cell(marker.high, of: width))
  }

  // The cell that a fraction of a length falls into.
  private static func cell(_ fraction: Double, of length: Int) -> Int {
    guard fraction.isFinite, length > 0 else { return 0 }
    return Int((min(max(0, fraction), 1) * Double(length - 1)).rounded())
  }
}
