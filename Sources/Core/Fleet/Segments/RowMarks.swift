import CellModel

/// The rows of a log as marks, by which they are known where another file of the same test holds them too.
///
/// Rows are the same where their clock, voltage, current and counters are, to the last digit; the current's sign is left
/// out, since a decoder may have settled it by rows that only one of the files has.
package struct RowMarks: Sendable {
  /// By the time of the test, and by the wall clock: in the later file the first may have begun anew.
  private var byTestTime: [UInt64] = []
  private var byWallTime: [UInt64] = []
  private var offsets: [Int] = []
  private var voltages: [Double] = []

  /// What two files share.
  package enum Relation: Equatable, Sendable {
    /// All rows of the earlier one stand at the later one's beginning.
    case earlierIsHeld
    /// All rows of the later one stand in the earlier one.
    case laterIsHeld
    /// The last rows of the earlier one are the later one's first: how many, and where in the later file those behind them
    /// begin, bytes.
    case overlap(rows: Int, newFrom: Int)
    /// What there is so far is the same, and too little to tell.
    case undecided
  }

  /// Rows that two files must share to be the same rows, and voltages that must be among them: a rest tells little.
  private static let fewest = (rows: 8, voltages: 4)
  /// Places tried at which the later file may begin in the earlier one.
  private static let mostPlaces = 16

  package init() {}

  mutating func add(_ sample: Sample) {
    var values = Self.mixed(0, sample.voltage)
    values = Self.mixed(values, sample.current.magnitude)
    values = Self.mixed(Self.mixed(values, sample.counter), sample.dischargeCounter)
    byTestTime.append(Self.mixed(values, sample.testTime))
    byWallTime.append(sample.wallTime.isFinite ? Self.mixed(values, sample.wallTime) : 0)
    offsets.append(sample.byteOffset)
    voltages.append(sample.voltage)
  }

  private static func mixed(_ mark: UInt64, _ value: Double) -> UInt64 {
    // Zeros of either sign are one number, and so is whatever is none.
    let bits = value == 0 ? 0 : value.isNaN ? Double.nan.bitPattern : value.bitPattern
    let product = (mark ^ bits) &* 0x9E37_79B9_7F4A_7C15
    return product ^ product &>> 29
  }

  /// What this file shares with one that begins no earlier; nil unless all rows from that one's first on are the same, as
  /// far as both go.
  package func relation(to later: RowMarks) -> Relation? {
    relation(to: later, \.byTestTime) ?? (byWallTime.first == 0 ? nil : relation(to: later, \.byWallTime))
  }

  private func relation(to later: RowMarks, _ clock: KeyPath<RowMarks, [UInt64]>) -> Relation? {
    let (mine, others) = (self[keyPath: clock], later[keyPath: clock])
    guard let first = others.first else { return nil }
    var tries = 0
    var isUndecided = false
    for place in mine.indices where mine[place] == first {
      tries += 1
      guard tries <= Self.mostPlaces else { return nil }
      let shared = min(mine.count - place, others.count)
      guard mine[place..<(place + shared)] == others[..<shared] else { continue }
      guard later.isTelling(shared) else {
        isUndecided = true
        continue
      }
      if shared == others.count { return place == 0 && shared == mine.count ? .earlierIsHeld : .laterIsHeld }
      return place == 0 ? .earlierIsHeld : .overlap(rows: shared, newFrom: later.offsets[shared])
    }
    return isUndecided ? .undecided : nil
  }

  /// Whether so many first rows can be no other test's.
  private func isTelling(_ rows: Int) -> Bool {
    guard rows >= Self.fewest.rows else { return false }
    var seen: Set<Double> = []
    for voltage in voltages[..<rows] where voltage.isFinite {
      seen.insert(voltage)
      if seen.count >= Self.fewest.voltages { return true }
    }
    return false
  }
}

/// Two files of which the later may begin inside the earlier one.
package struct FileOverlap: Equatable, Sendable {
  package let earlier: String
  package let later: String
  /// How many rows they share, and where the later file's new ones begin, bytes; nil if their rows differ.
  package let shared: Shared?

  /// The rows that stand in both.
  package struct Shared: Equatable, Sendable {
    package let rows: Int
    package let newFrom: Int

    package init(rows: Int, newFrom: Int) {
      self.rows = rows
      self.newFrom = newFrom
    }

    /// Why the files are one test, in a phrase.
    var reason: String { "its first \(rows) rows are the last of the file before, and count once" }
  }

  package init(earlier: String, later: String, shared: Shared?) {
    self.earlier = earlier
    self.later = later
    self.shared = shared
  }

  /// How far the clocks of files that follow each other may overlap: an hour when summer ends, and one to spare, s.
  private static let seasonalChange = 7200.0

  /// Whether a file's first row may stand in another one that does not begin later, by the ends of both.
  ///
  /// `restarts` says that the times of the test may begin anew in every file.
  package static func isPossible(_ earlier: SegmentEnds, _ later: SegmentEnds, restarts: Bool) -> Bool {
    guard earlier.formatID == later.formatID else { return false }
    let (a, b) = (earlier.first, later.first)
    let delay = b.testTime - a.testTime
    let wallDelay = later.firstWall - earlier.firstWall
    if delay == 0, a.voltage == b.voltage, a.current.magnitude == b.current.magnitude || a.current.isNaN {
      return !(wallDelay.magnitude > 1)
    }
    guard wallDelay.isFinite, earlier.lastWall.isFinite else {
      return delay > 60 && b.testTime <= earlier.last.testTime
    }
    guard wallDelay > 60, later.firstWall <= earlier.lastWall else { return false }
    // Cells that were started one after another have test times that do not differ like their clocks.
    return restarts || (delay > 60 && Continuation.isSameTime(delay, wallDelay))
  }

  /// Whether two files whose rows differ cannot follow each other, by their clocks.
  package static func isContradiction(_ earlier: SegmentEnds, _ later: SegmentEnds) -> Bool {
    guard earlier.lastWall.isFinite, later.firstWall.isFinite else { return later.first.testTime > 60 }
    return earlier.lastWall - later.firstWall > (later.first.testTime < 60 ? seasonalChange : 1)
  }
}
