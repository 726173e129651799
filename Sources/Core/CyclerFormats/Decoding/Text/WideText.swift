/// Turns UTF-16, as spreadsheets on Windows save "Unicode text", into UTF-8, however its bytes are cut.
struct WideText: Equatable, Codable, Sendable {
  private let isBigEndian: Bool
  /// The first byte of a unit whose second has not come.
  private var half: UInt8?
  /// The first unit of a character outside the basic plane.
  private var highSurrogate: UInt16?

  /// Bytes that tell at most whether a file is UTF-16.
  private static let judgedBytes = 64

  /// Whether the first bytes of a file are enough to judge it.
  static func isJudgeable(_ head: [UInt8]) -> Bool {
    head.count >= judgedBytes || head.last == 0x0A || mark(of: head) != nil
  }

  /// Judges the first bytes of a file, as many as it takes; nil if they are no UTF-16.
  init?(head: [UInt8]) {
    guard let isBigEndian = Self.mark(of: head) ?? Self.unmarkedOrder(head) else { return nil }
    self.isBigEndian = isBigEndian
  }

  private static func mark(of head: [UInt8]) -> Bool? {
    head.starts(with: [0xFF, 0xFE]) ? false : head.starts(with: [0xFE, 0xFF]) ? true : nil
  }

  /// Whether UTF-16 without a mark is big-endian; nil where the bytes make no text of any order.
  private static func unmarkedOrder(_ head: [UInt8]) -> Bool? {
    [false, true].first { isBigEndian in
      var ascii = 0
      for index in stride(from: 0, to: head.count - 1, by: 2) {
        let (low, high) = isBigEndian ? (head[index + 1], head[index]) : (head[index], head[index + 1])
        let unit = UInt16(high) << 8 | UInt16(low)
        let isControl = unit < 0x20 && unit != 0x09 && unit != 0x0A && unit != 0x0D
        if isControl || 0x7F..<0xA0 ~= unit || 0xD800..<0xF900 ~= unit || unit > 0xFFFD { return false }
        if unit < 0x80 { ascii += 1 }
      }
      return ascii >= 3
    }
  }

  /// Takes the next byte and appends what it completes.
  mutating func take(_ byte: UInt8, into text: inout [UInt8]) {
    guard let first = half else {
      half = byte
      return
    }
    half = nil
    let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
    // The mark itself is no text.
    if unit == 0xFEFF { return }
    if let high = highSurrogate {
      highSurrogate = nil
      if 0xDC00...0xDFFF ~= unit {
        let code = 0x10000 + (UInt32(high) & 0x3FF) << 10 + UInt32(unit) & 0x3FF
        Self.append(Unicode.Scalar(code) ?? "\u{FFFD}", to: &text)
        return
      }
      Self.append("\u{FFFD}", to: &text)
    }
    if 0xD800...0xDBFF ~= unit {
      highSurrogate = unit
      return
    }
    Self.append(Unicode.Scalar(unit) ?? "\u{FFFD}", to: &text)
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
    if scalar.isASCII {
      text.append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      text += UTF8.encode(scalar) ?? .init()
    }
  }

  /// The text of a file's first bytes; nil if they are no UTF-16.
  static func utf8(_ bytes: [UInt8]) -> [UInt8]? {
    var head: [UInt8] = []
    for byte in bytes.prefix(judgedBytes) where head.isEmpty || !isJudgeable(head) { head.append(byte) }
    guard var text = WideText(head: head) else { return nil }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count / 2)
    for byte in bytes { text.take(byte, into: &plain) }
    return plain
  }
}
