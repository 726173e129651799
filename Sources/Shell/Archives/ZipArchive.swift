/// The table of contents of a zip file.
///
/// By PKWARE's APPNOTE 6.3: members stored or deflated, found by the central directory at the end of the file. Neware's
/// archives write the sizes of small members in the 64-bit fields of zip64, which are read; archives that need zip64
/// for their size, encryption and archives in several volumes are refused: no cycler software writes them for logs.
package struct ZipArchive {
  /// One member as the directory describes it, which may be a lie.
  struct Entry: Equatable {
    var name: String
    var flags: Int
    var method: Int
    var checksum: UInt32
    var packedSize: Int
    var size: Int
    /// Where its local header stands.
    var offset: Int
  }

  let file: SeekableFile
  /// In the order of the directory.
  let entries: [Entry]
  /// Where the directory begins, behind all members.
  private let end: Int

  /// More members than any workbook or test archive has.
  private static let entryLimit = 10_000
  /// Bytes of a directory.
  private static let directoryLimit = 8 << 20
  private static let trailer = 22

  /// Whether a file's first bytes are those of a zip file.
  package static func recognises(_ head: some Collection<UInt8>) -> Bool {
    head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6])
  }

  /// Opens a zip file and reads its directory.
  package init(_ path: String) throws(ContainerTrouble) { try self.init(SeekableFile(path)) }

  init(_ file: SeekableFile) throws(ContainerTrouble) {
    self.file = file
    let tailSize = min(file.size, Self.trailer + 65_535)
    let tailStart = file.size - tailSize
    let tail = try file.bytes(at: tailStart, count: tailSize, of: "the end of the archive")
    var place = tailSize - Self.trailer
    while place >= 0, !Self.isTrailer(tail, at: place) { place -= 1 }
    guard place >= 0 else {
      throw ContainerTrouble("is a zip file without a directory: it is cut short, or still being written")
    }
    let count = tail.littleEndian(at: place + 10, bytes: 2)
    let size = tail.littleEndian(at: place + 12, bytes: 4)
    let start = tail.littleEndian(at: place + 16, bytes: 4)
    let isWide = count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF
    guard !isWide, !(place >= 20 && tail[(place - 20)...].starts(with: [0x50, 0x4B, 6, 7])) else {
      throw ContainerTrouble("is a zip64 archive, which celltop does not read: pack it without zip64 (below 4 GiB)")
    }
    guard tail.littleEndian(at: place + 4, bytes: 2) == 0, tail.littleEndian(at: place + 8, bytes: 2) == count else {
      throw ContainerTrouble("is one volume of several of a zip archive")
    }
    guard count <= Self.entryLimit, size <= Self.directoryLimit else {
      throw ContainerTrouble("has \(count) members, more than a log's archive has")
    }
    guard start + size <= tailStart + place else {
      throw ContainerTrouble("has a directory that reaches past its end: the archive is damaged")
    }
    end = start
    entries = try Self.entries(in: file.bytes(at: start, count: size, of: "the directory"), count: count)
  }

  private static func isTrailer(_ tail: [UInt8], at place: Int) -> Bool {
    tail[place] == 0x50 && tail[place...].starts(with: [0x50, 0x4B, 5, 6])
      && place + trailer + tail.littleEndian(at: place + 20, bytes: 2) <= tail.count
  }

  private static func entries(in directory: [UInt8], count: Int) throws(ContainerTrouble) -> [Entry] {
    var entries: [Entry] = []
    var place = 0
    for number in 0..<count {
      guard place + 46 <= directory.count, directory[place...].starts(with: [0x50, 0x4B, 1, 2]) else {
        throw ContainerTrouble("has a directory with \(number) of \(count) members: the archive is damaged")
      }
      let nameEnd = place + 46 + directory.littleEndian(at: place + 28, bytes: 2)
      guard nameEnd <= directory.count else {
        throw ContainerTrouble("has a member whose name passes the directory's end: the archive is damaged")
      }
      var entry = Entry(
        name: String(decoding: directory[(place + 46)..<nameEnd], as: UTF8.self),
        flags: directory.littleEndian(at: place + 8, bytes: 2),
        method: directory.littleEndian(at: place + 10, bytes: 2),
        checksum: UInt32(directory.littleEndian(at: place + 16, bytes: 4)),
        packedSize: directory.littleEndian(at: place + 20, bytes: 4),
        size: directory.littleEndian(at: place + 24, bytes: 4),
        offset: directory.littleEndian(at: place + 42, bytes: 4))
      let extraEnd = nameEnd + directory.littleEndian(at: place + 30, bytes: 2)
      widen(&entry, by: directory, nameEnd..<extraEnd)
      entries.append(entry)
      place = extraEnd + directory.littleEndian(at: place + 32, bytes: 2)
    }
    return entries
  }

  /// Takes sizes and place from the 64-bit fields, where the 32-bit ones say that they stand there.
  private static func widen(_ entry: inout Entry, by directory: [UInt8], _ extra: Range<Int>) {
    var field = extra.lowerBound
    while field + 4 <= extra.upperBound {
      let end = field + 4 + directory.littleEndian(at: field + 2, bytes: 2)
      guard directory.littleEndian(at: field, bytes: 2) == 1 else {
        field = end
        continue
      }
      var place = field + 4
      for part in [\Entry.size, \Entry.packedSize, \Entry.offset] where entry[keyPath: part] == 0xFFFF_FFFF {
        // What does not fit stays the largest 32-bit number and is refused with it.
        if place + 8 <= min(end, extra.upperBound), directory.littleEndian(at: place + 4, bytes: 4) == 0 {
          entry[keyPath: part] = directory.littleEndian(at: place, bytes: 4)
        }
        place += 8
      }
      return
    }
  }

  /// The names of the members.
  package var names: [String] { entries.map(\.name) }

  /// Starts reading a member; nil if the archive has none of that name.
  func open(_ name: String) throws(ContainerTrouble) -> ZipMember? {
    guard let entry = entries.first(where: { $0.name == name }) else { return nil }
    return try ZipMember(entry, in: file, before: end)
  }

  /// A whole small member; nil if the archive has none of that name.
  func bytes(of name: String, limit: Int) throws(ContainerTrouble) -> [UInt8]? {
    guard let member = try open(name) else { return nil }
    var bytes: [UInt8] = []
    while try member.next(into: &bytes) {
      guard bytes.count <= limit else { throw ContainerTrouble("has a member “\(name)” of more than \(limit) bytes") }
    }
    return bytes
  }
}
