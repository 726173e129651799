/// One series of a cell: its accepted points, the line they follow, their noise, and the gate that keeps dips out.
struct EvidenceStream: Codable, Sendable {
  /// A value further than this from the prediction, in residual scales, waits at the gate.
  private static let gate = 5.0
  /// So many waiting values of one sign are no dip (dips of the corpus recover within three cycles).
  private static let sustained = 4
  /// So many are enough where polarisation jumps too.
  private static let corroboratedRun = 3
  /// So many outliers among the newest eight are no dips either (five give 40 % more false alarms on the benchmark).
  private static let scattered = 7
  private static let lineLength = 20
  /// Values in which a swing comes back (CALCE's cells in a room that cools and warms: two to five cycles), and the residual
  /// scales that the noise of so many medians can make.
  private static let swingLength = 12
  private static let swingNoise = 4.0
  /// Values that stand for the series at the start of stage I.
  private static let openingLength = 40

  let signal: Signal
  private(set) var history = PointHistory()
  private(set) var noise: NoiseScale
  /// Level of the present condition relative to the first: subtracted from every value.
  var offset = 0.0
  private var pending: [SeriesPoint] = []
  private var pendingIsDown = false
  private var outliers: [Bool] = []
  private var opening: [Double] = []
  /// Where stage I began: its first cycle and the middle of its first values.
  ///
  /// An alarm that is taken back does not move it.
  private(set) var beginning: SeriesPoint?
  /// The most by which the series has come back from a swing towards stage II, in its own unit; 0 if it has not.
  ///
  /// While an alarm stands nothing is noted, and once it is taken back what raised it.
  private(set) var recovered = 0.0

  init(_ signal: Signal) {
    self.signal = signal
    noise = NoiseScale(signal)
  }

  var count: Int { history.count }
  /// Number of values at the gate that have dropped.
  ///
  /// To stay behind a line that rises, as CE does at the end of formation, is no drop: every Li|Cu cell was suspected at
  /// its fifteenth cycle.
  var pendingDrops: Int {
    guard pendingIsDown, let level = Robust.median(history.newestValues(5)) else { return 0 }
    return pending.count { $0.value < level - Self.gate * noise.sigma }
  }
  /// Whether so many have dropped that a turn is to be suspected; more where the noise is hardly known.
  var isDropping: Bool { pendingDrops >= (noise.count < 20 ? 3 : 2) }
  /// Median of the first values of stage I.
  var openingLevel: Double? { Robust.median(opening) }

  /// Tells the step in which the series' values are written, in its own unit.
  mutating func resolve(_ step: Double) { noise.digits = step }

  struct Prediction {
    var value: Double
    /// Variance of a new value about it, in squared residual scales.
    var variance: Double
  }

  /// The line through the newest points, its slope shrunk to none by the prior, read at a cycle.
  func prediction(at cycle: Double) -> Prediction? {
    let recent = history.points.suffix(Self.lineLength)
    guard let origin = recent.last else { return nil }
    var sums = LineSums()
    for point in recent { sums.add(x: point.cycle - origin.cycle, y: point.value - origin.value) }
    let middle = sums.x / sums.n
    let spread = max(sums.xx - sums.x * middle, 0)
    let ridge = (noise.sigma / signal.slopePrior) * (noise.sigma / signal.slopePrior)
    let slope = (sums.xy - sums.y * middle) / (spread + ridge)
    let distance = cycle - origin.cycle - middle
    return Prediction(
      value: origin.value + sums.y / sums.n + slope * distance,
      variance: 1 + 1 / sums.n + distance * distance / (spread + ridge))
  }

  /// The prediction error as it would be at unit variance; nil before there is a prediction.
  func residual(_ point: SeriesPoint) -> Double? {
    guard let prediction = prediction(at: point.cycle) else { return nil }
    return (point.value - prediction.value) / prediction.variance.squareRoot()
  }

  /// Whether a cycle's value leaps towards stage II, by nearly as much as the gate holds back.
  func isJump(_ cycle: LoggedCycle) -> Bool {
    guard count >= 4, let value = cycle.value(of: signal),
      let residual = residual(SeriesPoint(cycle: cycle.cycle, value: value - offset))
    else { return false }
    return signal.direction * residual > 4.5 * noise.sigma
  }

  /// Takes a value in without asking, as in an alert, where the line no longer holds.
  mutating func accept(_ point: SeriesPoint) {
    history.append(point)
    if opening.count < Self.openingLength { opening.append(point.value) }
  }

  /// Notes that the series has come back from a departure that raised an alarm.
  mutating func noteRecovery(from departure: Double) { recovered = max(recovered, departure) }

  /// Notes by how much the series has risen out of a swing: of twelve values the middle of each three, so that one alone
  /// does not count.
  private mutating func noteRecovery() {
    let recent = history.newestValues(Self.swingLength).map { signal.direction * $0 }
    guard recent.count >= 6 else { return }
    func middle(_ first: Int) -> Double {
      let (a, b, c) = (recent[first], recent[first + 1], recent[first + 2])
      return max(min(a, b), min(max(a, b), c))
    }
    let newest = middle(recent.count - 3)
    let furthest = (0...recent.count - 6).reduce(-Double.infinity) { max($0, middle($1)) }
    recovered = max(recovered, furthest - newest - Self.swingNoise * noise.effective)
  }

  /// Takes a value in if it follows the line, or if so many have left it that no dip explains them.
  ///
  /// With `corroborated`, where another series jumps too, one value less is enough to believe a drop.
  mutating func offer(_ point: SeriesPoint, corroborated: Bool) {
    guard count >= 4, let residual = residual(point) else {
      if count >= 2, let residual = residual(point) { noise.append(residual) }
      accept(point)
      return
    }
    let isOutlier = residual.magnitude > Self.gate * noise.sigma
    outliers.append(isOutlier)
    if outliers.count > 8 { outliers.removeFirst() }
    guard isOutlier else {
      pending = []
      noise.append(residual)
      accept(point)
      noteRecovery()
      noise.update()
      return
    }
    if pendingIsDown != (residual < 0) { pending = [] }
    pendingIsDown = residual < 0
    pending.append(point)
    let needed = corroborated && pendingIsDown ? Self.corroboratedRun : Self.sustained
    if pending.count >= needed || outliers.count(where: { $0 }) >= Self.scattered { admitPending() }
  }

  private mutating func admitPending() {
    for point in pending {
      accept(point)
      noteRecovery()
    }
    pending = []
    outliers = []
  }

  /// Starts stage I at the newest points.
  mutating func beginStageOne(with points: Int) {
    history.keepNewest(points)
    opening = history.newestValues(min(points, Self.openingLength))
    noise.keepNewest(5)
    recovered = 0
    if let first = history.points.first, let level = Robust.median(opening) {
      beginning = SeriesPoint(cycle: first.cycle, value: level)
    }
  }

  /// Starts a new baseline at the newest points and keeps the noise as learnt.
  mutating func rebase(to points: Int) {
    history.keepNewest(points)
    opening = Array(history.newestValues(points).prefix(Self.openingLength))
  }

  /// Forgets an excursion that has passed.
  mutating func dropExcursion(after cycle: Double, keepingNewest points: Int) {
    history.dropExcursion(after: cycle, keepingNewest: points)
  }
}
