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

  /// Sums over the points after a turn, from which the gain follows for any growth at no more cost.
  struct GrowingShape {
    fileprivate var plain = TrendFit.Shape(f: 0, fx: 0, ff: 0, fy: 0)
    /// What grows with the time since, and its product with the plain shape.
    fileprivate var growing = TrendFit.Shape(f: 0, fx: 0, ff: 0, fy: 0)
    fileprivate var mixed = 0.0

    fileprivate func shape(growth: Double) -> TrendFit.Shape {
      TrendFit.Shape(
        f: plain.f + growth * growing.f, fx: plain.fx + growth * growing.fx,
        ff: plain.ff + growth * (2 * mixed + growth * growing.ff), fy: plain.fy + growth * growing.fy)
    }
  }

  /// A turn about `middle`, smeared over a width to either side.
  func smeared(_ shape: Smeared, at middle: Double, halfWidth: Double) -> GrowingShape {
    var sums = GrowingShape()
    for point in points.reversed() {
      guard point.cycle > middle - halfWidth else { break }
      let x = point.cycle - middle
      let isOver = x >= halfWidth
      let since = max(x, 0)
      let f: Double
      let g: Double
      switch shape {
      case .kink: (f, g) = (isOver ? x : (x + halfWidth) * (x + halfWidth) / (4 * halfWidth), since * since / 2)
      case .step: (f, g) = (isOver ? 1 : (x + halfWidth) / (2 * halfWidth), since)
      }
      let dx = point.cycle - origin.cycle
      let dy = point.value - origin.value
      sums.plain.add(f, dx, dy)
      sums.growing.add(g, dx, dy)
      sums.mixed += f * g
    }
    return sums
  }

  /// Gain in log-likelihood by a smeared turn that grows by `growth` of itself a cycle, nats; 0 if it goes the wrong way.
  func gain(_ shape: GrowingShape, growth: Double) -> Double { gain(shape.shape(growth: growth)) }

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
      shape.add(value(point.cycle), point.cycle - origin.cycle, point.value - origin.value)
    }
    return gain(shape)
  }

  private func gain(_ shape: TrendFit.Shape) -> Double {
    let fit = TrendFit(pre: sums, post: LineSums(), ridge: ridge).solve(shape)
    guard direction * fit.size > 0 else { return 0 }
    return fit.size * fit.size * fit.information / (2 * sigma * sigma)
  }
}
