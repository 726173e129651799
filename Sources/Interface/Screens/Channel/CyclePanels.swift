import CellModel
import Fleet

/// Which curves over the cycles a cell has, the most telling first.
enum CyclePanels {
  /// A symmetric cell has no CE, a cell of limited plating no retention, one of unknown build no CE either.
  static func of(_ cell: CellSummary?, _ detail: CellDetail?) -> [ChannelView.Panel] {
    if cell?.configuration.value == .symmetric { return [.polarisation] }
    let hasRetention = cell?.retention != nil || detail?.retentions.contains { $0 != nil } == true
    let curves: [ChannelView.Panel] =
      hasRetention ? [.efficiency, .retention, .polarisation] : [.efficiency, .polarisation]
    guard let detail, cell?.configuration.value == .unknown, !detail.efficiencies.contains(where: { $0 != nil }) else {
      return curves
    }
    return curves.filter { $0 != .efficiency }
  }
}
