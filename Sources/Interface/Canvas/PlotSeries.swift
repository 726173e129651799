/// The least and greatest value that fell into one dot column.
package struct ValueSpan: Equatable, Sendable {
  package var low: Double
  package var high: Double

  package init(_ low: Double, _ high: Double) {
    self.low = min(low, high)
    self.high = max(low, high)
  }

  fileprivate var middle: Double { (low + high) / 2 }
}

/// One curve of a plot: what to draw in each dot column, and how.
package struct PlotSeries: Equatable, Sendable {
  /// How the values become dots.
  package enum Style: Equatable, Sendable {
    /// Neighbouring columns are joined.
    case line
    /// Every value stands alone.
    case dots
    /// A line with gaps, to be told from another one of its colour.
    case dashed
  }
  /// One a dot column; nil is a gap and stays one.
  package var spans: [ValueSpan?]
  package var role: Role
  package var style: Style

  package init(spans: [ValueSpan?], role: Role, style: Style = .line) {
    self.spans = spans
    self.role = role
    self.style = style
  }

  /// Sorts points into `count` dot columns over a range of x.
  ///
  /// The extremes of each column are kept so that no spike is lost; values that are not finite are left out.
  package static func decimate(
    _ points: some Sequence<(x: Double, y: Double)>, from start: Double, to end: Double, count: Int
  ) -> [ValueSpan?] {
    var spans: [ValueSpan?] = Array(repeating: nil, count: max(0, count))
    guard count > 0, end >= start, start.isFinite, end.isFinite else { return spans }
    let extent = end > start ? end - start : 1
    for point in points where point.y.isFinite && point.x >= start && point.x <= end {
      let column = min(count - 1, Int((point.x - start) / extent * Double(count)))
      if let span = spans[column] {
        spans[column] = ValueSpan(min(span.low, point.y), max(span.high, point.y))
      } else {
        spans[column] = ValueSpan(point.y, point.y)
      }
    }
    return spans
  }

  /// Draws straight lines over the columns between values that were recorded at the usual distance from each other.
  ///
  /// Where columns are narrower than the logging interval most of them are empty without anything being missing: a
  /// hole up to three times the median distance is the interval, a longer one is a gap and stays.
  package static func bridged(_ spans: [ValueSpan?]) -> [ValueSpan?] {
    let filled = spans.indices.filter { spans[$0] != nil }
    guard filled.count > 1 else { return spans }
    let distances = zip(filled, filled.dropFirst()).map { $1 - $0 }
    let usual = distances.sorted()[distances.count / 2]
    var result = spans
    for (left, right) in zip(filled, filled.dropFirst()) where right - left > 1 && right - left <= max(2, usual * 3) {
      guard let from = spans[left]?.middle, let to = spans[right]?.middle else { continue }
      for column in left + 1..<right {
        let value = from + (to - from) * Double(column - left) / Double(right - left)
        result[column] = ValueSpan(value, value)
      }
    }
    return result
  }

  /// Turns equal neighbouring columns into a ramp where the curve rises or falls through them.
  ///
  /// A source coarser than the dots gives the same extremes for several columns, which would draw a slope as a flight
  /// of stairs. The extremes stay; where the neighbours do not say which way the curve goes, so does the block.
  package static func unfolded(_ spans: [ValueSpan?]) -> [ValueSpan?] {
    var result = spans
    var start = 0
    while start < spans.count {
      var end = start + 1
      while end < spans.count, spans[end] == spans[start] { end += 1 }
      defer { start = end }
      guard end - start > 1, start > 0, end < spans.count,
        let before = spans[start - 1], let span = spans[start], let after = spans[end]
      else { continue }
      let rises = before.low <= span.low && before.high <= span.high && span.low <= after.low && span.high <= after.high
      let falls = before.low >= span.low && before.high >= span.high && span.low >= after.low && span.high >= after.high
      guard rises != falls else { continue }
      let step = (span.high - span.low) / Double(end - start)
      for column in start..<end {
        let position = Double(rises ? column - start : end - 1 - column)
        result[column] = ValueSpan(span.low + step * position, span.low + step * (position + 1))
      }
    }
    return result
  }

  /// The extremes of all columns; nil if every column is a gap.
  package var extent: ValueSpan? {
    var result: ValueSpan?
    for case let span? in spans {
      guard let known = result else {
        result = span
        continue
      }
      result = ValueSpan(min(known.low, span.low), max(known.high, span.high))
    }
    return result
  }

  /// Sets the dots of the series on a matrix.
  package func draw(on dots: inout DotMatrix, scale: PlotScale) {
    let lowest = dots.dotRows - 1
    guard lowest >= 0 else { return }
    func dotRow(_ value: Double) -> Int {
      let position = (1 - scale.fraction(value)) * Double(lowest)
      return position.isFinite ? Int(min(max(position, -1e6), 1e6).rounded()) : -1
    }
    var previous: ClosedRange<Int>?
    for (column, span) in spans.enumerated() {
      guard let span else {
        previous = nil
        continue
      }
      let range = dotRow(span.high)...max(dotRow(span.high), dotRow(span.low))
      switch style {
      case .dashed where column / 4 % 2 == 1: break
      case .line, .dashed:
        var (top, bottom) = (range.lowerBound, range.upperBound)
        if let previous {
          // One dot short of the neighbour's, so that a step is drawn once and not twice as thick.
          if previous.upperBound < top { top = previous.upperBound + 1 }
          if previous.lowerBound > bottom { bottom = previous.lowerBound - 1 }
        }
        dots.fill(column: column, from: top, to: bottom)
      case .dots:
        dots.fill(column: column, from: range.lowerBound, to: range.lowerBound)
        dots.fill(column: column, from: range.upperBound, to: range.upperBound)
      }
      previous = range
    }
  }
}
