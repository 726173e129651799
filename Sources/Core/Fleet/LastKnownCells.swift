import CellModel

/// Cells as an earlier run of the program knew them, in the place of logs that are still being read.
extension FleetFold {
  /// Shows these cells until their own logs were read, and the events before those that come; `asOf` is when they were
  /// known, wall-clock seconds.
  package mutating func recall(_ cells: [CellSummary], _ earlier: [FleetEvent], asOf: Double) {
    recalled = cells.map { cell in
      var cell = cell
      cell.asOf = cell.asOf ?? asOf
      return cell
    }
    for cell in cells { flagsToldBefore[cell.id] = Set(cell.flags.map(\.code)) }
    events = Array((earlier + events).suffix(Self.eventLimit))
    // Nothing was looked at yet: no log may count as read.
    progress = LoadingProgress(
      filesTotal: cells.count, bytesTotal: cells.reduce(0) { $0 + $1.source.size })
  }

  /// Forgets the cells whose logs are not there any more: all others were read.
  package mutating func forgetRecalled() { recalled = [] }

  /// Puts cells that are known from an earlier run only among those whose logs were read, in the same order.
  func joined(_ current: [CellSummary]) -> [CellSummary] {
    var old: [CellID: CellSummary] = [:]
    for cell in recalled { old[cell.id] = cell }
    var cells: [CellSummary] = []
    for cell in current {
      // What is told of a part of a log is older than what was known of all of it.
      if let known = old.removeValue(forKey: cell.id), cell.source.status == .loading {
        cells.append(known)
      } else {
        cells.append(cell)
      }
    }
    return (cells + old.values).sorted { Self.isWorse($0, than: $1) }
  }

  private static func isWorse(_ left: CellSummary, than right: CellSummary) -> Bool {
    let (a, b) = (left.condition.listRank, right.condition.listRank)
    if a != b { return a < b }
    let (since, other) = (left.conditionSince ?? 0, right.conditionSince ?? 0)
    if left.condition.isProblem, since != other { return since > other }
    return left.id < right.id
  }
}
