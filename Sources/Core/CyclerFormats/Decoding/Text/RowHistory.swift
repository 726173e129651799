import CellModel

/// What completing a row needs from the rows before it: times that count on, signs, currents from increments.
struct RowHistory: Equatable, Codable, Sendable {
  /// Whether the file stores no current, so that it follows from the counter.
  var derivesCurrent = false
  /// Whether charge and discharge have a counter each, which may restart.
  var countsBothDirections = false
  /// Whether the counter is signed and restarts with every half-cycle.
  var restartsEachHalfCycle = false
  /// Whether the counter holds increments and not sums.
  var countsIncrements = false
  var hasTestTime = true
  /// Whether the log's times are the test's and not made from a wall clock, and whether a column of words tells phases:
  /// of the log as a whole, so that rows mean the same however they come.
  private(set) var isOwnClock = true
  private(set) var hasPhases = false
  /// Whether the times are those of steps, which are added up.
  var addsStepTimes = false
  private var stepTimes = 0.0
  private var newestInStep = 0.0
  /// What a cell's voltage cannot pass, V: a first value above it is in mV.
  var highestVoltage = 50.0
  /// Wall clock at test time 0 by the preamble; NaN if it does not say.
  var startWallTime = Double.nan
  private var startsTest = true
  /// Seconds without rows before a header behind which a logger that goes on would have written some.
  private static let longestBreak = 120.0
  /// Whether the next row decides if the times of a new block restart or go on.
  private var startsBlock = false
  /// Added to the file's test time: the end of the blocks before this one.
  private var timeOffset = 0.0
  /// Newest test time, with the offset.
  private var newestTime = 0.0
  /// Wall clock of that row, s.
  private var newestWallTime = Double.nan
  /// Newest test time of this block as stored.
  private var newestInBlock = -Double.infinity
  /// First date of a block whose time column holds dates.
  private var origin = Double.nan
  private var lastTime = Double.nan
  private var lastCounter = 0.0
  private var lastDischargeCounter = 0.0
  /// Rows whose phase says which way the current goes, and those of them whose current had the other sign.
  private var directedRows = 0
  private var turnedRows = 0
  private var voltageScale = 1.0
  private var hasJudgedVoltage = false

  /// Takes what the columns under a header are; what holds for the log is settled by the last one before the first row.
  mutating func adopt(_ columns: ResolvedColumns, isFirst: Bool) {
    hasTestTime = columns.has(.testTime)
    guard isFirst else { return }
    isOwnClock = hasTestTime
    hasPhases = columns.has(.phaseWord)
  }

  /// Another preamble or header came: times that restart with it count on behind what was read.
  mutating func beginBlock() {
    startsBlock = true
    newestInBlock = -.infinity
    lastTime = .nan
    lastCounter = 0
    lastDischargeCounter = 0
  }

  /// Completes a row's sample in place; false if it is a stale copy of an older record.
  ///
  /// `absoluteTime` is the date in the test time column, NaN if there was none.
  @inline(__always)
  mutating func complete(_ sample: inout Sample, _ absoluteTime: Double, _ dialect: TextDialect) -> Bool {
    if !absoluteTime.isNaN || !hasTestTime {
      let absolute = absoluteTime.isNaN ? sample.wallTime : absoluteTime
      if sample.wallTime.isNaN { sample.wallTime = absolute }
      if origin.isNaN { origin = absolute }
      sample.testTime = absolute - origin
    }
    if addsStepTimes { addStep(&sample) }
    if sample.wallTime.isNaN { sample.wallTime = startWallTime + sample.testTime }
    if startsBlock, sample.testTime == sample.testTime { placeBlock(&sample) }
    if dialect.dropsStaleRows, sample.testTime == sample.testTime {
      // Less than the newest run time of the block: a copy of an older record with a new wall clock.
      if sample.testTime < newestInBlock { return false }
      newestInBlock = sample.testTime
    }
    sample.testTime += timeOffset
    if sample.testTime > newestTime {
      newestTime = sample.testTime
      newestWallTime = sample.wallTime
    }
    // What stands there without a probe: -9999 (Novonix), -2501 (Maccor).
    if sample.temperature < -273.15 { sample.temperature = .nan }
    if dialect.mayStateMillivoltsAsVolts { judgeVoltage(&sample) }
    if dialect.phaseDecidesSign {
      switch sample.phase {
      case .charge:
        directedRows &+= 1
        if sample.current < 0 { turn(&sample) }
      case .discharge:
        directedRows &+= 1
        if sample.current > 0 { turn(&sample) }
      default: break
      }
    }
    if derivesCurrent { deriveCurrent(&sample) }
    sample.startsTest = startsTest
    startsTest = false
    return true
  }

  /// Settles the order of day and month, if a row can; where the day comes first, times that were read otherwise are put
  /// right, so that the test's time goes on.
  mutating func settleDates(by row: inout ScannedRow, _ day: inout DayMemory) {
    if day.order.isOpen {
      day.settle(by: row.absoluteTime.isNaN ? row.sample.wallTime : row.absoluteTime, behind: newestWallTime)
      guard day.order.known == .dayFirst else { return }
      row.sample.wallTime = CalendarDate.exchanged(row.sample.wallTime) ?? row.sample.wallTime
      row.absoluteTime = CalendarDate.exchanged(row.absoluteTime) ?? row.absoluteTime
    }
    guard day.order.known == .dayFirst else { return }
    origin = CalendarDate.exchanged(origin) ?? origin
    newestWallTime = CalendarDate.exchanged(newestWallTime) ?? newestWallTime
  }

  /// A time that lies before the row above begins another step.
  private mutating func addStep(_ sample: inout Sample) {
    guard sample.testTime == sample.testTime else { return }
    if sample.testTime < newestInStep { stepTimes += newestInStep }
    newestInStep = sample.testTime
    sample.testTime += stepTimes
  }

  @inline(__always)
  private mutating func turn(_ sample: inout Sample) {
    sample.current = -sample.current
    turnedRows &+= 1
  }

  /// What became of the current's sign, a clause; nil while the phases and the sign agree, but for noise.
  var signRemark: String? {
    // Of a file without signs the discharges are turned, of one that counts discharge as positive all.
    guard turnedRows >= 2, turnedRows > directedRows / 5 else { return nil }
    return turnedRows > directedRows - directedRows / 20
      ? "counts discharge as positive; turned, as the phases show" : "has no sign; its direction follows the phases"
  }

  /// A header that a logger repeats in the middle of a test leaves the times alone; a test that begins anew is shifted.
  ///
  /// Either begins anew what is counted, but for a header behind which the rows go on at once.
  /// Rows that were written before the newest one are no new test: two exports that overlap stand in the file.
  private mutating func placeBlock(_ sample: inout Sample) {
    startsBlock = false
    // A test that begins may do so behind the hour by which clocks are put back.
    let slack = sample.testTime < 60 ? 7200.0 : 1
    let gap = sample.testTime + timeOffset - newestTime
    if gap >= 0 { startsTest = gap > Self.longestBreak }
    guard gap < 0, !(sample.wallTime < newestWallTime - slack) else { return }
    startsTest = true
    timeOffset = newestTime
    if !origin.isNaN {
      origin += sample.testTime
      sample.testTime = 0
    }
  }

  private mutating func judgeVoltage(_ sample: inout Sample) {
    if !hasJudgedVoltage, sample.voltage.magnitude > 1e-9 {
      hasJudgedVoltage = true
      voltageScale = sample.voltage.magnitude > highestVoltage ? 1e-3 : 1
    }
    sample.voltage *= voltageScale
  }

  private mutating func deriveCurrent(_ sample: inout Sample) {
    let interval = sample.testTime - lastTime
    var charge = countsIncrements ? sample.counter : sample.counter - lastCounter
    if restartsEachHalfCycle, sample.counter * lastCounter <= 0 || sample.counter.magnitude < lastCounter.magnitude / 2
    {
      // Another half-cycle: no relaxation inside of one brings back half of what passed.
      charge = sample.counter
    }
    if countsBothDirections {
      charge = Self.growth(from: lastCounter, to: sample.counter)
      charge -= Self.growth(from: lastDischargeCounter, to: sample.dischargeCounter)
    }
    sample.current = interval > 0 && charge == charge ? charge * 3.6 / interval : 0
    lastTime = sample.testTime
    lastCounter = sample.counter == sample.counter ? sample.counter : lastCounter
    if sample.dischargeCounter == sample.dischargeCounter { lastDischargeCounter = sample.dischargeCounter }
  }

  /// What a counter of one direction gained; a value below the last one is the gain since it restarted.
  private static func growth(from old: Double, to new: Double) -> Double {
    guard new == new else { return 0 }
    return new.magnitude >= old.magnitude ? new.magnitude - old.magnitude : new.magnitude
  }
}
