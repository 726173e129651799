/// A turning cycle with its 95 % interval, in running cycles.
struct TurnEstimate: Codable, Equatable, Sendable {
  var turningCycle: Double
  var low: Double
  var high: Double
}

/// Finds the most likely turning cycle once a turn is certain, and again as points come.
struct TurnLocator {
  /// Half of χ²₁'s 95 % point, times four for what the model does not know (coverage on the benchmark).
  private static let likelihoodDrop = 1.92 * 4
  /// The profile's interval is widened by these for the smear between onset and turn.
  private static let widening = (cycles: 2.0, perAge: 0.03)
  /// How far before the first estimate later ones may go.
  private static let reachBack = (cathode: 25.0, half: 15.0)
  private static let searchedPoints = 200
  /// Residual scales below the frozen line at which a Li|Cu cell has collapsed: later points have another shape.
  private static let collapse = 12.0

  let streams: StreamBank
  let alarm: Alarm
  let hasCathode: Bool
  let firstCycle: Double

  private struct Likelihood {
    var lastHealthy: Double
    var value: Double
  }

  /// The estimate from all points so far; nil if no candidate can be judged.
  func estimate() -> TurnEstimate? {
    let profile: [Likelihood]
    let reach: Double
    if alarm.baseline(of: .capacity) == nil, alarm.baseline(of: .efficiency) == nil {
      profile = kinkProfile(streams.polarisation)
      reach = Self.reachBack.cathode
    } else if hasCathode {
      profile = reservoirProfile()
      reach = Self.reachBack.cathode
    } else {
      profile = onsetProfile()
      reach = Self.reachBack.half
    }
    let near = profile.filter { $0.lastHealthy >= alarm.lastHealthy - reach }
    guard let best = near.max(by: { $0.value < $1.value }) else { return nil }
    let inside = near.filter { $0.value >= best.value - Self.likelihoodDrop }.map(\.lastHealthy)
    let turn = best.lastHealthy + 1
    let width = Self.widening.cycles + Self.widening.perAge * (turn - firstCycle)
    return TurnEstimate(
      turningCycle: turn, low: ((inside.min() ?? best.lastHealthy) + 1 - width).rounded(.down),
      high: ((inside.max() ?? best.lastHealthy) + 1 + width).rounded(.up))
  }

  private func kinkProfile(_ stream: EvidenceStream) -> [Likelihood] {
    guard let scan = CandidateScan(stream, firstCycle: firstCycle) else { return [] }
    return scan.candidates(fine: Self.searchedPoints, coarse: false, against: .trend).map {
      let z = max($0.kink.z, 0)
      return Likelihood(lastHealthy: $0.lastHealthy, value: z * z / 2)
    }
  }

  /// Cells with a cathode: the capacity's kink, and half of CE's step because the two share a noise.
  private func reservoirProfile() -> [Likelihood] {
    var profile = kinkProfile(streams.capacity)
    guard let scan = CandidateScan(streams.efficiency, firstCycle: firstCycle) else { return profile }
    var steps = scan.candidates(fine: Self.searchedPoints, coarse: false, against: .trend)[...]
    for index in profile.indices {
      while let step = steps.first, step.lastHealthy < profile[index].lastHealthy { steps.removeFirst() }
      guard let step = steps.first, step.lastHealthy == profile[index].lastHealthy else { continue }
      let z = max(step.step.z, 0)
      profile[index].value += 0.5 * z * z / 2
    }
    return profile
  }

  /// Li|Cu: CE collapses ever faster, so a kink fit is late by 3 to 10 cycles; a quadratic onset on the points up to
  /// the collapse is not.
  private func onsetProfile() -> [Likelihood] {
    let stream = streams.efficiency
    guard let baseline = alarm.baseline(of: .efficiency), let newest = stream.history.last else { return [] }
    let points = stream.history.points
    let upTo = endOfOnset(points, baseline, sigma: stream.noise.sigma)
    let sigma = stream.noise.effective
    let ridge = (sigma / stream.signal.slopePrior) * (sigma / stream.signal.slopePrior)
    guard upTo >= 3 else { return [] }
    var profile: [Likelihood] = []
    let oldest = alarm.lastHealthy - Self.reachBack.half
    for next in max(4, upTo - Self.searchedPoints)..<max(4, upTo - 1) {
      let lastHealthy = points[next - 1].cycle
      guard lastHealthy >= oldest else { continue }
      var pre = LineSums()
      var post = LineSums()
      var shape = TrendFit.Shape(f: 0, fx: 0, ff: 0, fy: 0)
      for point in points[max(0, next - 150)..<next] {
        pre.add(x: point.cycle - lastHealthy, y: point.value - newest.value)
      }
      for point in points[next..<upTo] {
        let x = point.cycle - lastHealthy
        let y = point.value - newest.value
        post.add(x: x, y: y)
        let f = x * x
        shape.f += f
        shape.fx += f * x
        shape.ff += f * f
        shape.fy += f * y
      }
      let fit = TrendFit(pre: pre, post: post, ridge: ridge).solve(shape)
      let z = max(-fit.size * fit.information.squareRoot() / sigma, 0)
      profile.append(Likelihood(lastHealthy: lastHealthy, value: z * z / 2))
    }
    return profile
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
