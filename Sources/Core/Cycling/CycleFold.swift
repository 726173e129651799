package import CellModel

/// Samples to cycles, by the sign of the current; the file's own cycle numbers are kept beside and decide nothing alone.
///
/// A cycle is a half-cycle and the opposite one after it. A small or short excursion inside one stored cycle number is a
/// pulse (HPPC) and belongs to the half-cycle before it. A cell whose cycles begin with a
/// charge but that was first discharged (a fresh cathode) has a leading half-cycle that is no cycle.
/// The state is a value: the same samples give the same cycles however they were cut, and it can be saved and resumed.
package struct CycleFold: Equatable, Codable, Sendable {
  /// An excursion below this share of the charge of the half-cycle before it is a pulse.
  static let pulseShare = 0.01
  /// So is one below the first share of the charge if it also took less than the second share of the time.
  ///
  /// HPPC pulses are strong and last seconds; a strip that fails passes as little charge, but at the plating's current,
  /// so that it takes the same share of the time.
  static let strongPulseShare = (charge: 0.25, time: 0.05)
  /// A current below this share of the largest seen is no current: cyclers log offsets of some 1e-4 of range at rest.
  static let restShare = 1e-3
  /// A first current below this share of the next one was an offset at rest.
  static let noiseShare = 0.01
  /// Mean voltage above which a cell has a cathode and its cycles begin with a charge, V.
  static let cathodeVoltage = 1.5

  private var charges: ChargeFold
  /// What the counters mean in the file that is being read.
  private var meaning: SegmentJoint
  /// Rows that went back in the files before this one.
  private var earlierBackwardRows = 0
  /// Whether the first current behind a file's change still decides if a half-cycle was cut there.
  private var isBehindCut = false
  /// Set while the next row is a file's first that was joined: whether it is in the middle of a half-cycle whose beginning
  /// no file holds.
  private var opensCut: Bool?
  /// How often the log began anew inside a file without telling what passed before.
  package private(set) var unseenBlocks = 0
  /// Line of the first of those, 0 if there is none.
  package private(set) var firstUnseenRow: Int32 = 0
  /// Which half-cycle begins a cycle; nil until the first half-cycle has ended, unless given.
  package private(set) var firstHalf: HalfCycleDirection?
  private var largestCurrent = 0.0
  /// The cycle under way: its first half-cycle, its second, and what may be the next cycle's first, or a pulse.
  private var halves: [HalfCycle] = []
  private var hasSeenRow = false
  /// The half-cycle before the first cycle, if there was one.
  package private(set) var leading: HalfCycle?
  /// Voltage of the first row, if that was at rest: what the cell was before any current, V; NaN else.
  package private(set) var openingVoltage = Double.nan
  /// Cycles that have ended.
  package private(set) var history = CycleHistory()
  package private(set) var step: Step?
  /// How long the newest steps before it took.
  package private(set) var stepHistory = StepHistory()
  package private(set) var lastSample: Sample?

  /// Starts a cell; `firstHalf` where the configuration is given, the counter's meaning from the decoder.
  package init(
    firstHalf: HalfCycleDirection?, counterKind: CounterKind, currentKind: CurrentKind, countersResetEachStep: Bool
  ) {
    self.firstHalf = firstHalf
    meaning = SegmentJoint(
      counterKind: counterKind, currentKind: currentKind, countersResetEachStep: countersResetEachStep)
    charges = ChargeFold(counterKind, currentKind: currentKind, countersResetEachStep: countersResetEachStep)
  }

  /// Rows whose test time lies before the row above.
  package var backwardRows: Int { earlierBackwardRows + charges.backwardRows }

  /// Cycles that have ended, oldest first.
  package var cycles: [Cycle] { history.all }

  /// Packs the history: little is expected to come soon.
  package mutating func rest() { history.rest() }

  /// Unpacks the history, for whoever looks at much of it.
  package mutating func wake() { history.wake() }

  var hasCounter: Bool { meaning.counterKind != .none }

  /// Takes the next rows in the order of the file.
  package mutating func fold(_ samples: [Sample]) {
    guard let last = samples.last else { return }
    var start = 0
    if let opensCut {
      open(samples[0], opensCut)
      start = 1
    }
    for index in start..<samples.count {
      if samples[index].startsTest {
        beginBlock(samples[index], behind: index > 0 ? samples[index - 1] : lastSample)
      } else {
        fold(samples[index])
      }
    }
    lastSample = last
  }

  // MARK: Files and blocks

  /// Goes on with the test in another file, whose first row is given and folded next; its time counts on already.
  ///
  /// True if the counters go on exactly where they stood. If not, what passed between the files is not known: a half-cycle
  /// that the change cuts is marked, and its cycle has no CE. `beginsClean` says that nothing passed in the new file
  /// before its first row.
  package mutating func goOn(_ segment: SegmentJoint, at first: Sample, beginsClean: Bool) -> Bool {
    guard let last = lastSample else { return false }
    return join(segment, from: last, to: first, beginsClean: beginsClean)
  }

  /// Goes on behind a header inside the file at which the log began anew, as in another file.
  @inline(never)
  private mutating func beginBlock(_ first: Sample, behind last: Sample?) {
    guard let last else { return fold(first) }
    let beginsClean = SegmentJoint.beginsClean(first, at: first.testTime - last.testTime)
    if !join(meaning, from: last, to: first, beginsClean: beginsClean) {
      if unseenBlocks == 0 { firstUnseenRow = first.row }
      unseenBlocks += 1
    }
    open(first, opensCut ?? false)
  }

  private mutating func join(
    _ segment: SegmentJoint, from last: Sample, to first: Sample, beginsClean: Bool
  ) -> Bool {
    let isExact = segment.continues(meaning, from: last, to: first)
    let isSeamless = segment.followsAtOnce(meaning, from: last, to: first)
    meaning = segment
    opensCut = false
    guard !isExact else { return true }
    earlierBackwardRows += charges.backwardRows
    charges = ChargeFold(
      segment.counterKind, currentKind: segment.currentKind, countersResetEachStep: segment.countersResetEachStep)
    // A technique's first row counts what passed since the file before.
    if isSeamless { return true }
    // What the counters hold at the first row was counted where nobody saw it.
    _ = charges.advance(first)
    if let newest = halves.indices.last {
      if !halves[newest].isAtRest { halves[newest].isCut = true }
      isBehindCut = true
    }
    opensCut = !beginsClean && direction(of: first) != nil
    return false
  }

  /// Takes a file's or a block's first row; `isCut` says that its half-cycle began where nobody saw it.
  private mutating func open(_ first: Sample, _ isCut: Bool) {
    opensCut = nil
    if isCut { isBehindCut = false }
    fold(first)
    if isCut, let newest = halves.indices.last { halves[newest].isCut = true }
  }

  private mutating func fold(_ sample: Sample) {
    let increment = charges.advance(sample)
    let direction = direction(of: sample)
    if isBehindCut, let direction {
      // A current in the direction of that before the change: nobody saw how much more passed in between.
      isBehindCut = false
      if let newest = halves.indices.last, halves[newest].direction == direction { halves[newest].isCut = true }
    }
    follow(sample, startsStep: increment.startsStep)
    let newest = halves.count - 1
    guard newest >= 0 else {
      guard let direction else {
        if !hasSeenRow { openingVoltage = sample.voltage }
        hasSeenRow = true
        return
      }
      var half = HalfCycle(direction, at: sample)
      half.startsClean = hasSeenRow || beginsHere(sample, increment)
      half.add(sample, increment, direction: direction, isFirst: false)
      halves.append(half)
      hasSeenRow = true
      return
    }
    hasSeenRow = true
    if let direction, direction.isCharge != halves[newest].direction.isCharge {
      turn(sample, increment, to: direction)
    } else {
      halves[newest].add(sample, increment, direction: direction, isFirst: false)
      if newest == 2 { commitThird(sample) }
    }
  }

  /// Whether a log whose very first row is under current was there from the beginning: a first stored cycle, and no more
  /// charge on the counters than the test time explains.
  private func beginsHere(_ sample: Sample, _ increment: ChargeFold.Increment) -> Bool {
    let explained = 1.5 * sample.current.magnitude * max(0, sample.testTime) / 3.6
    return !sample.isInsideStep && sample.vendorCycle <= 1 && sample.testTime < 3600
      && increment.charge + increment.discharge <= explained
  }

  /// The current's direction on a row; nil at rest.
  private mutating func direction(of sample: Sample) -> HalfCycleDirection? {
    let current = sample.current
    guard current == current, !sample.phase.isRest else { return nil }
    let magnitude = current.magnitude
    if magnitude > largestCurrent { largestCurrent = magnitude }
    guard magnitude > largestCurrent * Self.restShare, magnitude > 1e-10 else { return nil }
    return current > 0 ? .charge : .discharge
  }

  /// The current has changed sign: closes, pairs or merges half-cycles.
  private mutating func turn(
    _ sample: Sample, _ increment: ChargeFold.Increment, to direction: HalfCycleDirection
  ) {
    var half = HalfCycle(direction, at: sample)
    half.add(sample, increment, direction: direction, isFirst: true)
    switch halves.count {
    case 1:
      halves[0].addTail(increment)
      let opening = halves[0]
      if history.isEmpty, opening.peakCurrent < Self.noiseShare * sample.current.magnitude {
        // An offset at rest, taken for current while none was known: what it counted belongs to what follows.
        half.absorb(opening)
        half.startsClean = opening.startsClean
        halves[0] = half
        return
      }
      if firstHalf == nil {
        firstHalf = opening.meanVoltage > Self.cathodeVoltage ? .charge : opening.direction
      }
      if opening.direction == firstHalf {
        halves.append(half)
      } else {
        leading = opening
        halves[0] = half
      }
    case 2:
      halves[1].addTail(increment)
      if isPulse(halves[1], after: halves[0], at: sample) {
        halves[0].absorb(halves.removeLast())
        halves[0].absorb(half)
      } else {
        halves.append(half)
        commitThird(sample)
      }
    default:
      // Back in the second half-cycle's direction before the third amounted to anything.
      var pulse = halves.removeLast()
      pulse.addTail(increment)
      halves[1].absorb(pulse)
      halves[1].absorb(half)
    }
  }

  private func isPulse(_ half: HalfCycle, after other: HalfCycle, at sample: Sample) -> Bool {
    guard half.vendorCycle != Sample.absent, half.vendorCycle == other.lastVendorCycle,
      sample.vendorCycle == half.vendorCycle
    else { return false }
    return half.integral < Self.pulseShare * other.integral
      || (half.integral < Self.strongPulseShare.charge * other.integral
        && half.activeTime < Self.strongPulseShare.time * other.activeTime)
  }

  /// Ends the cycle under way once its successor is more than a pulse.
  private mutating func commitThird(_ sample: Sample) {
    guard halves.count == 3, !isPulse(halves[2], after: halves[1], at: sample) else { return }
    history.append(makeCycle(halves[0], halves[1], isComplete: halves[0].startsClean))
    halves.removeFirst(2)
  }

  private mutating func follow(_ sample: Sample, startsStep: Bool) {
    if startsStep || step == nil {
      if let step { stepHistory.end(step, at: sample.testTime) }
      step = Step(
        vendorStep: sample.vendorStep, phase: phase(of: sample), startTime: sample.testTime, endTime: sample.testTime)
    } else if sample.testTime == sample.testTime {
      step?.endTime = sample.testTime
    }
  }

  private func phase(of sample: Sample) -> Phase {
    guard sample.phase == .unstated else { return sample.phase }
    guard sample.current == sample.current, sample.current.magnitude > max(1e-10, largestCurrent * Self.restShare)
    else {
      return .rest
    }
    return sample.current > 0 ? .charge : .discharge
  }

  /// The half-cycle under way; nil before the first row under current.
  package var newestHalf: HalfCycle? { halves.last }

  /// The cycle under way, its number one past the last; complete as far as can be known when the current has gone off
  /// behind its second half-cycle.
  package var openCycle: Cycle? {
    guard let opening = halves.first else { return nil }
    if halves.count > 1 {
      let closing = halves[1]
      return makeCycle(opening, closing, isComplete: opening.startsClean && halves.count == 2 && closing.isAtRest)
    }
    return makeCycle(opening, nil, isComplete: false)
  }
}
