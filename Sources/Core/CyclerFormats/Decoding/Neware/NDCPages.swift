/// The pages of a Neware test as one stream, which is how the `.ndc` files of a test come to be decoded together.
///
/// A test of BTS 8 lies in several files that grow side by side, each of them in pages that are rewritten in place until
/// they are full. A stream of bytes can tell neither the files apart nor a page that comes again; so each page travels
/// in a frame that names its file and its number. Bytes that are zero at a page's end need not be sent.
///
///     "NDCp"  origin u8  file u8  0 u16  page u32  length u32  bytes
package enum NDCPages {
  /// Where the files of a stream come from.
  package enum Origin: UInt8, Codable, Sendable {
    /// A `.ndax` archive.
    case archive = 1
    /// Loose files in a folder.
    case folder = 2
  }

  /// What a frame begins with.
  package static let mark: [UInt8] = Array("NDCp".utf8)
  /// The number of the file that is no `.ndc` but the archive's `TestInfo.xml`.
  package static let testInfo: UInt8 = 255
  /// Bytes of a frame before its page.
  package static let headSize = 16
  /// The most that is sent of a `TestInfo.xml`, bytes.
  package static let testInfoLimit = 16 * 1024

  /// Bytes a page in a file that begins so; nil if it is no `.ndc` file, or of a version that is not read.
  package static func pageSize(ofFileBeginning head: some Collection<UInt8>) -> Int? {
    let bytes = Array(head.prefix(4))
    guard bytes.count >= 3, NDCFileKind(rawValue: bytes[0]) != nil, bytes[1] == 0 else { return nil }
    return NDCLayout(version: bytes[2])?.pageSize
  }

  /// Puts a page into its frame.
  package static func frame(
    _ page: some Collection<UInt8>, number: Int, file: UInt8, origin: Origin, into bytes: inout [UInt8]
  ) {
    var length = page.count
    var last = page.endIndex
    while length > 0 {
      let before = page.index(last, offsetBy: -1)
      guard page[before] == 0 else { break }
      last = before
      length -= 1
    }
    bytes += mark
    bytes += [origin.rawValue, file, 0, 0]
    for value in [UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: length)] {
      for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
    bytes += page[..<last]
  }

  /// Whether a page may be a later state of another one: no row that was there is missing.
  ///
  /// Pages of version 2 have no mask and always may.
  package static func continues(_ page: [UInt8], _ earlier: [UInt8]) -> Bool {
    guard page.count == earlier.count, page.count == 4096 else { return page.count == earlier.count }
    guard page[0] == earlier[0], (4..<132).allSatisfy({ page[$0] & earlier[$0] == earlier[$0] }) else { return false }
    // Another test fills its rows with other values.
    return earlier[4] & 1 == 0 || page[132..<140] == earlier[132..<140]
  }
}

/// What a `.ndc` file holds, by its first byte; the pages of a file begin with the next number.
package enum NDCFileKind: UInt8, Codable, Sendable {
  /// Voltage and current, row by row.
  case data = 1
  /// Auxiliary channels: temperatures and others.
  case auxiliary = 5
  /// Cycle, step and type, step by step.
  case steps = 7
  case log = 9
  case events = 16
  /// Times and counters at the rows where something changed.
  case runInfo = 18
}
