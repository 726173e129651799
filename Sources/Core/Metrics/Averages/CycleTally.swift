package import CellModel

/// The sums over a cell's cycles that averages, reservoir and forecast are made from: a few hundred bytes a cell.
package struct CycleTally: Equatable, Codable, Sendable {
  /// What is remembered of each of the newest cycles.
  package struct Recent: Equatable, Codable, Sendable {
    /// Charge of the first and second half-cycle, mAh.
    package var first: Double
    package var second: Double
    /// Seconds from its first row to its last; NaN if unknown.
    package var duration: Double
    /// Current of the first half-cycle, mA; NaN if unknown.
    package var firstCurrent: Double
  }

  static let recentLimit = 20
  static let rateLimit = 6

  /// CE of complete cycles, apart by whether the SEI was still forming (review section 2.1).
  package private(set) var formation = RunningMean()
  package private(set) var formed = RunningMean()
  /// Closed cycles, whether complete or not.
  package private(set) var cycles = 0
  /// ΣQ of the first and of the second half-cycles of all closed cycles, mAh.
  package private(set) var firstTotal = 0.0
  package private(set) var secondTotal = 0.0
  /// The first cycle; nil where the log does not hold it whole.
  package private(set) var opening: Recent?
  /// The newest complete cycles, oldest first.
  package private(set) var recent: [Recent] = []
  private var rates: [RateTally] = []

  package init() {}

  /// Takes a closed cycle with its CE, if it has one.
  package mutating func observe(_ cycle: Cycle, efficiency: Double?, isFormation: Bool) {
    cycles += 1
    firstTotal += cycle.firstCapacity
    secondTotal += cycle.secondCapacity
    guard cycle.isComplete else { return }
    if let efficiency {
      if isFormation { formation.add(efficiency) } else { formed.add(efficiency) }
    }
    let kept = Recent(
      first: cycle.firstCapacity, second: cycle.secondCapacity, duration: cycle.endTime - cycle.startTime,
      firstCurrent: Double(cycle.firstHalf == .charge ? cycle.chargeCurrent : cycle.dischargeCurrent))
    if cycles == 1 { opening = kept }
    recent.append(kept)
    if recent.count > Self.recentLimit { recent.removeFirst() }
    file(cycle)
  }

  private mutating func file(_ cycle: Cycle) {
    let current = Double(cycle.firstHalf == .charge ? cycle.dischargeCurrent : cycle.chargeCurrent)
    let number = Int(cycle.number)
    if let index = rates.firstIndex(where: { $0.matches(current) }) {
      rates[index].cycles += 1
      rates[index].lastCycle = number
      rates[index].lastCapacity = cycle.secondCapacity
      rates[index].chargedUntilLast = firstTotal
    } else {
      // A rate test's rare currents make way; the one most used never does.
      if rates.count >= Self.rateLimit, let rarest = rates.indices.min(by: { rates[$0].cycles < rates[$1].cycles }) {
        rates.remove(at: rarest)
      }
      rates.append(
        RateTally(
          current: current, cycles: 1, firstCycle: number, firstCapacity: cycle.secondCapacity, lastCycle: number,
          lastCapacity: cycle.secondCapacity, chargedUntilLast: firstTotal))
    }
  }

  /// The cycles at the current that is used most; nil before there is a complete cycle.
  package var mainRate: RateTally? { rates.max { $0.cycles < $1.cycles } }

  /// Mean charge of the newest first half-cycles, mAh; nil before there is one.
  package var meanFirst: Double? {
    recent.isEmpty ? nil : recent.reduce(0) { $0 + $1.first } / Double(recent.count)
  }

  /// Median charge and current of the newest first half-cycles, mAh and mA; nil where unknown.
  package var typicalFirst: Double? { Self.median(recent.map(\.first)) }
  package var typicalCurrent: Double? { Self.median(recent.map(\.firstCurrent).filter { $0 > 0 && $0.isFinite }) }

  /// Median of Q_first − Q_second of the newest cycles, mAh: what a cycle seems to lose.
  package var netLoss: Double? { Self.median(recent.map { $0.first - $0.second }) }

  /// Median change of the second half-cycle's charge a cycle, mAh, positive where it fades; 0 while unknown.
  package var fade: Double {
    guard recent.count > 5 else { return 0 }
    // Theil's estimate over half the window: one odd cycle must not turn it.
    let half = recent.count / 2
    let slopes = (0..<(recent.count - half)).map { (recent[$0].second - recent[$0 + half].second) / Double(half) }
    return max(0, Self.median(slopes) ?? 0)
  }

  /// Median time from the beginning of a cycle to its end among the newest, s; nil if unknown.
  package var cycleTime: Double? { Self.median(recent.map(\.duration).filter { $0 > 0 && $0.isFinite }) }

  static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
