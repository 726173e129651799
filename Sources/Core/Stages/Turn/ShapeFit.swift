/// How much better a line with a turn fits some points than a line without.
struct ShapeFit {
  /// A kink whose slope, or a step whose level, changes evenly over a width.
  enum Smeared { case kink, step }

  private let points: ArraySlice<SeriesPoint>
  private let origin: SeriesPoint
  private let sums: LineSums
  private let sigma: Double
  private let ridge: Double
  private let direction: Double

  init?(_ stream: EvidenceStream, points: ArraySlice<SeriesPoint>) {
    guard let origin = points.last, points.count >= 6 else { return nil }
    var sums = LineSums()
    for point in points { sums.add(x: point.cycle - origin.cycle, y: point.value - origin.value) }
    self.points = points
    self.origin = origin
    self.sums = sums
    sigma = stream.noise.effective
    ridge = (sigma / stream.signal.slopePrior) * (sigma / stream.signal.slopePrior)
    direction = stream.signal.direction
  }

  /// The last healthy cycles that can be tried: four points before, one after.
  var candidates: [Double] { points.dropFirst(3).dropLast().map(\.cycle) }

  /// Gain in log-likelihood by a smeared turn about `middle`, nats; 0 if it goes the wrong way.
  func gain(_ shape: Smeared, at middle: Double, halfWidth: Double, growth: Double) -> Double {
    gain(from: middle - halfWidth) { cycle in
      let x = cycle - middle
      let isOver = x >= halfWidth
      let since = max(x, 0)
      switch shape {
      case .kink:
        return (isOver ? x : (x + halfWidth) * (x + halfWidth) / (4 * halfWidth)) + growth * since * since / 2
      case .step: return (isOver ? 1 : (x + halfWidth) / (2 * halfWidth)) + growth * since
      }
    }
  }

  /// Gain in log-likelihood by a departure that grows as a power of the time since.
  ///
  /// The power is a multiple of a half.
  func gain(power: Double, after lastHealthy: Double) -> Double {
    gain(from: lastHealthy) { cycle in
      let x = cycle - lastHealthy
      var value = power == power.rounded(.down) ? 1 : x.squareRoot()
      var left = power
      while left >= 1 {
        value *= x
        left -= 1
      }
      return value
    }
  }

  private func gain(from start: Double, _ value: (Double) -> Double) -> Double {
    var shape = TrendFit.Shape(f: 0, fx: 0, ff: 0, fy: 0)
    for point in points.reversed() {
      guard point.cycle > start else { break }
      let f = value(point.cycle)
      shape.f += f
      shape.fx += f * (point.cycle - origin.cycle)
      shape.ff += f * f
      shape.fy += f * (point.value - origin.value)
    }
    let fit = TrendFit(pre: sums, post: LineSums(), ridge: ridge).solve(shape)
    guard direction * fit.size > 0 else { return 0 }
    return fit.size * fit.size * fit.information / (2 * sigma * sigma)
  }
}
