/// A format that a lab has described itself: a column table for its own CSV, read by the same decoder as all others.
package struct DescribedFormat: CyclerFormat {
  package let id: String
  package let title: String
  package let notes: String
  package let growth = LogGrowth.live
  package let isText = true
  /// The header cells by which a file is known, as they stand in it.
  let header: [String]
  let dialect: TextDialect

  /// Describes a format; `header` are the cells that its header line must hold, whatever else it has.
  package init(id: String, title: String, notes: String, header: [String], dialect: TextDialect) {
    self.id = id
    self.title = title
    self.notes = notes
    self.header = header
    self.dialect = dialect
  }

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    for (index, line) in head.lines.enumerated() {
      guard let columns = dialect.columns.resolve(line) else { continue }
      let cells = Set(HeaderCell.split(line, by: columns.delimiter).map(\.text))
      if header.allSatisfy(cells.contains) { return .yes(what: "the header described as “\(id)” in line \(index + 1)") }
    }
    return .no
  }

  package func makeDecoder() -> any SampleDecoder { TextDecoder(dialect) }

  /// The whole description: whoever changes it wants the files read by the new one.
  package var told: String { String(describing: dialect) }
}

/// One column of a described format, as a person names it.
package struct DescribedColumn: Equatable, Sendable {
  package var quantity: Quantity
  /// The header cell as it stands in the file, with or without its unit.
  package var name: String
  /// The unit, where the header does not say it; nil takes the header's.
  package var unit: String?

  /// Names a column.
  package init(_ quantity: Quantity, _ name: String, unit: String? = nil) {
    self.quantity = quantity
    self.name = name
    self.unit = unit
  }

  /// Why the column cannot be read as it is described; nil if it can.
  package var flaw: String? {
    let dimension = quantity.dimension
    guard dimension != .none else { return nil }
    if let unit {
      guard let known = Unit(unit[...]) else { return "“\(unit)” is no unit that celltop knows" }
      return known.scale(as: dimension) == nil ? "“\(unit)” does not measure \(dimension.rawValue)" : nil
    }
    if let stated = HeaderCell(name[...]).unit { return stated.scale(as: dimension) == nil ? unitless : nil }
    // Seconds, volts, amperes and °C go without saying; mAh and Ah are a thousand apart.
    return dimension == .capacity ? unitless : nil
  }

  private var unitless: String {
    "the header “\(name)” names no unit of \(quantity.dimension.rawValue): add unit = \"…\""
  }

  /// The line of the column table; `isReversed` turns the sign of a current that counts discharge as positive.
  package func entry(isReversed: Bool = false) -> ColumnMap.Entry {
    let cell = HeaderCell(name[...])
    let sign = isReversed && quantity == .current ? -1.0 : 1
    if let unit, let scale = Unit(unit[...])?.scale(as: quantity.dimension) {
      return ColumnMap.Entry(quantity, [cell.whole], scale: sign * scale)
    }
    let stated = cell.unit?.scale(as: quantity.dimension)
    return ColumnMap.Entry(quantity, [cell.whole], scale: sign * (stated ?? 1))
  }
}
