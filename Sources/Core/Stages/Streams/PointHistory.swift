/// One accepted value of a series at its cycle.
struct SeriesPoint: Equatable, Sendable {
  var cycle: Double
  var value: Double
}

/// A checkpoint holds thousands of points, so they are written without their names.
extension SeriesPoint: Codable {
  init(from decoder: any Decoder) throws {
    var fields = try decoder.unkeyedContainer()
    cycle = try fields.decode(Double.self)
    value = try fields.decode(Double.self)
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.unkeyedContainer()
    try fields.encode(cycle)
    try fields.encode(value)
  }
}

/// The accepted points of a series in bounded memory: the newest one by one, older ones as sums of eight and more.
struct PointHistory: Codable, Sendable {
  /// Older points that only ever act together, about the first of them.
  struct Block: Codable, Sendable {
    var first: SeriesPoint
    var lastCycle: Double
    var sums: LineSums
  }

  /// Points kept one by one: the locator wants 150 cycles on either side of a turn.
  static let fineLimit = 320
  private static let blockSize = 8
  private static let blockLimit = 160

  private(set) var points: [SeriesPoint] = []
  private(set) var blocks: [Block] = []
  private(set) var count = 0

  var last: SeriesPoint? { points.last }
  var firstCycle: Double { blocks.first?.first.cycle ?? points.first?.cycle ?? 0 }

  mutating func append(_ point: SeriesPoint) {
    // Room for no more than can come: a fleet has three of these a cell.
    if points.count == points.capacity {
      points.reserveCapacity(min(Self.fineLimit + Self.blockSize, points.count + points.count / 4 + 8))
    }
    points.append(point)
    count += 1
    guard points.count >= Self.fineLimit + Self.blockSize else { return }
    pack(points.prefix(Self.blockSize))
    points.removeFirst(Self.blockSize)
  }

  /// The newest values, oldest first.
  func newestValues(_ number: Int) -> [Double] { points.suffix(number).map(\.value) }

  /// Sums of the newest points up to a cycle, about that cycle and the value there; nil if nothing reaches so far back.
  ///
  /// Older points count by whole blocks, so that there may be a few more than `limit`.
  func sums(upTo cycle: Double, newest limit: Int) -> (sums: LineSums, originValue: Double)? {
    guard let origin = points.last(where: { $0.cycle <= cycle })?.value ?? blocks.last?.first.value else { return nil }
    var sums = LineSums()
    for point in points.reversed() where point.cycle <= cycle {
      guard sums.n < Double(limit) else { break }
      sums.add(x: point.cycle - cycle, y: point.value - origin)
    }
    for block in blocks.reversed() where block.lastCycle <= cycle {
      guard sums.n < Double(limit) else { break }
      sums = sums + block.sums.moved(toX: cycle - block.first.cycle, y: origin - block.first.value)
    }
    return sums.n > 0 ? (sums, origin) : nil
  }

  /// Keeps only the newest points: they begin a new stage I.
  mutating func keepNewest(_ number: Int) {
    guard number < count else { return }
    if number <= points.count {
      points.removeFirst(points.count - number)
      blocks = []
    } else {
      while let oldest = blocks.first, count - Int(oldest.sums.n) >= number {
        count -= Int(oldest.sums.n)
        blocks.removeFirst()
      }
    }
    recount()
  }

  /// Drops what lies after a cycle but for the newest points: an excursion that has passed.
  mutating func dropExcursion(after cycle: Double, keepingNewest number: Int) {
    let kept = points.count - number
    points = points.enumerated().filter { $0.offset >= kept || $0.element.cycle <= cycle }.map(\.element)
    blocks.removeAll { $0.lastCycle > cycle }
    recount()
  }

  private mutating func recount() {
    count = points.count + blocks.reduce(0) { $0 + Int($1.sums.n) }
  }

  private mutating func pack(_ old: ArraySlice<SeriesPoint>) {
    guard let first = old.first, let last = old.last else { return }
    var sums = LineSums()
    for point in old { sums.add(x: point.cycle - first.cycle, y: point.value - first.value) }
    blocks.append(Block(first: first, lastCycle: last.cycle, sums: sums))
    if blocks.count > Self.blockLimit { mergePairs() }
  }

  private mutating func mergePairs() {
    var merged: [Block] = []
    for index in stride(from: 0, to: blocks.count, by: 2) {
      var block = blocks[index]
      if index + 1 < blocks.count {
        let next = blocks[index + 1]
        let shift = next.sums.moved(
          toX: block.first.cycle - next.first.cycle, y: block.first.value - next.first.value)
        block.sums = block.sums + shift
        block.lastCycle = next.lastCycle
      }
      merged.append(block)
    }
    blocks = merged
  }
}
