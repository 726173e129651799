/// The modules of a `.mpr` file seen from outside, for a reader that can go back and forth in it.
package enum MPRModules {
  /// Bytes of the file before the first module.
  package static let start = 52
  /// Bytes that the head of a module has at most.
  package static let headSize = 65
  /// Bytes of a log module in which its date stands.
  package static let logSize = 593

  /// A module as its head describes it.
  package struct Head: Equatable, Sendable {
    /// Such as `VMP data`.
    package var name: String
    /// Bytes of the head itself.
    package var size: Int
    /// Bytes of what follows it.
    package var length: Int
    package var version: Int
    package var date: String
  }

  /// Reads the head of a module; nil if none stands here.
  package static func head(_ bytes: Span<UInt8>) -> Head? {
    guard bytes.holds("MODULE", at: 0), bytes.count >= 57 else { return nil }
    // From EC-Lab 11.50 on, which has a largest length before the length.
    let isNew = bytes.uint32(at: 41) == .max
    let version = isNew ? Int(bytes.uint32(at: 49)) + Int(bytes.uint32(at: 53)) : Int(bytes.uint32(at: 45))
    return Head(
      name: bytes.paddedText(at: 6, bytes: 10), size: isNew ? 65 : 57,
      length: Int(bytes.uint32(at: isNew ? 45 : 41)), version: version,
      date: bytes.paddedText(at: isNew ? 57 : 49, bytes: 8))
  }

  /// When the test began, by what a log module holds, s since 1970; nil if no date is found.
  ///
  /// An OLE date (days since 1899-12-30), at places that differ by version.
  package static func start(inLog log: Span<UInt8>) -> Double? {
    for place in [585, 465, 469, 473] {
      let days = log.float64(at: place)
      // 2000 to 2100.
      if days > 36_526, days < 73_051 { return (days - 25_569) * 86_400 }
    }
    return nil
  }

  /// Where the records begin in a data module; 0 for a version that is not known.
  static func recordsOffset(_ version: Int) -> Int {
    switch version {
    case 0: 100
    case 2: 405
    case 3: 406
    case 10, 11: 1007
    default: 0
    }
  }
}
