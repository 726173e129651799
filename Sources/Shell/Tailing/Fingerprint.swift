/// A short sum of some bytes, by which the same bytes are known again.
///
/// 64 bits by multiply and shift, eight bytes a step. It guards against accident, not malice: two different heads
/// agree once in about 2^64 pairs.
package struct Fingerprint: Hashable, Codable, Sendable {
  /// How many bytes were summed.
  package let length: Int
  private let sum: UInt64

  /// The fingerprint of no bytes.
  package static let empty = Fingerprint(of: [UInt8]().span)

  /// Sums the given bytes.
  package init(of bytes: Span<UInt8>) {
    let raw = unsafe bytes.bytes
    var sum = 0x243F_6A88_85A3_08D3 ^ UInt64(bytes.count)
    var position = 0
    while position &+ 8 <= bytes.count {
      // The load is bounds-checked; it is called unsafe because not every type can take any bits.
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
      sum = Fingerprint.mix(sum, UInt64(littleEndian: word))
      position &+= 8
    }
    var rest: UInt64 = 0
    while position < bytes.count {
      rest = rest << 8 | UInt64(bytes[position])
      position &+= 1
    }
    self.length = bytes.count
    self.sum = Fingerprint.mix(sum, rest)
  }

  private static func mix(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let product = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product ^ (product >> 29)
  }
}
