import CZlib

/// Writes zip files by hand, with every lie that a test wants.
struct ZipWriter {
  struct Member {
    var name: String
    var bytes: [UInt8]
    var isDeflated = true
    /// Sizes in the 64-bit fields, as Neware writes them.
    var isWide = false
    var statedSize: Int?
    var statedPackedSize: Int?
    var statedChecksum: UInt32?
    var statedOffset: Int?
    var flags = 0
    var method: Int?
  }

  private(set) var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  static func archive(_ members: [Member]) -> [UInt8] {
    var writer = ZipWriter()
    for member in members { writer.add(member) }
    return writer.finished()
  }

  mutating func add(_ member: Member) {
    let packed = member.isDeflated ? Self.deflated(member.bytes) : member.bytes
    let checksum = member.statedChecksum ?? Self.checksum(member.bytes)
    let size = member.statedSize ?? member.bytes.count
    let packedSize = member.statedPackedSize ?? packed.count
    let offset = bytes.count
    let name = Array(member.name.utf8)
    let method = member.method ?? (member.isDeflated ? 8 : 0)
    var fields = Self.number(20, 2) + Self.number(member.flags, 2) + Self.number(method, 2) + Self.number(0, 4)
    fields += Self.number(Int(checksum), 4)
    let wide = Self.number(1, 2) + Self.number(16, 2) + Self.number(size, 8) + Self.number(packedSize, 8)
    let sizes =
      member.isWide
      ? Array(repeating: UInt8(0xFF), count: 8) : Self.number(packedSize, 4) + Self.number(size, 4)
    let extra = member.isWide ? wide : []
    fields += sizes + Self.number(name.count, 2) + Self.number(extra.count, 2)
    bytes += [0x50, 0x4B, 3, 4] + fields + name + extra + packed
    directory += [0x50, 0x4B, 1, 2] + Self.number(20, 2) + fields + Self.number(0, 2) + Self.number(0, 2)
    directory += Self.number(0, 2) + Self.number(0, 4) + Self.number(member.statedOffset ?? offset, 4) + name + extra
    count += 1
  }

  func finished(statedCount: Int? = nil, statedStart: Int? = nil, comment: String = "") -> [UInt8] {
    let number = Self.number(statedCount ?? count, 2)
    return bytes + directory + [0x50, 0x4B, 5, 6] + Self.number(0, 4) + number + number
      + Self.number(directory.count, 4) + Self.number(statedStart ?? bytes.count, 4)
      + Self.number(comment.utf8.count, 2) + Array(comment.utf8)
  }

  private static func number(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 { UInt32(unsafe crc32(0, bytes, UInt32(bytes.count))) }

  static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var stream = unsafe z_stream()
    unsafe deflateInit2_(
      &stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 1000 + 64)
    unsafe input.withUnsafeMutableBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe stream.next_in = input.baseAddress
        unsafe stream.avail_in = UInt32(input.count)
        unsafe stream.next_out = output.baseAddress
        unsafe stream.avail_out = UInt32(output.count)
        _ = unsafe deflate(&stream, Z_FINISH)
      }
    }
    let count = unsafe Int(stream.total_out)
    unsafe deflateEnd(&stream)
    return Array(output.prefix(count))
  }
}
