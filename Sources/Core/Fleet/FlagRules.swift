package import CellModel

extension ChannelFold {
  /// The flags that one cycle earns by itself.
  package func flags(of cycle: Cycle) -> [FlagCode] {
    var codes: [FlagCode] = []
    if let efficiency = efficiency(of: cycle) {
      // Three times the instrument's error: below it, above one is how a CE of one looks.
      if efficiency > 1 + 3 * efficiencyUncertainty(of: efficiency) + (efficiencyResolution(of: cycle) ?? 0) {
        codes.append(.ceAboveOne)
      }
      if efficiency < terms.lowEfficiency.value, Int(cycle.number) > terms.formationCycles.value {
        codes.append(.lowCE)
      }
    }
    if let resolution = efficiencyResolution(of: cycle), resolution > terms.accuracy.value {
      codes.append(.coarseResolution)
    }
    return codes
  }
}
