import CellModel

/// Leaves rows out that come again (a week that was exported twice into one file), and notices rows in the wrong place.
///
/// A row whose time lies before one that was read is either, or the clock of the test was set back. All rows of a log
/// cannot be kept, but what stands in a row chooses whether its mark is, so that the same rows are chosen when they come
/// again: the rows of a stretch that goes back wait until one of them tells.
struct RowOrder: Equatable, Codable, Sendable {
  /// Marks that are kept at most; then every other one goes.
  static let mostMarks = 512
  /// Seconds by which a wall clock goes back when summer ends, with an hour to spare.
  private static let seasonalChange = 7200.0

  /// Where the rows stand that come now.
  private enum Stretch: String, Codable, Sendable {
    /// Behind all that was read.
    case newest
    /// Before something that was read, and nothing has told yet what that means.
    case undecided
    case repeated, passing
  }

  private var stretch = Stretch.newest
  private var newestTime = -Double.infinity
  private var newestWallTime = -Double.infinity
  private var firstTime = Double.nan
  /// Whether the stretch began where the test did: its clock was set back to zero.
  private var isRestart = false
  private var held: [Sample] = []
  private var marks: [UInt64] = []
  /// Of the bits that choose rows, those that must be zero.
  private var mask: UInt64 = 0
  /// Rows that were left out, because they had been read.
  private(set) var repeatedRows = 0
  private var firstRepeatedRow: Int32 = 0
  private var misplacedRows = 0
  private var firstMisplacedRow: Int32 = 0

  /// Rows that were read and not given out, or not yet.
  var missingRows: Int { repeatedRows + held.count }

  /// Whether so many rows are out of order that the charge between them cannot be told.
  var isBroken: Bool { misplacedRows > 2 }

  /// What was noticed, a sentence each.
  var remarks: [String] {
    var remarks: [String] = []
    if repeatedRows > 0 {
      remarks.append(
        repeatedRows == 1
          ? "line \(firstRepeatedRow) repeats an earlier row, which counts once"
          : "\(repeatedRows) rows repeat earlier ones, first in line \(firstRepeatedRow): each counts once")
    }
    if isBroken {
      remarks.append(
        "\(misplacedRows) rows are not in the order of time, first in line \(firstMisplacedRow): there is no CE; sort the "
          + "rows by their number or time")
    }
    return remarks
  }

  /// Takes the samples from `first` on out of a batch and puts back those that are new.
  ///
  /// `isOwnClock` says that the times are the test's and not made from a wall clock.
  mutating func settle(_ samples: inout [Sample], from first: Int, isOwnClock: Bool) {
    var index = first
    if stretch == .newest {
      // Locals and single fields: every row of every log comes by here.
      let rows = samples.span
      var (time, wallTime, chosen) = (newestTime, newestWallTime, mask)
      if firstTime.isNaN {
        for row in index..<rows.count where firstTime.isNaN { firstTime = rows[row].testTime }
      }
      while index < rows.count, !(rows[index].testTime < time) {
        if rows[index].testTime == rows[index].testTime { time = rows[index].testTime }
        if rows[index].wallTime > wallTime { wallTime = rows[index].wallTime }
        let mark = Self.mark(of: rows[index])
        if mark & chosen == 0 {
          keep(mark)
          chosen = mask
        }
        index += 1
      }
      (newestTime, newestWallTime) = (time, wallTime)
    }
    guard index < samples.count else { return }
    let rest = Array(samples[index...])
    samples.removeSubrange(index...)
    for sample in rest { take(sample, into: &samples, isOwnClock) }
  }

  /// Gives out what still waits.
  mutating func finish(into samples: inout [Sample], isOwnClock: Bool) { release(into: &samples, isOwnClock) }

  @inline(__always)
  private func isInOrder(_ sample: Sample) -> Bool { !(sample.testTime < newestTime) }

  @inline(__always)
  private mutating func note(_ sample: Sample) {
    if firstTime.isNaN { firstTime = sample.testTime }
    if sample.testTime == sample.testTime { newestTime = sample.testTime }
    if sample.wallTime > newestWallTime { newestWallTime = sample.wallTime }
    let mark = Self.mark(of: sample)
    if mark & mask == 0 { keep(mark) }
  }

  @inline(__always)
  private static func mark(of sample: Sample) -> UInt64 {
    // Two products: one for what changes with every row, one for the rest.
    var mark = (sample.testTime.bitPattern ^ sample.wallTime.bitPattern &<< 1) &* 0x9E37_79B9_7F4A_7C15
    mark ^= mark &>> 32 ^ sample.voltage.bitPattern ^ sample.counter.bitPattern &>> 7 ^ sample.current.bitPattern &>> 15
    mark = mark &* 0xBF58_476D_1CE4_E5B9
    return mark ^ mark &>> 32
  }

  @inline(never)
  private mutating func keep(_ mark: UInt64) {
    marks.append(mark)
    while marks.count >= Self.mostMarks {
      mask = mask << 1 | 1
      let mask = mask
      marks.removeAll { $0 & mask != 0 }
    }
  }

  private mutating func take(_ sample: Sample, into samples: inout [Sample], _ isOwnClock: Bool) {
    let isBehind = sample.testTime > newestTime || (stretch == .newest && isInOrder(sample))
    if isBehind {
      release(into: &samples, isOwnClock)
      stretch = .newest
      note(sample)
      samples.append(sample)
      return
    }
    if stretch == .newest {
      stretch = .undecided
      isRestart = sample.testTime <= firstTime + 0.01 * (newestTime - firstTime)
    }
    let mark = Self.mark(of: sample)
    held.append(sample)
    if sample.wallTime > newestWallTime {
      // What was written later than all before it is new.
      stretch = .passing
    } else if mark & mask == 0 {
      stretch = marks.contains(mark) ? .repeated : .passing
    }
    switch stretch {
    case .newest, .undecided:
      // So many rows that one of them should have been marked.
      guard held.count > 64, held.count > 16 * Int(clamping: mask + 1) else { return }
      stretch = .passing
      release(into: &samples, isOwnClock)
    case .repeated:
      if repeatedRows == 0, let first = held.first { firstRepeatedRow = first.row }
      repeatedRows += held.count
      held.removeAll()
    case .passing: release(into: &samples, isOwnClock)
    }
  }

  private mutating func release(into samples: inout [Sample], _ isOwnClock: Bool) {
    for sample in held {
      if isMisplaced(sample, isOwnClock) {
        if misplacedRows == 0 { firstMisplacedRow = sample.row }
        misplacedRows += 1
      }
      let mark = Self.mark(of: sample)
      if mark & mask == 0 { keep(mark) }
      samples.append(sample)
    }
    held.removeAll()
  }

  /// Whether a row that goes back is in the wrong place, and not one of a test whose clock was set back.
  private func isMisplaced(_ sample: Sample, _ isOwnClock: Bool) -> Bool {
    guard !isRestart, sample.testTime < newestTime else { return false }
    if !isOwnClock { return newestTime - sample.testTime > Self.seasonalChange }
    return sample.wallTime == sample.wallTime && newestWallTime.isFinite ? sample.wallTime < newestWallTime : true
  }
}
