import CellModel
package import Fleet

/// By what the fleet is sorted.
package enum SortOrder: String, CaseIterable, Sendable {
  /// Trouble first and in the fleet's own order (worst, newest onset, name), then the healthy by name.
  case severity
  case name, efficiency, retention, turn, cycle, voltage, age

  /// The word in the sort line.
  package var title: String {
    switch self {
    case .severity: "severity, newest first"
    case .name: "name"
    case .efficiency: "CE, lowest first"
    case .retention: "retention, lowest first"
    case .turn: "turning point, earliest first"
    case .cycle: "cycle, most first"
    case .voltage: "voltage, lowest first"
    case .age: "age of last row, oldest first"
    }
  }

  /// The order that the sort key turns to; the last is followed by the first.
  package var next: SortOrder {
    let all = SortOrder.allCases
    let position = all.firstIndex(of: self) ?? 0
    return all[(position + 1) % all.count]
  }

  /// The order before this one; the first is preceded by the last.
  package var previous: SortOrder {
    let all = SortOrder.allCases
    let position = all.firstIndex(of: self) ?? 0
    return all[(position + all.count - 1) % all.count]
  }

  /// The words that name it in a command, the first for showing.
  var names: [String] {
    switch self {
    case .severity: ["severity", "state", "problem"]
    case .name: ["name", "cell", "chan"]
    case .efficiency: ["ce", "efficiency"]
    case .retention: ["ret", "retention"]
    case .turn: ["turn", "stage"]
    case .cycle: ["cyc", "cycle"]
    case .voltage: ["v", "voltage"]
    case .age: ["age"]
    }
  }

  /// Whether the greatest value comes first unless the order is reversed.
  var isDescending: Bool { self == .cycle || self == .age }

  /// Sorts indices of channels; equal ones keep the fleet's order, those without a value come last.
  ///
  /// Within a class of trouble those of a lower `attention` come first: what nobody has taken note of.
  package func sorted(
    _ indices: [Int], of cells: [CellSummary], isReversed: Bool, attention: (CellSummary) -> Int = { _ in 0 }
  ) -> [Int] {
    switch self {
    case .severity:
      let order = keys(indices, cells, attention).sorted { left, right in
        guard left.rank == right.rank else { return left.rank < right.rank }
        guard left.attention == right.attention else { return left.attention < right.attention }
        return left.isProblem || left.name == right.name ? left.index < right.index : left.name < right.name
      }.map(\.index)
      return isReversed ? order.reversed() : order
    case .name:
      return keys(indices, cells) { _ in 0 }.sorted { left, right in
        left.name == right.name ? left.index < right.index : (left.name < right.name) != isReversed
      }.map(\.index)
    case .efficiency, .retention, .turn, .cycle, .voltage, .age:
      let keys = indices.map { (index: $0, value: value(of: cells[$0])) }
      return keys.sorted { left, right in
        guard let a = left.value else { return right.value == nil && left.index < right.index }
        guard let b = right.value else { return true }
        return a == b ? left.index < right.index : (a < b) != isReversed
      }.map(\.index)
    }
  }

  private struct NameKey {
    var index: Int
    var rank: Int
    var attention: Int
    var isProblem: Bool
    var name: NaturalKey
  }

  private func keys(
    _ indices: [Int], _ cells: [CellSummary], _ attention: (CellSummary) -> Int
  ) -> [NameKey] {
    indices.map { index in
      let condition = cells[index].condition
      return NameKey(
        index: index, rank: condition.rank, attention: condition.isProblem ? attention(cells[index]) : 0,
        isProblem: condition.isProblem, name: NaturalKey(cells[index].name))
    }
  }

  private func value(of cell: CellSummary) -> Double? {
    let value: Double? =
      switch self {
      case .severity, .name: nil
      case .efficiency: cell.shownEfficiency
      case .retention: cell.retention
      case .turn: cell.stage.turningCycle
      case .cycle: Double(-cell.cycle)
      case .voltage: cell.voltage
      case .age: cell.lastRowAt
      }
    return value.flatMap { $0.isNaN ? nil : $0 }
  }
}
