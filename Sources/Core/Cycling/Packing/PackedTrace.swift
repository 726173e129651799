/// The buckets of a pyramid as few bytes: the differences from bucket to bucket, and of each level only what the finer one
/// does not tell.
extension TracePyramid {
  /// Everything of the pyramid but its times.
  var packedBuckets: [UInt8] {
    var bytes = PackedBytes()
    var finer: [Bucket] = []
    for level in levels.indices {
      let closed = closedBuckets(of: level)
      let told = Self.parents(of: finer, without: levels[level].open.number)
      var known = 0
      while level > 0, known < min(told.count, closed.count),
        told[told.count - 1 - known] == closed[closed.count - 1 - known]
      {
        known += 1
      }
      bytes.put(UInt64(levels[level].closed))
      bytes.put(UInt64(known))
      bytes.put(levels[level].open, after: Bucket(0))
      var before = Bucket(0)
      for bucket in closed.dropLast(known) {
        bytes.put(bucket, after: before)
        before = bucket
      }
      finer = closed
    }
    return Array(bytes.bytes)
  }

  /// Takes what was packed; false if it was not packed by a pyramid of as many buckets.
  mutating func unpack(_ packed: [UInt8]) -> Bool {
    var numbers = PackedNumbers(packed)
    var ring = Array(repeating: Bucket(), count: Self.levelCount * bucketCount)
    var levels = Array(repeating: TraceLevel(), count: Self.levelCount)
    var finer: [Bucket] = []
    for level in levels.indices {
      guard let closed = numbers.next().flatMap({ UInt32(exactly: $0) }), let known = numbers.next(),
        let open = numbers.nextBucket(after: Bucket(0))
      else { return false }
      let held = min(Int(closed), bucketCount)
      let told = Self.parents(of: finer, without: open.number)
      guard known <= UInt64(min(held, told.count)) else { return false }
      levels[level] = TraceLevel(open: open, closed: closed)
      var all: [Bucket] = []
      all.reserveCapacity(held)
      while all.count < held - Int(known) {
        guard let bucket = numbers.nextBucket(after: all.last ?? Bucket(0)) else { return false }
        all.append(bucket)
      }
      all += told.suffix(Int(known))
      for (place, bucket) in all.enumerated() {
        ring[level * bucketCount + (Int(closed) - held + place) & (bucketCount - 1)] = bucket
      }
      finer = all
    }
    guard numbers.isAtEnd, bucketCount > 0 else { return false }
    (buckets, self.levels) = (ring, levels)
    return true
  }

  /// The closed buckets of a level, oldest first.
  private func closedBuckets(of level: Int) -> [Bucket] {
    let closed = Int(levels[level].closed)
    return (max(0, closed - bucketCount)..<closed).map { buckets[level * bucketCount + $0 & (bucketCount - 1)] }
  }

  /// What finer buckets tell of the next level, without the one that is still open there.
  private static func parents(of finer: [Bucket], without open: UInt32) -> [Bucket] {
    var parents: [Bucket] = []
    for bucket in finer {
      var parent = bucket
      parent.number >>= 2
      if parent.number == open { continue }
      if let last = parents.indices.last, parents[last].number == parent.number {
        parents[last].merge(parent)
      } else {
        parents.append(parent)
      }
    }
    return parents
  }
}

/// What of a bucket is as it was in the one before it.
private enum Sameness {
  static let nextNumber: UInt64 = 1
  static let voltage: UInt64 = 2
  static let oneVoltage: UInt64 = 4
  static let current: UInt64 = 8
  static let oneCurrent: UInt64 = 16
}

extension Bucket {
  fileprivate init(_ number: UInt32) {
    self.init()
    self.number = number
  }
}

extension PackedBytes {
  fileprivate mutating func put(_ bucket: Bucket, after before: Bucket) {
    var same: UInt64 = 0
    if bucket.number == before.number &+ 1 { same |= Sameness.nextNumber }
    if (bucket.minVoltage, bucket.maxVoltage) == (before.minVoltage, before.maxVoltage) { same |= Sameness.voltage }
    if bucket.maxVoltage == ~bucket.minVoltage { same |= Sameness.oneVoltage }
    if (bucket.minCurrent, bucket.maxCurrent) == (before.minCurrent, before.maxCurrent) { same |= Sameness.current }
    if bucket.maxCurrent == ~bucket.minCurrent { same |= Sameness.oneCurrent }
    put(same)
    if same & Sameness.nextNumber == 0 { put(UInt64(bucket.number &- before.number)) }
    if same & Sameness.voltage == 0 {
      put(signed: Int64(bucket.maxVoltage) - Int64(before.maxVoltage))
      if same & Sameness.oneVoltage == 0 { put(signed: Int64(bucket.maxVoltage) - Int64(~bucket.minVoltage)) }
    }
    if same & Sameness.current == 0 {
      put(signed: Int64(bucket.maxCurrent) - Int64(before.maxCurrent))
      if same & Sameness.oneCurrent == 0 { put(signed: Int64(bucket.maxCurrent) - Int64(~bucket.minCurrent)) }
    }
  }
}

extension PackedNumbers {
  fileprivate mutating func nextBucket(after before: Bucket) -> Bucket? {
    guard let same = next() else { return nil }
    var bucket = before
    if same & Sameness.nextNumber != 0 {
      bucket.number = before.number &+ 1
    } else {
      guard let step = next() else { return nil }
      bucket.number = before.number &+ UInt32(truncatingIfNeeded: step)
    }
    if same & Sameness.voltage == 0 {
      guard let range = nextRange(from: before.maxVoltage, isOne: same & Sameness.oneVoltage != 0) else { return nil }
      (bucket.minVoltage, bucket.maxVoltage) = range
    }
    if same & Sameness.current == 0 {
      guard let range = nextRange(from: before.maxCurrent, isOne: same & Sameness.oneCurrent != 0) else { return nil }
      (bucket.minCurrent, bucket.maxCurrent) = range
    }
    return bucket
  }

  /// A minimum as it is stored, upside down, and a maximum.
  private mutating func nextRange(from before: UInt16, isOne: Bool) -> (UInt16, UInt16)? {
    guard let rise = nextSigned() else { return nil }
    let largest = UInt16(truncatingIfNeeded: Int64(before) &+ rise)
    guard !isOne else { return (~largest, largest) }
    return nextSigned().map { (~UInt16(truncatingIfNeeded: Int64(largest) &- $0), largest) }
  }
}
