import CellModel
package import Metrics

extension TwinEvidence {
  /// What the other channels of the group that a cell's `ce_from` names tell of its anode; nil where it names none.
  package static func of(_ channel: ChannelFold, among channels: some Sequence<ChannelFold>) -> TwinEvidence? {
    guard case .group(let name) = channel.facts.anodeEfficiency?.value else { return nil }
    var evidence = TwinEvidence(group: name)
    for other in channels where other.facts.group == name && other.id != channel.id {
      other.contribute(to: &evidence)
    }
    return evidence
  }
}
