package import CellModel

/// How much of a channel's voltage and current over time is kept in memory.
package enum TraceDepth: Sendable {
  /// Only when the first and the newest row were: for whoever draws nothing.
  case times
  /// Enough to draw any stretch in a few dozen columns; for each channel of a large fleet.
  case overview
  /// Enough to draw any stretch in all columns of a wide screen.
  case full

  /// Buckets that each level of the pyramid keeps.
  var bucketCount: Int {
    switch self {
    case .times: 0
    case .overview: 64
    case .full: 512
    }
  }
}

/// A cell's voltage and current over all of its life in bounded memory: minima and maxima at eight resolutions.
///
/// Level k holds the last `bucketCount` stretches of `baseWidth * 4^k` seconds in which anything was recorded; a spike is
/// never averaged away. Voltage is kept in steps of 0.1 mV from -0.5 V to 6.05 V (clamped), current as the upper 16 bits
/// of a Float (0.4 %). A sample is written to the finest level only; a bucket goes into the one above it when it closes,
/// so that a sample costs little more than one write and not eight. Readers add the buckets that are still open below.
package struct TracePyramid: Equatable, Codable, Sendable {
  /// Seconds of the narrowest bucket; with 512 buckets a level the eight reach from half an hour to a year at least.
  package static let baseWidth = 4.0
  package static let levelCount = 8
  /// Times beyond some 250 years are garbage; below it the number of a bucket fits into 32 bits.
  private static let longestTime = 8e9

  /// Buckets kept at each level, a power of two; none where only the times are.
  package let bucketCount: Int
  /// What is closed: all levels one after another, the finest first, each a ring; allocated at the first sample.
  var buckets: [Bucket] = []
  /// What is open at each level.
  var levels: [TraceLevel] = []
  /// Test time of the first sample, s; NaN before any.
  package internal(set) var firstTime = Double.nan
  /// Test time of the newest sample, s; NaN before any.
  package internal(set) var lastTime = Double.nan

  /// Minima and maxima of what fell into one stretch of time.
  package struct Column: Equatable, Sendable {
    package var minVoltage: Double
    package var maxVoltage: Double
    package var minCurrent: Double
    package var maxCurrent: Double
  }

  /// Makes an empty pyramid of `bucketCount` buckets a level, rounded up to a power of two; 0 keeps the times only.
  package init(bucketCount: Int = TraceDepth.full.bucketCount) {
    var count = bucketCount > 0 ? 8 : 0
    while count < bucketCount, count < 1 << 20 { count *= 2 }
    self.bucketCount = count
  }

  /// Makes an empty pyramid.
  package init(_ depth: TraceDepth) { self.init(bucketCount: depth.bucketCount) }

  /// Takes the next sample; a time that does not advance is taken at the newest bucket.
  package mutating func append(time: Double, voltage: Double, current: Double) {
    append([Sample(testTime: time, voltage: voltage, current: current)])
  }

  /// Takes the next samples.
  package mutating func append(_ samples: [Sample]) {
    guard let first = samples.firstIndex(where: { $0.testTime.magnitude < Self.longestTime }) else { return }
    if firstTime != firstTime {
      firstTime = samples[first].testTime
      buckets = Array(repeating: Bucket(), count: Self.levelCount * bucketCount)
      levels = Array(repeating: TraceLevel(), count: bucketCount > 0 ? Self.levelCount : 0)
    }
    guard bucketCount > 0 else {
      for index in first..<samples.count { _ = Self.advance(&lastTime, to: samples[index].testTime) }
      return
    }
    // Taken out and put back: every access to a property of a pyramid that is written would be checked.
    var taken = (buckets: [Bucket](), levels: [TraceLevel]())
    swap(&taken.buckets, &buckets)
    swap(&taken.levels, &levels)
    append(samples.span, from: first, &taken.buckets, &taken.levels)
    swap(&taken.buckets, &buckets)
    swap(&taken.levels, &levels)
  }

  private mutating func append(
    _ samples: Span<Sample>, from first: Int, _ buckets: inout [Bucket], _ levels: inout [TraceLevel]
  ) {
    var ring = buckets.mutableSpan
    var levels = levels.mutableSpan
    let (start, count) = (firstTime, bucketCount)
    var newest = lastTime
    for index in first..<samples.count {
      guard let sample = Self.bucket(of: samples[index], since: start, &newest) else { continue }
      if sample.number == levels[0].open.number {
        levels[0].open.merge(sample)
      } else {
        Self.begin(sample, count, &ring, &levels)
      }
    }
    lastTime = newest
  }

  /// A sample as a bucket of the finest level; nil where its time is garbage.
  @inline(__always)
  static func bucket(of sample: Sample, since start: Double, _ newest: inout Double) -> Bucket? {
    guard advance(&newest, to: sample.testTime) else { return nil }
    return Bucket(
      UInt32((newest - start) * (1 / baseWidth)), voltage: sample.voltage, current: sample.current)
  }

  /// Moves the newest time on to a later one; false where the time is garbage.
  @inline(__always)
  private static func advance(_ newest: inout Double, to time: Double) -> Bool {
    guard time.magnitude < longestTime else { return false }
    if !(newest >= time) { newest = time }
    return true
  }

  /// Takes buckets of the finest level, oldest first.
  mutating func append(_ waiting: [Bucket]) {
    guard bucketCount > 0, !buckets.isEmpty else { return }
    var (all, states) = (buckets, levels)
    (buckets, levels) = ([], [])
    var ring = all.mutableSpan
    var open = states.mutableSpan
    for bucket in waiting {
      if bucket.number == open[0].open.number {
        open[0].open.merge(bucket)
      } else {
        Self.begin(bucket, bucketCount, &ring, &open)
      }
    }
    (buckets, levels) = (all, states)
  }

  /// Begins a bucket of the finest level: closes those before it, at every level in which time moves on.
  @inline(__always)
  private static func begin(
    _ sample: Bucket, _ count: Int, _ ring: inout MutableSpan<Bucket>, _ levels: inout MutableSpan<TraceLevel>
  ) {
    var closing = levels[0].open
    levels[0].open = sample
    guard closing.number != Bucket.none else { return }
    var old = closing.number
    var new = sample.number
    var base = 0
    for level in 0..<levelCount {
      if level > 0 {
        if levels[level].open.number == old { closing.merge(levels[level].open) }
        closing.number = old
        guard old != new else {
          levels[level].open = closing
          return
        }
        levels[level].open.number = Bucket.none
      }
      ring[base &+ Int(levels[level].closed) & (count &- 1)] = closing
      levels[level].closed &+= 1
      base &+= count
      old >>= 2
      new >>= 2
    }
  }

  // MARK: Reading

  /// The trace between two test times as `count` columns; nil where nothing was recorded.
  ///
  /// The finest level that still reaches back to `start` and is no finer than needed is used.
  package func columns(from start: Double, to end: Double, count: Int) -> [Column?] {
    var columns = [Column?](repeating: nil, count: max(0, count))
    guard end > start, start.isFinite, end.isFinite, !buckets.isEmpty else { return columns }
    let level = level(for: (end - start) / Double(count), from: start)
    let width = Self.baseWidth * Double(1 << (2 * level))
    let newest = Int(levels[0].open.number >> (2 * level))
    // Behind any bucket, where a whole number may not be able to follow.
    let behind = Double(newest + 2)
    let closed = Int(levels[level].closed)
    let ring = buckets.span.extracting(level * bucketCount..<(level + 1) * bucketCount)
    let mask = bucketCount - 1
    var next = max(0, closed - bucketCount)
    for column in columns.indices {
      let left = start + (end - start) * Double(column) / Double(count) - firstTime
      let right = start + (end - start) * Double(column + 1) / Double(count) - firstTime
      guard right > 0 else { continue }
      let first = Int(min(max(0, left) / width, behind))
      let reach = min(right / width, behind)
      let whole = Int(reach)
      let last = max(first, Double(whole) < reach ? whole : whole - 1)
      guard first <= newest else { break }
      while next < closed, ring[next & mask].number < first { next += 1 }
      var sum = Bucket()
      // Neighbouring columns may share a bucket.
      var one = next
      while one < closed, ring[one & mask].number <= last {
        sum.merge(ring[one & mask])
        one += 1
      }
      if last >= newest { for finer in 0...level where levels[finer].isOpen { sum.merge(levels[finer].open) } }
      columns[column] = sum.column
    }
    return columns
  }

  /// The finest level that still reaches back to `start` and is no finer than columns of this width need.
  private func level(for width: Double, from start: Double) -> Int {
    for level in 0..<Self.levelCount {
      let levelWidth = Self.baseWidth * Double(1 << (2 * level))
      guard levelWidth * 4 > width else { continue }
      let closed = Int(levels[level].closed)
      guard closed > bucketCount else { return level }
      let oldest = buckets[level * bucketCount + closed & (bucketCount - 1)].number
      if firstTime + Double(oldest) * levelWidth <= start { return level }
    }
    return Self.levelCount - 1
  }
}
