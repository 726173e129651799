/// A row of small marks that shows how a value went.
package enum Sparkline {
  /// Values that one character position holds.
  package static func valuesPerCell(_ charts: ChartSet) -> Int { charts == .braille ? 2 : 1 }

  /// Draws the newest values that fit, ending at the right edge; NaN leaves a gap, values outside are clamped.
  package static func draw(
    _ values: [Float], low: Float, high: Float, on grid: inout Grid, column: Int, row: Int, columns: Int,
    charts: ChartSet, role: Role
  ) {
    guard columns > 0, high > low else { return }
    let perCell = valuesPerCell(charts)
    let shown = values.suffix(columns * perCell)
    let offset = columns * perCell - shown.count
    var dots: [UInt32] = Array(repeating: 0, count: columns)
    for (position, value) in shown.enumerated() where !value.isNaN {
      let height = min(max(0, (value - low) / (high - low)), 1)
      let (cell, half) = (offset + position).quotientAndRemainder(dividingBy: perCell)
      switch charts {
      case .braille: dots[cell] |= brailleDots[half][Int((height * 3).rounded())]
      case .block: dots[cell] = 0x2581 + UInt32((height * 7).rounded())
      case .ascii: dots[cell] = asciiLevels[Int((height * 3).rounded())]
      }
    }
    for (cell, bits) in dots.enumerated() where bits != 0 {
      let value = charts == .braille ? 0x2800 + bits : bits
      grid.put(Unicode.Scalar(value) ?? "?", column: column + cell, row: row, role: role)
    }
  }

  // Left and right half of a braille cell, lowest dot first.
  private static let brailleDots: [[UInt32]] = [[0x40, 0x04, 0x02, 0x01], [0x80, 0x20, 0x10, 0x08]]
  private static let asciiLevels: [UInt32] = [0x5F, 0x2E, 0x2D, 0x27]
}
