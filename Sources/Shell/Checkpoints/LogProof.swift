package import Tailing

/// By what a log is known again: its head, what stands before the place to which it was read, and stretches in between.
///
/// Two files that agree in all of it are taken for one. What lies between the stretches is not compared, which would cost
/// as much as reading it again; a log that is only ever appended cannot differ there.
package struct LogProof: Hashable, Codable, Sendable {
  /// Bytes that were read of the log.
  package let length: Int
  private let pieces: [Fingerprint]

  /// Bytes of each stretch in between, and of the one before the end.
  static let pieceLength = 1024
  /// Stretches in between, evenly spread.
  static let pieceCount = 6

  /// Takes the proof of a file's first `length` bytes; nil if they are not there or cannot be read.
  package init?(of path: RawPath, length: Int) {
    var tail = Tail(path: path)
    var buffer: [UInt8] = []
    var pieces: [Fingerprint] = []
    for place in Self.places(length) {
      guard let count = try? tail.read(at: place.lowerBound, count: place.count, into: &buffer), count == place.count
      else { return nil }
      pieces.append(Fingerprint(of: buffer.span.extracting(0..<count)))
    }
    self.length = length
    self.pieces = pieces
  }

  static func places(_ length: Int) -> [Range<Int>] {
    var places = [0..<min(length, FileIdentity.headLimit)]
    for number in 1...pieceCount + 1 {
      let end = length / (pieceCount + 1) * number + (number > pieceCount ? length % (pieceCount + 1) : 0)
      places.append(max(0, end - pieceLength)..<end)
    }
    return places.filter { !$0.isEmpty }
  }

  /// Whether the file at this path still begins with the bytes that were read, as far as they are compared.
  package func holds(for path: RawPath) -> Bool { LogProof(of: path, length: length) == self }

  /// Whether a log that was read so far is still what stands under its path; else it changed since the last look.
  package static func isAsRead(_ path: RawPath, _ state: TailState) -> Bool {
    guard let head = state.identity?.head else { return false }
    var tail = Tail(path: path)
    var buffer: [UInt8] = []
    let before = state.beforeOffset.length
    guard state.offset >= before, (try? tail.read(at: 0, count: head.length, into: &buffer)) == head.length,
      Fingerprint(of: buffer.span.extracting(0..<head.length)) == head,
      (try? tail.read(at: state.offset - before, count: before, into: &buffer)) == before
    else { return false }
    return Fingerprint(of: buffer.span.extracting(0..<before)) == state.beforeOffset
  }
}
