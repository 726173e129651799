import Canvas
import CellModel
import Fleet

/// One channel of a comparison: its letter, how it is drawn, and its values over the common axis.
struct ComparedCell {
  let place: Int
  let summary: CellSummary
  /// Percent, or percentage points from its own early median.
  private(set) var efficiencies: [(x: Double, y: Double)] = []
  /// Percent.
  private(set) var retentions: [(x: Double, y: Double)] = []
  /// Retention at which the cell's life ends, percent.
  let endOfLife: Double

  static let letters: [Character] = Array("ABCDEFGHIJKL")

  var letter: String { String(Self.letters[place % Self.letters.count]) }
  var role: Role { [.trace1, .trace2, .trace3, .trace4][place % 4] }
  var style: PlotSeries.Style { [.line, .dashed, .dots][place / 4 % 3] }

  init(_ detail: CellDetail, place: Int, _ view: CompareView) {
    self.place = place
    summary = detail.summary
    endOfLife = detail.endOfLifeRetention * 100
    var passed = 0.0
    // What a full cycle of this cell passes: throughput in such cycles makes cells of other sizes alike.
    let whole = detail.cycles.first { $0.isComplete && $0.secondCapacity > 0 }?.secondCapacity ?? 1
    let count = min(detail.cycles.count, detail.efficiencies.count, detail.retentions.count)
    for index in 0..<count where detail.cycles[index].isComplete {
      let cycle = detail.cycles[index]
      if cycle.secondCapacity.isFinite { passed += max(0, cycle.secondCapacity) }
      let x =
        view.alignment == .cycle ? Double(cycle.number) : view.isNormalised ? passed / whole : passed
      if let value = detail.efficiencies[index], value.isFinite { efficiencies.append((x, value * 100)) }
      if let value = detail.retentions[index], value.isFinite { retentions.append((x, value * 100)) }
    }
    guard view.isNormalised else { return }
    let early = efficiencies.dropFirst(3).prefix(10).map(\.y).sorted()
    if !early.isEmpty {
      let median = early[early.count / 2]
      efficiencies = efficiencies.map { ($0.x, $0.y - median) }
    }
    if let most = retentions.map(\.y).max(), most > 0 { retentions = retentions.map { ($0.x, $0.y / most * 100) } }
  }

  /// The newest value at or before a place of the axis.
  static func value(_ points: [(x: Double, y: Double)], at x: Double) -> Double? {
    points.last { $0.x <= x + 1e-9 }?.y
  }
}
