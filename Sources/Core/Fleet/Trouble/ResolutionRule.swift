import CellModel

/// Digits of the file that are coarser than the instrument.
struct ResolutionRule: TroubleRule {
  var heedsEveryRow: Bool { false }

  func flag(of channel: ChannelFold) -> Flag? {
    guard let last = channel.cycles.last(where: { $0.isComplete }),
      let resolution = channel.efficiencyResolution(of: last), resolution > channel.accuracy
    else { return nil }
    return Flag(
      .coarseResolution,
      evidence: "the file's digits resolve CE to \(FlagText.ppm(resolution)) ppm, the instrument to "
        + "\(FlagText.ppm(channel.accuracy)) ppm")
  }
}
