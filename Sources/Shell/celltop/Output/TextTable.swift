/// A table of text with aligned columns, as the list commands print it.
struct TextTable {
  private var rows: [[String]]
  private let alignsRight: Set<Int>

  init(_ header: [String], alignsRight: Set<Int> = []) {
    rows = [header]
    self.alignsRight = alignsRight
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, the header first, without trailing blanks.
  var lines: [String] {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
        line += (column > 0 ? "  " : "") + (alignsRight.contains(column) ? padding + cell : cell + padding)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
