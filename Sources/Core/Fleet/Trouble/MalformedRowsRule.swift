import CellModel
import CyclerFormats

/// Rows that could not be read.
struct MalformedRowsRule: TroubleRule {
  var heedsEveryRow: Bool { true }

  func flag(of channel: ChannelFold) -> Flag? {
    let report = channel.report
    guard report.badRows > 0, let first = report.firstBadRow else { return nil }
    let rows = report.badRows == 1 ? "row" : "rows"
    return Flag(
      .badRows,
      evidence: "\(report.badRows) malformed \(rows), first in line \(first.line): expected \(first.expected)")
  }
}
