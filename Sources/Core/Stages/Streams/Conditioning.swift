import CellModel

/// One cycle's quantities in natural logarithms; nil where the cycle has none.
struct LoggedCycle: Codable, Sendable {
  /// Cycle count that never runs backwards, whatever the file's numbering does.
  var cycle: Double
  var efficiency: Double?
  /// Second capacity and first, relative to the first capacity ever seen.
  var capacity: Double?
  var charge: Double?
  var polarisation: Double?
  /// mV, not a logarithm.
  var voltageNoise: Double?
  /// °C.
  var temperature: Double?

  func value(of signal: Signal) -> Double? {
    switch signal {
    case .efficiency: efficiency
    case .capacity: capacity
    case .polarisation: polarisation
    }
  }
}

/// Lets through only the cycles that can be compared: complete ones, of the main condition, not after a rest.
///
/// Rate steps and reference cycles change CE and capacity more than a turn does: without this the benchmark's clean
/// share falls from 93 % to 73 % and the false alarms rise tenfold.
struct Conditioning: Codable, Sendable {
  /// What a cycle brought: the comparable cycles, oldest first, and whether a new condition begins with them.
  struct Passage {
    var cycles: [LoggedCycle] = []
    var conditionChanged = false
    /// Whether cycles at other currents, which take more of the lithium, show its end before these do.
    var isOutlasting = false
  }

  /// A pause longer than so many usual cycle times lets the cell relax: the next cycle is not comparable.
  private static let pauseFactor = 3.0
  private static let rememberedDurations = 15
  /// Courses beside the main one that are remembered: a ladder of rates has six, a switch between two protocols four.
  private static let rememberedCourses = 8

  private(set) var firstCycle: Double?
  /// What to subtract from the running count to get the file's cycle number.
  var numberingOffset: Double { (lastCycle ?? 0) - Double(lastNumber) }
  private var lastCycle: Double?
  private var lastNumber = 0
  private var referenceCapacity: Double?
  private var lastTime: Double?
  private var lastTimeCycle = 0.0
  private var durations: [Double] = []
  private var previousWasComplete = true
  private var main: Course?
  private var current: Condition?
  private var others: [Course] = []
  /// The step in which second capacities are written; first ones may be the protocol's, and the same in every cycle.
  private(set) var digits = DigitStep()

  /// Whether every comparable cycle follows one at other currents: then a CE above 100 % is a matter of course.
  var isAlternating: Bool { main?.after != nil }

  /// Whether cycles of several courses are compared with each other.
  var isMixed: Bool { isAlternating || others.contains(where: \.isPlaced) }

  /// Judges the next cycle.
  mutating func admit(_ point: CyclePoint, beside streams: StreamBank?) -> Passage {
    let cycle = advance(to: point.cycle)
    guard point.isComplete else {
      previousWasComplete = false
      if point.timeHours.isFinite {
        lastTime = point.timeHours
        lastTimeCycle = cycle
      }
      return Passage()
    }
    digits.observe(point.secondCapacity)
    let followsPause = isAfterPause(point.timeHours, cycle)
    let isMasked = followsPause || !previousWasComplete
    previousWasComplete = true
    let condition = Condition(
      first: Natural.logarithm(point.firstCurrent), second: Natural.logarithm(point.secondCurrent))
    let before = current ?? condition
    // A condition keeps the currents that it was first met with, or slow drift would carry it anywhere.
    if current.map({ !condition.matches($0) }) ?? true { current = condition }
    let course = Course(condition, after: before.matches(condition) ? nil : before)
    let logged = logged(point, cycle)
    guard let established = main else {
      main = course
      return isMasked ? Passage() : Passage(cycles: [logged])
    }
    if isMasked { return Passage() }
    main?.count(course)
    for index in others.indices { others[index].count(course) }
    if course.matches(established) {
      // Only a course without the main one in between can take its place.
      for index in others.indices { others[index].mainSince() }
      return Passage(cycles: [logged], isOutlasting: isOutlasting(established, among: others))
    }
    return admit(logged, in: course, beside: streams)
  }

  /// Whether a course takes less lithium than others that come as often.
  ///
  /// A reservoir that runs out is felt by the course that takes most; the others go on as before, for 10 to 20 cycles
  /// where two rates alternate, and would refute each of its drops. Of 73 simulated cells that alternate and turn after
  /// their 25th cycle 35 were told late, not at all or wrongly before, 18 with this. Gaps of 0.2 to 1 % and shares of 0.3
  /// to 0.4 do the same.
  private func isOutlasting(_ course: Course, among others: [Course]) -> Bool {
    let usual = ([main].compactMap { $0 } + others).filter { $0.share >= Self.usualShare }
    let levels = usual.map(\.capacityLevel)
    guard let highest = levels.max(), let lowest = levels.min(), highest - lowest > Self.leastGap else { return false }
    let middle = (highest + lowest) / 2
    let share = usual.reduce(0) { $0 + ($1.capacityLevel > middle ? $1.share : 0) }
    return share >= Self.frequentShare && course.capacityLevel < middle
  }

  /// Share of the newest cycles that a course has in a protocol that alternates, share that those which take most have
  /// together, and the gap in ln capacity that parts them from the others.
  private static let usualShare = 0.1
  private static let frequentShare = 0.3
  private static let leastGap = 0.004

  /// Judges a cycle of another course than the main one: it is held until the course is either the new protocol or
  /// comes back so often that its level beside the main one is known.
  private mutating func admit(_ cycle: LoggedCycle, in course: Course, beside streams: StreamBank?) -> Passage {
    var known = course
    if let index = others.firstIndex(where: { $0.matches(course) }) { known = others.remove(at: index) }
    defer {
      others.append(known)
      if others.count > Self.rememberedCourses { others.removeFirst() }
    }
    if let comparable = known.comparable(cycle) {
      if let streams { known.follow(comparable, beside: streams) }
      return Passage(cycles: [comparable], isOutlasting: isOutlasting(known, among: others + [known]))
    }
    known.hold(cycle)
    if known.isSustained {
      defer {
        main = Course(known.condition, after: known.after)
        others = []
      }
      return Passage(cycles: known.held, conditionChanged: true)
    }
    if let streams { known.place(beside: streams) }
    return Passage()
  }

  /// Continues the running count; numbers that repeat or run backwards (a test restarted) count on by one.
  private mutating func advance(to number: Int) -> Double {
    defer { lastNumber = number }
    guard let last = lastCycle else {
      // Numbers beyond 2⁴⁰ are garbage whose differences would not be exact.
      let start = number.magnitude < 1 << 40 ? Double(number) : 1
      firstCycle = start
      lastCycle = start
      return start
    }
    let (difference, overflow) = number.subtractingReportingOverflow(lastNumber)
    let step = overflow || difference < 1 ? 1 : min(Double(difference), 100_000)
    lastCycle = last + step
    return last + step
  }

  private mutating func isAfterPause(_ time: Double, _ cycle: Double) -> Bool {
    guard time.isFinite else { return false }
    defer {
      lastTime = time
      lastTimeCycle = cycle
    }
    guard let lastTime else { return false }
    let duration = (time - lastTime) / max(1, cycle - lastTimeCycle)
    guard duration.isFinite, duration >= 0 else { return false }
    if durations.count >= 3, let usual = Robust.median(durations), duration > Self.pauseFactor * usual { return true }
    durations.append(duration)
    if durations.count > Self.rememberedDurations { durations.removeFirst() }
    return false
  }

  private mutating func logged(_ point: CyclePoint, _ cycle: Double) -> LoggedCycle {
    var logged = LoggedCycle(cycle: cycle)
    // Capacities that are zero or negative are a dead cell's: they count as e⁻¹⁰ of a healthy one.
    func logarithm(_ capacity: Double, over reference: Double) -> Double? {
      guard capacity.isFinite else { return nil }
      return max(Natural.logarithm(capacity / reference) ?? -10, -10)
    }
    if referenceCapacity == nil {
      let capacity = point.secondCapacity > 0 ? point.secondCapacity : point.firstCapacity
      if capacity > 0, capacity.isFinite { referenceCapacity = capacity }
    }
    if let reference = referenceCapacity {
      logged.capacity = logarithm(point.secondCapacity, over: reference)
      logged.charge = logarithm(point.firstCapacity, over: reference)
    }
    if let charge = logged.charge, charge > -10, let capacity = logged.capacity {
      // A thousandth is as dead as can be; the exact quotient keeps digits that differences of capacities lose.
      logged.efficiency = max(Natural.logarithm(point.secondCapacity / point.firstCapacity) ?? capacity, -6.9)
    }
    let gap = (point.firstMeanVoltage - point.secondMeanVoltage).magnitude
    if gap.isFinite { logged.polarisation = Natural.logarithm(max(gap, 1e-4)) }
    if point.voltageNoise.isFinite, point.voltageNoise >= 0 { logged.voltageNoise = point.voltageNoise }
    // Sensors that are not there read 0 K, 850 °C and the like.
    if (-60...150).contains(point.temperature) { logged.temperature = point.temperature }
    return logged
  }
}
