import CellModel
package import Metrics

extension TwinEvidence {
  /// What the channels of a group tell of their anodes.
  package static func of(group name: String, among channels: some Sequence<ChannelFold>) -> TwinEvidence {
    var evidence = TwinEvidence(group: name)
    for channel in channels where channel.facts.group == name { channel.contribute(to: &evidence) }
    return evidence
  }

  /// What the other channels of the group that a cell's `ce_from` names tell of its anode; nil where it names none.
  package static func of(_ channel: ChannelFold, among channels: some Sequence<ChannelFold>) -> TwinEvidence? {
    guard case .group(let name) = channel.facts.anodeEfficiency?.value else { return nil }
    return of(group: name, among: channels.lazy.filter { $0.id != channel.id })
  }
}
