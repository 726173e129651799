package import CellModel

/// A channel's trace: a pyramid while much is added to it, and packed to a fifth of its size while it rests.
///
/// What comes at rest waits in a short list, so that a row costs no unpacking. Nothing is lost: the pyramid is at any time
/// what it would be had it never rested.
package struct ChannelTrace: Sendable {
  /// Buckets that wait before they are packed with the others: minutes of rows.
  private static let mostWaiting = 64

  /// Without its buckets at rest.
  private var kept: TracePyramid
  /// The buckets at rest; empty otherwise.
  private var packed: [UInt8] = []
  private var waiting: [Bucket] = []

  package init(_ depth: TraceDepth) { kept = TracePyramid(depth) }

  /// Buckets kept at each level.
  package var bucketCount: Int { kept.bucketCount }
  /// Test time of the first sample, s; NaN before any.
  package var firstTime: Double { kept.firstTime }
  /// Test time of the newest sample, s; NaN before any.
  package var lastTime: Double { kept.lastTime }

  /// Takes the next samples.
  package mutating func append(_ samples: [Sample]) {
    guard !packed.isEmpty else { return kept.append(samples) }
    guard samples.count <= Self.mostWaiting else {
      wake()
      return kept.append(samples)
    }
    for sample in samples {
      guard let bucket = TracePyramid.bucket(of: sample, since: kept.firstTime, &kept.lastTime) else { continue }
      if let last = waiting.indices.last, waiting[last].number == bucket.number {
        waiting[last].merge(bucket)
      } else {
        waiting.append(bucket)
      }
    }
    guard waiting.count > Self.mostWaiting else { return }
    wake()
    rest()
  }

  /// Packs what there is: little is expected to come soon.
  package mutating func rest() {
    guard packed.isEmpty, !kept.buckets.isEmpty else { return }
    packed = kept.packedBuckets
    (kept.buckets, kept.levels, waiting) = ([], [], [])
  }

  private mutating func wake() {
    guard !packed.isEmpty else { return }
    kept = pyramid
    (packed, waiting) = ([], [])
  }

  /// The trace to be drawn.
  package var pyramid: TracePyramid {
    guard !packed.isEmpty else { return kept }
    var whole = kept
    // What was packed here is what is unpacked: there is no other case.
    _ = whole.unpack(packed)
    whole.append(waiting)
    return whole
  }
}

extension ChannelTrace: Codable {
  private enum Part: CodingKey { case bucketCount, firstTime, lastTime, packed }

  package func encode(to encoder: any Encoder) throws {
    var whole = self
    whole.wake()
    whole.rest()
    var parts = encoder.container(keyedBy: Part.self)
    try parts.encode(whole.bucketCount, forKey: .bucketCount)
    try parts.encode(whole.firstTime, forKey: .firstTime)
    try parts.encode(whole.lastTime, forKey: .lastTime)
    try parts.encode(whole.packed, forKey: .packed)
  }

  package init(from decoder: any Decoder) throws {
    let parts = try decoder.container(keyedBy: Part.self)
    kept = TracePyramid(bucketCount: min(1 << 20, max(0, try parts.decode(Int.self, forKey: .bucketCount))))
    kept.firstTime = try parts.decode(Double.self, forKey: .firstTime)
    kept.lastTime = try parts.decode(Double.self, forKey: .lastTime)
    packed = try parts.decode([UInt8].self, forKey: .packed)
    var whole = kept
    guard packed.isEmpty ? kept.bucketCount == 0 || kept.firstTime.isNaN : whole.unpack(packed) else {
      throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "no packed trace"))
    }
  }
}
