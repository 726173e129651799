import Canvas
import CellModel
import Cycling
import Fleet

/// What the voltage-capacity and the differential-capacity screens remember.
struct CurveView: Equatable, Sendable {
  /// Which other cycles are drawn under the chosen one.
  enum Overlay: CaseIterable, Sendable {
    case none, previous, first, landmarks, stageOne, tagged

    var title: String {
      switch self {
      case .none: "none"
      case .previous: "the cycle before"
      case .first: "the first complete cycle"
      case .landmarks: "cycles 10 and 50"
      case .stageOne: "the median cycle of stage I"
      case .tagged: "tagged cycles"
      }
    }
  }

  var overlay = Overlay.previous
  var capacities = AxisWindow()
  var voltages = AxisWindow()
  /// Whether the plot of a half cell reaches up to the strip's cut-off.
  var showsAllVoltages = false
  /// Bins of dQ/dV that are smoothed over on each side.
  var smoothing = 3
  /// Numbers of the cycles tagged on the cycles screen.
  var tagged: Set<Int> = []
  var lastTagged: Int?
  /// The channel that all of this belongs to.
  var cell: CellID?

  static let overlayLimit = 6
  static let smoothings = [0, 1, 3, 7, 15, 31]

  /// Forgets what belonged to another channel; how to look at it stays.
  mutating func enter(_ cell: CellID?) {
    guard cell != self.cell else { return }
    let (overlay, smoothing, showsAll) = (overlay, smoothing, showsAllVoltages)
    self = CurveView()
    (self.overlay, self.smoothing, self.showsAllVoltages, self.cell) = (overlay, smoothing, showsAll, cell)
  }

  mutating func nextOverlay() {
    let all = Overlay.allCases
    overlay = all[((all.firstIndex(of: overlay) ?? 0) + 1) % all.count]
  }
}

/// Which cycles a curve screen shows.
struct ShownCycles: Equatable {
  /// Index of the chosen cycle among the detail's.
  let chosen: Int
  /// Indices of those under it, oldest first.
  let overlays: [Int]

  /// The cycle that was chosen, or the newest complete one; nil before any cycle.
  init?(_ detail: CellDetail, _ state: AppState) {
    let cycles = detail.cycles
    guard !cycles.isEmpty else { return nil }
    let chosen =
      state.channel.cycle.flatMap { number in cycles.firstIndex { Int($0.number) == number } }
      ?? cycles.lastIndex(where: \.isComplete) ?? cycles.count - 1
    func index(_ number: Int) -> Int? { cycles.firstIndex { Int($0.number) == number } }
    let others: [Int?] =
      switch state.curves.overlay {
      case .none: []
      case .previous: [chosen > 0 ? chosen - 1 : nil]
      case .first: [cycles.firstIndex(where: \.isComplete)]
      case .landmarks: [index(10), index(50)]
      case .stageOne: [Self.stageOneMedian(detail)]
      case .tagged: state.curves.tagged.sorted().map(index)
      }
    self.chosen = chosen
    overlays = Array(others.compactMap(\.self).filter { $0 != chosen }.prefix(CurveView.overlayLimit))
  }

  /// Where these cycles lie in the log.
  func spans(_ detail: CellDetail) -> [CycleSpan] {
    ([chosen] + overlays).map { index in
      CycleSpan(detail.cycles[index], next: index + 1 < detail.cycles.count ? detail.cycles[index + 1] : nil)
    }
  }

  /// The cycle of stage I whose CE is the median; nil where stage I has none.
  static func stageOneMedian(_ detail: CellDetail) -> Int? {
    let known = detail.cycles.indices.compactMap { index -> (index: Int, value: Double)? in
      guard detail.stages.indices.contains(index), detail.stages[index] == .stage1,
        detail.efficiencies.indices.contains(index), let value = detail.efficiencies[index], value.isFinite
      else { return nil }
      return (index, value)
    }.sorted { $0.value < $1.value }
    return known.isEmpty ? nil : known[known.count / 2].index
  }
}
