/// A cell's voltage and current over all of its life in bounded memory: minima and maxima at eight resolutions.
///
/// Level k holds the last `bucketCount` buckets of `baseWidth * 4^k` seconds; a spike is never averaged away.
/// Voltage is kept in steps of 0.1 mV from -0.5 V to 6.05 V (clamped), current as the upper 16 bits of a Float (0.4 %).
/// A sample is written to the finest level only; a bucket goes into the one above it when it closes, so that a sample
/// costs four thirds of a write and not eight. Readers add the buckets that are still open below.
package struct TracePyramid: Equatable, Codable, Sendable {
  /// Seconds of the narrowest bucket; with 512 buckets a level the eight reach from half an hour to a year.
  package static let baseWidth = 4.0
  package static let levelCount = 8

  /// Buckets kept at each level, a power of two.
  package let bucketCount: Int
  /// All levels one after another, the finest first; allocated at the first sample.
  private var buckets: [Bucket] = []
  /// Index of the newest bucket of the finest level (time ÷ width), or -1 before any; each level's is a quarter.
  private var newest = -1
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

  /// Makes an empty pyramid of `bucketCount` buckets a level, rounded up to a power of two.
  package init(bucketCount: Int = 512) {
    var count = 8
    while count < bucketCount, count < 1 << 20 { count *= 2 }
    self.bucketCount = count
  }

  /// Takes the next sample; a time that does not advance is taken at the newest bucket.
  package mutating func append(time: Double, voltage: Double, current: Double) {
    guard time == time, time.magnitude < 1e12 else { return }
    if firstTime != firstTime {
      firstTime = time
      buckets = Array(repeating: Bucket(), count: Self.levelCount * bucketCount)
    }
    if !(lastTime >= time) { lastTime = time }
    let index = Int((lastTime - firstTime) / Self.baseWidth)
    if index > newest { open(index) }
    let place = index & (bucketCount - 1)
    buckets[place].merge(Bucket(voltage: voltage, current: current))
  }

  /// Closes the newest buckets of every level in which time has moved on, and clears those up to the new one.
  private mutating func open(_ index: Int) {
    let count = bucketCount
    let mask = count - 1
    var base = 0
    var old = newest
    var new = index
    newest = index
    // Nothing is there to be closed before the first sample.
    guard old >= 0 else { return }
    var buckets = buckets.mutableSpan
    for level in 0..<Self.levelCount where old != new {
      if level + 1 < Self.levelCount {
        buckets[base + count + (old >> 2 & mask)].merge(buckets[base + (old & mask)])
      }
      // Buckets that were jumped over hold nothing; they still carry what stood there one turn ago.
      var cleared = max(old + 1, new - mask)
      while cleared <= new {
        buckets[base &+ (cleared & mask)] = Bucket()
        cleared &+= 1
      }
      old >>= 2
      new >>= 2
      base += count
    }
  }

  /// The trace between two test times as `count` columns; nil where nothing was recorded.
  ///
  /// The finest level that still reaches back to `start` and is no finer than needed is used.
  package func columns(from start: Double, to end: Double, count: Int) -> [Column?] {
    guard count > 0, end > start, start.isFinite, end.isFinite, !firstTime.isNaN else {
      return Array(repeating: nil, count: max(0, count))
    }
    var width = Self.baseWidth
    var chosen = Self.levelCount - 1
    for level in 0..<Self.levelCount {
      let newest = newest >> (2 * level)
      let oldest = firstTime + Double(max(0, newest - bucketCount + 1)) * width
      if oldest <= start || newest < bucketCount, width * 4 > (end - start) / Double(count) {
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
      // Far behind any bucket, where a whole number may not be able to follow.
      let behind = Double(newest + 2)
      let first = Int(min(max(0, left) / width, behind))
      let reach = min(right / width, behind)
      let whole = Int(reach)
      let last = max(first, Double(whole) < reach ? whole : whole - 1)
      return self.column(first...last, level: chosen)
    }
  }

  private func column(_ range: ClosedRange<Int>, level: Int) -> Column? {
    let newest = newest >> (2 * level)
    guard newest >= 0, range.lowerBound <= newest else { return nil }
    let low = max(range.lowerBound, newest - bucketCount + 1, 0)
    let high = min(range.upperBound, newest)
    guard low <= high else { return nil }
    var sum = Bucket()
    for index in low...high { sum.merge(buckets[level * bucketCount + index & (bucketCount - 1)]) }
    if high == newest {
      for finer in 0..<level {
        sum.merge(buckets[finer * bucketCount + (self.newest >> (2 * finer)) & (bucketCount - 1)])
      }
    }
    return sum.column
  }
}

/// The extremes of one stretch of time, in eight bytes.
private struct Bucket: Equatable, Codable, Sendable {
  // Minima are stored upside down, so that every field grows and 0 is "none".
  private var minVoltage: UInt16 = 0
  private var maxVoltage: UInt16 = 0
  private var minCurrent: UInt16 = 0
  private var maxCurrent: UInt16 = 0

  init() {}

  init(voltage: Double, current: Double) {
    let storedVoltage = Self.quantise(voltage: voltage)
    let storedCurrent = Self.quantise(current: current)
    if storedVoltage != 0 { (minVoltage, maxVoltage) = (~storedVoltage, storedVoltage) }
    if storedCurrent != 0 { (minCurrent, maxCurrent) = (~storedCurrent, storedCurrent) }
  }

  @inline(__always)
  mutating func merge(_ other: Bucket) {
    minVoltage = max(minVoltage, other.minVoltage)
    maxVoltage = max(maxVoltage, other.maxVoltage)
    minCurrent = max(minCurrent, other.minCurrent)
    maxCurrent = max(maxCurrent, other.maxCurrent)
  }

  /// The extremes in volts and amperes; nil if there are none.
  var column: TracePyramid.Column? {
    guard maxVoltage != 0 || maxCurrent != 0 else { return nil }
    return TracePyramid.Column(
      minVoltage: maxVoltage == 0 ? .nan : Self.restore(voltage: ~minVoltage),
      maxVoltage: maxVoltage == 0 ? .nan : Self.restore(voltage: maxVoltage),
      minCurrent: maxCurrent == 0 ? .nan : Self.restore(current: ~minCurrent),
      maxCurrent: maxCurrent == 0 ? .nan : Self.restore(current: maxCurrent))
  }

  @inline(__always)
  private static func quantise(voltage: Double) -> UInt16 {
    guard voltage == voltage else { return 0 }
    let steps = min(65534, max(1, (voltage + 0.5) * 10000))
    // By hand: `rounded()` is a call of the C library on x86-64.
    let whole = UInt16(steps)
    return steps - Double(whole) < 0.5 ? whole : whole + 1
  }

  private static func restore(voltage: UInt16) -> Double { Double(voltage) / 10000 - 0.5 }

  // The upper 16 bits of a Float, sign and magnitude turned into an order, so that minima and maxima can be taken on the
  // stored form; both signs round alike, and 0 is "none".
  @inline(__always)
  private static func quantise(current: Double) -> UInt16 {
    guard current == current else { return 0 }
    let magnitude = min((Float(current.magnitude).bitPattern &+ 0x8000) >> 16, 0x7F80)
    let upper = UInt16(truncatingIfNeeded: magnitude)
    return current < 0 && upper > 0 ? 0x7FFF - upper : 0x8000 + upper
  }

  private static func restore(current: UInt16) -> Double {
    let upper = current >= 0x8000 ? current - 0x8000 : 0x7FFF - current
    let magnitude = Double(Float(bitPattern: UInt32(upper) << 16))
    return current >= 0x8000 ? magnitude : -magnitude
  }
}
