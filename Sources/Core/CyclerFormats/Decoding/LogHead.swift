/// The first bytes of a file, as recognition sees them.
package struct LogHead: Sendable {
  /// How many bytes recognition wants at most; Novonix preambles with a JSON protocol reach 30 kB.
  package static let limit = 128 * 1024

  package let bytes: [UInt8]
  /// Whether `bytes` is all there is so far (a shorter file than the limit).
  package let isWholeFile: Bool
  /// The complete lines among the first bytes, decoded, at most 1,000; the last one too if the file ends there.
  package let lines: [String]

  package init(_ bytes: [UInt8], isWholeFile: Bool) {
    self.bytes = bytes.count > Self.limit ? Array(bytes[..<Self.limit]) : bytes
    self.isWholeFile = isWholeFile && bytes.count <= Self.limit
    let wide = WideText.utf8(self.bytes)
    self.isBinary = wide == nil && Self.isBinary(self.bytes)
    self.lines = isBinary ? [] : Self.split(LineEnds.turned(wide ?? self.bytes))
  }

  /// Whether control characters in the first line show that the file is not text.
  ///
  /// Further down they may be what a power cut left of a log.
  package let isBinary: Bool

  private static func isBinary(_ bytes: [UInt8]) -> Bool {
    for byte in bytes.prefix(4096) {
      switch byte {
      case 0x0A: return false
      case 0...0x08, 0x0E...0x1A, 0x1C...0x1F: return true
      default: continue
      }
    }
    return false
  }

  /// The first line, or an empty text.
  package var firstLine: String { lines.first ?? "" }

  private static func split(_ bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count, lines.count < 1000 {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let stop = end > start && bytes[end - 1] == 0x0D ? end - 1 : end
      // A line this long is no header; what follows may still be.
      lines.append(stop - start > 65536 ? "" : TextEncoding.decode(bytes[start..<stop]))
      start = end + 1
    }
    return lines
  }
}
