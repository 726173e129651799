import CellModel
import Fleet

/// Which curves over the cycles a cell has, the most telling first.
enum CyclePanels {
  /// A symmetric cell has no CE, a cell of limited plating no retention; all have a polarisation.
  static func of(_ cell: CellSummary?, _ detail: CellDetail?) -> [ChannelView.Panel] {
    if cell?.configuration.value == .symmetric { return [.polarisation] }
    let hasRetention = cell?.retention != nil || detail?.retentions.contains { $0 != nil } == true
    return hasRetention ? [.efficiency, .retention, .polarisation] : [.efficiency, .polarisation]
  }
}
