/// Eight bytes of text looked at together in one word, the first of them in its lowest byte.
///
/// The arithmetic on all bytes at once follows Lamport, "Multiple byte processing with full-word instructions" (1975).
enum EightBytes {
  /// The bytes from `index`; nil where fewer than eight are left before `end`.
  @inline(__always)
  static func load(_ bytes: borrowing Span<UInt8>, from index: Int, to end: Int) -> UInt64? {
    // Checked once and in this form, the eight reads become a single one.
    guard index >= 0, index <= end &- 8, index <= bytes.count &- 8 else { return nil }
    let low =
      UInt64(bytes[index]) | UInt64(bytes[index &+ 1]) << 8 | UInt64(bytes[index &+ 2]) << 16
      | UInt64(bytes[index &+ 3]) << 24
    let high =
      UInt64(bytes[index &+ 4]) << 32 | UInt64(bytes[index &+ 5]) << 40 | UInt64(bytes[index &+ 6]) << 48
      | UInt64(bytes[index &+ 7]) << 56
    return low | high
  }

  /// A byte in all eight places.
  @inline(__always)
  static func all(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// How many of the bytes, from the first, are digits.
  @inline(__always)
  static func digitCount(_ word: UInt64) -> Int {
    let digits = word ^ 0x3030_3030_3030_3030
    // A carry reaches later bytes only, and only the first that is no digit counts.
    let others = (digits &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080
    return others.trailingZeroBitCount / 8
  }

  /// The number of eight digits.
  @inline(__always)
  static func number(_ word: UInt64) -> UInt64 { sum(word ^ 0x3030_3030_3030_3030) }

  /// The number of the first `count` digits, 0 to 7.
  @inline(__always)
  static func number(_ word: UInt64, digits count: Int) -> UInt64 {
    // Moved up, with zeros before them.
    sum(count == 0 ? 0 : (word ^ 0x3030_3030_3030_3030) &<< UInt64(64 &- 8 &* count))
  }

  /// The number of eight digits whose values stand in the bytes.
  @inline(__always)
  static func sum(_ digits: UInt64) -> UInt64 {
    let pairs = digits &* 10 &+ (digits >> 8)
    let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let high = (pairs >> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (low &+ high) >> 32
  }

  /// The high bit of each byte that equals the one that fills `pattern`.
  @inline(__always)
  static func matches(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
    let difference = word ^ pattern
    let low = (difference & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F
    return ~(low | difference) & 0x8080_8080_8080_8080
  }
}
