/// A rectangle of a grid that a part of a screen draws in.
package struct Area: Equatable, Sendable {
  package var column: Int
  package var row: Int
  /// Never negative, as is the height.
  package private(set) var width: Int
  package private(set) var height: Int

  /// Makes a rectangle; negative sizes count as zero.
  package init(column: Int = 0, row: Int = 0, width: Int, height: Int) {
    self.column = column
    self.row = row
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// Whether nothing can be drawn in it.
  package var isEmpty: Bool { width == 0 || height == 0 }
  /// The row after the last.
  package var endRow: Int { row + height }
  /// The column after the last.
  package var endColumn: Int { column + width }

  /// Cuts rows off the top (all that there are, if fewer) and returns them.
  package mutating func cutTop(_ rows: Int) -> Area {
    let taken = min(max(0, rows), height)
    let top = Area(column: column, row: row, width: width, height: taken)
    row += taken
    height -= taken
    return top
  }

  /// Cuts rows off the bottom and returns them.
  package mutating func cutBottom(_ rows: Int) -> Area {
    let taken = min(max(0, rows), height)
    height -= taken
    return Area(column: column, row: row + height, width: width, height: taken)
  }

  /// Cuts columns off the left and returns them.
  package mutating func cutLeft(_ columns: Int) -> Area {
    let taken = min(max(0, columns), width)
    let left = Area(column: column, row: row, width: taken, height: height)
    column += taken
    width -= taken
    return left
  }

  /// Cuts columns off the right and returns them.
  package mutating func cutRight(_ columns: Int) -> Area {
    let taken = min(max(0, columns), width)
    width -= taken
    return Area(column: column + width, row: row, width: taken, height: height)
  }
}
