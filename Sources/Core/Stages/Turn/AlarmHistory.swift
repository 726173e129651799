package import CellModel

/// When a detector with given thresholds would have spoken over a finished test, and whether it was right.
///
/// The test itself is the judge: an alarm that was taken back was false; one that stands at the end is worth the
/// cycles by which it preceded the end of life, and open where the test did not reach that.
package struct AlarmHistory: Equatable, Sendable {
  /// One stretch of alert.
  package struct Alarm: Equatable, Sendable {
    /// Cycle at whose end it was raised.
    package var cycle: Int
    package var state: StageState
    package var reason: TurnReason?
    /// Turning cycle as it was told then.
    package var turningCycle: Double?
    /// Cycle at whose end it was taken back; nil if it stood to the end.
    package var takenBack: Int?
  }

  /// When a finished test counts as over.
  package struct EndOfLife: Sendable {
    /// Retention of the first comparable cycle's capacity, for cells with a cathode.
    package var retention: Double
    /// CE, for Li|Cu.
    package var efficiency: Double
    /// Cycles whose capacity is no reference yet.
    package var formationCycles: Int

    package init(retention: Double = 0.8, efficiency: Double = 0.9, formationCycles: Int = 3) {
      self.retention = retention
      self.efficiency = efficiency
      self.formationCycles = formationCycles
    }

    /// So many comparable cycles in a row: a dip or a step to another rate ends no life.
    static let sustained = 3
  }

  package private(set) var cycles = 0
  /// Cycles before the alarm that stood to the end: all of them if none did.
  package private(set) var healthyCycles = 0
  /// Entries into `suspected`.
  package private(set) var suspicions = 0
  package private(set) var alarms: [Alarm] = []
  /// Turning cycle with its interval as known at the end.
  package private(set) var last: StageReading
  package private(set) var endOfLife: Int?

  /// Plays a test's cycles to a detector once.
  package init(_ points: [CyclePoint], _ context: StageContext, end: EndOfLife = EndOfLife()) {
    var detector = TurningPointDetector(context)
    last = detector.reading
    for point in points {
      let before = last.state
      last = detector.observe(point)
      cycles += 1
      if last.state == .suspected, before != .suspected { suspicions += 1 }
      if last.state.isAlert, !before.isAlert {
        alarms.append(
          Alarm(cycle: point.cycle, state: last.state, reason: last.reason, turningCycle: last.turningCycle))
        healthyCycles = cycles - 1
      } else if !last.state.isAlert, before.isAlert, !alarms.isEmpty {
        alarms[alarms.count - 1].takenBack = point.cycle
      }
    }
    if standing == nil { healthyCycles = cycles }
    endOfLife = Self.endOfLife(points, context.configuration, end)
  }

  /// The alarm that was not taken back.
  package var standing: Alarm? { alarms.last { $0.takenBack == nil } }
  /// The alarms that were taken back, of each departure the first.
  ///
  /// An alarm that is raised again for a turn at which the earlier one still stood tells of the same departure: the two
  /// are one alarm, and true if it then stands. Otherwise a rule that hesitates would count as two that are wrong.
  package var falseAlarms: [Alarm] {
    var departures: [(first: Alarm, last: Alarm)] = []
    for alarm in alarms {
      if let earlier = departures.last?.last, earlier.state == alarm.state, let takenBack = earlier.takenBack,
        let turn = alarm.turningCycle, turn <= Double(takenBack)
      {
        departures[departures.count - 1].last = alarm
      } else {
        departures.append((alarm, alarm))
      }
    }
    return departures.filter { $0.last.takenBack != nil }.map(\.first)
  }
  /// Whether an alarm stands and the test ended before its end of life, so that nothing tells yet whether it is true.
  package var isOpen: Bool { standing != nil && endOfLife == nil }
  /// Cycles by which the standing alarm preceded the end of life; negative if it came after; nil without one of the two.
  package var lead: Int? {
    guard let standing, let endOfLife else { return nil }
    let (lead, overflow) = endOfLife.subtractingReportingOverflow(standing.cycle)
    return overflow ? nil : lead
  }

  private static func endOfLife(
    _ points: [CyclePoint], _ configuration: CellConfiguration, _ end: EndOfLife
  ) -> Int? {
    guard configuration != .symmetric else { return nil }
    let whole = points.filter(\.isComplete).dropFirst(max(0, end.formationCycles))
    guard let reference = whole.first(where: { $0.secondCapacity > 0 }) else { return nil }
    var below: [Int] = []
    for point in whole where isComparable(point, reference) {
      let share =
        configuration == .half && point.firstCapacity > 0
        ? point.secondCapacity / point.firstCapacity / end.efficiency
        : point.secondCapacity / reference.secondCapacity / end.retention
      guard share < 1 else {
        below = []
        continue
      }
      below.append(point.cycle)
      if below.count == EndOfLife.sustained { return below.first }
    }
    return nil
  }

  /// Capacities compare at one discharge current, within the 8 % by which the detector tells protocols apart.
  private static func isComparable(_ point: CyclePoint, _ reference: CyclePoint) -> Bool {
    guard point.secondCurrent > 0, reference.secondCurrent > 0 else { return true }
    return (point.secondCurrent / reference.secondCurrent - 1).magnitude < 0.08
  }
}
