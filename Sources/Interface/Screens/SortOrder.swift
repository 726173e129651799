package import Fleet

/// By what the fleet is sorted.
package enum SortOrder: String, CaseIterable, Sendable {
  /// Trouble first and in the fleet's own order (worst, newest onset, name), then the healthy by name.
  case severity
  case name, efficiency, retention, cycle, voltage, age

  /// The word in the sort line.
  package var title: String {
    switch self {
    case .severity: "severity, newest first"
    case .name: "name"
    case .efficiency: "CE, lowest first"
    case .retention: "retention, lowest first"
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

  /// Sorts indices of channels; equal ones keep the fleet's order, those without a value come last.
  package func sorted(_ indices: [Int], of cells: [CellSummary], isReversed: Bool) -> [Int] {
    switch self {
    case .severity:
      let order = keys(indices, cells).sorted { left, right in
        guard left.rank == right.rank else { return left.rank < right.rank }
        return left.isProblem || left.name == right.name ? left.index < right.index : left.name < right.name
      }.map(\.index)
      return isReversed ? order.reversed() : order
    case .name:
      return keys(indices, cells).sorted { left, right in
        left.name == right.name ? left.index < right.index : (left.name < right.name) != isReversed
      }.map(\.index)
    case .efficiency, .retention, .cycle, .voltage, .age:
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
    var isProblem: Bool
    var name: NaturalKey
  }

  private func keys(_ indices: [Int], _ cells: [CellSummary]) -> [NameKey] {
    indices.map { index in
      let condition = cells[index].condition
      return NameKey(
        index: index, rank: condition.rank, isProblem: condition.isProblem, name: NaturalKey(cells[index].name))
    }
  }

  private func value(of cell: CellSummary) -> Double? {
    let value: Double? =
      switch self {
      case .severity, .name: nil
      case .efficiency: cell.shownEfficiency
      case .retention: cell.retention
      case .cycle: Double(-cell.cycle)
      case .voltage: cell.voltage
      case .age: cell.lastRowAt
      }
    return value.flatMap { $0.isNaN ? nil : $0 }
  }
}
