import CellModel

/// A cell whose CE stands apart from that of the other cells of its group, by the robust z of Iglewicz and Hoaglin
/// (0.6745 (x − median) ÷ MAD, limit 3.5).
enum ReplicateOutlierRule {
  static let raise = 3.5
  static let clear = 3.0
  /// Cells, this one among them, below which no group tells what is usual.
  static let fewest = 4

  /// What a channel brings to the comparison.
  struct Replicate {
    /// Median CE of the newest formed cycles, a fraction.
    var efficiency: Double
    /// Systematic error of the instrument, a fraction: replicates sit on different channels.
    var accuracy: Double
    /// Whether the flag is up already: it comes down at a lower limit than it went up.
    var isFlagged: Bool
  }

  /// The CE by which a channel is compared; nil while too few cycles are formed, or where a turn or a short already says
  /// why it differs.
  static func efficiency(of channel: ChannelFold) -> Double? {
    switch channel.reading.state {
    case .stage2, .shorted, .dead: return nil
    case .forming, .stage1, .suspected, .unknown: break
    }
    let judge = EfficiencyJudge(channel)
    let efficiencies = channel.cycles.suffix(10).compactMap { judge.efficiency(of: $0) }
    return efficiencies.count >= 5 ? RobustEstimate.median(efficiencies) : nil
  }

  /// The flag of one of a group's cells; `others` are the rest of the group.
  static func flag(of cell: Replicate, among others: [Replicate], group: String) -> Flag? {
    guard others.count + 1 >= fewest, let usual = RobustEstimate.median((others + [cell]).map(\.efficiency)) else {
      return nil
    }
    // Replicates cannot agree better than their instruments do.
    let scatter = max(RobustEstimate.deviation((others + [cell]).map(\.efficiency)), cell.accuracy)
    let z = (cell.efficiency - usual) / scatter
    guard z.magnitude > (cell.isFlagged ? clear : raise) else { return nil }
    return Flag(
      .replicateOutlier,
      evidence: "CE \(FlagText.percent(cell.efficiency)) % against \(FlagText.percent(usual)) % ± "
        + "\(FlagText.percent(scatter, decimals: 3)) % in group \(SafeText.clean(group)) of \(others.count + 1): robust z "
        + "\(FlagText.fixed(z, 1)), limit \(FlagText.fixed(raise, 1))")
  }
}
