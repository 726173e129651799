package import CellModel

/// Finds the turn from stage I to stage II, soft shorts and sudden death, cycle by cycle.
///
/// Comparable cycles feed three series (CE, capacity, polarisation); every recent cycle is tried as the end of stage I;
/// the joint log-likelihood ratio decides, with hysteresis, and an alarm that the cell does not bear out is taken back.
package struct TurningPointDetector: StageDetector {
  /// What it was told of the cell; with the cycles it makes the whole state.
  package let context: StageContext
  private var conditioning = Conditioning()
  private var streams = StreamBank()
  private var temperature = TemperatureSensitivity()
  private var shorts = ShortRules()
  private var death = DeathRule()
  private var alarm: Alarm?
  /// Where the turn of the standing alarm lies, by the running count; nil while none stands.
  private var turningCycle: Double?
  private var isFormed = false
  private var comparableCycles = 0
  /// First cycles of a new condition, which align its level; nil when none is being aligned.
  private var alignment: [LoggedCycle]?

  private var verdict = StageReading(state: .forming)

  package var reading: StageReading { context.configuration == .symmetric ? verdict.withoutStages : verdict }

  /// Formation ends at the latest then: a cell that has not settled by this many cycles never will.
  private static let longestFormation = 45
  private static let shortestFormation = 6
  private static let alignmentCycles = 3

  package init(_ context: StageContext) { self.context = context }

  private var hasCathode: Bool {
    switch context.configuration {
    case .half, .symmetric: false
    case .full, .anodeFree, .unknown: true
    }
  }

  private var firstCycle: Double { conditioning.firstCycle ?? 0 }

  package mutating func observe(_ point: CyclePoint) -> StageReading {
    var point = point
    if !context.hasEfficiency { point.firstCapacity = .nan }
    let passage = conditioning.admit(point, beside: isFormed && alignment == nil ? streams : nil)
    if passage.conditionChanged { meetNewCondition() }
    streams.resolve(conditioning.digits.share)
    for cycle in passage.cycles { take(cycle, isOutlasting: passage.isOutlasting) }
    return reading
  }

  // MARK: Taking a cycle in

  private mutating func meetNewCondition() {
    guard isFormed, comparableCycles >= 8 else {
      // Nothing learnt from the formation rate holds at the next.
      streams = StreamBank()
      temperature = TemperatureSensitivity()
      shorts = ShortRules()
      comparableCycles = 0
      isFormed = false
      alignment = nil
      if verdict.state == .suspected || verdict.state == .stage1 { verdict = StageReading(state: .forming) }
      return
    }
    alignment = []
    temperature.interrupt()
    shorts.forgetCharge()
  }

  private mutating func take(_ cycle: LoggedCycle, isOutlasting: Bool) {
    var cycle = cycle
    if context.configuration == .symmetric {
      cycle.efficiency = nil
      cycle.capacity = nil
      cycle.charge = nil
    }
    cycle.capacity = cycle.capacity.map {
      temperature.corrected($0, at: cycle.temperature, sigma: streams.capacity.noise.sigma)
    }
    if context.configuration == .half, cycle.charge == nil {
      // The protocol plates the same charge in every cycle, so the stripped charge alone moves as CE does.
      cycle.efficiency = cycle.capacity
    }
    if align(with: cycle) { return }
    judgeShortAndDeath(cycle)
    if !(isOutlasting && hasCathode && isFormed) { offer(cycle) }
    comparableCycles += 1
    formIfSettled()
    decide(at: cycle.cycle)
  }

  /// True while the first cycles of a new condition only set its level by continuity.
  private mutating func align(with cycle: LoggedCycle) -> Bool {
    guard var aligning = alignment else { return false }
    aligning.append(cycle)
    alignment = aligning
    guard aligning.count >= Self.alignmentCycles else { return true }
    streams.forEach { stream in
      let differences = aligning.compactMap { held -> Double? in
        guard let value = held.value(of: stream.signal), let line = stream.prediction(at: held.cycle) else {
          return nil
        }
        return value - line.value
      }
      if let difference = Robust.median(differences) { stream.offset = difference }
    }
    alignment = nil
    return true
  }

  private mutating func offer(_ cycle: LoggedCycle) {
    let jumps = streams.polarisation.isJump(cycle)
    let inAlert = verdict.state.isAlert
    streams.forEach { stream in
      guard let value = cycle.value(of: stream.signal) else { return }
      let point = SeriesPoint(cycle: cycle.cycle, value: value - stream.offset)
      if inAlert {
        stream.accept(point)
      } else {
        stream.offer(point, corroborated: jumps && stream.signal != .polarisation)
      }
    }
  }

  /// Stage I begins when CE rises no more.
  private mutating func formIfSettled() {
    guard !isFormed else { return }
    let efficiency = streams.efficiency
    let values = efficiency.history.newestValues(6)
    if let later = Robust.median(values.suffix(3)), let earlier = Robust.median(values.prefix(3)) {
      guard values.count >= Self.shortestFormation else { return }
      let isRising = later - earlier > max(1.6 * efficiency.noise.sigma, 4e-4)
      guard !isRising || efficiency.count >= Self.longestFormation else { return }
    } else {
      guard max(streams.capacity.count, streams.polarisation.count) >= Self.shortestFormation else { return }
    }
    isFormed = true
    let points = hasCathode ? 6 : 5
    streams.forEach { $0.beginStageOne(with: points) }
    if verdict.state == .forming || verdict.state == .unknown { verdict = StageReading(state: .stage1) }
  }

  // MARK: Deciding

  private mutating func judgeShortAndDeath(_ cycle: LoggedCycle) {
    let usual = conditioning.isAlternating ? max(0, streams.efficiency.openingLevel ?? 0) : 0
    let short = shorts.judge(cycle, against: streams, hasCathode: hasCathode, usualEfficiency: usual)
    let collapse = death.judge(cycle, against: streams, hasCathode: hasCathode)
    switch verdict.state {
    case .forming, .stage1, .suspected, .unknown:
      if let short, let first = shorts.firstSign {
        declare(
          .shorted, .softShort, TurnEstimate(turningCycle: first, low: first - 2, high: first + 1), confidence: 0.99,
          evidence: short, at: cycle.cycle)
      }
      if let collapse, let first = death.firstBelow {
        declare(
          .dead, .suddenDeath, TurnEstimate(turningCycle: first, low: first - 1, high: first), confidence: 0.99,
          evidence: collapse, at: cycle.cycle)
      }
    case .shorted:
      // The cycle at hand is the last of the clean ones and comes to the streams only after this.
      guard shorts.hasRecovered, let turningCycle else { return }
      returnToStageOne(without: turningCycle - 1, keepingNewest: ShortRules.cleanToRecover - 1)
    case .dead:
      guard death.hasRevived, let turningCycle else { return }
      returnToStageOne(without: turningCycle - 1, keepingNewest: DeathRule.cyclesToRevive - 1)
    case .stage2: break
    }
  }

  private mutating func decide(at now: Double) {
    switch verdict.state {
    case .shorted, .dead: return
    case .stage2: follow(at: now)
    case .forming, .stage1, .suspected, .unknown: search(at: now)
    }
  }

  private mutating func search(at now: Double) {
    guard isFormed || streams.efficiency.count >= 8 else {
      if comparableCycles >= 3, streams.isEmpty { verdict = StageReading(state: .unknown) }
      return
    }
    let evidence = TurnEvidence(
      streams, hasCathode: hasCathode, firstCycle: firstCycle, thresholds: context.thresholds)
    if evidence.nats >= context.thresholds.alarm, let lastHealthy = evidence.lastHealthy,
      let alarm = Alarm(
        evidence, streams: streams, hasCathode: hasCathode, isMixed: conditioning.isMixed, lastHealthy: lastHealthy,
        at: now)
    {
      raise(alarm, evidence)
      return
    }
    if hasCathode, comparableCycles < 25,
      let alarm = Alarm(
        limitedFromStart: streams.capacity, isAnodeFree: context.configuration == .anodeFree, at: now)
    {
      self.alarm = alarm
      let turn = alarm.lastHealthy
      declare(
        .stage2, .retention, TurnEstimate(turningCycle: turn, low: max(firstCycle, turn - 2), high: turn + 4),
        confidence: Self.confidence(context.thresholds.alarm), evidence: alarm.sentence(streams), at: now)
      return
    }
    if evidence.nats >= context.thresholds.suspicion || streams.efficiency.isDropping
      || (hasCathode && streams.capacity.isDropping)
    {
      let waiting = max(streams.efficiency.pendingDrops, hasCathode ? streams.capacity.pendingDrops : 0)
      suspect(evidence, waiting: waiting, at: now)
    } else if verdict.state == .suspected, evidence.nats < context.thresholds.clearance {
      verdict = StageReading(state: isFormed ? .stage1 : .forming)
    }
  }

  private static func confidence(_ nats: Double) -> Double { 1 / (1 + Natural.exponential(7 - nats)) }

  private mutating func suspect(_ evidence: TurnEvidence, waiting: Int, at now: Double) {
    let isEvident = evidence.nats >= context.thresholds.suspicion
    let turn = isEvident ? evidence.lastHealthy.map { $0 + 1 - conditioning.numberingOffset } : nil
    let words =
      isEvident
      ? evidence.words(alarm: context.thresholds.alarm)
      : "\(waiting) cycles in a row lie below all that stage I predicts"
    let since = verdict.state == .suspected ? verdict.since : now - conditioning.numberingOffset
    verdict = StageReading(
      state: .suspected, turningCycle: turn, confidence: Self.confidence(evidence.nats),
      reason: isEvident ? evidence.reason(hasCathode: hasCathode) : nil, evidence: words, since: since)
  }

  private mutating func raise(_ alarm: Alarm, _ evidence: TurnEvidence) {
    self.alarm = alarm
    let lastHealthy = alarm.lastHealthy
    var reason = evidence.reason(hasCathode: hasCathode)
    if hasCathode, evidence.efficiencyZ < 2.5,
      TurnEvidence.polarisationKink(streams.polarisation, near: lastHealthy, firstCycle: firstCycle) > 4.5
    {
      reason = .overpotential
    }
    let estimate =
      TurnLocator(streams: streams, alarm: alarm, hasCathode: hasCathode, firstCycle: firstCycle).estimate()
      ?? Self.unlocated(lastHealthy, firstCycle: firstCycle)
    declare(
      .stage2, reason, estimate, confidence: Self.confidence(evidence.nats), evidence: alarm.sentence(streams),
      at: alarm.cycle)
  }

  /// The candidate of the alarm as an estimate, where there are too few points about it to place it better.
  ///
  /// Old candidates stand eight cycles and more apart; a tenth of the age held the published knees of 9 in 10 real cells.
  private static func unlocated(_ lastHealthy: Double, firstCycle: Double) -> TurnEstimate {
    let width = (4 + 0.1 * (lastHealthy - firstCycle)).rounded(.up)
    return TurnEstimate(turningCycle: lastHealthy + 1, low: lastHealthy + 1 - width, high: lastHealthy + 1 + width)
  }

  private mutating func declare(
    _ state: StageState, _ reason: TurnReason, _ estimate: TurnEstimate, confidence: Double, evidence: String,
    at now: Double
  ) {
    verdict = StageReading(
      state: state, confidence: confidence, reason: reason, evidence: evidence,
      since: now - conditioning.numberingOffset)
    publish(estimate)
  }

  private mutating func publish(_ estimate: TurnEstimate) {
    turningCycle = estimate.turningCycle
    let offset = conditioning.numberingOffset
    verdict.turningCycle = estimate.turningCycle - offset
    verdict.turningLow = estimate.low - offset
    verdict.turningHigh = estimate.high - offset
  }

  // MARK: After an alarm

  private mutating func follow(at now: Double) {
    guard let alarm, let turningCycle else { return }
    switch alarm.verdict(streams, now: now, turningCycle: turningCycle, firstCycle: firstCycle) {
    case .recovered:
      // The CE of a Li|Cu cell that collapses comes back for a while: that says nothing of what stage I comes back from.
      for baseline in alarm.baselines where hasCathode {
        streams[baseline.signal].noteRecovery(from: baseline.departure ?? 0)
      }
      returnToStageOne(without: alarm.lastHealthy, keepingNewest: Alarm.recoveryPoints)
    case .decelerated(let points):
      streams.forEach { $0.rebase(to: points) }
      returnToStageOne()
    case .stands:
      verdict.evidence = alarm.sentence(streams)
      guard !alarm.isFromStart, isLocating(alarm, turningCycle, now) else { return }
      let locator = TurnLocator(streams: streams, alarm: alarm, hasCathode: hasCathode, firstCycle: firstCycle)
      if let better = locator.estimate() { publish(better) }
    }
  }

  /// Whether new cycles still sharpen the estimate: a Li|Cu onset is over soon, a capacity's kink wants a long lever.
  private func isLocating(_ alarm: Alarm, _ turningCycle: Double, _ now: Double) -> Bool {
    let since = now - alarm.cycle
    guard hasCathode else { return since <= 12 }
    let limit = min(max(60, 0.6 * (turningCycle - firstCycle)), 150)
    // After the first cycles one more changes little, and locating is the dearest thing that a detector does.
    guard since <= limit, since <= 20 || since.remainder(dividingBy: 5) == 0 else { return false }
    // Twelve per cent below, the fade has other causes than the turn.
    guard since > 6, let baseline = alarm.baseline(of: .capacity), let newest = streams.capacity.history.last
    else { return true }
    return newest.value >= baseline.level - 0.12
  }

  /// Takes an alarm back and forgets the excursion that raised it.
  private mutating func returnToStageOne(without lastHealthy: Double, keepingNewest points: Int) {
    streams.forEach { $0.dropExcursion(after: lastHealthy, keepingNewest: points) }
    returnToStageOne()
  }

  private mutating func returnToStageOne() {
    alarm = nil
    turningCycle = nil
    isFormed = true
    verdict = StageReading(state: .stage1)
  }
}

extension StageState {
  /// States that call for somebody to act.
  var isAlert: Bool { self == .stage2 || self == .shorted || self == .dead }
}
