import CellModel
import Cycling

/// Whether one file goes on where another one of the same cell ended.
///
/// Two different cells must never be joined: names, format, time and the cell itself have to agree, and where the names
/// may as well number cells, only counters, cycles or test times that go on decide.
package enum Continuation {
  /// Days between two files of a series with dates in their names.
  static let longestGap = 14.0
  /// Days by which a date in a name may lie outside the file's own time.
  static let dateTolerance = 7.0
  /// How far a cell's voltage may move between two files, V; a cell that was cut off under load relaxes by some 0.4 V.
  static let voltageStep = 0.5
  private static let day = 86_400.0

  /// A file with its name and ends.
  struct File {
    var name: SeriesName
    var ends: SegmentEnds
  }

  /// Why `later` continues `earlier`, in a phrase; nil if it does not.
  static func reason(from earlier: File, to later: File) -> String? {
    guard earlier.name.folder == later.name.folder, earlier.name.suffix == later.name.suffix,
      earlier.ends.formatID == later.ends.formatID, isInOrder(earlier.ends, later.ends)
    else { return nil }
    for a in earlier.name.readings {
      for b in later.name.readings where a.stem == b.stem {
        if let reason = reason(a.part, b.part, earlier.ends, later.ends) { return reason }
      }
    }
    return nil
  }

  /// Whether two names are such of one test by more than a number, so that its times may begin anew in every file.
  package static func mayRestart(_ a: SeriesName, _ b: SeriesName) -> Bool {
    // Most names hold a number at most.
    guard a.isOfSeries || b.isOfSeries, a.folder == b.folder, a.suffix == b.suffix else { return false }
    return a.readings.contains { one in
      b.readings.contains { other in
        guard one.stem == other.stem else { return false }
        switch (one.part, other.part) {
        case (.date, .date), (.whole, .word), (.word, .whole), (.word, .word): return true
        default: return false
        }
      }
    }
  }

  /// How many characters the stem by which two names belong together has: the longer, the closer.
  static func closeness(_ a: SeriesName, _ b: SeriesName) -> Int {
    var longest = 0
    for one in a.readings {
      for other in b.readings where one.stem == other.stem { longest = max(longest, one.stem.utf8.count) }
    }
    return longest
  }

  /// Wall clocks in order and apart; where one is unknown, only a technique's number can tell.
  private static func isInOrder(_ a: SegmentEnds, _ b: SegmentEnds) -> Bool {
    guard a.lastWall.isFinite, b.firstWall.isFinite else { return a.lastWall.isNaN || b.firstWall.isNaN }
    return b.firstWall >= a.lastWall - 1
  }

  private static func reason(
    _ a: SeriesName.Part, _ b: SeriesName.Part, _ earlier: SegmentEnds, _ later: SegmentEnds
  ) -> String? {
    let gap = later.firstWall - earlier.lastWall
    switch (a, b) {
    case (.technique(let one, let channel), .technique(let other, let otherChannel)):
      guard one < other, channel == otherChannel, isPlausible(earlier, later) else { return nil }
      return "technique \(other) of the same EC-Lab sequence"
    case (.date(let dates), .date(let otherDates)):
      guard gap.isFinite, gap <= longestGap * day, isDated(dates, earlier), isDated(otherDates, later) else {
        return nil
      }
      if let counted = goesOn(earlier, later) { return "same name up to its date, and \(counted)" }
      guard isPlausible(earlier, later) else { return nil }
      return "same name up to its date, \(duration(gap)) later, at a voltage that fits"
    case (.whole, .word), (.word, .word):
      guard gap.isFinite else { return nil }
      if let counted = goesOn(earlier, later) { return "a continuation by its name, and \(counted)" }
      guard gap <= longestGap * day, isPlausible(earlier, later) else { return nil }
      return "a continuation by its name, \(duration(gap)) later, at a voltage that fits"
    case (.number(let one), .number(let other)):
      guard one < other else { return nil }
      return numbered(earlier, later, gap)
    case (.whole, .number): return numbered(earlier, later, gap)
    default: return nil
    }
  }

  /// A number may name another cell: what is counted must go on.
  private static func numbered(_ earlier: SegmentEnds, _ later: SegmentEnds, _ gap: Double) -> String? {
    guard gap.isFinite, let counted = goesOn(earlier, later) else { return nil }
    return "same name up to its number, and \(counted)"
  }

  /// Whether the clock of the test and that on the wall tell the same stretch of time: the two drift apart.
  static func isSameTime(_ elapsed: Double, _ gap: Double) -> Bool {
    (elapsed - gap).magnitude <= 120 + 1e-3 * gap
  }

  /// What is counted on in the later file as only a continuation can: nil if nothing is.
  private static func goesOn(_ earlier: SegmentEnds, _ later: SegmentEnds) -> String? {
    guard isSameScale(earlier, later) else { return nil }
    let (last, first) = (earlier.last, later.first)
    let gap = later.firstWall - earlier.lastWall
    let elapsed = first.testTime - last.testTime
    if first.testTime > 60, elapsed > 0, isSameTime(elapsed, gap) {
      return "its test time goes on"
    }
    if first.vendorCycle > 2, first.vendorCycle == last.vendorCycle || first.vendorCycle - 1 == last.vendorCycle,
      isPlausible(earlier, later)
    {
      return "its cycles go on at \(first.vendorCycle)"
    }
    // No test of its own begins inside of a step, and of that in which another one ended.
    if first.isInsideStep, first.vendorStep == last.vendorStep, first.vendorCycle == last.vendorCycle,
      gap <= SegmentJoint.longestGap, isPlausible(earlier, later)
    {
      return "the step in which the file before it ended goes on"
    }
    return nil
  }

  /// Whether the cell in the later file can be the one of the earlier: a voltage that relaxed the right way, and currents
  /// of the same scale.
  private static func isPlausible(_ earlier: SegmentEnds, _ later: SegmentEnds) -> Bool {
    let step = later.first.voltage - earlier.last.voltage
    guard step.magnitude <= voltageStep, isSameScale(earlier, later) else { return false }
    // Behind a discharge the voltage rises, behind a charge it falls; 50 mV for instruments and self-discharge.
    switch earlier.lastDirection {
    case .discharge: return step >= -0.05
    case .charge: return step <= 0.05
    case nil: return true
    }
  }

  private static func isSameScale(_ earlier: SegmentEnds, _ later: SegmentEnds) -> Bool {
    let (a, b) = (earlier.peakCurrent, later.peakCurrent)
    if a == 0 || b == 0 || max(a, b) <= 10 * min(a, b) { return true }
    // Pulses at the far end of a file say nothing of the near one.
    let (last, first) = (earlier.lastPeak, later.firstPeak)
    return min(last, first) > 0 && max(last, first) <= 10 * min(last, first)
  }

  /// Whether a date in a name can be meant: it lies in the time of the file's own rows.
  private static func isDated(_ dates: [Int], _ ends: SegmentEnds) -> Bool {
    guard ends.firstWall.isFinite, ends.lastWall.isFinite else { return false }
    return dates.contains { date in
      let second = Double(date) * day
      return second >= ends.firstWall - dateTolerance * day && second <= ends.lastWall + dateTolerance * day
    }
  }

  private static func duration(_ seconds: Double) -> String { FlagText.duration(max(0, seconds)) }
}
