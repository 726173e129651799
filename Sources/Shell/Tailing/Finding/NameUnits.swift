/// The units of a file name: Unicode scalars where it is UTF-8, single bytes where it is not.
///
/// A glob's `?` means one character to the person who typed it, yet a name that is not UTF-8 must match as well.
struct NameUnits: Sequence, IteratorProtocol {
  /// One unit of a name.
  enum Unit: Hashable {
    case scalar(Unicode.Scalar)
    case byte(UInt8)

    /// The place of the unit in a range such as `[a-z]`; stray bytes stand above all scalars.
    var order: UInt32 {
      switch self {
      case .scalar(let scalar): scalar.value
      case .byte(let byte): 0x11_0000 + UInt32(byte)
      }
    }
  }

  private let bytes: [UInt8]
  private var position = 0

  /// Starts at the first byte of a name.
  init(_ bytes: some Collection<UInt8>) {
    self.bytes = Array(bytes)
  }

  /// The next unit, or nil behind the last.
  mutating func next() -> Unit? {
    guard position < bytes.count else { return nil }
    let lead = bytes[position]
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    let end = position + length
    if end <= bytes.count, let text = String(validating: bytes[position..<end], as: UTF8.self),
      let scalar = text.unicodeScalars.first
    {
      position = end
      return .scalar(scalar)
    }
    position += 1
    return .byte(lead)
  }
}
