import Canvas
import CellModel
import Fleet

/// How a channel looks on the wall.
enum WallAppearance {
  /// Healthy channels are one quiet dot, so that trouble stands out and the picture is cheap to send.
  static func symbol(_ cell: CellSummary) -> Symbol {
    switch cell.condition {
    case .charging, .discharging: .healthy
    default: cell.condition.symbol
    }
  }

  static func role(_ cell: CellSummary, _ colouring: WallView.Colouring) -> Role {
    switch colouring {
    case .condition: cell.condition.role
    case .inefficiency: heat(cell.shownEfficiency.map { (1 - $0) * 1e6 }, limits: inefficiencies)
    case .retention: heat(cell.retention.map { (1 - $0) * 1e6 }, limits: losses)
    }
  }

  // Upper limits in ppm of the heat steps but the last.
  private static let inefficiencies: [Double] = [100, 500, 1000, 5000, 10_000, 50_000]
  private static let losses: [Double] = [10_000, 30_000, 50_000, 100_000, 150_000, 200_000]
  private static let heats: [Role] = [.heat0, .heat1, .heat2, .heat3, .heat4, .heat5, .heat6]

  private static func heat(_ value: Double?, limits: [Double]) -> Role {
    guard let value, !value.isNaN else { return .dim }
    return heats[limits.firstIndex { value < $0 } ?? limits.count]
  }

  static func drawLegend(_ state: AppState, on grid: inout Grid, in area: Area) {
    guard !area.isEmpty else { return }
    var parts: [(String, Role)]
    switch state.wall.colouring {
    case .condition:
      parts = ConditionCounts.problems.map { (state.symbols[$0.symbol] + " " + $0.word.lowercased(), $0.role) }
      parts += [
        (state.symbols[.rest] + " rest", .rest), (state.symbols[.done] + " done", .done),
        (state.symbols[.healthy] + " running", .run),
      ]
    case .inefficiency:
      parts = zip(["CI/ppm <100", "<500", "<1k", "<5k", "<1%", "<5%", "more"], heats).map { ($0, $1) }
    case .retention:
      parts = zip(["lost <1%", "<3%", "<5%", "<10%", "<15%", "<20%", "more"], heats).map { ($0, $1) }
    }
    var column = area.column + 1
    for (text, role) in parts {
      guard column + TextWidth.of(text) < area.endColumn else { break }
      column = grid.put(text, column: column, row: area.row, role: role) + 2
    }
  }
}
