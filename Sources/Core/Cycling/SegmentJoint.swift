package import CellModel

/// What the counters of one file of a test mean, and whether they go on where those of the file before it stood.
package struct SegmentJoint: Equatable, Codable, Sendable {
  package var counterKind: CounterKind
  package var currentKind: CurrentKind
  package var countersResetEachStep: Bool

  /// Seconds between two files beyond which equal counters prove nothing: somebody may have changed the cell.
  package static let longestGap = 3600.0

  package init(counterKind: CounterKind, currentKind: CurrentKind, countersResetEachStep: Bool) {
    self.counterKind = counterKind
    self.currentKind = currentKind
    self.countersResetEachStep = countersResetEachStep
  }

  /// Whether the counters of the first row here are those of the last row there and what the current between explains.
  ///
  /// Counters at zero prove nothing, nor do those that start anew with every row.
  func continues(_ earlier: SegmentJoint, from last: Sample, to first: Sample) -> Bool {
    let gap = Self.gap(from: last, to: first)
    guard counterKind == earlier.counterKind, gap >= 0, gap <= Self.longestGap else { return false }
    let currents = [last.current, first.current].filter { $0 == $0 }.map(\.magnitude)
    // Half as much again covers a current that changed between the rows.
    let bound = 1.5 * (currents.max() ?? 0) * gap / 3.6 + 1e-7
    let growth = first.counter - last.counter
    switch counterKind {
    case .separate:
      let discharge = first.dischargeCounter - last.dischargeCounter
      guard growth >= -1e-9, growth <= bound, discharge >= -1e-9, discharge <= bound else { return false }
      return last.counter > 0 || last.dischargeCounter > 0
    case .shared: return growth >= -1e-9 && growth <= bound && last.counter > 0
    case .signed: return growth.magnitude <= bound && last.counter != 0
    case .halfCycle: return growth.magnitude <= bound && last.counter.magnitude > 2 * bound
    case .none, .increments: return false
    }
  }

  /// Seconds between two rows: by the wall clock where it tells more, for a test time that begins anew stands still between.
  private static func gap(from last: Sample, to first: Sample) -> Double {
    let elapsed = first.wallTime - last.wallTime
    let gap = first.testTime - last.testTime
    return elapsed > gap ? elapsed : gap
  }

  /// Whether a file or block was there from the beginning of what its counters count: a first row at its time 0, of a step
  /// that began there too, and no more charge on the counters than its current explains; `time` is that of the first row
  /// since then, s.
  package static func beginsClean(_ first: Sample, at time: Double) -> Bool {
    guard first.current == first.current, first.current != 0 else { return true }
    let counted = [first.counter, first.dischargeCounter].filter { $0 == $0 }.map(\.magnitude).reduce(0, +)
    return time <= 60 && !first.isInsideStep && counted <= 1.5 * first.current.magnitude * max(0, time) / 3.6 + 1e-7
  }

  /// Seconds that may lie unseen between two files of a sequence: what passes in them is within the instrument's error.
  private static let seam = 2.0

  /// Whether a file whose counters start anew begins where the one before it ended: what stands on its first row passed
  /// since then, and tells when the technique began.
  func followsAtOnce(_ earlier: SegmentJoint, from last: Sample, to first: Sample) -> Bool {
    guard counterKind == earlier.counterKind, counterKind == .halfCycle || counterKind == .increments else {
      return false
    }
    let gap = Self.gap(from: last, to: first)
    guard gap >= 0, gap <= Self.longestGap else { return false }
    let current = first.current == first.current ? first.current.magnitude : 0
    let counted = first.counter == first.counter ? first.counter.magnitude : 0
    guard counted <= 1.5 * current * gap / 3.6 + 1e-7 else { return false }
    return gap - (current > 0 ? min(gap, counted * 3.6 / current) : 0) <= Self.seam
  }
}
