/// What the other cells of a group tell of the anode's losses.
package struct TwinEvidence: Equatable, Codable, Sendable {
  package var group: String
  /// 1 − CE of the anode of each cell with a cathode that has turned: (Q_Li + ΣQ_ch − ΣQ_dis) ÷ ΣQ_ch at its own turn.
  package var turned: [Double]
  /// 1 − CE of each Li|Cu cell, by its own protocol's average.
  package var halves: [Double]

  package init(group: String, turned: [Double] = [], halves: [Double] = []) {
    self.group = group
    self.turned = turned
    self.halves = halves
  }
}
