/// The robust residual scale of one series, learnt from its own one-step predictions.
struct NoiseScale: Codable, Sendable {
  /// Enough for a stable scale, few enough to follow a season.
  private static let memory = 130
  /// The newest residuals wait: a turn must not inflate the scale it is judged by.
  private static let lag = 6

  private let initial: Double
  private let floor: Double
  private var residuals: [Double] = []
  private(set) var sigma: Double
  /// (1 + ρ)/(1 − ρ) for lag-one correlation ρ: what drift takes from the worth of each residual.
  private(set) var inflation = 1.0

  init(_ signal: Signal, resolution: Double) {
    initial = signal.initialNoise
    floor = max(signal.noiseFloor, resolution)
    sigma = max(signal.initialNoise, resolution)
  }

  var count: Int { residuals.count }
  /// The scale that judges averages over several cycles.
  var effective: Double { sigma * inflation.squareRoot() }

  mutating func append(_ residual: Double) {
    residuals.append(residual)
    if residuals.count > Self.memory { residuals.removeFirst() }
  }

  /// Forgets all but the newest residuals, which belong to stage I.
  mutating func keepNewest(_ kept: Int) {
    residuals.removeFirst(max(0, residuals.count - kept))
    update()
  }

  mutating func update() {
    let used = residuals.count > 2 * Self.lag ? residuals.dropLast(Self.lag) : residuals[...]
    guard used.count >= 4, let middle = Robust.median(used.map(\.magnitude)) else { return }
    let limit = 3 * max(middle * Robust.deviationPerMedian, 1e-9)
    let clipped = used.map { min(max($0, -limit), limit) }
    let count = Double(clipped.count)
    // Clipping at three sigma takes 2 % of a normal variance.
    let variance = clipped.reduce(0) { $0 + $1 * $1 } / count * 1.02
    let prior = max(0, 0.75 * (1 - count / 15))
    sigma = max(((prior * initial * initial + count * variance) / (prior + count)).squareRoot(), floor)
    guard clipped.count >= 20 else { return }
    let products = zip(clipped, clipped.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    let correlation = min(max(products / (count - 1) / max(variance, 1e-30), 0), 0.8)
    inflation = (1 + correlation) / (1 - correlation)
  }
}
