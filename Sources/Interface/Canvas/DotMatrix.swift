/// The dots of a plot: every character position holds 2x4 (braille), 2x2 (block) or 1x2 (ASCII) of them.
package struct DotMatrix: Equatable, Sendable {
  package let columns: Int
  package let rows: Int
  package let charts: ChartSet
  private var cells: [UInt8]

  /// Makes a matrix without dots, in character positions; negative sizes count as zero.
  package init(columns: Int, rows: Int, charts: ChartSet) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    self.charts = charts
    self.cells = Array(repeating: 0, count: self.columns * self.rows)
  }

  /// Dots that a character position holds side by side.
  package static func dotsAcross(_ charts: ChartSet) -> Int { charts == .ascii ? 1 : 2 }
  /// Dots that a character position holds one above the other.
  package static func dotsDown(_ charts: ChartSet) -> Int { charts == .braille ? 4 : 2 }

  /// Width and height in dots.
  package var dotColumns: Int { columns * Self.dotsAcross(charts) }
  package var dotRows: Int { rows * Self.dotsDown(charts) }

  /// Sets the dots of one dot column between two dot rows (0 is the top), both included; the rest is ignored.
  package mutating func fill(column: Int, from top: Int, to bottom: Int) {
    guard column >= 0, column < dotColumns, top <= bottom, bottom >= 0, top < dotRows else { return }
    let (cell, across) = column.quotientAndRemainder(dividingBy: Self.dotsAcross(charts))
    for dotRow in max(0, top)...min(bottom, dotRows - 1) {
      let (row, down) = dotRow.quotientAndRemainder(dividingBy: Self.dotsDown(charts))
      cells[row * columns + cell] |= 1 << UInt8(down * Self.dotsAcross(charts) + across)
    }
  }

  /// The character of one position; nil where no dot is set.
  package func scalar(column: Int, row: Int) -> Unicode.Scalar? {
    guard column >= 0, column < columns, row >= 0, row < rows else { return nil }
    let bits = cells[row * columns + column]
    guard bits != 0 else { return nil }
    switch charts {
    case .braille:
      var value: UInt32 = 0x2800
      for bit in 0..<8 where bits & (1 << UInt8(bit)) != 0 { value |= Self.brailleBits[bit] }
      return Unicode.Scalar(value)
    case .block: return Self.quadrants[Int(bits & 15)]
    case .ascii: return bits == 1 ? "'" : bits == 2 ? "." : ":"
    }
  }

  // Unicode numbers braille dots down the left, down the right, then the lowest pair; ours run row by row.
  private static let brailleBits: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
  private static let quadrants: [Unicode.Scalar] = [
    " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
  ]
}
