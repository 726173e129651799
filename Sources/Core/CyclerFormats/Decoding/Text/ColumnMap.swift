/// A quantity that a column can hold.
package enum Quantity: UInt8, Codable, Sendable, CaseIterable {
  case testTime, stepTime, wallTime, voltage, current
  case chargeCounter, dischargeCounter, sharedCounter, signedCounter, increment
  case halfCycleCounter
  case temperature, vendorCycle, vendorStep, phaseWord

  /// What a header's unit must measure to fit.
  var dimension: Dimension {
    switch self {
    case .testTime, .stepTime, .wallTime: .time
    case .voltage: .voltage
    case .current: .current
    case .chargeCounter, .dischargeCounter, .sharedCounter, .signedCounter, .increment, .halfCycleCounter: .capacity
    case .temperature: .temperature
    case .vendorCycle, .vendorStep, .phaseWord: .none
    }
  }
}

/// What a unit measures.
package enum Dimension: String, Codable, Sendable { case time, voltage, current, capacity, temperature, none }

/// A format's columns as a table: which header names hold which quantity, in which unit unless the header says.
package struct ColumnMap: Sendable {
  /// One quantity's names, best first.
  package struct Entry: Sendable {
    var quantity: Quantity
    /// Header names without their unit: lower case, `_` as a blank.
    var names: [String]
    /// Scale to s, V, A, mAh or °C where the header states no unit.
    var scale: Double
    /// Whether the current in this column is a mean over the preceding interval.
    var isIntervalMean: Bool

    package init(_ quantity: Quantity, _ names: [String], scale: Double = 1, isIntervalMean: Bool = false) {
      self.quantity = quantity
      self.names = names
      self.scale = scale
      self.isIntervalMean = isIntervalMean
    }
  }

  /// Best first where several entries give the same quantity.
  let entries: [Entry]
  /// What separates columns; nil finds it in the header.
  let delimiter: UInt8?
  /// Whether the times of steps stand for the test's where a file has no other.
  let addsStepTimes: Bool
  /// Whether single blanks may separate columns.
  let allowsBlanks: Bool

  package init(
    _ entries: [Entry], delimiter: UInt8? = nil, addsStepTimes: Bool = false, allowsBlanks: Bool = false
  ) {
    self.entries = entries
    self.delimiter = delimiter
    self.addsStepTimes = addsStepTimes
    self.allowsBlanks = allowsBlanks
  }

  /// Finds the columns in a header line; nil unless it names a time, and a voltage or a current.
  func resolve(_ line: String) -> ResolvedColumns? {
    guard line.utf8.count < 65536,
      let delimiter = self.delimiter ?? Self.delimiter(of: line) ?? (allowsBlanks ? 0x20 : nil)
    else { return nil }
    let cells = HeaderCell.split(line, by: delimiter)
    guard cells.count >= 2 else { return nil }
    // Between a date and its time stands a blank too: behind them nobody knows which column is which.
    if delimiter == 0x20, cells.contains(where: { $0.whole.contains("date") }) { return nil }
    var columns: [ResolvedColumns.Column] = []
    for entry in entries where !columns.contains(where: { $0.quantity == entry.quantity }) {
      search: for name in entry.names {
        for (index, cell) in cells.enumerated() {
          guard let scale = cell.scale(as: entry.quantity.dimension, named: name, default: entry.scale) else {
            continue
          }
          columns.append(
            .init(
              index: index, quantity: entry.quantity, scale: scale, title: cell.text,
              isIntervalMean: entry.isIntervalMean))
          break search
        }
      }
    }
    let found = Set(columns.map(\.quantity))
    let hasTime =
      found.contains(.testTime) || found.contains(.wallTime) || addsStepTimes && found.contains(.stepTime)
    guard hasTime, found.contains(.voltage) || found.contains(.current) else { return nil }
    return ResolvedColumns(delimiter: delimiter, columns: columns.sorted { $0.index < $1.index })
  }

  /// The delimiter of a header: whichever of tab, `;` and `,` occurs most often; a few tabs may stand inside of fields.
  private static func delimiter(of line: String) -> UInt8? {
    var (tabs, semicolons, commas) = (0, 0, 0)
    for byte in line.utf8 {
      switch byte {
      case 0x09: tabs += 1
      case 0x3B: semicolons += 1
      case 0x2C: commas += 1
      default: break
      }
    }
    if tabs > 1, tabs >= max(semicolons, commas) { return 0x09 }
    if semicolons > commas { return 0x3B }
    return commas > 0 ? 0x2C : nil
  }
}

/// The columns of one file's header, in their order in the line.
package struct ResolvedColumns: Equatable, Codable, Sendable {
  /// One column of the header that holds a known quantity.
  package struct Column: Equatable, Codable, Sendable {
    /// Position in the line, from 0.
    var index: Int
    var quantity: Quantity
    /// Stored value times this is in s, V, A, mAh or °C.
    var scale: Double
    /// The header cell as it stands in the file.
    var title: String
    var isIntervalMean: Bool
  }
  var delimiter: UInt8
  var columns: [Column]

  func has(_ quantity: Quantity) -> Bool { columns.contains { $0.quantity == quantity } }

  /// Gives up the times of steps, or takes them for the test's where there is no other time; true if so.
  mutating func countStepTimesOnly() -> Bool {
    let isOnly = !has(.testTime) && !has(.wallTime)
    for index in columns.indices where isOnly && columns[index].quantity == .stepTime {
      columns[index].quantity = .testTime
    }
    remove(.stepTime)
    return isOnly
  }

  /// The column of the times of steps, read like a time of the test; none or one.
  var stepTime: [RowLayout.Column] {
    columns.filter { $0.quantity == .stepTime }.map { .init(index: $0.index, quantity: .testTime, scale: $0.scale) }
  }

  mutating func remove(_ quantity: Quantity) { columns.removeAll { $0.quantity == quantity } }
}
