/// The vertical extent of a plot, with ticks at multiples of 1, 2 or 5.
package struct PlotScale: Equatable, Sendable {
  package let low: Double
  package let high: Double
  package let step: Double

  /// Covers a range outward to a fraction of a tick; a range without extent gets one around its value.
  ///
  /// Going out to whole ticks would leave up to half of a small plot empty.
  package init(low: Double, high: Double, ticks: Int = 5) {
    let bound = 1e12
    var (low, high) = (low.isFinite ? low : 0, high.isFinite ? high : 0)
    if low > high { swap(&low, &high) }
    low = min(max(low, -bound), bound)
    high = min(max(high, -bound), bound)
    let leastSpan = max(1e-9, max(low.magnitude, high.magnitude) * 1e-6)
    if high - low < leastSpan {
      low -= leastSpan
      high += leastSpan
    }
    let step = Self.niceStep((high - low) / Double(max(1, ticks)))
    self.step = step
    let fraction = step / 5
    self.low = (low / fraction + 1e-9).rounded(.down) * fraction
    self.high = (high / fraction - 1e-9).rounded(.up) * fraction
  }

  /// The smallest of 1, 2 or 5 times a power of ten that is not below a value.
  package static func niceStep(_ raw: Double) -> Double {
    guard raw.isFinite, raw > 0 else { return 1 }
    var power = 1.0
    while power < raw, power < 1e15 { power *= 10 }
    while power / 10 >= raw, power > 1e-12 { power /= 10 }
    if power / 5 >= raw { return power / 5 }
    if power / 2 >= raw { return power / 2 }
    return power
  }

  /// Keeps the previous scale as long as it serves, because a new one redraws the whole plot.
  ///
  /// It serves while the data stay inside and fill at least two fifths of it.
  package static func settled(_ previous: PlotScale?, low: Double, high: Double, ticks: Int = 5) -> PlotScale {
    let fresh = PlotScale(low: low, high: high, ticks: ticks)
    guard let previous, low >= previous.low, high <= previous.high else { return fresh }
    return high - low >= (previous.high - previous.low) * 0.4 || fresh.step >= previous.step ? previous : fresh
  }

  /// Decimals that tell two ticks apart.
  package var decimals: Int { Self.decimals(step) }
  /// Decimals that the ends of the scale need.
  package var edgeDecimals: Int { Self.decimals(step / 5) }

  private static func decimals(_ step: Double) -> Int {
    var digits = 0
    var unit = 1.0
    while unit > step * 1.000001, digits < 9 {
      unit /= 10
      digits += 1
    }
    return digits
  }

  /// The values of the ticks, lowest first, at most a hundred.
  package var ticks: [Double] {
    let first = (low / step - 1e-9).rounded(.up)
    let count = (high / step + 1e-9).rounded(.down) - first
    guard count.isFinite, count >= 0 else { return [] }
    return (0...Int(min(100, count))).map { (first + Double($0)) * step }
  }

  /// Where a value stands: 0 at the bottom, 1 at the top.
  package func fraction(_ value: Double) -> Double { (value - low) / (high - low) }
}
