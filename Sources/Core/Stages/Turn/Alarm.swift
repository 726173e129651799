/// What was known when stage II was declared, to judge later whether it was true.
struct Alarm: Codable, Sendable {
  /// The stage I line of a series, frozen.
  struct Baseline: Codable, Sendable {
    var signal: Signal
    /// Value and slope per cycle at the last healthy cycle; the slope is never upwards where stage II goes down.
    var level: Double
    var slope: Double
    /// How far the series had departed at the alarm, positive towards stage II; nil where it did not carry the alarm.
    var departure: Double?

    /// The line through the points up to a cycle, about 150 of them.
    ///
    /// A slow turn of a cell that lives for thousands of cycles is sure only when its beginning is long gone from the
    /// points that are kept one by one.
    init?(_ stream: EvidenceStream, upTo lastHealthy: Double) {
      guard let (sums, origin) = stream.history.sums(upTo: lastHealthy, newest: 150) else { return nil }
      let ridge = stream.noise.sigma / stream.signal.slopePrior
      let fit = (sums.xy - sums.x * sums.y / sums.n) / (sums.xx - sums.x * sums.x / sums.n + ridge * ridge)
      signal = stream.signal
      level = origin + (sums.y - fit * sums.x) / sums.n
      slope = signal == .polarisation ? max(fit, 0) : min(fit, 0)
    }

    init(signal: Signal, level: Double, slope: Double, departure: Double?) {
      self.signal = signal
      self.level = level
      self.slope = slope
      self.departure = departure
    }

    func value(at cycle: Double, from lastHealthy: Double) -> Double { level + slope * (cycle - lastHealthy) }
  }

  enum Verdict { case stands, recovered, decelerated(pointsToKeep: Int) }

  /// Cycle at which the alarm was raised.
  var cycle: Double
  var lastHealthy: Double
  var baselines: [Baseline]
  /// The capacity's kink per cycle at the alarm; nil where capacity did not matter.
  var capacityKink: Double?
  /// The cell never had a stage I, so there is no turn to locate.
  var isFromStart = false

  /// Points over which a departure must have gone for the alarm to be taken back.
  static let recoveryPoints = 5
  /// Cycles after which a fade that flattens was a transient (conditioning, relaxation).
  private static let decelerationCycles = 20

  /// Freezes the lines of all series as they stood at the last healthy cycle.
  ///
  /// Nil if no series lies beyond its line now: a few cycles of a rising CE can look like a turn that nobody could see,
  /// and an alarm without a departure could never be taken back. Nil too in cells with a cathode if one that does is on
  /// its way back: a reservoir that is used up gives less with every cycle, whereas the CE of a Li|Cu cell that collapses
  /// comes and goes.
  init?(
    _ evidence: TurnEvidence, streams: StreamBank, hasCathode: Bool, isMixed: Bool, lastHealthy: Double, at now: Double
  ) {
    cycle = now
    self.lastHealthy = lastHealthy
    capacityKink = evidence.capacityKink
    baselines = []
    let carries = min(3, max(evidence.efficiencyZ, evidence.capacityZ))
    for signal in Signal.allCases where hasCathode || signal != .capacity {
      guard var baseline = Baseline(streams[signal], upTo: lastHealthy) else { continue }
      let z =
        switch signal {
        case .efficiency: evidence.efficiencyZ
        case .capacity: evidence.capacityZ
        case .polarisation: carries > 0 ? 0 : evidence.polarisationZ
        }
      if z > 0, z >= carries, let newest = streams[signal].history.last,
        let level = Robust.median(streams[signal].history.newestValues(3))
      {
        baseline.departure = signal.direction * (level - baseline.value(at: newest.cycle, from: lastHealthy))
      }
      baselines.append(baseline)
    }
    let carriers = baselines.filter { ($0.departure ?? 0) > 0 }
    guard !carriers.isEmpty else { return nil }
    let dipReturn = hasCathode ? Self.dipReturn.cathode : Self.dipReturn.half
    // Where currents alternate the CE after a change follows the capacity and the CE within a run does not.
    let asked = carriers.filter { !(hasCathode && isMixed && $0.signal == .efficiency) }
    if asked.contains(where: { isRecovering($0, streams, to: dipReturn) }) { return nil }
    if hasCathode, !isMixed, let falling = baseline(of: .capacity), hasLeapt(falling, streams.capacity) { return nil }
  }

  /// Whether a series is on its way back from its deepest departure, by more than noise explains: a dip.
  private func isRecovering(_ baseline: Baseline, _ streams: StreamBank, to share: Double) -> Bool {
    let stream = streams[baseline.signal]
    let departures = stream.history.points.filter { $0.cycle > lastHealthy }.map {
      baseline.signal.direction * ($0.value - baseline.value(at: $0.cycle, from: lastHealthy))
    }
    guard departures.count <= Self.longestDip, let deepest = departures.max(),
      let now = Robust.median(departures.suffix(2))
    else { return false }
    return now < share * deepest && deepest - now > Self.dipNoise * stream.noise.sigma
  }

  /// Share of the deepest departure below which a series is coming back, and residual scales that it must have come.
  private static let dipReturn = (cathode: 0.6, half: 0.2)
  private static let dipNoise = 4.0
  private static let longestDip = 12

  /// Whether most of a departure came in one of the newest cycles, by more than noise explains: a dip that is not over.
  ///
  /// A reservoir that is used up gives less with every cycle, and none of the first four brings much more than a quarter;
  /// what a contact or a chamber does comes at once and may last longer than the gate waits. Of 600 simulated cells that
  /// never turn, in ten sets, 46 were accused before this and the rules that came with it and 38 are now; 2 turns in 100
  /// are told later. Where cycles of several currents are compared it does not hold: a turn begins there as a sawtooth.
  private func hasLeapt(_ baseline: Baseline, _ stream: EvidenceStream) -> Bool {
    let points = stream.history.points.suffix(Self.leapCycles + 1)
    let departures = points.map {
      baseline.signal.direction * ($0.value - baseline.value(at: $0.cycle, from: lastHealthy))
    }
    guard let deepest = departures.max() else { return false }
    let least = max(Self.leapShare * deepest, Self.dipNoise * stream.noise.sigma)
    return zip(zip(departures, departures.dropFirst()), zip(points, points.dropFirst())).contains { values, pair in
      (values.1 - values.0) / (pair.1.cycle - pair.0.cycle) > least
    }
  }

  /// Share of the departure that one cycle must have brought, and cycles for which that counts against a turn.
  private static let leapShare = 0.45
  private static let leapCycles = 6

  /// An alarm for a cell that fades fast from its first cycles; nil if it does not.
  ///
  /// A cell without a lithium reservoir worth the name starts in stage II, and there is no stage I line to depart from.
  /// Both halves of what was seen must fade: a dip brings all of its loss in one of them.
  init?(limitedFromStart capacity: EvidenceStream, isAnodeFree: Bool, at now: Double) {
    let points = capacity.history.points
    let half = (points.count + 1) / 2
    let fast = isAnodeFree ? Self.fastFade.anodeFree : Self.fastFade.other
    guard points.count >= 8, let first = points.first, let newest = points.last, let slope = FittedSlope(points),
      let level = Robust.median(points.prefix(3).map(\.value)),
      slope.value < fast, slope.value - fast / 2 < -6 * slope.standardError(capacity.noise),
      let early = FittedSlope(points.prefix(half)), let late = FittedSlope(points.suffix(half)),
      max(early.value, late.value) < Self.shareOfHalf * slope.value
    else { return nil }
    cycle = now
    lastHealthy = first.cycle
    baselines = [Baseline(signal: .capacity, level: level, slope: 0, departure: level - newest.value)]
    capacityKink = slope.value
    isFromStart = true
  }

  /// No healthy cathode fades by 0.4 % a cycle; without lithium beside it none does by 0.2 % before its reservoir is gone.
  ///
  /// Of 600 simulated anode-free cells that turn 17 are missed where it was 20; at 0.1 % 14 are, and intervals get worse.
  private static let fastFade = (anodeFree: -2e-3, other: -4e-3)
  /// Share of the whole slope that each half must have: of 120 simulated anode-free cells that never turn 3 were accused of
  /// their dips, and none is.
  private static let shareOfHalf = 0.4

  func baseline(of signal: Signal) -> Baseline? { baselines.first { $0.signal == signal } }

  /// The departure of a series from its frozen line now, positive towards stage II, in natural logarithms.
  func departure(of signal: Signal, in streams: StreamBank) -> Double? {
    guard let baseline = baseline(of: signal), let newest = streams[signal].history.last,
      let level = Robust.median(streams[signal].history.newestValues(3))
    else { return nil }
    return signal.direction * (level - baseline.value(at: newest.cycle, from: lastHealthy))
  }

  /// Asks whether the alarm still holds after a cycle.
  func verdict(_ streams: StreamBank, now: Double, turningCycle: Double, firstCycle: Double) -> Verdict {
    if hasRecovered(streams, firstCycle: firstCycle) { return .recovered }
    if let kept = pointsSinceDeceleration(streams, now: now, turningCycle: turningCycle, firstCycle: firstCycle) {
      return .decelerated(pointsToKeep: kept)
    }
    return .stands
  }

  /// True if every series that carried the alarm has come back to less than a third of its departure.
  private func hasRecovered(_ streams: StreamBank, firstCycle: Double) -> Bool {
    var carriers = 0
    for baseline in baselines {
      guard let departure = baseline.departure, departure > 0 else { continue }
      carriers += 1
      let signal = baseline.signal
      let recent = streams[signal].history.points.suffix(Self.recoveryPoints)
      guard let oldest = recent.first, let newest = recent.last, recent.count == Self.recoveryPoints,
        oldest.cycle > cycle - 1
      else { return false }
      let allowed = signal.allowedSlope(age: newest.cycle - firstCycle + 1)
      let departures = recent.map { point in
        let gone = point.cycle - lastHealthy
        let line = baseline.value(at: point.cycle, from: lastHealthy)
        return signal.direction * (point.value - line) - min(allowed * gone, 0.4 * departure)
      }
      guard let largest = departures.max(), let middle = Robust.median(departures),
        largest <= 0.6 * departure, middle <= 0.3 * departure
      else { return false }
    }
    return carriers > 0
  }

  /// The points of the flat stretch if the capacity's fade has flattened since; nil while it goes on.
  ///
  /// It has not flattened as long as it is steeper than stage I may be: noise makes the kink at the alarm too large.
  private func pointsSinceDeceleration(
    _ streams: StreamBank, now: Double, turningCycle: Double, firstCycle: Double
  ) -> Int? {
    guard let kink = capacityKink, let baseline = baseline(of: .capacity),
      now - cycle >= Double(Self.decelerationCycles)
    else { return nil }
    let wanted = max(Double(Self.decelerationCycles), min(0.5 * (now - turningCycle), Double(PointHistory.fineLimit)))
    let recent = streams.capacity.history.points.suffix(Int(wanted))
    guard recent.count >= Int(wanted), let oldest = recent.first, oldest.cycle > cycle - 3,
      let slope = FittedSlope(recent)
    else { return nil }
    let error = slope.standardError(streams.capacity.noise)
    let allowed = Signal.capacity.allowedSlope(age: turningCycle - firstCycle + 1)
    let flat = -max(1.2 * baseline.slope.magnitude, min(0.3 * kink.magnitude, allowed))
    return slope.value - 2 * error > flat ? recent.count : nil
  }
}

extension Alarm {
  /// The evidence in one sentence with its numbers.
  func sentence(_ streams: StreamBank) -> String {
    let span =
      max((streams.capacity.history.last ?? streams.efficiency.history.last)?.cycle ?? cycle, cycle) - lastHealthy
    let over = "over \(Figure.decimal(span, digits: 0)) cycles"
    if isFromStart, let departure = departure(of: .capacity, in: streams) {
      return "capacity has faded \(Figure.change(-departure)) \(over), from the first cycles on: no stage I seen"
    }
    var fallen: [(name: String, amount: String)] = []
    for (signal, name) in [(Signal.efficiency, "CE"), (.capacity, "capacity")] {
      guard let departure = departure(of: signal, in: streams), departure > 0 else { continue }
      fallen.append((name, Figure.change(-departure)))
    }
    var sentence = ""
    if let only = fallen.first, fallen.count == 1 {
      sentence = "\(only.name) fell \(only.amount) below its stage I line \(over)"
    } else if !fallen.isEmpty {
      let parts = fallen.map { "\($0.name) \($0.amount)" }
      sentence = "\(parts.joined(separator: " and ")) below their stage I lines \(over)"
    }
    if let growth = departure(of: .polarisation, in: streams), growth > 0.02 {
      let rise = "polarisation rose \(Figure.change(growth))"
      sentence = sentence.isEmpty ? "\(rise) above its earlier line \(over)" : "\(sentence) while \(rise)"
    }
    return sentence
  }
}
