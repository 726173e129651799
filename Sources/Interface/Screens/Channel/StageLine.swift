import Canvas
import CellModel
import Fleet
import Metrics

/// Both stages of a life in one line: CE and fade of stage I, the turning point, the slopes of stage II.
enum StageLine {
  static func draw(_ detail: CellDetail, _ state: AppState, on grid: inout Grid, in area: Area) {
    guard !area.isEmpty else { return }
    var column = area.column + 1
    for (index, part) in parts(detail, state).enumerated() {
      if index > 0 {
        guard column + 4 < area.endColumn else { return }
        column = grid.put(" " + state.symbols[.separator] + " ", column: column, row: area.row, role: .border)
      }
      column = grid.put(
        part.text, column: column, row: area.row, columns: area.endColumn - column, role: part.role,
        ellipsis: state.symbols.scalar(.ellipsis))
    }
  }

  /// The parts of the line, as far as they are known.
  static func parts(_ detail: CellDetail, _ state: AppState) -> [(text: String, role: Role)] {
    let cell = detail.summary
    let turn = cell.stage.state == .suspected ? nil : cell.stage.turningCycle
    let first = Stretch(detail) { index in
      let number = Double(detail.cycles[index].number)
      if let turn { return detail.stages[index] != .forming && number < turn }
      return detail.stages[index] == .stage1 || detail.stages[index] == .suspected
    }
    var parts: [(text: String, role: Role)] = []
    if let words = first.levelWords(cell, state) { parts.append(("I: " + words, .text)) }
    if let turn = CycleAxis.turnText(cell.stage, state) { parts.append((turn, cell.stage.role)) }
    if let turn, cell.stage.state != .shorted, cell.stage.state != .dead {
      let second = Stretch(detail) { Double(detail.cycles[$0].number) >= turn }
      if let words = second.slopeWords() { parts.append(("II: " + words, .text)) }
    }
    if let forecast = detail.explanations.first(where: { $0.id == TurnForecast().id }), forecast.value != nil {
      var words = "turn at cycle " + forecast.brief.replacing(" cycles", with: "")
      if let day = forecast.days?.expected { words += ", " + day.text }
      parts.append((SafeText.clean(words), .turn))
    }
    if parts.isEmpty { parts.append(("stages: too few complete cycles yet", .dim)) }
    return parts
  }

  /// The complete cycles of a stage.
  private struct Stretch {
    var efficiencies: [(x: Double, y: Double)] = []
    var retentions: [(x: Double, y: Double)] = []

    init(_ detail: CellDetail, where belongs: (Int) -> Bool) {
      let count = min(detail.cycles.count, detail.efficiencies.count, detail.retentions.count, detail.stages.count)
      for index in 0..<count where detail.cycles[index].isComplete && belongs(index) {
        let number = Double(detail.cycles[index].number)
        if let value = detail.efficiencies[index], value.isFinite { efficiencies.append((number, value)) }
        if let value = detail.retentions[index], value.isFinite { retentions.append((number, value)) }
      }
    }

    /// Median CE with the standard error of a median (1.253 times that of a mean), and the fade a cycle.
    func levelWords(_ cell: CellSummary, _ state: AppState) -> String? {
      var words: [String] = []
      let sorted = efficiencies.map(\.y).sorted()
      if sorted.count >= 3 {
        let median = sorted[sorted.count / 2]
        let mean = sorted.reduce(0, +) / Double(sorted.count)
        let variance = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sorted.count - 1)
        let random = 1.253 * (variance / Double(sorted.count)).squareRoot()
        // What averaging cannot reduce stays: the instrument's own error.
        let error = max(random, cell.efficiencyUncertainty)
        words.append(
          "CE " + EfficiencyText.percent(median, uncertainty: error) + state.symbols[.plusMinus]
            + EfficiencyDigits.halfWidth(uncertainty: error) + " %")
      }
      if let slope = Self.slope(retentions) {
        words.append("RET " + Numeral.signed(slope * 100, decimals: 3) + " %/cycle")
      }
      return words.isEmpty ? nil : words.joined(separator: " ")
    }

    func slopeWords() -> String? {
      var words: [String] = []
      if let slope = Self.slope(efficiencies) {
        words.append("CE " + Numeral.signed(slope * 100, decimals: 3) + " %/cycle")
      }
      if let slope = Self.slope(retentions) {
        words.append("RET " + Numeral.signed(slope * 100, decimals: 3) + " %/cycle")
      }
      return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// Least squares; nil below five points.
    private static func slope(_ points: [(x: Double, y: Double)]) -> Double? {
      guard points.count >= 5 else { return nil }
      let count = Double(points.count)
      let meanX = points.reduce(0) { $0 + $1.x } / count
      let meanY = points.reduce(0) { $0 + $1.y } / count
      let spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
      guard spread > 0 else { return nil }
      let slope = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
      return slope.isFinite ? slope : nil
    }
  }
}
