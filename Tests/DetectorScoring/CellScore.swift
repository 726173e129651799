package import CellModel

/// How one cell was handled, cycle by cycle, beside what was true of it.
package struct CellScore: Equatable, Sendable {
  /// One verdict as it was known when its cycle had ended.
  package struct Verdict: Sendable {
    package var cycle: Int
    package var state: StageState
    package var turn: Double?
    package var low: Double?
    package var high: Double?

    package init(cycle: Int, state: StageState, turn: Double? = nil, low: Double? = nil, high: Double? = nil) {
      self.cycle = cycle
      self.state = state
      self.turn = turn
      self.low = low
      self.high = high
    }

    package init(_ cycle: Int, _ reading: StageReading) {
      self.init(
        cycle: cycle, state: reading.state, turn: reading.turningCycle, low: reading.turningLow,
        high: reading.turningHigh)
    }

    var isAlert: Bool { state == .stage2 || state == .shorted || state == .dead }
  }

  package private(set) var truth: TurningTruth
  /// Entries into an alert on a healthy cycle.
  package private(set) var falseAlarms = 0
  /// Whether a turned cell was not in an alert at its end; false for one that never turns.
  package private(set) var isMissed = false
  /// Cycles from the turn to the alert; nil if missed, or if an earlier false alarm still stood.
  package private(set) var delay: Int?
  /// Last turning cycle less the true one; nil if missed or not told.
  package private(set) var error: Double?
  /// Whether the last interval holds the turn, and its width; nil without an interval.
  package private(set) var isCovered: Bool?
  package private(set) var width: Double?

  /// Judges the verdicts of a cell, in the order of its cycles.
  package init(_ truth: TurningTruth, _ verdicts: [Verdict]) {
    self.truth = truth
    let limit = truth.healthyLimit
    var wasAlert = false
    var stoodAtLimit = false
    var firstAlert: Int?
    for verdict in verdicts {
      let isAlert = verdict.isAlert
      if verdict.cycle < limit {
        if isAlert, !wasAlert { falseAlarms += 1 }
        stoodAtLimit = isAlert
      } else if isAlert {
        firstAlert = firstAlert ?? verdict.cycle
      }
      wasAlert = isAlert
    }
    guard let turn = truth.turn else { return }
    isMissed = !wasAlert || (firstAlert == nil && !stoodAtLimit)
    guard !isMissed else { return }
    if let firstAlert, !stoodAtLimit { delay = firstAlert - turn }
    guard let estimate = verdicts.last(where: { $0.turn != nil })?.turn else { return }
    error = estimate - Double(turn)
    guard let low = verdicts.last?.low, let high = verdicts.last?.high else { return }
    isCovered = low - 0.5 <= Double(turn) && Double(turn) <= high + 0.5
    width = high - low
  }

  /// No false alarm in the whole life, and a turn told within 15 cycles or a tenth of its cycle.
  package var isClean: Bool {
    guard falseAlarms == 0 else { return false }
    guard let turn = truth.turn else { return true }
    guard let delay else { return false }
    return Double(delay) <= max(15, 0.1 * Double(turn))
  }

  /// Whether there is a cycle to be estimated: a short of Li|Li is told, but has no turning point.
  package var hasTurnToPlace: Bool { truth.turn != nil && truth.configuration != .symmetric }

  /// The estimate lies within three cycles or a twentieth of the turning cycle.
  package var isWithin: Bool {
    guard let turn = truth.turn, let error else { return false }
    return error.magnitude <= max(3, 0.05 * Double(turn))
  }
}
