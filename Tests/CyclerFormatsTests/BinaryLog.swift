@testable import CyclerFormats

/// Writes little-endian files by hand.
struct BinaryLog {
  var bytes: [UInt8] = []

  mutating func add(_ number: some FixedWidthInteger) {
    for index in 0..<number.bitWidth / 8 { bytes.append(UInt8(truncatingIfNeeded: number >> (index * 8))) }
  }
  mutating func add(_ number: Double) { add(number.bitPattern) }
  mutating func add(_ number: Float) { add(number.bitPattern) }
  mutating func add(_ text: String, padded width: Int, with filler: UInt8 = 0x20) {
    bytes += Array(text.utf8) + Array(repeating: filler, count: max(0, width - text.utf8.count))
  }
  mutating func pad(to count: Int) { bytes += Array(repeating: 0, count: max(0, count - bytes.count)) }
}

/// Parts of a `.mpr` file.
enum ModularFile {
  static let magic: [UInt8] = {
    var log = BinaryLog()
    log.add("BIO-LOGIC MODULAR FILE\u{1A}", padded: 48)
    log.pad(to: 52)
    return log.bytes
  }()

  /// A module as EC-Lab writes it from 11.50 on, or before.
  static func module(_ name: String, _ body: [UInt8], version: UInt32 = 0, isNew: Bool = false) -> [UInt8] {
    var log = BinaryLog()
    log.add("MODULE", padded: 6)
    log.add(name, padded: 10)
    log.add(name, padded: 25)
    if isNew { log.add(UInt32.max) }
    log.add(UInt32(body.count))
    log.add(isNew ? 0 : version)
    if isNew { log.add(version) }
    log.add("03/02/26", padded: 8)
    return log.bytes + body
  }

  /// The head of a data module up to its records.
  static func dataHead(_ ids: [UInt16], points: UInt32, version: UInt32) -> [UInt8] {
    var log = BinaryLog()
    log.add(points)
    log.add(UInt8(ids.count))
    for id in ids {
      switch version {
      case 0: log.add(UInt8(truncatingIfNeeded: id))
      case 10...: log.add(id.byteSwapped)
      default: log.add(id)
      }
    }
    let offset = [UInt32(0): 100, 2: 405, 3: 406, 10: 1007, 11: 1007][version] ?? 0
    log.pad(to: offset)
    return log.bytes
  }

  /// A log module with an OLE date.
  static func log(days: Double) -> [UInt8] {
    var log = BinaryLog()
    log.pad(to: 585)
    log.add(days)
    log.pad(to: 640)
    return module("VMP LOG", log.bytes)
  }
}
