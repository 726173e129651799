/// A cell's voltage and current over all of its life in bounded memory: minima and maxima at eight resolutions.
///
/// Level k holds the last `bucketCount` buckets of `baseWidth * 4^k` seconds; a spike is never averaged away.
/// Voltage is kept in steps of 0.1 mV from -0.5 V to 6.05 V (clamped), current as the upper 16 bits of a Float (0.4 %).
package struct TracePyramid: Equatable, Codable, Sendable {
  /// Seconds of the narrowest bucket; with 512 buckets a level the eight reach from half an hour to a year.
  package static let baseWidth = 4.0
  package static let levelCount = 8

  /// Buckets kept at each level.
  package let bucketCount: Int
  private var levels: [Level]
  /// Test time of the first and newest sample, s; NaN before any.
  package private(set) var firstTime = Double.nan
  package private(set) var lastTime = Double.nan

  /// Minima and maxima of what fell into one stretch of time.
  package struct Column: Equatable, Sendable {
    package var minVoltage: Double
    package var maxVoltage: Double
    package var minCurrent: Double
    package var maxCurrent: Double
  }

  fileprivate struct Level: Equatable, Codable, Sendable {
    /// Index of the newest bucket (time ÷ width), or -1 before any.
    var newest = -1
    /// Four values a bucket: min V, max V, min I, max I; allocated at the first sample.
    var values: [UInt16] = []
  }

  /// Makes an empty pyramid of `bucketCount` buckets a level.
  package init(bucketCount: Int = 512) {
    self.bucketCount = max(8, bucketCount)
    self.levels = Array(repeating: Level(), count: Self.levelCount)
  }

  private static func quantise(voltage: Double) -> UInt16 {
    guard voltage == voltage else { return 0 }
    return UInt16(min(65534, max(1, ((voltage + 0.5) * 10000).rounded())))
  }

  fileprivate static func restore(voltage: UInt16) -> Double { Double(voltage) / 10000 - 0.5 }

  // The upper 16 bits of a Float, sign and magnitude turned into an order, so that minima and maxima can be taken on the
  // stored form; both signs round alike, and 0 is "none".
  private static func quantise(current: Double) -> UInt16 {
    guard current == current else { return 0 }
    let magnitude = min((Float(current.magnitude).bitPattern &+ 0x8000) >> 16, 0x7F80)
    let upper = UInt16(magnitude)
    return current < 0 && upper > 0 ? 0x7FFF - upper : 0x8000 + upper
  }

  fileprivate static func restore(current: UInt16) -> Double {
    let upper = current >= 0x8000 ? current - 0x8000 : 0x7FFF - current
    let magnitude = Double(Float(bitPattern: UInt32(upper) << 16))
    return current >= 0x8000 ? magnitude : -magnitude
  }

  /// Takes the next sample; a time that does not advance is taken at the newest bucket.
  package mutating func append(time: Double, voltage: Double, current: Double) {
    guard time == time, time.magnitude < 1e12 else { return }
    if firstTime.isNaN { firstTime = time }
    if !(lastTime >= time) { lastTime = time }
    let storedVoltage = Self.quantise(voltage: voltage)
    let storedCurrent = Self.quantise(current: current)
    var width = Self.baseWidth
    for level in 0..<Self.levelCount {
      let index = Int((max(0, lastTime - firstTime) / width).rounded(.down))
      levels[level].merge(index, storedVoltage, storedCurrent, capacity: bucketCount)
      width *= 4
    }
  }

  /// The trace between two test times as `count` columns; nil where nothing was recorded.
  ///
  /// The finest level that still reaches back to `start` and is no finer than needed is used.
  package func columns(from start: Double, to end: Double, count: Int) -> [Column?] {
    guard count > 0, end > start, !firstTime.isNaN else { return Array(repeating: nil, count: max(0, count)) }
    var width = Self.baseWidth
    var chosen = Self.levelCount - 1
    for level in 0..<Self.levelCount {
      let oldest = firstTime + Double(max(0, levels[level].newest - bucketCount + 1)) * width
      if oldest <= start || levels[level].newest < bucketCount, width * 4 > (end - start) / Double(count) {
        chosen = level
        break
      }
      width *= 4
    }
    width = Self.baseWidth * Double(1 << (2 * chosen))
    return (0..<count).map { column -> Column? in
      let left = start + (end - start) * Double(column) / Double(count) - firstTime
      let right = start + (end - start) * Double(column + 1) / Double(count) - firstTime
      guard right > 0 else { return nil }
      // Rows have times below 1e12 s; whatever is asked for beyond that is empty.
      let first = Int((min(1e13, max(0, left)) / width).rounded(.down))
      let last = max(first, Int((min(1e13, right) / width).rounded(.up)) - 1)
      return levels[chosen].column(first...last, capacity: bucketCount)
    }
  }
}

extension TracePyramid.Level {
  fileprivate mutating func merge(_ index: Int, _ voltage: UInt16, _ current: UInt16, capacity: Int) {
    if values.isEmpty { values = Array(repeating: 0, count: capacity * 4) }
    if index > newest {
      // Buckets that were jumped over hold nothing; they still carry what stood there one turn ago.
      var cleared = max(newest + 1, index - capacity + 1)
      while cleared <= index {
        let base = cleared % capacity * 4
        for offset in 0..<4 { values[base + offset] = 0 }
        cleared += 1
      }
      newest = index
    }
    let base = newest % capacity * 4
    if voltage != 0 {
      if values[base] == 0 || voltage < values[base] { values[base] = voltage }
      if voltage > values[base + 1] { values[base + 1] = voltage }
    }
    if current != 0 {
      if values[base + 2] == 0 || current < values[base + 2] { values[base + 2] = current }
      if current > values[base + 3] { values[base + 3] = current }
    }
  }

  fileprivate func column(_ range: ClosedRange<Int>, capacity: Int) -> TracePyramid.Column? {
    guard !values.isEmpty, range.lowerBound <= newest else { return nil }
    let low = max(range.lowerBound, newest - capacity + 1, 0)
    let high = min(range.upperBound, newest)
    guard low <= high else { return nil }
    var minV: UInt16 = 0
    var maxV: UInt16 = 0
    var minI: UInt16 = 0
    var maxI: UInt16 = 0
    for index in low...high {
      let base = index % capacity * 4
      let (v0, v1, i0, i1) = (values[base], values[base + 1], values[base + 2], values[base + 3])
      if v0 != 0, minV == 0 || v0 < minV { minV = v0 }
      if v1 > maxV { maxV = v1 }
      if i0 != 0, minI == 0 || i0 < minI { minI = i0 }
      if i1 > maxI { maxI = i1 }
    }
    guard maxV != 0 || maxI != 0 else { return nil }
    return TracePyramid.Column(
      minVoltage: minV == 0 ? .nan : TracePyramid.restore(voltage: minV),
      maxVoltage: maxV == 0 ? .nan : TracePyramid.restore(voltage: maxV),
      minCurrent: minI == 0 ? .nan : TracePyramid.restore(current: minI),
      maxCurrent: maxI == 0 ? .nan : TracePyramid.restore(current: maxI))
  }
}
