import CZlib

/// One member of a zip file on its way out, in pieces.
///
/// Nothing that the archive says of itself is believed: a member that is longer, shorter or other than its directory
/// entry says is an error where it shows, behind the bytes that were still good.
@safe final class ZipMember {
  /// Bytes of output a piece.
  static let piece = 128 * 1024
  /// Bytes a member may have, unpacked.
  static let sizeLimit = 2 << 30
  /// A member above `suspectSize` may not be packed denser than this; DEFLATE itself ends at 1032.
  ///
  /// Pages of a test that has hardly begun pack 140 times; sheets 5 to 20 times.
  static let ratioLimit = 250
  static let suspectSize = 64 << 20

  private let file: SeekableFile
  private let entry: ZipArchive.Entry
  private var place: Int
  private var left: Int
  private var given = 0
  /// CRC-32 of what was given, as zlib counts it.
  private var checksum: UInt
  private var input: [UInt8] = []
  /// zlib keeps the address of its stream, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var pending: Range<Int> = 0..<0
  private var isEnded = false

  init(_ entry: ZipArchive.Entry, in file: SeekableFile, before end: Int) throws(ContainerTrouble) {
    self.file = file
    self.entry = entry
    checksum = 0
    let head = try file.bytes(at: entry.offset, count: 30, of: "the member “\(entry.name)”")
    guard head.starts(with: [0x50, 0x4B, 3, 4]) else {
      throw ContainerTrouble("has no member “\(entry.name)” where its directory says: the archive is damaged")
    }
    guard entry.flags & 1 == 0 else { throw ContainerTrouble("has an encrypted member “\(entry.name)”") }
    guard entry.method == 0 || entry.method == 8 else {
      throw ContainerTrouble("has a member “\(entry.name)” packed by method \(entry.method): only deflate is read")
    }
    place = entry.offset + 30 + head.littleEndian(at: 26, bytes: 2) + head.littleEndian(at: 28, bytes: 2)
    left = entry.packedSize
    guard place + left <= end else {
      throw ContainerTrouble("has a member “\(entry.name)” that reaches past its end: the archive is damaged")
    }
    let isSuspect = entry.size > Self.suspectSize && entry.size / max(1, entry.packedSize) > Self.ratioLimit
    guard entry.size <= Self.sizeLimit, !isSuspect, entry.method == 8 || entry.size == entry.packedSize else {
      throw ContainerTrouble("has a member “\(entry.name)” whose sizes are not believed: \(entry.size) bytes unpacked")
    }
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    if entry.method == 8 {
      // Negative: raw DEFLATE without zlib's own header.
      let status = unsafe inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      guard status == Z_OK else { throw ContainerTrouble("cannot be unpacked: zlib gives error \(status)") }
    }
  }

  deinit {
    if entry.method == 8 { unsafe inflateEnd(stream) }
    unsafe stream.deallocate()
  }

  /// Unpacked bytes so far, as a fraction of what the directory says.
  var progress: Double { entry.size > 0 ? Double(given) / Double(entry.size) : 1 }

  /// Appends the next piece; false at the member's end.
  func next(into bytes: inout [UInt8]) throws(ContainerTrouble) -> Bool {
    guard !isEnded else { return false }
    let start = bytes.count
    var hasEnded = false
    while bytes.count - start < Self.piece / 2, !hasEnded {
      hasEnded = try entry.method == 0 ? copy(into: &bytes) : inflate(into: &bytes)
    }
    let count = bytes.count - start
    given += count
    guard given <= entry.size else {
      bytes.removeLast(count)
      throw ContainerTrouble("has a member “\(entry.name)” that is longer than its directory says")
    }
    checksum = UInt(
      unsafe bytes.withUnsafeBufferPointer {
        unsafe crc32(checksum, $0.baseAddress?.advanced(by: start), UInt32(count))
      })
    if hasEnded {
      isEnded = true
      guard given == entry.size else { throw ContainerTrouble("has a member “\(entry.name)” that is cut short") }
      guard checksum == UInt(entry.checksum) else {
        throw ContainerTrouble("has a damaged member “\(entry.name)”: its checksum is another")
      }
    }
    return count > 0
  }

  private func refill() throws(ContainerTrouble) {
    let count = try file.read(at: place, count: min(left, 64 * 1024), into: &input)
    guard count > 0 || left == 0 else { throw ContainerTrouble("ends within the member “\(entry.name)”") }
    place += count
    left -= count
    pending = 0..<count
  }

  private func copy(into bytes: inout [UInt8]) throws(ContainerTrouble) -> Bool {
    guard left > 0 else { return true }
    try refill()
    bytes.append(contentsOf: input[pending])
    return left == 0
  }

  /// Unpacks some more; true when the stream has come to its end.
  private func inflate(into bytes: inout [UInt8]) throws(ContainerTrouble) -> Bool {
    if pending.isEmpty {
      guard left > 0 else { throw ContainerTrouble("has a member “\(entry.name)” that is cut short") }
      try refill()
    }
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: Self.piece / 2))
    var status = Z_OK
    var unused = 0
    unsafe input.withUnsafeMutableBufferPointer { input in
      unsafe bytes.withUnsafeMutableBufferPointer { output in
        unsafe stream.pointee.next_in = input.baseAddress?.advanced(by: pending.lowerBound)
        unsafe stream.pointee.avail_in = UInt32(pending.count)
        unsafe stream.pointee.next_out = output.baseAddress?.advanced(by: start)
        unsafe stream.pointee.avail_out = UInt32(output.count - start)
        status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
        unsafe pending = (pending.upperBound - Int(stream.pointee.avail_in))..<pending.upperBound
        unsafe unused = Int(stream.pointee.avail_out)
      }
    }
    bytes.removeLast(unused)
    switch status {
    case Z_STREAM_END: return true
    case Z_OK, Z_BUF_ERROR: return false
    default:
      guard bytes.count > start else {
        throw ContainerTrouble("has a damaged member “\(entry.name)”: it cannot be unpacked")
      }
      // What came out before the damage is handed over; the next call finds the damage again.
      return false
    }
  }
}
