/// The departure of a series from its stage I line, as fitted for one candidate turning point.
struct Departure: Sendable {
  /// Standardised size towards stage II; the smaller of the two baselines'.
  var z: Double
  /// Size against the fitted trend: per cycle for a kink, absolute for a step.
  var size: Double
  /// Size against a level that fades no faster than stage I is allowed to.
  var allowedSize: Double
  /// Slope per cycle before the candidate.
  var slope: Double
}

/// A candidate: stage I ends with `lastHealthy`.
struct TurnCandidate: Sendable {
  var lastHealthy: Double
  var pointsBefore: Int
  var pointsAfter: Int
  /// How far the series had moved towards stage II from the beginning of stage I to the level before the candidate.
  var movedBefore: Double
  var kink: Departure
  /// nil where steps are not asked for.
  var step: Departure?
}

/// Tries every recent cycle, and older ones more coarsely, as the end of stage I: a generalised likelihood ratio.
///
/// For each candidate τ the model y = a + b(k − τ) + θ f(k − τ) with f a kink (k − τ)₊ or a step is fitted twice: with a
/// slope shrunk to none by its prior, and with the steepest slope that stage I may have. Only what departs from both
/// counts, so that break-in humps and the curvature of any healthy fade do not. Sums from the newest point backwards
/// make a candidate cost the same whatever its age.
struct CandidateScan {
  /// Candidates among the newest points; older ones stand eight apart.
  private static let fineCandidates = 96
  private static let coarseSpacing = 8
  /// A baseline needs a level, a slope and two points to judge them by.
  private static let minimumBefore = 4
  /// A baseline reaches so far back: healthy fade curves over longer spans.
  private static let baselineLength = 150.0
  private static let levelLength = 30.0

  private let signal: Signal
  private let sigma: Double
  private let ridge: Double
  private let firstCycle: Double
  private let beginning: SeriesPoint?
  private let origin: SeriesPoint
  /// Knots are blocks, then points; each holds the sums from itself to the newest point, about that point.
  private var suffix: [LineSums] = []
  private var lastCycleBefore: [Double] = []
  private let blockCount: Int

  /// Sums up a stream; nil while there are too few points.
  ///
  /// The cell's age counts from `firstCycle`.
  init?(_ stream: EvidenceStream, firstCycle: Double) {
    guard let newest = stream.history.last, stream.count >= Self.minimumBefore + 2 else { return nil }
    signal = stream.signal
    sigma = stream.noise.effective
    ridge = (sigma / signal.slopePrior) * (sigma / signal.slopePrior)
    self.firstCycle = firstCycle
    beginning = stream.beginning
    origin = newest
    let history = stream.history
    blockCount = history.blocks.count
    let knots = blockCount + history.points.count
    suffix = Array(repeating: LineSums(), count: knots + 1)
    lastCycleBefore = Array(repeating: 0, count: knots + 1)
    for index in stride(from: history.points.count - 1, through: 0, by: -1) {
      let point = history.points[index]
      var sums = suffix[blockCount + index + 1]
      sums.add(x: point.cycle - newest.cycle, y: point.value - newest.value)
      suffix[blockCount + index] = sums
      lastCycleBefore[blockCount + index + 1] = point.cycle
    }
    for index in stride(from: blockCount - 1, through: 0, by: -1) {
      let block = history.blocks[index]
      let moved = block.sums.moved(
        toX: newest.cycle - block.first.cycle, y: newest.value - block.first.value)
      suffix[index] = suffix[index + 1] + moved
      lastCycleBefore[index + 1] = block.lastCycle
    }
  }

  /// Fits the candidates, oldest first: each of the newest points, and older ones eight apart.
  func candidates(withSteps: Bool = false) -> [TurnCandidate] {
    let knots = suffix.count - 1
    guard knots >= 3, let total = suffix.first?.n else { return [] }
    var found: [TurnCandidate] = []
    found.reserveCapacity(min(knots, Self.fineCandidates + blockCount + knots / Self.coarseSpacing))
    // Baselines begin later for later candidates, so both beginnings only move on.
    var trendFrom = 0
    var levelFrom = 0
    for knot in 1..<(knots - 1) {
      let after = suffix[knot].n
      let before = total - after
      guard before >= Double(Self.minimumBefore) else { continue }
      let isFine = knots - knot <= Self.fineCandidates
      if !isFine, knot >= blockCount, (knot - blockCount) % Self.coarseSpacing != 0 { continue }
      let trendPoints = after + max(Self.baselineLength, 2 * after)
      while trendFrom < knot, suffix[trendFrom].n > trendPoints { trendFrom += 1 }
      let levelPoints = after + max(Self.levelLength, (after / 4).rounded(.down))
      while levelFrom < knot, suffix[levelFrom].n > levelPoints { levelFrom += 1 }
      found.append(fit(knot, before: before, trendFrom: trendFrom, levelFrom: levelFrom, withStep: withSteps))
    }
    return found
  }

  private func fit(_ knot: Int, before: Double, trendFrom: Int, levelFrom: Int, withStep: Bool) -> TurnCandidate {
    let lastHealthy = lastCycleBefore[knot]
    let tau = lastHealthy - origin.cycle
    let tail = suffix[knot]
    let pre = (suffix[trendFrom] - tail).moved(toX: tau)
    let post = tail.moved(toX: tau)
    let level = (suffix[levelFrom] - tail).moved(toX: tau)
    let trend = TrendFit(pre: pre, post: post, ridge: ridge)
    let direction = signal.direction
    let allowance = direction * signal.allowedSlope(age: lastHealthy - firstCycle + 1)

    func departure(_ shape: TrendFit.Shape) -> Departure {
      let (size, information, slope) = trend.solve(shape)
      let count = level.n + post.n
      let sum = level.y + post.y - allowance * (level.x + post.x)
      let allowedInformation = max(shape.ff - shape.f * shape.f / count, 1e-12)
      let allowedSize = (shape.fy - allowance * shape.fx - shape.f * sum / count) / allowedInformation
      let z = min(
        direction * size * information.squareRoot() / sigma,
        direction * allowedSize * allowedInformation.squareRoot() / sigma)
      return Departure(z: z, size: size, allowedSize: allowedSize, slope: slope)
    }
    let moved = beginning.map { signal.direction * (origin.value + level.y / level.n - $0.value) } ?? 0
    return TurnCandidate(
      lastHealthy: lastHealthy, pointsBefore: Int(before), pointsAfter: Int(tail.n), movedBefore: max(moved, 0),
      kink: departure(.init(f: post.x, fx: post.xx, ff: post.xx, fy: post.xy)),
      step: withStep ? departure(.init(f: post.n, fx: post.x, ff: post.n, fy: post.y)) : nil)
  }
}
