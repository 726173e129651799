/// A turning cycle with its 95 % interval, in running cycles.
struct TurnEstimate: Equatable, Sendable {
  var turningCycle: Double
  var low: Double
  var high: Double
}

/// Finds the most likely turning cycle once a turn is certain, and again as points come.
///
/// All candidates are fitted to the same points, so that their likelihoods compare: y = a + b x + θ f(k − τ), where f
/// is what a turn looks like in that series. A reservoir is not used up everywhere at once, so the capacity's kink is
/// smeared over a width that is fitted too; its middle is where half of the electrode is lithium-limited. A Li|Cu
/// cell's CE collapses ever faster, so its onset is a power of the time since.
struct TurnLocator {
  /// Half of χ²₁'s 95 % point, times four for what the model does not know (coverage on the benchmark).
  private static let likelihoodDrop = 1.92 * 4
  /// The profile's interval is widened by these for what cycle-to-cycle noise does not show: 92 % of the benchmark's
  /// turns lie inside with 3 % of the age, 93 % with 4 %.
  private static let widening = (cycles: 2.0, perAge: 0.04)
  /// How far before the first estimate later ones may go.
  private static let reachBack = (cathode: 25.0, half: 15.0)
  /// A baseline reaches so far before the first estimate: healthy fade curves over longer spans.
  private static let baselineCycles = 150.0
  /// Residual scales below the frozen line at which a Li|Cu cell has collapsed: later points have another shape.
  private static let collapse = 12.0
  /// Cycles on either side of the middle over which a reservoir is used up.
  private static let halfWidths = [0.0, 4, 8, 16, 32, 64]
  /// Nats for a half-width as long as the cell's age: reservoirs differ by a few per cent over an electrode, so a wide
  /// smear must earn its place (20 to 160 change the benchmark's share within 5 % by less than one per cent).
  private static let widthCost = 80.0
  /// By how much of itself the fade steepens per cycle after the turn.
  ///
  /// Most cells' does not, anode-free ones' by 3 to 4 %. Without it the turns of anode-free cells are placed late: 67 % within 5 %, against 88 % with it.
  private static let growths = [0.0, 0.01, 0.02, 0.04, 0.08]
  /// Gradual turns of Li|Cu begin as a kink, abrupt ones as a square or a cube; what is lost feeds what is lost next, so
  /// most lie between (1.5 brings 2 % more of the benchmark's Li|Cu turns within 5 %, and 1 to 2 % on fresh cells).
  private static let onsetPowers = [1, 1.5, 2, 3]

  let streams: StreamBank
  let alarm: Alarm
  let hasCathode: Bool
  let firstCycle: Double

  /// The estimate from all points so far; nil if no candidate can be judged.
  func estimate() -> TurnEstimate? {
    let profile: [Likelihood]
    if alarm.baseline(of: .capacity) == nil, alarm.baseline(of: .efficiency) == nil {
      profile = smearedProfile([(.polarisation, .kink, 1)])
    } else if hasCathode {
      // CE shares the discharge capacity's noise: it counts half.
      profile = smearedProfile([(.capacity, .kink, 1), (.efficiency, .step, 0.5)])
    } else {
      profile = onsetProfile()
    }
    guard let best = profile.max(by: { $0.value < $1.value }) else { return nil }
    let inside = profile.filter { $0.value >= best.value - Self.likelihoodDrop }.map(\.lastHealthy)
    let turn = best.lastHealthy + 1
    let width = Self.widening.cycles + Self.widening.perAge * (turn - firstCycle)
    return TurnEstimate(
      turningCycle: turn, low: ((inside.min() ?? best.lastHealthy) + 1 - width).rounded(.down),
      high: ((inside.max() ?? best.lastHealthy) + 1 + width).rounded(.up))
  }

  private struct Likelihood {
    var lastHealthy: Double
    var value: Double
  }

  /// Log-likelihood of each candidate: the best width's sum over the series.
  private func smearedProfile(_ parts: [(Signal, ShapeFit.Smeared, weight: Double)]) -> [Likelihood] {
    let from = alarm.lastHealthy - Self.baselineCycles
    let fits = parts.compactMap { signal, shape, weight in
      ShapeFit(streams[signal], points: streams[signal].history.points.filter { $0.cycle >= from }[...])
        .map { (fit: $0, shape: shape, weight: weight) }
    }
    guard let leading = fits.first else { return [] }
    let oldest = alarm.lastHealthy - Self.reachBack.cathode
    return leading.fit.candidates.filter { $0 >= oldest }.map { lastHealthy in
      let age = max(lastHealthy - firstCycle, 10)
      var best = 0.0
      for halfWidth in Self.halfWidths {
        let cost = Self.widthCost * halfWidth / age
        let shapes = fits.map { $0.fit.smeared($0.shape, at: lastHealthy + 0.5, halfWidth: halfWidth) }
        for growth in Self.growths {
          let gain = zip(fits, shapes).reduce(-cost) { sum, part in
            sum + part.0.weight * part.0.fit.gain(part.1, growth: growth)
          }
          best = max(best, gain)
        }
      }
      return Likelihood(lastHealthy: lastHealthy, value: best)
    }
  }

  /// Li|Cu: only the points up to the collapse, which a kink fit would follow by 3 to 10 cycles.
  private func onsetProfile() -> [Likelihood] {
    let stream = streams.efficiency
    let from = alarm.lastHealthy - Self.baselineCycles
    let points = stream.history.points.filter { $0.cycle >= from }
    guard let baseline = alarm.baseline(of: .efficiency) else { return [] }
    let upTo = endOfOnset(points, baseline, sigma: stream.noise.sigma)
    guard let fit = ShapeFit(stream, points: points[..<upTo]) else { return [] }
    let oldest = alarm.lastHealthy - Self.reachBack.half
    return fit.candidates.filter { $0 >= oldest }.map { lastHealthy in
      let values = Self.onsetPowers.map { fit.gain(power: $0, after: lastHealthy) }
      return Likelihood(lastHealthy: lastHealthy, value: values.max() ?? 0)
    }
  }

  /// Number of points up to the second of two that lie far below the frozen line.
  private func endOfOnset(_ points: [SeriesPoint], _ baseline: Alarm.Baseline, sigma: Double) -> Int {
    let isCollapsed = points.map { point in
      point.cycle > alarm.lastHealthy - 6
        && baseline.value(at: point.cycle, from: alarm.lastHealthy) - point.value > Self.collapse * sigma
    }
    guard let first = isCollapsed.indices.dropLast().first(where: { isCollapsed[$0] && isCollapsed[$0 + 1] })
    else { return points.count }
    let healthy = points.prefix { $0.cycle < alarm.lastHealthy }.count
    return min(points.count, max(first + 2, healthy + 3))
  }
}
