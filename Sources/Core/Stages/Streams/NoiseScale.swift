/// The robust residual scale of one series, learnt from its own one-step predictions.
struct NoiseScale: Codable, Sendable {
  /// Enough for a stable scale, few enough to follow a season.
  private static let memory = 130
  /// The newest residuals wait, of many more than of few: a turn must not inflate the scale it is judged by.
  ///
  /// Gradual turns take 20 cycles and more to be sure of; waiting for 6 only leaves one more in 200 of them late.
  private static let lag = (least: 6, most: 30, share: 0.3)
  /// Residuals that tell the correlation: the slow end of formation correlates and says nothing of the cell as it is.
  private static let correlated = 50
  /// Standard errors of the correlation that count as none: what chance makes of white noise must not dull the scale.
  ///
  /// Half of one brings 2 % more of the benchmark's gradual Li|Cu turns in time; a whole one accuses more drifting cells.
  private static let doubtedCorrelation = 0.5

  private let initial: Double
  private let floor: Double
  /// Step in which the series' values are written, in its own unit: no scale below it is believed.
  var digits = 0.0 { didSet { sigma = max(sigma, digits) } }
  private var residuals: [Double] = []
  private(set) var sigma: Double
  /// (1 + ρ)/(1 − ρ) for lag-one correlation ρ: what drift takes from the worth of each residual.
  private(set) var inflation = 1.0

  init(_ signal: Signal) {
    initial = signal.initialNoise
    floor = signal.noiseFloor
    sigma = signal.initialNoise
  }

  var count: Int { residuals.count }
  /// The scale that judges averages over several cycles.
  var effective: Double { sigma * inflation.squareRoot() }

  mutating func append(_ residual: Double) {
    if residuals.count == residuals.capacity { residuals.reserveCapacity(Self.memory + 1) }
    residuals.append(residual)
    if residuals.count > Self.memory { residuals.removeFirst() }
  }

  /// Forgets all but the newest residuals, which belong to stage I.
  mutating func keepNewest(_ kept: Int) {
    residuals.removeFirst(max(0, residuals.count - kept))
    update()
  }

  mutating func update() {
    let waiting = max(Self.lag.least, min(Self.lag.most, Int(Self.lag.share * Double(residuals.count))))
    let used = residuals.count > 2 * Self.lag.least ? residuals.dropLast(waiting) : residuals[...]
    guard used.count >= 4, let middle = Robust.median(used.map(\.magnitude)) else { return }
    let limit = 3 * max(middle * Robust.deviationPerMedian, 1e-9)
    let clipped = used.map { min(max($0, -limit), limit) }
    let count = Double(clipped.count)
    // Clipping at three sigma takes 2 % of a normal variance.
    let variance = clipped.reduce(0) { $0 + $1 * $1 } / count * 1.02
    let prior = max(0, 0.75 * (1 - count / 15))
    sigma = max(((prior * initial * initial + count * variance) / (prior + count)).squareRoot(), floor, digits)
    guard clipped.count >= 20 else { return }
    let newer = clipped.suffix(Self.correlated)
    let products = zip(newer, newer.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / Double(newer.count - 1)
    let squares = newer.reduce(0) { $0 + $1 * $1 } / Double(newer.count)
    let error = 1 / Double(newer.count).squareRoot()
    let correlation = min(max(products / max(squares, 1e-30) - Self.doubtedCorrelation * error, 0), 0.8)
    inflation = (1 + correlation) / (1 - correlation)
  }
}
