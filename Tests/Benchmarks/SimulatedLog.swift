import CyclerFormats
import SimulatedLab

/// A log made in memory, and the format by which it is read.
struct SimulatedLog {
  let name: String
  let path: String
  let format: any CyclerFormat
  let bytes: [UInt8]

  /// Writes one Li|Cu cell's log in a writer's format until it has `size` bytes; nil for an unknown writer.
  init?(_ name: String, size: Int, seed: UInt64 = 1) {
    struct IsFull: Error {}
    guard let writer = LogFormat.named(name), let format = FormatRegistry.format(id: writer.family) else { return nil }
    var lab = SimulatedLab(cells: 1, seed: seed, cycles: 100_000, startTime: 1_736_000_000, formats: [writer])
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + 1 << 17)
    do {
      try lab.advance(to: .infinity) { _, piece in
        bytes += piece
        if bytes.count >= size { throw IsFull() }
      }
    } catch {
      // Long enough.
    }
    self.name = name
    path = lab.specifications.first?.path ?? name
    self.format = format
    self.bytes = bytes
  }

  /// A log of every writer, one after the other, so that only one is held.
  static func forEachWriter(size: Int, _ body: (SimulatedLog) -> Void) {
    for format in LogFormat.all {
      if let log = SimulatedLog(format.name, size: size) { body(log) }
    }
  }

  /// Hands over the bytes in pieces of at most `size`.
  func forEachPiece(of size: Int, _ body: (Span<UInt8>) -> Void) {
    let span = bytes.span
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + size)
      body(span.extracting(start..<end))
      start = end
    }
  }
}
