import CellModel
import Metrics

/// What follows from a record's closed cycles, kept until one more closes: rows come hundreds of times as often.
///
/// It is a part of the fold and copied with it, so that a fold that is put back brings its own.
struct RecordJudgement: Sendable {
  /// What judging closed cycles looks at beside them and beside what the person told; any row may change it.
  struct Basis: Equatable, Sendable {
    let configuration: CellConfiguration
    /// Whether the newest complete cycle, which may be the one under way, is a swing of a reservoir test.
    let isReservoirTest: Bool
    /// Smallest step of the file's capacities, mAh; NaN counts as equal to itself here.
    let resolution: UInt64
  }

  let basis: Basis
  /// The flags that closed cycles earn, with the places of their rules in the registry.
  private let flags: [(rule: Int, flag: Flag)]
  /// Test times at which the cycles ended in which those flags were raised, s.
  let ends: [Int: Double]
  let youth: CellYouth
  /// CE of the newest closed cycles as the fleet table draws it, NaN where there is none, and over the last ten.
  let sparkline: [Float]
  let rolling: RollingEfficiency?
  /// Median CE by which a cell is compared with its replicates; nil where it is in no group or cannot be.
  let replicateEfficiency: Double?

  /// Cycles of which the fleet table draws the CE.
  private static let drawn = 40

  /// Judges a record as it stands.
  init(of channel: ChannelFold) { self.init(of: channel, channel.basis) }

  fileprivate init(of channel: ChannelFold, _ basis: Basis) {
    self.basis = basis
    flags = TroubleRegistry.all.enumerated().compactMap { place, rule in
      rule.heedsEveryRow ? nil : rule.flag(of: channel).map { (place, $0) }
    }
    var ends: [Int: Double] = [:]
    for (_, flag) in flags {
      guard let number = flag.sinceCycle, channel.cycles.indices.contains(number - 1) else { continue }
      ends[number] = channel.cycles[number - 1].endTime
    }
    self.ends = ends
    youth = CellYouth(channel.cycles)
    let context = channel.context
    let efficiencies = channel.cycles.suffix(Self.drawn).map { CoulombicEfficiency().value(of: $0, in: context) }
    sparkline = efficiencies.map { Float($0 ?? .nan) }
    rolling = RollingEfficiency(efficiencies.compactMap(\.self))
    replicateEfficiency = channel.facts.group == nil ? nil : ReplicateOutlierRule.efficiency(of: channel)
  }
}

extension RecordJudgement {
  /// What the rule at a place of the registry says of the closed cycles; nil if it raises no flag.
  func flag(ofRule place: Int) -> Flag? { flags.first { $0.rule == place }?.flag }
}

extension ChannelFold {
  /// What follows from the closed cycles; judged only if a cycle closed since, or if anything else changed it.
  mutating func judged() -> RecordJudgement {
    let basis = basis
    if let judgement, judgement.basis == basis { return judgement }
    judgement = nil
    let fresh = RecordJudgement(of: unpacked, basis)
    judgement = fresh
    return fresh
  }

  // A property, since a fold that is handed over is copied, which costs more than all that is asked here.
  fileprivate var basis: RecordJudgement.Basis {
    var isReservoirTest = false
    if let newest = newestComplete { isReservoirTest = isReservoirCycle(newest) }
    return RecordJudgement.Basis(
      configuration: configuration.value, isReservoirTest: isReservoirTest, resolution: capacityResolution.bitPattern)
  }
}
