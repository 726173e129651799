/// The plain least-squares slope of some points.
struct FittedSlope {
  var value: Double
  private var spread: Double

  init?(_ points: some Collection<SeriesPoint>) {
    guard let origin = points.first, points.count >= 3 else { return nil }
    var sums = LineSums()
    for point in points { sums.add(x: point.cycle - origin.cycle, y: point.value - origin.value) }
    spread = sums.xx - sums.x * sums.x / sums.n
    guard spread > 0 else { return nil }
    value = (sums.xy - sums.x * sums.y / sums.n) / spread
  }

  func standardError(_ noise: NoiseScale) -> Double { noise.effective / spread.squareRoot() }
}
