import CellModel

/// The joint evidence of a cell's series for the best candidate turning point.
struct TurnEvidence: Sendable {
  /// Log-likelihood ratio of a turn against none, nats.
  var nats = 0.0
  var lastHealthy: Double?
  var efficiencyZ = 0.0
  var capacityZ = 0.0
  var polarisationZ = 0.0
  /// Size of the capacity's kink per cycle at the candidate; nil where there is no such series.
  var capacityKink: Double?

  /// What a departure that is too small to matter counts at most.
  private static let failedGate = 2.0
  /// Polarisation corroborates up to this; alone it never alarms a cell that has other series.
  private static let corroborationCap = 4.5
  /// A drop must be this sure by itself before polarisation hastens it.
  private static let corroborationNeeds = 2.2
  /// CE must have fallen by the threshold, and by this share of the cell's inefficiency (prototype's gate; without
  /// gates the false alarms grow by a third).
  private static let inefficiencyShare = 0.12
  /// Capacity must have lost the threshold, up to so many times more while stage I is shorter than so many cycles.
  ///
  /// Where no CE bears it out, what lithium-ion cells do in their first weeks looks like a turn: of 65 real ones (TJU) 4
  /// were accused of their break-in and none is, and no knee of 151 is told later than a twentieth of its age. Lengths of
  /// 60 to 150 cycles do the same; with a CE they cost anode-free cells their turns.
  private static let youth = (beside: (cycles: 30.0, most: 5.0), alone: (cycles: 80.0, most: 8.0))
  /// Capacity must have lost this share of what stage I has cost before.
  ///
  /// The fade of a lithium-ion cell speeds up and slows down by a few per cent of what it has lost, season and rests
  /// included: of 55 real cells without a knee (TJU, Harris) 8 are accused with it and 22 without, none of 151 knees is
  /// missed, and the false alarms of simulated cells fall by a fifth. A tenth to a seventh do the same.
  private static let fadeShare = 0.12
  /// What is lost must exceed this share of what the cell has come back from in stage I.
  ///
  /// A room that cools and warms moves a capacity by per cents that no temperature column tells of: in the logs of a real
  /// cell (CALCE CS2_35, 882 cycles) six alarms become four, and no score of the benchmark changes. The whole of it leaves
  /// three, and one cell of 348 that was taken back wrongly is not accused again.
  private static let swingShare = 0.8
  /// Capacity must fade so many times faster than before: fade curves of healthy cells steepen too.
  private static let fadeRatio = 1.7

  /// A turn is told within so many cycles, or within so many times the length of the stage I before it.
  ///
  /// What takes longer is the curvature of a break-in: of cells that never turn a third fewer are accused. In Li|Cu what
  /// is lost feeds what is lost next, so a fall that is not sure by then is a drift: without this each cell whose CE
  /// drifts by 20 ppm a cycle after its formation is accused, with it none, and no turn of the benchmark is missed.
  private static let longestDoubt = (cathode: (cycles: 60.0, perAge: 2.0), half: (cycles: 40.0, perAge: 0.1))

  /// Weighs every candidate of the streams.
  init(_ streams: StreamBank, hasCathode: Bool, firstCycle: Double, thresholds: StageThresholds) {
    let efficiency = Self.gatedEfficiency(
      streams.efficiency, firstCycle: firstCycle, least: thresholds.efficiencyLoss)
    let capacity =
      hasCathode
      ? Self.gatedCapacity(
        streams.capacity, firstCycle: firstCycle, least: thresholds.capacityLoss, isAlone: efficiency.isEmpty) : []
    // A cell with nothing but voltages (Li|Li, or no capacities) is judged by them.
    let alone = efficiency.isEmpty && capacity.isEmpty
    // Most cycles of a healthy cell hold no drop that the voltages could bear out.
    let isAsked =
      alone || efficiency.contains { $0.z >= Self.corroborationNeeds }
      || capacity.contains { $0.z >= Self.corroborationNeeds }
    let polarisation = isAsked ? Self.gatedPolarisation(streams.polarisation, firstCycle: firstCycle) : []
    let freedom = (
      efficiency: streams.efficiency.noise.count, capacity: streams.capacity.noise.count,
      polarisation: streams.polarisation.noise.count
    )
    let doubt = hasCathode ? Self.longestDoubt.cathode : Self.longestDoubt.half
    let common = hasCathode ? min(freedom.efficiency, freedom.capacity) : freedom.efficiency
    var e = 0
    var c = 0
    var p = 0
    while e < efficiency.count || c < capacity.count || (alone && p < polarisation.count) {
      let next = min(
        e < efficiency.count ? efficiency[e].lastHealthy : .infinity,
        c < capacity.count ? capacity[c].lastHealthy : .infinity,
        alone && p < polarisation.count ? polarisation[p].lastHealthy : .infinity)
      var candidate = TurnEvidence()
      candidate.lastHealthy = next
      var after = 0
      var capacityRises = false
      if e < efficiency.count, efficiency[e].lastHealthy == next {
        candidate.efficiencyZ = max(efficiency[e].z, 0)
        after = efficiency[e].after
        e += 1
      }
      if c < capacity.count, capacity[c].lastHealthy == next {
        candidate.capacityZ = max(capacity[c].z, 0)
        candidate.capacityKink = capacity[c].kink
        capacityRises = capacity[c].rawZ < -1.5
        after = max(after, capacity[c].after)
        c += 1
      }
      while p < polarisation.count, polarisation[p].lastHealthy < next { p += 1 }
      if p < polarisation.count, polarisation[p].lastHealthy == next {
        candidate.polarisationZ = max(polarisation[p].z, 0)
        if alone { after = polarisation[p].after }
        p += 1
      }
      // CE falls while capacity rises: a relaxing cathode, not lithium that is lost.
      if capacityRises { candidate.efficiencyZ = min(candidate.efficiencyZ, Self.failedGate) }

      // The two share the discharge capacity's noise: their correlation of 0.5 makes the sum's variance 3.
      let sum = (candidate.efficiencyZ + candidate.capacityZ) / 1.732
      let best = max(candidate.efficiencyZ, candidate.capacityZ)
      let corroboration = min(candidate.polarisationZ, Self.corroborationCap)
      // No sum of two exceeds their √2-fold larger one: most candidates can be passed over without a logarithm.
      let largest = max(best, candidate.polarisationZ) * 1.415
      guard Robust.mostEvidence(largest) > nats else { continue }

      if alone {
        candidate.nats = Robust.evidence(candidate.polarisationZ, freedom: freedom.polarisation)
      } else {
        candidate.nats = Robust.evidence(candidate.efficiencyZ, freedom: freedom.efficiency)
        if hasCathode {
          candidate.nats = max(
            candidate.nats, Robust.evidence(candidate.capacityZ, freedom: freedom.capacity),
            Robust.evidence(sum, freedom: common))
        }
        if corroboration > 2, best >= Self.corroborationNeeds {
          candidate.nats = max(
            candidate.nats, Robust.evidence((best + corroboration) / 1.414, freedom: common))
        }
      }
      if Double(after) > max(doubt.cycles, doubt.perAge * (next - firstCycle)) { continue }
      if after < thresholds.cyclesAfter { candidate.nats = min(candidate.nats, thresholds.alarm - 1) }
      if candidate.nats > nats { self = candidate }
    }
  }

  private init() {}

  /// How much there is, where no alarm was raised: too little of it, or none of a fall that lasts.
  func words(alarm: Double) -> String {
    let amount = "evidence of a turn is \(Figure.decimal(nats, digits: 1)) nats"
    return nats < alarm
      ? amount + " of the \(Figure.decimal(alarm, digits: 0)) that count as one"
      : amount + ", but not of a fall that lasts"
  }

  /// What gives this turn away most.
  func reason(hasCathode: Bool) -> TurnReason {
    if max(efficiencyZ, capacityZ) == 0 { return .overpotential }
    return hasCathode && capacityZ > efficiencyZ ? .retention : .ceDrop
  }

  private struct Gated {
    var lastHealthy: Double
    var z: Double
    var rawZ: Double
    var kink: Double
    var after: Int
  }

  /// CE must fall by more than instruments drift and by a good part of the inefficiency that the cell has anyway.
  private static func gatedEfficiency(
    _ stream: EvidenceStream, firstCycle: Double, least: Double
  ) -> [Gated] {
    guard let newest = stream.history.last, let scan = CandidateScan(stream, firstCycle: firstCycle) else { return [] }
    let inefficiency = max(1e-4, 1 - Natural.exponential(stream.openingLevel ?? 0))
    let needed = max(least, inefficiencyShare * min(inefficiency, 0.02), swingShare * stream.recovered)
    return scan.candidates(withSteps: true).map { candidate in
      let span = newest.cycle - candidate.lastHealthy
      let kink = candidate.kink
      let kinkCounts = min(-kink.size, -kink.allowedSize) * span > needed
      var z = kinkCounts ? kink.z : min(kink.z, failedGate)
      if let step = candidate.step {
        let stepCounts = min(-step.size, -step.allowedSize) > needed
        z = max(z, stepCounts ? step.z : min(step.z, failedGate))
      }
      return Gated(
        lastHealthy: candidate.lastHealthy, z: z, rawZ: kink.z, kink: kink.size, after: candidate.pointsAfter)
    }
  }

  /// Capacity must have lost 0.4 %, more while stage I is short or has cost much, and fade clearly faster than before.
  ///
  /// Where no CE bears it out it must also lie below what stage I began with. Cells that gain capacity at first, by
  /// wetting or by warming up, give it back faster than they fade later: of 28 real ones (XJTU) 8 were accused of that
  /// for a while and 4 are with it, and no knee is told later.
  private static func gatedCapacity(
    _ stream: EvidenceStream, firstCycle: Double, least: Double, isAlone: Bool
  ) -> [Gated] {
    guard let newest = stream.history.last, let scan = CandidateScan(stream, firstCycle: firstCycle) else { return [] }
    let isGain =
      if isAlone, let beginning = stream.beginning, let now = Robust.median(stream.history.newestValues(3)) {
        now > beginning.value
      } else {
        false
      }
    let youth = isAlone ? Self.youth.alone : Self.youth.beside
    return scan.candidates().map { candidate in
      let span = newest.cycle - candidate.lastHealthy
      let kink = candidate.kink
      let needed = max(
        least * min(max(youth.cycles / Double(max(candidate.pointsBefore, 1)), 1), youth.most),
        fadeShare * candidate.movedBefore, swingShare * stream.recovered)
      let allowed = stream.signal.allowedSlope(age: candidate.lastHealthy - firstCycle + 1)
      let after = kink.slope + kink.size
      let counts =
        !isGain && -kink.size * span > needed && -kink.allowedSize * span > needed && -kink.size > allowed
        && -after > fadeRatio * max(-kink.slope, 0) && -after > allowed
      return Gated(
        lastHealthy: candidate.lastHealthy, z: counts ? kink.z : min(kink.z, failedGate), rawZ: kink.z,
        kink: kink.size, after: candidate.pointsAfter)
    }
  }

  /// Polarisation must grow by a tenth, three times as fast as before.
  private static func gatedPolarisation(_ stream: EvidenceStream, firstCycle: Double) -> [Gated] {
    guard let newest = stream.history.last, let scan = CandidateScan(stream, firstCycle: firstCycle) else { return [] }
    return scan.candidates().map { candidate in
      let span = newest.cycle - candidate.lastHealthy
      let kink = candidate.kink
      let counts =
        kink.size * span > 0.10 && kink.slope + kink.size > 3 * max(kink.slope, 0) + 1e-3
        && candidate.pointsAfter >= 3
      return Gated(
        lastHealthy: candidate.lastHealthy, z: counts ? kink.z : 0, rawZ: kink.z, kink: kink.size,
        after: candidate.pointsAfter)
    }
  }

  /// The polarisation's kink within eight cycles of a candidate, however small: it names the reason.
  static func polarisationKink(_ stream: EvidenceStream, near lastHealthy: Double, firstCycle: Double) -> Double {
    guard let scan = CandidateScan(stream, firstCycle: firstCycle) else { return 0 }
    return scan.candidates().lazy.filter { ($0.lastHealthy - lastHealthy).magnitude <= 8 }.map(\.kink.z).max() ?? 0
  }
}
