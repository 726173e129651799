import CellModel

/// What completing a row needs from the rows before it: times that count on, signs, currents from increments.
struct RowHistory: Equatable, Codable, Sendable {
  /// Whether the file stores no current, so that it follows from the counter.
  var derivesCurrent = false
  /// Whether the counter holds increments and not sums.
  var countsIncrements = false
  var hasTestTime = true
  /// Wall clock at test time 0 by the preamble; NaN if it does not say.
  var startWallTime = Double.nan
  private var startsTest = true
  /// Whether the next row decides if the times of a new block restart or go on.
  private var startsBlock = false
  /// Added to the file's test time: the end of the blocks before this one.
  private var timeOffset = 0.0
  /// Newest test time, with the offset.
  private var newestTime = 0.0
  /// Newest test time of this block as stored.
  private var newestInBlock = -Double.infinity
  /// First date of a block whose time column holds dates.
  private var origin = Double.nan
  private var lastTime = Double.nan
  private var lastCounter = 0.0
  private var voltageScale = 1.0
  private var hasJudgedVoltage = false

  /// Another preamble or header came: times that restart with it count on behind what was read.
  mutating func beginBlock() {
    startsBlock = true
    newestInBlock = -.infinity
    lastTime = .nan
    lastCounter = 0
    startsTest = true
  }

  /// Completes a scanned row in place; false if it is a stale copy of an older record.
  @inline(__always)
  mutating func complete(_ row: inout ScannedRow, _ dialect: TextDialect) -> Bool {
    if !row.absoluteTime.isNaN || !hasTestTime {
      let absolute = row.absoluteTime.isNaN ? row.sample.wallTime : row.absoluteTime
      if row.sample.wallTime.isNaN { row.sample.wallTime = absolute }
      if origin.isNaN { origin = absolute }
      row.sample.testTime = absolute - origin
    }
    if row.sample.wallTime.isNaN { row.sample.wallTime = startWallTime + row.sample.testTime }
    if startsBlock, row.sample.testTime == row.sample.testTime { placeBlock(&row.sample) }
    if dialect.dropsStaleRows, row.sample.testTime == row.sample.testTime {
      // Less than the newest run time of the block: a copy of an older record with a new wall clock.
      if row.sample.testTime < newestInBlock { return false }
      newestInBlock = row.sample.testTime
    }
    row.sample.testTime += timeOffset
    if row.sample.testTime > newestTime { newestTime = row.sample.testTime }
    if dialect.mayStateMillivoltsAsVolts { judgeVoltage(&row.sample) }
    if dialect.phaseDecidesSign {
      switch row.sample.phase {
      case .charge: row.sample.current = row.sample.current.magnitude
      case .discharge: row.sample.current = -row.sample.current.magnitude
      default: break
      }
    }
    if derivesCurrent { deriveCurrent(&row.sample) }
    row.sample.startsTest = startsTest
    startsTest = false
    return true
  }

  /// A header that a logger repeats in the middle of a test leaves the times alone; a test that begins anew is shifted.
  private mutating func placeBlock(_ sample: inout Sample) {
    startsBlock = false
    guard sample.testTime + timeOffset < newestTime else { return }
    timeOffset = newestTime
    if !origin.isNaN {
      origin += sample.testTime
      sample.testTime = 0
    }
  }

  private mutating func judgeVoltage(_ sample: inout Sample) {
    if !hasJudgedVoltage, sample.voltage.magnitude > 1e-9 {
      hasJudgedVoltage = true
      voltageScale = sample.voltage.magnitude > 50 ? 1e-3 : 1
    }
    sample.voltage *= voltageScale
  }

  private mutating func deriveCurrent(_ sample: inout Sample) {
    let interval = sample.testTime - lastTime
    let charge = countsIncrements ? sample.counter : sample.counter - lastCounter
    sample.current = interval > 0 && charge == charge ? charge * 3.6 / interval : 0
    lastTime = sample.testTime
    lastCounter = sample.counter == sample.counter ? sample.counter : lastCounter
  }
}
