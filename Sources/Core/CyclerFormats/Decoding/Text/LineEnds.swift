/// Turns lone carriage returns, by which spreadsheets on old Macintoshes end lines, into newlines, however they are cut.
///
/// The end of the first line decides for the file.
struct LineEnds: Equatable, Codable, Sendable {
  private enum Kind: String, Codable, Sendable { case unknown, afterReturn, newlines, returns }

  private var kind = Kind.unknown

  /// Whether lines end in newlines, so that nothing has to be turned.
  var areNewlines: Bool { kind == .newlines }

  /// The next bytes with their line ends turned, from `index` on, and as far as they must be looked at.
  ///
  /// A carriage return that may belong to a newline waits for the next byte.
  mutating func turn(_ bytes: borrowing Span<UInt8>, from index: inout Int) -> [UInt8] {
    var text: [UInt8] = []
    while index < bytes.count, kind != .newlines {
      let byte = bytes[index]
      index += 1
      switch kind {
      case .newlines: break
      case .returns: text.append(byte == 0x0D ? 0x0A : byte)
      case .unknown:
        if byte == 0x0D {
          kind = .afterReturn
        } else {
          text.append(byte)
          if byte == 0x0A { kind = .newlines }
        }
      case .afterReturn:
        if byte != 0x0A, byte != 0x0D { kind = .returns }
        text.append(kind == .returns ? 0x0A : 0x0D)
        if byte != 0x0D { text.append(byte) }
        if byte == 0x0A { kind = .newlines }
      }
    }
    return text
  }

  /// What waits at the end of the file.
  mutating func finish() -> [UInt8] {
    guard kind == .afterReturn else { return [] }
    kind = .returns
    return [0x0A]
  }

  /// The bytes of a file's beginning with their line ends turned; as they are where they need not be.
  static func turned(_ bytes: [UInt8]) -> [UInt8] {
    guard let end = bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }), bytes[end] == 0x0D else { return bytes }
    var ends = LineEnds()
    var index = 0
    return ends.turn(bytes.span, from: &index) + ends.finish() + bytes[index...]
  }
}
