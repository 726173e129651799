import Canvas
import CellModel

/// A horizontal axis of cycle numbers.
struct CycleAxis: Equatable {
  let first: Double
  let end: Double

  init(first: Int, end: Int) {
    self.first = Double(first)
    self.end = Double(max(first + 1, end))
  }

  /// An axis from cycle 1 to a round number beyond the newest cycle, so that it seldom has to change.
  init(last: Int) {
    let step = max(5, PlotScale.niceStep(Double(max(1, last)) / 8))
    self.first = 1
    self.end = max(10, (Double(last) / step).rounded(.up) * step)
  }

  func fraction(_ cycle: Double) -> Double { (cycle - first) / (end - first) }

  /// The points as dots.
  func spans(_ points: [(x: Double, y: Double)], dots: Int) -> [ValueSpan?] {
    PlotSeries.decimate(points, from: first, to: end, count: dots)
  }

  /// The points joined where cycles are wider apart than dots.
  func joined(_ points: [(x: Double, y: Double)], dots: Int) -> [ValueSpan?] {
    PlotSeries.bridged(spans(points, dots: dots))
  }

  /// The turning point with its interval; nil while there is none.
  func marker(_ stage: StageReading) -> Plot.Marker? {
    guard let turn = stage.turningCycle else { return nil }
    return Plot.Marker(
      position: fraction(turn), low: fraction(stage.turningLow ?? turn), high: fraction(stage.turningHigh ?? turn))
  }

  func labels(columns: Int) -> [Plot.Label] {
    let step = max(1, PlotScale.niceStep((end - first) / Double(max(1, columns / 10))))
    var labels: [Plot.Label] = []
    var cycle = (first / step).rounded(.up) * step
    while cycle <= end, labels.count < 64 {
      labels.append(Plot.Label(position: fraction(cycle), text: Numeral.fixed(cycle, decimals: 0)))
      cycle += step
    }
    return labels
  }

  /// The turning point in words, or since when the cell is shorted or dead; nil while there is none.
  static func turnText(_ stage: StageReading, _ state: AppState) -> String? {
    guard let turn = stage.turningCycle else { return nil }
    let number = Numeral.fixed(turn, decimals: 0) + stage.halfWidth(state.symbols)
    let mark = state.symbols[.turn]
    return switch stage.state {
    case .suspected: "turning point suspected ~\(number)"
    // No stage II begins there: what the plots mark is where the cell ended.
    case .shorted: "\(state.symbols[.fail]) shorted from \(number)"
    case .dead: "\(state.symbols[.fail]) dead from \(number)"
    default: "\(mark) turning point \(number)"
    }
  }
}
