/// One column of a table as the layout sees it.
package struct TableColumn: Equatable, Sendable {
  package var title: String
  /// Columns it cannot do without, and columns it can make use of.
  package var minimum: Int
  package var preferred: Int
  package var alignment: Alignment
  /// 0 is never dropped; the greatest goes first where the screen is narrow.
  package var priority: Int

  package init(
    _ title: String, minimum: Int, preferred: Int? = nil, alignment: Alignment = .left, priority: Int
  ) {
    self.title = title
    self.minimum = minimum
    self.preferred = max(minimum, preferred ?? minimum)
    self.alignment = alignment
    self.priority = priority
  }
}

/// Which columns of a table fit a width, and where they stand.
package struct Table: Equatable, Sendable {
  /// A column that is shown.
  package struct Placed: Equatable, Sendable {
    /// Index into the columns given.
    package var index: Int
    package var start: Int
    package var width: Int
    package var alignment: Alignment
    package var title: String
  }

  /// From the left.
  package let placed: [Placed]

  /// Fits columns, one blank between them: the lowest priorities are dropped until the minima fit, then columns grow
  /// to their preferred widths from the left.
  package init(_ columns: [TableColumn], start: Int = 0, width: Int) {
    var shown = Array(columns.indices)
    while Self.needed(shown, columns) > width {
      guard let worst = shown.max(by: { columns[$0].priority < columns[$1].priority }), columns[worst].priority > 0
      else { break }
      shown.removeAll { $0 == worst }
    }
    var spare = max(0, width - Self.needed(shown, columns))
    var position = start
    var result: [Placed] = []
    for index in shown {
      let growth = min(spare, columns[index].preferred - columns[index].minimum)
      spare -= growth
      let columnWidth = columns[index].minimum + growth
      result.append(
        Placed(
          index: index, start: position, width: columnWidth, alignment: columns[index].alignment,
          title: columns[index].title))
      position += columnWidth + 1
    }
    placed = result
  }

  private static func needed(_ shown: [Int], _ columns: [TableColumn]) -> Int {
    shown.reduce(max(0, shown.count - 1)) { $0 + columns[$1].minimum }
  }

  /// Draws the titles.
  package func drawTitles(on grid: inout Grid, row: Int, role: Role = .title) {
    for column in placed {
      grid.put(
        column.title, column: column.start, row: row, columns: column.width, role: role, alignment: column.alignment)
    }
  }
}
