import Glibc

/// Log text that another program pipes in.
struct StandardInput: ~Copyable {
  private var descriptor: Descriptor
  private var offset = 0
  /// True once the writer has closed its end.
  private(set) var hasEnded = false

  /// Takes a descriptor of its own, so that nobody else's is closed.
  init(duplicating number: Int32 = STDIN_FILENO) {
    descriptor = Descriptor(taking: fcntl(number, F_DUPFD_CLOEXEC, 3))
    hasEnded = !descriptor.isOpen
  }

  /// For `poll`: readable when bytes wait; negative after the end.
  var raw: Int32 { hasEnded ? -1 : descriptor.raw }

  /// True if a read would bring something at once.
  var isReady: Bool {
    var request = pollfd(fd: raw, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, 0) > 0
  }

  /// Reads what has come, at most `limit` bytes, and never waits.
  mutating func next(into buffer: inout [UInt8], limit: Int) -> Tail.Outcome {
    guard !hasEnded, limit > 0 else { return .nothing }
    if buffer.count < limit { buffer.append(contentsOf: repeatElement(0, count: limit - buffer.count)) }
    do {
      guard let count = try descriptor.readAvailable(into: &buffer, limit: limit) else { return .nothing }
      guard count > 0 else {
        hasEnded = true
        return .nothing
      }
      offset += count
      return .chunk(Chunk(offset: offset - count, range: 0..<count, reachesEnd: !isReady))
    } catch {
      hasEnded = true
      return .trouble(error)
    }
  }
}
