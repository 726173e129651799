import CellModel

/// Which cycles have a CE that may be judged, and how far that of a good cell scatters.
struct EfficiencyJudge {
  let channel: ChannelFold
  /// Cycles that tell what is usual, and how few of them can.
  private static let memory = (most: 40, least: 6)

  /// Reservoir tests have one CE for the whole; their swings, and the full cycles before them, are not judged.
  private let isReservoirTest: Bool

  init(_ channel: ChannelFold) {
    self.channel = channel
    isReservoirTest = channel.newestComplete.map(channel.isReservoirCycle) ?? false
  }

  /// Robust standard deviation of the newest cycles' CE, a fraction; nil while too few are known.
  func scatter() -> Double? {
    let newest = channel.cycles.suffix(Self.memory.most).filter(\.isComplete)
      .compactMap { channel.efficiency(of: $0) }
    return newest.count < Self.memory.least ? nil : RobustEstimate.deviation(newest)
  }

  /// CE of a cycle if it is formed, whole and not part of a reservoir test; nil otherwise.
  func efficiency(of cycle: Cycle) -> Double? {
    guard !isReservoirTest, cycle.isComplete, Int(cycle.number) > channel.facts.formationCycles.value,
      !wasCutShort(cycle)
    else { return nil }
    return channel.efficiency(of: cycle)
  }

  /// The closed cycle before this one; nil before the first.
  func before(_ cycle: Cycle) -> Cycle? {
    let index = Int(cycle.number) - 2
    return channel.cycles.indices.contains(index) ? channel.cycles[index] : nil
  }

  /// Whether the second half-cycle was stopped long before the voltage at which this cell's half-cycles end: what it
  /// gave says nothing of what was there.
  func wasCutShort(_ cycle: Cycle) -> Bool {
    let end = min(max(0, Int(cycle.number) - 1), channel.cycles.count)
    let earlier = channel.cycles[..<end].suffix(10).filter { $0.isComplete }
    guard earlier.count >= 3, let usual = RobustEstimate.median(earlier.map { Double($0.secondHalfEndVoltage) }),
      let mean = RobustEstimate.median(earlier.map(Self.secondMean)), usual == usual, mean == mean
    else { return false }
    let way = usual - mean
    guard way.magnitude > 0.05 else { return false }
    // The part of the way from the plateau to the usual end that is missing.
    return (usual - Double(cycle.secondHalfEndVoltage)) / way > 0.5
  }

  private static func secondMean(_ cycle: Cycle) -> Double {
    Double(cycle.firstHalf == .charge ? cycle.meanDischargeVoltage : cycle.meanChargeVoltage)
  }
}
