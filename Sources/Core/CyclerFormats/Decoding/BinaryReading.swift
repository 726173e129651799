/// Little-endian numbers out of bytes that nobody vouches for.
///
/// A place outside the bytes gives zero, or NaN for a measured value: a file that lies about its lengths must cost rows,
/// never the dashboard.
extension Span<UInt8> {
  @inline(__always)
  func uint8(at offset: Int) -> UInt8 { offset >= 0 && offset < count ? self[offset] : 0 }

  @inline(__always)
  func uint16(at offset: Int) -> UInt16 { UInt16(truncatingIfNeeded: littleEndian(at: offset, bytes: 2) ?? 0) }

  @inline(__always)
  func uint32(at offset: Int) -> UInt32 { UInt32(truncatingIfNeeded: littleEndian(at: offset, bytes: 4) ?? 0) }

  @inline(__always)
  func uint64(at offset: Int) -> UInt64 { littleEndian(at: offset, bytes: 8) ?? 0 }

  @inline(__always)
  func int32(at offset: Int) -> Int32 { Int32(bitPattern: uint32(at: offset)) }

  @inline(__always)
  func int64(at offset: Int) -> Int64 { Int64(bitPattern: uint64(at: offset)) }

  @inline(__always)
  func float32(at offset: Int) -> Double {
    guard let bits = littleEndian(at: offset, bytes: 4) else { return .nan }
    return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
  }

  @inline(__always)
  func float64(at offset: Int) -> Double {
    guard let bits = littleEndian(at: offset, bytes: 8) else { return .nan }
    return Double(bitPattern: bits)
  }

  /// Whether these bytes stand at `offset`.
  func holds(_ text: String, at offset: Int) -> Bool {
    let expected = text.utf8
    guard offset >= 0, count - offset >= expected.count else { return false }
    var index = offset
    for byte in expected {
      guard self[index] == byte else { return false }
      index += 1
    }
    return true
  }

  /// The printable text of a field of fixed width, without padding; other bytes than ASCII are left out.
  func paddedText(at offset: Int, bytes width: Int) -> String {
    var text = String.UnicodeScalarView()
    let end = Swift.min(count, offset + width)
    guard offset >= 0, offset < end else { return "" }
    for index in offset..<end {
      guard self[index] != 0 else { break }
      if 0x20...0x7E ~= self[index] { text.append(Unicode.Scalar(self[index])) }
    }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  @inline(__always)
  private func littleEndian(at offset: Int, bytes width: Int) -> UInt64? {
    guard offset >= 0, offset <= count &- width else { return nil }
    var bits: UInt64 = 0
    for index in 0..<width { bits |= UInt64(self[offset &+ index]) &<< UInt64(8 &* index) }
    return bits
  }
}
