package import CellModel

/// One way in which a cell's record can be in trouble.
///
/// A rule is a function of the record alone: the same log gives the same flags however its bytes came. What keeps a flag
/// from flickering is therefore in the rule too, see ``FlagSpan``.
protocol TroubleRule: Sendable {
  /// Whether any row may change the answer; else only a cycle that closes may, or what ``RecordJudgement/Basis`` holds.
  var heedsEveryRow: Bool { get }

  /// The flag that the record earns as it stands; nil where all is well or the rule cannot tell.
  func flag(of channel: ChannelFold) -> Flag?
}

/// Every rule over a cell's record, and the order in which flags stand: the one list.
enum TroubleRegistry {
  static let all: [any TroubleRule] = [
    HardShortRule(), StageRule(), LimitRule(), RetentionRule(), LowEfficiencyRule(), AboveOneRule(),
    PolarisationRule(), TemperatureDriftRule(), ResolutionRule(), MalformedRowsRule(),
  ]

  /// Worst first: by severity, then by the order of the codes.
  static func ranked(_ flags: [Flag]) -> [Flag] {
    flags.sorted { ($1.severity, $0.code.rank) < ($0.severity, $1.code.rank) }
  }

  /// The flags of a record, one a code: the first rule that raises one is heard.
  ///
  /// What its closed cycles earn is taken from the judgement.
  static func flags(of channel: ChannelFold, _ judgement: RecordJudgement) -> [Flag] {
    var flags: [Flag] = []
    for (place, rule) in all.enumerated() {
      guard let flag = rule.heedsEveryRow ? rule.flag(of: channel) : judgement.flag(ofRule: place),
        !flags.contains(where: { $0.code == flag.code })
      else { continue }
      // Metal through the separator shows every sign of a soft short, too.
      if flag.code == .softShort, flags.contains(where: { $0.code == .hardShort }) { continue }
      flags.append(flag)
    }
    return flags
  }
}

/// From which cycle to which a flag stands: raised by one cycle, taken back only by three good ones in a row.
struct FlagSpan {
  /// Good cycles that take a flag back, and cycles that are looked back over.
  static let cleanToClear = 3
  static let reach = 200

  /// First and newest cycle that raised the flag.
  var first: Cycle
  var newest: Cycle

  /// Whether any cycle that a span looks back over has such a ratio of its halves, which its CE is if it has one.
  static func reaches(_ cycles: some BidirectionalCollection<Cycle>, where holds: (Double) -> Bool) -> Bool {
    cycles.suffix(reach).contains { $0.secondOverFirst.map(holds) ?? false }
  }

  /// The span that stands at the end of these cycles; `isBad` is nil for a cycle that the rule cannot judge.
  init?(_ cycles: some BidirectionalCollection<Cycle>, isBad: (Cycle) -> Bool?) {
    var span: (first: Cycle, newest: Cycle)?
    var clean = 0
    for cycle in cycles.suffix(Self.reach).reversed() {
      guard let bad = isBad(cycle) else { continue }
      clean = bad ? 0 : clean + 1
      if clean >= Self.cleanToClear { break }
      if bad { span = (cycle, span?.newest ?? cycle) }
    }
    guard let span else { return nil }
    (first, newest) = span
  }
}

extension ChannelFold {
  /// The flags of the cell's record as it stands, without those that depend on the time of day or on other cells.
  ///
  /// Everything is judged anew.
  package func recordFlags() -> [Flag] { TroubleRegistry.flags(of: self, RecordJudgement(of: self)) }

  /// The flags that one cycle earns by itself.
  package func flags(of cycle: Cycle) -> [FlagCode] {
    var codes: [FlagCode] = []
    // Whether a CE may be judged is dearer than what is wrong with it.
    if let efficiency = efficiency(of: cycle), efficiency > 1 || efficiency < lowEfficiency {
      let judge = EfficiencyJudge(self)
      if AboveOneRule.isAbove(cycle, judge) == true { codes.append(.ceAboveOne) }
      if LowEfficiencyRule.isLow(cycle, judge) == true { codes.append(.lowCE) }
    }
    if let resolution = efficiencyResolution(of: cycle), resolution > accuracy { codes.append(.coarseResolution) }
    return codes
  }
}
