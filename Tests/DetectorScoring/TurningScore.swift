/// The scores of many cells together.
package struct TurningScore: Sendable {
  package let cells: [CellScore]

  package init(_ cells: [CellScore]) { self.cells = cells }

  private var turned: [CellScore] { cells.filter { $0.truth.turn != nil } }
  private var unturned: [CellScore] { cells.filter { $0.truth.turn == nil } }
  private var delays: [Double] { cells.compactMap { $0.delay.map(Double.init) } }
  private var errors: [Double] { cells.compactMap { $0.error?.magnitude } }

  package var healthyCycles: Int { cells.reduce(0) { $0 + $1.truth.healthyCycles } }
  /// Share of all cells that were handled right.
  package var clean: Double { Self.share(cells) { $0.isClean } }
  /// False alarms in 1000 healthy cycles; NaN without one.
  package var falseAlarms: Double {
    1000 * cells.reduce(0) { $0 + Double($1.falseAlarms) } / Double(healthyCycles)
  }
  /// Share of the cells without a turn that ever had a false alarm.
  package var accused: Double { Self.share(unturned) { $0.falseAlarms > 0 } }
  package var missed: Double { Self.share(turned) { $0.isMissed } }
  package var medianDelay: Double { Self.quantile(delays, 0.5) }
  package var longDelay: Double { Self.quantile(delays, 0.9) }
  package var medianError: Double { Self.quantile(errors, 0.5) }
  package var meanError: Double { errors.reduce(0, +) / Double(errors.count) }
  package var within: Double { Self.share(cells.filter(\.hasTurnToPlace)) { $0.isWithin } }
  package var coverage: Double { Self.share(cells.compactMap(\.isCovered)) { $0 } }
  package var medianWidth: Double { Self.quantile(cells.compactMap(\.width), 0.5) }

  /// The figures with their names, in the order of the table.
  package var figures: [(name: String, value: Double)] {
    [
      ("cells", Double(cells.count)), ("clean %", 100 * clean), ("FA/1000", falseAlarms),
      ("accused %", 100 * accused), ("missed %", 100 * missed), ("delay", medianDelay), ("p90", longDelay),
      ("error", medianError), ("mean", meanError), ("within %", 100 * within), ("cover %", 100 * coverage),
      ("width", medianWidth),
    ]
  }

  /// The scores of each group, in the order of their names.
  package func grouped<Key: Hashable & Comparable>(by key: (TurningTruth) -> Key) -> [(key: Key, score: TurningScore)] {
    let groups = Dictionary(grouping: cells) { key($0.truth) }
    return groups.keys.sorted().map { ($0, TurningScore(groups[$0] ?? [])) }
  }

  /// NaN of nothing.
  private static func share<Element>(_ elements: [Element], _ holds: (Element) -> Bool) -> Double {
    Double(elements.count(where: holds)) / Double(elements.count)
  }

  /// Between the two nearest values in proportion; NaN of nothing.
  private static func quantile(_ values: [Double], _ fraction: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let position = Double(sorted.count - 1) * fraction
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
  }
}
