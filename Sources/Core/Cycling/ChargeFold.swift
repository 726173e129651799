package import CellModel

/// Samples to increments of charge: by the instrument's counters, and by the integral of the current beside them.
///
/// The counters are what a CE of 100 ppm needs (the integral of a log is good to 10 to 1,000 ppm); the integral decides
/// what a drop of a counter means, and finds the rows at which a counter is wrong.
package struct ChargeFold: Equatable, Codable, Sendable {
  /// What one row adds, mAh, both directions positive.
  package struct Increment: Equatable, Sendable {
    package var charge = 0.0
    package var discharge = 0.0
    package var integralCharge = 0.0
    package var integralDischarge = 0.0
    /// Seconds since the row before; 0 where time does not advance.
    package var interval = 0.0
    package var startsStep = false
    /// Counted charge beyond what any current between the two rows explains, mAh.
    package var unexplained = 0.0
    /// Charge that passed while a shared counter stood clamped at zero, mAh.
    package var clamped = 0.0
    /// What EC-Lab put on the count at a loop's start though no current flowed, mAh, charge positive; in neither direction.
    package var jump = 0.0

    /// Whether the counters are wrong on this row.
    @inline(__always)
    package var isFaulty: Bool { unexplained > 0 || clamped > 0 }
    /// By the counters, and by the integral on a row where they are wrong, mAh.
    package var mendedCharge: Double { isFaulty ? integralCharge : charge }
    /// The same for discharge.
    package var mendedDischarge: Double { isFaulty ? integralDischarge : discharge }
  }

  private let counterKind: CounterKind
  private let isWithoutCounter: Bool
  private let isIntervalMean: Bool
  private let resetsEachStep: Bool
  private var hasPrevious = false
  private var time = 0.0
  /// Time of the row before one that went back; NaN else.
  private var timeBeforeJump = Double.nan
  private var current = 0.0
  private var counter = 0.0
  private var dischargeCounter = 0.0
  /// Charge less discharge since EC-Lab's loop began, mAh: its (Q−Qo).
  private var loopCharge = 0.0
  private var vendorStep = Sample.absent
  private var vendorCycle = Sample.absent
  private var phase = Phase.unstated
  private var lastDirection = HalfCycleDirection.charge
  /// The direction in which a shared counter rises, and whether the other one runs it backwards now.
  private var risingDirection = HalfCycleDirection.charge
  private var runsBack = false
  /// What the digits of a clock may hide of a pulse, s: Maccor writes minutes with four decimals.
  private static let clockDigits = 0.01
  /// Rows whose time lies before the row above.
  package private(set) var backwardRows = 0

  package init(_ counterKind: CounterKind, currentKind: CurrentKind, countersResetEachStep: Bool) {
    self.counterKind = counterKind
    self.isWithoutCounter = counterKind == .none
    self.isIntervalMean = currentKind == .intervalMean
    self.resetsEachStep = countersResetEachStep
  }

  /// Takes the next row.
  package mutating func advance(_ sample: Sample) -> Increment {
    var increment = Increment()
    let now = sample.current == sample.current ? sample.current : 0
    increment.startsStep =
      !hasPrevious || sample.vendorStep != vendorStep || sample.vendorCycle != vendorCycle
      || sample.phase.order != phase.order
      || sample.startsTest
    var expected = 0.0
    // The most that any current seen at either end could have passed.
    var bound = 0.0
    var hasClock = true
    if hasPrevious {
      // A single row with a wrong clock: the charge since the row before it passed in the whole interval.
      let interval = sample.testTime - (sample.testTime >= timeBeforeJump ? timeBeforeJump : time)
      timeBeforeJump = interval < 0 ? time : .nan
      if interval < 0 { backwardRows += 1 }
      hasClock = interval >= 0
      if interval > 0 {
        increment.interval = interval
        let usesNew = increment.startsStep || isIntervalMean
        expected = (usesNew ? now : (current + now) / 2) * interval / 3.6
        bound = max(now.magnitude, current.magnitude) * interval / 3.6
        if !usesNew, current * now < 0 {
          // A log without steps turned somewhere between the rows: half of the time each way, not a mean that cancels.
          increment.integralCharge = max(current, now) * interval / 7.2
          increment.integralDischarge = -min(current, now) * interval / 7.2
        } else if expected > 0 {
          increment.integralCharge = expected
        } else {
          increment.integralDischarge = -expected
        }
      }
    }
    var count = Count()
    switch counterKind {
    case .none: break
    case .separate: count = countSeparate(sample, expected, increment.startsStep)
    case .shared: count = countShared(sample, now, expected, increment.interval, increment.startsStep)
    case .signed: count = countSigned(sample, expected)
    case .halfCycle: count = countHalfCycle(sample, now, expected, increment.interval)
    case .increments: count.add(sample.counter == sample.counter ? sample.counter : expected)
    }
    increment.charge = count.charge
    increment.discharge = count.discharge
    increment.clamped = count.clamped
    increment.jump = count.jump
    if hasPrevious, hasClock, !isWithoutCounter {
      let counted = max(count.charge.magnitude, count.discharge.magnitude)
      // Half as much again covers a current that changed between two rows.
      if counted > 1.5 * bound + 1e-7 { increment.unexplained = counted - bound }
    }
    hasPrevious = true
    time = sample.testTime == sample.testTime ? sample.testTime : time
    current = now
    vendorStep = sample.vendorStep
    vendorCycle = sample.vendorCycle
    phase = sample.phase
    return increment
  }

  /// What the counters say of one row, mAh: kept apart from the increment, so that it travels in registers.
  private struct Count {
    var charge = 0.0
    var discharge = 0.0
    var clamped = 0.0
    var jump = 0.0

    /// Adds a charge with its sign, positive on charge.
    mutating func add(_ amount: Double) {
      if amount > 0 { charge = amount } else { discharge = -amount }
    }
  }

  /// The growth of a counter that only rises: the plain difference, or the new value where it restarted at zero.
  @inline(__always)
  private func growth(from old: Double, to new: Double, expected: Double, mayRestart: Bool) -> Double {
    let difference = new - old
    guard difference < 0 || mayRestart else { return difference }
    return (new - expected).magnitude < (difference - expected).magnitude ? new : difference
  }

  private mutating func countSeparate(_ sample: Sample, _ expected: Double, _ startsStep: Bool) -> Count {
    var count = Count()
    // A first value is charge since the counter's last restart: it belongs to the cycle under way.
    let mayRestart = hasPrevious && startsStep && resetsEachStep
    if sample.counter == sample.counter {
      count.charge = growth(
        from: counter, to: sample.counter, expected: max(0, expected), mayRestart: mayRestart)
      counter = sample.counter
    } else if expected > 0, sample.current == sample.current {
      count.charge = expected
      counter += expected
    }
    if sample.dischargeCounter == sample.dischargeCounter {
      count.discharge = growth(
        from: dischargeCounter, to: sample.dischargeCounter, expected: max(0, -expected), mayRestart: mayRestart)
      dischargeCounter = sample.dischargeCounter
    } else if expected < 0, sample.current == sample.current {
      count.discharge = -expected
      dischargeCounter -= expected
    }
    return count
  }

  /// A row without the counter's value counts by its current, and the next value by what is left.
  private mutating func countByCurrent(_ sample: Sample, _ expected: Double, net: Bool) -> Count {
    var count = Count()
    guard sample.current == sample.current else { return count }
    count.add(expected)
    counter += net ? expected : expected.magnitude
    return count
  }

  private mutating func countShared(
    _ sample: Sample, _ now: Double, _ expected: Double, _ interval: Double, _ startsStep: Bool
  ) -> Count {
    var count = Count()
    switch sample.phase {
    case .charge: lastDirection = .charge
    case .discharge: lastDirection = .discharge
    default: if now != 0 { lastDirection = now > 0 ? .charge : .discharge }
    }
    guard sample.counter == sample.counter else { return countByCurrent(sample, expected, net: false) }
    let (old, new) = (counter, sample.counter)
    counter = new
    let passed = expected.magnitude
    if new == 0, old == 0, expected != 0, !startsStep { count.clamped = passed }
    if runsBack, startsStep, current * now < 0, lastDirection.isCharge == risingDirection.isCharge,
      (new - passed).magnitude > 0.02 * passed + 1e-6
    {
      return turned(by: new - old, now, interval)
    }
    var amount = new - old
    if amount < 0 {
      // Restarted at zero, or a net counter that the opposite direction runs backwards (pulse blocks). More than any
      // current between the rows can have passed is no restart while the way back can be that.
      let back = -amount
      let most = max(now.magnitude, current.magnitude) * (1.02 * interval + Self.clockDigits) / 3.6 + 1e-7
      let isRestarted = (new - passed).magnitude < (back - passed).magnitude && (new <= most || back > most)
      amount = isRestarted ? new : back
      runsBack = !isRestarted && lastDirection.isCharge != risingDirection.isCharge
      if isRestarted { risingDirection = lastDirection }
    } else if amount > 0 {
      (risingDirection, runsBack) = (lastDirection, false)
    }
    if lastDirection.isCharge { count.charge = amount } else { count.discharge = amount }
    return count
  }

  /// The row on which a net counter that a pulse ran backwards rises again: both currents passed since the row before, each
  /// for as long as makes what the counter gained.
  private mutating func turned(by gained: Double, _ now: Double, _ interval: Double) -> Count {
    let (before, after) = (current.magnitude, now.magnitude)
    let seconds = min(max(0, (after * interval - 3.6 * gained) / (before + after)), interval)
    let back = max(0, before * seconds / 3.6, -gained)
    runsBack = false
    var count = Count()
    (count.charge, count.discharge) = risingDirection.isCharge ? (gained + back, back) : (back, gained + back)
    return count
  }

  private mutating func countSigned(_ sample: Sample, _ expected: Double) -> Count {
    var count = Count()
    guard sample.counter == sample.counter else { return countByCurrent(sample, expected, net: true) }
    let new = sample.counter
    // A running sum may begin anywhere: its first value says nothing of the cycle under way.
    var amount = hasPrevious ? new - counter : 0
    if hasPrevious, new.magnitude < counter.magnitude || new * counter < 0 {
      if (new - expected).magnitude < (amount - expected).magnitude { amount = new }
    }
    counter = new
    count.add(amount)
    return count
  }

  private mutating func countHalfCycle(
    _ sample: Sample, _ now: Double, _ expected: Double, _ interval: Double
  ) -> Count {
    var count = Count()
    guard sample.counter == sample.counter else {
      if sample.current == sample.current { loopCharge += expected }
      return countByCurrent(sample, expected, net: true)
    }
    let old = counter
    let new = sample.counter
    let difference = new - old
    counter = new
    let runsBack = hasPrevious && (new.magnitude < old.magnitude || new * old < 0)
    let isRestarted = runsBack && (new - expected).magnitude < (difference - expected).magnitude
    if runsBack, !isRestarted {
      // A relaxation or impedance current inside the half-cycle: the instrument counts net, and so do we.
      loopCharge += difference
      if old > 0 { count.charge = difference } else { count.discharge = -difference }
      return count
    }
    var passed = isRestarted ? new : difference
    if hasPrevious, isLoopStart(adding: passed, expected, most: now.magnitude * interval / 3.6) {
      let inLoop = loopCharge + passed
      if now == 0 { count.jump = passed - inLoop }
      loopCharge = inLoop
      count.add(inLoop)
      return count
    }
    // A restart against the current is no charge either, even where the loop's beginning was not seen.
    if isRestarted, new * expected < 0 { passed = 0 }
    loopCharge += passed
    if new > 0 { count.charge = passed } else { count.discharge = -passed }
    return count
  }

  /// Whether a row is the first of an EC-Lab loop, at which (Q−Qo) returns to zero and the half-cycle's count takes that
  /// step for charge: it adds minus what passed in the loop before, and what passed before the row itself.
  ///
  /// `most` is what the row's own current explains, mAh. The row must add something else than that: against the current,
  /// or far more.
  private func isLoopStart(adding added: Double, _ expected: Double, most: Double) -> Bool {
    let inLoop = loopCharge + added
    guard loopCharge != 0, (inLoop - expected).magnitude < (added - expected).magnitude else { return false }
    if added.magnitude > 100 * most { return inLoop.magnitude <= 1.5 * most + 1e-6 * loopCharge.magnitude }
    return added * expected < 0 && inLoop * expected >= 0 && inLoop.magnitude <= expected.magnitude
  }
}
