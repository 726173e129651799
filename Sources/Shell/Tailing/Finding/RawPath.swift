/// A path as the bytes the kernel knows it by.
///
/// File names on lab shares come from Windows, in any encoding, with any control character but NUL and `/`; a
/// `String` would repair bytes that are not UTF-8 and then open another file, or none.
package struct RawPath: Hashable, Sendable {
  /// The bytes with the terminating NUL that system calls want, so that a call copies nothing.
  private let terminated: [UInt8]

  /// Takes the bytes of a path up to the first NUL, which no path can hold.
  package init(_ bytes: some Sequence<UInt8>) {
    terminated = bytes.prefix { $0 != 0 } + [0]
  }

  private init(terminated: [UInt8]) {
    self.terminated = terminated
  }

  /// Takes a path written as text.
  package init(_ text: String) {
    self.init(text.utf8)
  }

  /// The bytes of the path, without a terminator.
  package var bytes: ArraySlice<UInt8> { terminated.dropLast() }

  /// True for the path of no bytes, which names the current directory here.
  package var isEmpty: Bool { terminated.count <= 1 }

  /// The path of an entry of this directory.
  package func appending(_ name: some Collection<UInt8>) -> RawPath {
    var joined: [UInt8] = []
    joined.reserveCapacity(terminated.count + name.count + 1)
    joined.append(contentsOf: bytes)
    if let last = joined.last, last != RawPath.slash { joined.append(RawPath.slash) }
    for byte in name where byte != 0 { joined.append(byte) }
    joined.append(0)
    return RawPath(terminated: joined)
  }

  /// The last component.
  package var name: ArraySlice<UInt8> {
    guard let cut = bytes.lastIndex(of: RawPath.slash) else { return bytes }
    return bytes[(cut + 1)...]
  }

  /// The directory that holds the last component; empty for a name without a directory.
  package var parent: RawPath {
    guard let cut = bytes.lastIndex(of: RawPath.slash) else { return RawPath([]) }
    return cut == 0 ? RawPath([RawPath.slash]) : RawPath(bytes[..<cut])
  }

  /// The components, without empty ones and `.`, so that `./a//b` and `a/b` are one path.
  package var components: [ArraySlice<UInt8>] {
    bytes.split(separator: RawPath.slash).filter { $0 != [UInt8(ascii: ".")] }
  }

  /// True for a path that starts at the root of the file system.
  package var isAbsolute: Bool { bytes.first == RawPath.slash }

  /// The path with empty and `.` components taken out; `..` stays, as a symbolic link may stand before it.
  package var normalized: RawPath {
    let joined = RawPath(components.joined(separator: [RawPath.slash]))
    return isAbsolute ? RawPath([RawPath.slash] + joined.bytes) : joined
  }

  /// Feeds the bytes as one piece; an array of bytes feeds them one by one, which ten thousand notices a second feel.
  package func hash(into hasher: inout Hasher) {
    unsafe terminated.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }

  static let slash = UInt8(ascii: "/")

  /// Lends the path to a system call; the empty path is lent as `.`.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let held = isEmpty ? RawPath.currentDirectory : terminated
    return unsafe held.withUnsafeBufferPointer { buffer in
      // An array that holds at least the terminator always has a base address.
      guard let base = buffer.baseAddress else { return unsafe body("") }
      return unsafe base.withMemoryRebound(to: CChar.self, capacity: buffer.count) { unsafe body($0) }
    }
  }

  private static let currentDirectory: [UInt8] = [UInt8(ascii: "."), 0]
}

extension RawPath: Comparable {
  /// Orders paths byte by byte, so that listings come out the same on every machine and in every locale.
  package static func < (left: RawPath, right: RawPath) -> Bool {
    left.terminated.lexicographicallyPrecedes(right.terminated)
  }
}

extension RawPath: CustomStringConvertible {
  /// The path as one line of printable text from which the bytes can be told apart.
  ///
  /// Control characters and bytes that are not UTF-8 are written `\xHH`: two files never share a text, and a name
  /// cannot steer a terminal by control characters.
  package var description: String { RawPath.printable(bytes) }

  /// Writes any bytes as one line of text, see ``description``.
  package static func printable(_ bytes: some Collection<UInt8>) -> String {
    var text = ""
    for unit in NameUnits(bytes) {
      switch unit {
      case .scalar(let scalar) where scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar != "\\":
        text.unicodeScalars.append(scalar)
      case .scalar("\\"): text += "\\\\"
      case .scalar(let scalar): for byte in UTF8.encode(scalar) ?? .init() { text += hexadecimal(byte) }
      case .byte(let byte): text += hexadecimal(byte)
      }
    }
    return text
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "\\x" + (byte < 0x10 ? "0" : "") + digits
  }
}

extension RawPath: Codable {
  /// Reads the bytes back.
  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode([UInt8].self))
  }

  /// Stores the bytes, since not every path is text.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Array(bytes))
  }
}
