/// Turns UTF-16, as spreadsheets on Windows save "Unicode text", into UTF-8, however its bytes are cut.
struct WideText: Equatable, Codable, Sendable {
  private let isBigEndian: Bool
  /// The first byte of a unit whose second has not come.
  private var half: UInt8?
  /// The first unit of a character outside the basic plane.
  private var highSurrogate: UInt16?

  /// Judges the first two bytes of a file; nil if they are no mark of UTF-16.
  init?(mark: some Sequence<UInt8>) {
    let mark = Array(mark.prefix(2))
    guard mark == [0xFF, 0xFE] || mark == [0xFE, 0xFF] else { return nil }
    isBigEndian = mark[0] == 0xFE
  }

  /// Takes the next byte and appends what it completes; true if that is a newline.
  mutating func take(_ byte: UInt8, into text: inout [UInt8]) -> Bool {
    guard let first = half else {
      half = byte
      return false
    }
    half = nil
    let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
    // The mark itself is no text.
    if unit == 0xFEFF { return false }
    if let high = highSurrogate {
      highSurrogate = nil
      if 0xDC00...0xDFFF ~= unit {
        let code = 0x10000 + (UInt32(high) & 0x3FF) << 10 + UInt32(unit) & 0x3FF
        Self.append(Unicode.Scalar(code) ?? "\u{FFFD}", to: &text)
        return false
      }
      Self.append("\u{FFFD}", to: &text)
    }
    if 0xD800...0xDBFF ~= unit {
      highSurrogate = unit
      return false
    }
    Self.append(Unicode.Scalar(unit) ?? "\u{FFFD}", to: &text)
    return unit == 0x0A
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
    if scalar.isASCII {
      text.append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      text += UTF8.encode(scalar) ?? .init()
    }
  }

  /// The text of a file's first bytes; nil if they are not marked as UTF-16.
  static func utf8(_ bytes: [UInt8]) -> [UInt8]? {
    guard var text = WideText(mark: bytes) else { return nil }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count / 2)
    for byte in bytes { _ = text.take(byte, into: &plain) }
    return plain
  }
}
