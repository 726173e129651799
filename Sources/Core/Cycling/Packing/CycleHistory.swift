package import CellModel

/// Closed cycles, oldest first: the newest as they are, the older ones packed to two fifths while the channel rests.
///
/// A fleet holds hundreds of thousands of cycles, and looks at the old ones of a channel when one more closes or when the
/// channel is opened.
package struct CycleHistory: Sendable {
  /// Newest cycles that stay unpacked, and how many more there must be before they are packed.
  private static let kept = 4
  private static let slack = 8

  private var packed: [UInt8] = []
  private var packedCount = 0
  /// What the next packed one is told by.
  private var newestPacked: Cycle?
  private var recent: [Cycle] = []
  /// The newest complete one.
  package private(set) var newestComplete: Cycle?

  package init() {}

  package var count: Int { packedCount + recent.count }
  package var isEmpty: Bool { count == 0 }
  package var last: Cycle? { recent.last ?? newestPacked }

  /// Adds a cycle that has closed.
  package mutating func append(_ cycle: Cycle) {
    // Doubled as arrays are, a fleet's cycles would leave a quarter of their memory empty.
    if recent.count == recent.capacity { recent.reserveCapacity(recent.count + recent.count / 8 + Self.slack) }
    recent.append(cycle)
    if cycle.isComplete { newestComplete = cycle }
  }

  /// Packs what is old: little is expected to come soon.
  package mutating func rest() {
    if recent.count >= Self.kept + Self.slack { pack(allBut: Self.kept) }
  }

  /// Unpacks everything.
  package mutating func wake() {
    guard packedCount > 0 else { return }
    recent = all
    (packed, packedCount, newestPacked) = ([], 0, nil)
  }

  private mutating func pack(allBut kept: Int) {
    var bytes = PackedBytes()
    var before = newestPacked ?? Cycle.beforeFirst
    for cycle in recent.dropLast(kept) {
      bytes.put(cycle, after: before)
      before = cycle
      newestPacked = cycle
    }
    packedCount += max(0, recent.count - kept)
    recent = Array(recent.suffix(kept))
    // Exactly as much as there is: an array that grows by itself takes up to twice that.
    var whole: [UInt8] = []
    whole.reserveCapacity(packed.count + bytes.bytes.count)
    whole += packed
    whole += bytes.bytes
    packed = whole
  }

  /// All cycles.
  package var all: [Cycle] {
    guard packedCount > 0 else { return recent }
    // What was packed here is what is unpacked: there is no other case.
    return (Self.unpack(packed, packedCount) ?? []) + recent
  }

  /// The cycles from a place on, without unpacking where none of them is packed.
  package func from(_ place: Int) -> ArraySlice<Cycle> {
    place >= packedCount ? recent.dropFirst(place - packedCount) : all.dropFirst(place)
  }

  /// Fewer cycles than bytes; nil if the bytes were not made by packing so many.
  private static func unpack(_ packed: [UInt8], _ count: Int) -> [Cycle]? {
    guard count <= packed.count else { return nil }
    var numbers = PackedNumbers(packed)
    var cycles: [Cycle] = []
    cycles.reserveCapacity(count)
    var before = Cycle.beforeFirst
    for _ in 0..<count {
      guard let cycle = numbers.nextCycle(after: before) else { return nil }
      cycles.append(cycle)
      before = cycle
    }
    return numbers.isAtEnd ? cycles : nil
  }
}

extension Cycle {
  /// What the first packed cycle is told by.
  fileprivate static var beforeFirst: Cycle {
    var cycle = Cycle(number: 0, firstHalf: .charge)
    (cycle.vendorCycle, cycle.startTime, cycle.endTime) = (0, 0, 0)
    return cycle
  }
}

extension CycleHistory: Equatable {
  package static func == (left: CycleHistory, right: CycleHistory) -> Bool { left.all == right.all }
}

extension CycleHistory: Codable {
  private enum Part: CodingKey { case count, packed }

  package func encode(to encoder: any Encoder) throws {
    var whole = self
    whole.pack(allBut: 0)
    var parts = encoder.container(keyedBy: Part.self)
    try parts.encode(whole.packedCount, forKey: .count)
    try parts.encode(whole.packed, forKey: .packed)
  }

  package init(from decoder: any Decoder) throws {
    let parts = try decoder.container(keyedBy: Part.self)
    packedCount = try parts.decode(Int.self, forKey: .count)
    packed = try parts.decode([UInt8].self, forKey: .packed)
    guard packedCount >= 0, let cycles = Self.unpack(packed, packedCount) else {
      throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "no packed cycles"))
    }
    newestPacked = cycles.last
    newestComplete = cycles.last { $0.isComplete }
  }
}
