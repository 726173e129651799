import Canvas
import CellModel
import Cycling
import Fleet

/// What the channel screen remembers: panel, zoom and the scales of its plots.
struct ChannelView: Equatable, Sendable {
  enum Panel: Int, CaseIterable, Sendable {
    case trace, efficiency, retention, polarisation, facts

    /// Whether it is a curve over the cycles.
    var isOverCycles: Bool { self != .trace && self != .facts }
  }

  /// How much time the trace shows.
  enum Zoom: Equatable, Sendable {
    /// The newest three cycles or so.
    case recent
    case wholeTest
    /// Two to this power seconds a dot column.
    case exponent(Int)
  }

  var panel = Panel.trace
  var isFull = false
  var zoom = Zoom.recent
  /// Test time at the left edge; nil while the newest rows are followed.
  var start: Double?
  /// Number of the cycle pointed out; nil for none.
  var cycle: Int?
  /// False until the window has been put on a cycle that another screen chose.
  var isPlaced = true
  /// Test time under the cursor, and of mark A; nil for none.
  var cursor: Double?
  var mark: Double?
  var factsTop = 0
  var voltageScale: PlotScale?
  var currentScale: PlotScale?
  var efficiencyScale: PlotScale?
  var retentionScale: PlotScale?
  var polarisationScale: PlotScale?
  /// The channel that all of this belongs to.
  var cell: CellID?

  /// Forgets what belonged to another channel; the panel stays, so that channels can be compared.
  mutating func enter(_ cell: CellID?) {
    guard cell != self.cell else { return }
    let (panel, isFull) = (panel, isFull)
    self = ChannelView()
    self.panel = panel
    self.isFull = isFull
    self.cell = cell
  }

  mutating func turnPanel(by step: Int) {
    let all = Panel.allCases
    panel = all[(panel.rawValue + step + all.count) % all.count]
  }
}

/// The stretch of test time that a trace shows.
struct TraceWindow: Equatable {
  let start: Double
  let end: Double
  let exponent: Int
  let isFollowing: Bool

  static let exponents = 0...24

  /// Chooses the window for so many dot columns; nil before the first row.
  ///
  /// A window that follows stands still until the pen reaches its right edge and then moves by a third, because every
  /// move redraws the whole plot.
  init?(_ detail: CellDetail, view: ChannelView, dots: Int) {
    let (first, last) = (detail.trace.firstTime, detail.trace.lastTime)
    guard dots > 0, first.isFinite, last.isFinite, last >= first else { return nil }
    switch view.zoom {
    case .exponent(let chosen): exponent = min(max(chosen, Self.exponents.lowerBound), Self.exponents.upperBound)
    case .wholeTest: exponent = Self.exponent(covering: last - first, dots: dots)
    case .recent:
      let complete = detail.cycles.suffix(4)
      let begin = complete.count > 1 ? complete.first?.startTime ?? first : first
      exponent = Self.exponent(covering: last - max(first, begin.isFinite ? begin : first), dots: dots)
    }
    var span = Self.span(exponent, dots: dots)
    // All there is would else fill little more than half of the width where it has just outgrown a power of two. In
    // eighths, so that a test under way seldom moves the whole plot.
    if view.zoom == .wholeTest { span *= max(5, ((last - first) / span * 8).rounded(.up)) / 8 }
    if let chosen = view.start {
      start = min(max(first, chosen), max(first, last - span / 8))
      isFollowing = false
    } else {
      let third = span / 3
      start = last - first <= span ? first : first + (((last - first) / third).rounded(.down) - 2) * third
      isFollowing = true
    }
    end = start + span
  }

  /// The narrowest power of two seconds a column that covers a time.
  static func exponent(covering seconds: Double, dots: Int) -> Int {
    var exponent = exponents.lowerBound
    while exponent < exponents.upperBound, span(exponent, dots: dots) < seconds { exponent += 1 }
    return exponent
  }

  static func span(_ exponent: Int, dots: Int) -> Double { Double(1 << exponent) * Double(dots) }

  /// Where a test time stands in the window, as a fraction of its width.
  func fraction(_ time: Double) -> Double { (time - start) / (end - start) }

  /// Labels at round times, as many as have room.
  func labels(columns: Int) -> [Plot.Label] {
    let room = max(1, columns / 16)
    let steps: [Double] = [
      1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172_800, 432_000,
      864_000, 2_592_000, 8_640_000,
    ]
    guard let step = steps.first(where: { (end - start) / $0 <= Double(room) }) ?? steps.last else { return [] }
    var labels: [Plot.Label] = []
    var time = (start / step).rounded(.up) * step
    while time <= end, labels.count < 64 {
      labels.append(Plot.Label(position: fraction(time), text: Numeral.clock(time, step: step)))
      time += step
    }
    return labels
  }

  /// The width in words: `6.0 h`, `3.5 d`.
  var widthText: String {
    let span = end - start
    if span < 600 { return Numeral.fixed(span, decimals: 0) + " s" }
    if span < 7200 { return Numeral.fixed(span / 60, decimals: 0) + " min" }
    if span < 172_800 { return Numeral.fixed(span / 3600, decimals: 1) + " h" }
    return Numeral.fixed(span / 86400, decimals: 1) + " d"
  }
}
