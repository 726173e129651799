/// The horizontal extent of a plot of numbers, with labels at multiples of 1, 2 or 5.
package struct PlotAxis: Equatable, Sendable {
  package let low: Double
  package let high: Double

  /// Makes an axis; a range without extent gets one, values beyond all bounds count as zero.
  package init(low: Double, high: Double) {
    let low = low.isFinite && low.magnitude < 1e12 ? low : 0
    let high = high.isFinite && high.magnitude < 1e12 ? high : 0
    self.low = min(low, high)
    self.high = max(low, high, self.low + max(1e-9, self.low.magnitude * 1e-9))
  }

  /// Where a value stands: 0 at the left, 1 at the right.
  package func fraction(_ value: Double) -> Double { (value - low) / (high - low) }

  /// The value at a fraction of the width.
  package func value(_ fraction: Double) -> Double { low + (high - low) * fraction }

  /// Points as dot columns, extremes kept.
  package func spans(_ points: some Sequence<(x: Double, y: Double)>, dots: Int) -> [ValueSpan?] {
    PlotSeries.decimate(points, from: low, to: high, count: dots)
  }

  /// Labels at round values, as many as have room.
  package func labels(columns: Int) -> [Plot.Label] {
    let step = PlotScale.niceStep((high - low) / Double(max(1, columns / 12)))
    var decimals = 0
    var unit = 1.0
    while unit > step * 1.000001, decimals < 6 {
      unit /= 10
      decimals += 1
    }
    var labels: [Plot.Label] = []
    var index = (low / step - 1e-9).rounded(.up)
    while index * step <= high + step * 1e-9, labels.count < 64, index.isFinite {
      let value = index * step
      labels.append(Plot.Label(position: fraction(value), text: Numeral.fixed(value, decimals: decimals)))
      index += 1
    }
    return labels
  }
}

/// The part of a horizontal axis that is shown, and the cursor on it.
package struct AxisWindow: Equatable, Sendable {
  /// Shown part as values; nil for all of it.
  package var shown: ClosedRange<Double>?
  /// Value under the cursor; nil for none.
  package var cursor: Double?

  package init() {}

  /// The axis to draw of all there is.
  package func axis(_ all: ClosedRange<Double>) -> PlotAxis {
    let shown = self.shown.map { $0.clamped(to: all) } ?? all
    return PlotAxis(low: shown.lowerBound, high: shown.upperBound)
  }

  /// Moves the cursor by columns of the width; it first appears in the middle, and takes the window along.
  package mutating func move(by columns: Int, of width: Int, over all: ClosedRange<Double>) {
    let axis = axis(all)
    let step = (axis.high - axis.low) / Double(max(1, width - 1))
    let start = cursor.map { min(max($0, axis.low), axis.high) } ?? (axis.low + axis.high) / 2
    let target = cursor == nil ? start : min(max(start + Double(columns) * step, all.lowerBound), all.upperBound)
    cursor = target
    guard shown != nil, target < axis.low || target > axis.high else { return }
    let shift = target < axis.low ? target - axis.low : target - axis.high
    shown = (axis.low + shift)...(axis.high + shift)
  }

  /// Puts the cursor on an end.
  package mutating func jump(toEnd isEnd: Bool, over all: ClosedRange<Double>) {
    let target = isEnd ? all.upperBound : all.lowerBound
    if let shown {
      let width = shown.upperBound - shown.lowerBound
      self.shown = isEnd ? (target - width)...target : target...(target + width)
    }
    cursor = target
  }

  /// Halves or doubles what is shown, about the cursor or the middle.
  package mutating func zoom(in isIn: Bool, over all: ClosedRange<Double>) {
    let axis = axis(all)
    let whole = all.upperBound - all.lowerBound
    let width = (axis.high - axis.low) * (isIn ? 0.5 : 2)
    guard whole > 0, width > whole * 1e-5 else { return }
    guard width < whole else {
      shown = nil
      return
    }
    let centre = cursor.map { min(max($0, axis.low), axis.high) } ?? (axis.low + axis.high) / 2
    let low = min(max(centre - width / 2, all.lowerBound), all.upperBound - width)
    shown = low...(low + width)
  }
}
