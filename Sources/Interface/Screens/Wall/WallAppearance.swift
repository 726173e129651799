import Canvas
import CellModel
import Fleet

/// How a channel looks on the wall.
enum WallAppearance {
  /// Healthy channels are one quiet dot, so that trouble stands out and the picture is cheap to send.
  ///
  /// Where a number is shown they wear its step of the ramp, which is to be read without colour too.
  static func mark(
    _ cell: CellSummary, _ colouring: WallView.Colouring, _ symbols: SymbolSet, now: Double
  ) -> Unicode.Scalar {
    guard !cell.condition.isProblem else { return symbols.scalar(cell.condition.symbol) }
    if colouring != .condition { return heat(cell, colouring, now).map { ramp[$0] } ?? " " }
    switch cell.condition {
    case .charging, .discharging: return symbols.scalar(.healthy)
    default: return symbols.scalar(cell.condition.symbol)
    }
  }

  static func role(_ cell: CellSummary, _ colouring: WallView.Colouring, now: Double) -> Role {
    if colouring == .condition { return cell.condition.role }
    return heat(cell, colouring, now).map { heats[$0] } ?? .dim
  }

  // Upper limits in ppm of the heat steps but the last.
  private static let inefficiencies: [Double] = [100, 500, 1000, 5000, 10_000, 50_000]
  private static let losses: [Double] = [10_000, 30_000, 50_000, 100_000, 150_000, 200_000]
  // Volts and seconds.
  private static let voltages: [Double] = [0, 0.5, 2.8, 3.4, 3.8, 4.1]
  private static let ages: [Double] = [60, 300, 1800, 3600, 21600, 86400]
  private static let heats: [Role] = [.heat0, .heat1, .heat2, .heat3, .heat4, .heat5, .heat6]

  private static let ramp: [Unicode.Scalar] = [".", ":", "-", "=", "+", "*", "#"]

  // The step of the ramp; nil where the channel lacks the number.
  private static func heat(_ cell: CellSummary, _ colouring: WallView.Colouring, _ now: Double) -> Int? {
    let (value, limits): (Double?, [Double]) =
      switch colouring {
      case .condition: (nil, [])
      case .inefficiency: (cell.shownEfficiency.map { (1 - $0) * 1e6 }, inefficiencies)
      case .retention: (cell.retention.map { (1 - $0) * 1e6 }, losses)
      case .voltage: (cell.voltage, voltages)
      case .age: (cell.lastRowAt.map { now - $0 }, ages)
      }
    guard let value, !value.isNaN else { return nil }
    return limits.firstIndex { value < $0 } ?? limits.count
  }

  private static func steps(_ words: [String]) -> [(String, Role)] {
    words.indices.map { (String(Character(ramp[$0])) + " " + words[$0], heats[$0]) }
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
      parts = [("CI/ppm", .dim)] + steps(["<100", "<500", "<1k", "<5k", "<1%", "<5%", "more"])
    case .retention:
      parts = [("lost", .dim)] + steps(["<1%", "<3%", "<5%", "<10%", "<15%", "<20%", "more"])
    case .voltage:
      parts = [("V", .dim)] + steps(["<0", "<0.5", "<2.8", "<3.4", "<3.8", "<4.1", "more"])
    case .age:
      parts = [("last row", .dim)] + steps(["<1m", "<5m", "<30m", "<1h", "<6h", "<1d", "older"])
    }
    var column = area.column + 1
    for (text, role) in parts {
      guard column + TextWidth.of(text) < area.endColumn else { break }
      column = grid.put(text, column: column, row: area.row, role: role) + 2
    }
  }
}
