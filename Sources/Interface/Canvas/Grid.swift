/// One character position: a scalar and what it means.
package struct Cell: Equatable, Sendable {
  /// The character; 0 marks the right half of a wide character before it.
  package var scalar: UInt32
  package var role: Role
  /// Drawn in the selection's style as well as its role's.
  package var isSelected: Bool

  package init(_ scalar: Unicode.Scalar = " ", role: Role = .text, isSelected: Bool = false) {
    self.scalar = scalar.value
    self.role = role
    self.isSelected = isSelected
  }

  package static let blank = Cell()
}

/// A rectangle of character positions, the only thing that a screen draws on.
///
/// Writing outside the rectangle is ignored, so that drawing code needs no size checks of its own.
package struct Grid: Equatable, Sendable {
  package let width: Int
  package let height: Int
  /// Rows one after another, `width * height` long.
  package private(set) var cells: [Cell]
  /// Where the terminal's own cursor belongs (the selected row, for screen readers); nil to leave it.
  package var cursor: Point?

  /// Makes a blank grid; negative sizes count as zero.
  package init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    self.cells = Array(repeating: .blank, count: self.width * self.height)
  }

  package subscript(column: Int, row: Int) -> Cell {
    get { contains(column, row) ? cells[row * width + column] : .blank }
    set { if contains(column, row) { cells[row * width + column] = newValue } }
  }

  /// Whether a place lies on the grid.
  package func contains(_ column: Int, _ row: Int) -> Bool {
    column >= 0 && column < width && row >= 0 && row < height
  }

  /// The characters of one row as text; the right halves of wide characters are left out.
  package func text(row: Int) -> String {
    var view = String.UnicodeScalarView()
    for column in 0..<width {
      let value = self[column, row].scalar
      guard value != 0 else { continue }
      view.append(Unicode.Scalar(value) ?? "?")
    }
    return String(view)
  }

  /// All rows as text, trailing blanks removed, joined by newlines.
  package var text: String {
    (0..<height).map { row in
      var line = Substring(text(row: row))
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }
}

/// A position on a grid, from the top left.
package struct Point: Equatable, Sendable {
  package var column: Int
  package var row: Int

  package init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// The size of a screen in characters.
package struct Size: Equatable, Sendable {
  package var width: Int
  package var height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}
