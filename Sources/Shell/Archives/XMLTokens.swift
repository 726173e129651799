/// The tags and texts of an XML member, in order, as a workbook needs them: no validation, no names outside ASCII.
struct XMLTokens {
  enum Token: Equatable {
    /// An element begins; `isEmpty` if it ends at once.
    case open(name: Range<Int>, attributes: Range<Int>, isEmpty: Bool)
    case close(name: Range<Int>)
    /// What stands between two tags, entities not decoded.
    case text(Range<Int>)
  }

  /// Bytes that one tag or text may have.
  private static let limit = 1 << 20

  private let member: ZipMember
  /// Ranges of tokens are places in here, until the next token is asked for.
  private(set) var bytes: [UInt8] = []
  private var place = 0
  private var hasAll = false

  init(_ member: ZipMember) { self.member = member }

  /// The next token; nil at the end.
  mutating func next() throws(ContainerTrouble) -> Token? {
    while true {
      if place > 512 * 1024 {
        bytes.removeFirst(place)
        place = 0
      }
      if place >= bytes.count, try !refill() { return nil }
      let start = place
      guard bytes[start] == 0x3C else {
        let end = try find(0x3C, from: start)
        place = end
        return .text(start..<end)
      }
      let end = try find(0x3E, from: start + 1)
      place = min(end + 1, bytes.count)
      guard end > start + 1 else { continue }
      let first = bytes[start + 1]
      // Declarations and comments.
      if first == 0x3F || first == 0x21 { continue }
      if first == 0x2F { return .close(name: name(from: start + 2, to: end)) }
      let isEmpty = bytes[end - 1] == 0x2F
      let stop = isEmpty ? end - 1 : end
      let found = name(from: start + 1, to: stop)
      return .open(name: found, attributes: found.upperBound..<max(found.upperBound, stop), isEmpty: isEmpty)
    }
  }

  /// Where a byte stands next, at the end of the member if nowhere.
  private mutating func find(_ byte: UInt8, from start: Int) throws(ContainerTrouble) -> Int {
    var index = start
    while true {
      while index < bytes.count {
        if bytes[index] == byte { return index }
        index += 1
      }
      guard bytes.count - start < Self.limit else { throw ContainerTrouble("has a sheet with an endless tag or text") }
      guard try refill() else { return bytes.count }
    }
  }

  private mutating func refill() throws(ContainerTrouble) -> Bool {
    guard !hasAll else { return false }
    hasAll = try !member.next(into: &bytes)
    return !hasAll
  }

  /// The name at `start` without the prefix of its namespace.
  private func name(from start: Int, to end: Int) -> Range<Int> {
    var begin = start
    var index = start
    while index < end, bytes[index] > 0x20, bytes[index] != 0x2F {
      if bytes[index] == 0x3A { begin = index + 1 }
      index += 1
    }
    return min(begin, index)..<index
  }

  /// Whether a name is this one.
  func isName(_ range: Range<Int>, _ name: String) -> Bool {
    guard range.count == name.utf8.count else { return false }
    var index = range.lowerBound
    for byte in name.utf8 {
      guard bytes[index] == byte else { return false }
      index += 1
    }
    return true
  }

  /// The value of an attribute, entities decoded; nil if the element has none of that name.
  func attribute(_ name: String, in range: Range<Int>) -> [UInt8]? {
    let wanted = Array(name.utf8)
    var index = range.lowerBound
    while index < range.upperBound {
      while index < range.upperBound, bytes[index] <= 0x20 { index += 1 }
      let start = index
      while index < range.upperBound, bytes[index] != 0x3D { index += 1 }
      let isWanted = bytes[start..<index].elementsEqual(wanted)
      index += 1
      guard index < range.upperBound, bytes[index] == 0x22 || bytes[index] == 0x27 else { return nil }
      let quote = bytes[index]
      let value = index + 1
      index = value
      while index < range.upperBound, bytes[index] != quote { index += 1 }
      if isWanted { return decoded(value..<index) }
      index += 1
    }
    return nil
  }

  /// A text with its entities decoded.
  func decoded(_ range: Range<Int>) -> [UInt8] {
    guard bytes[range].contains(0x26) else { return Array(bytes[range]) }
    var result: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      guard bytes[index] == 0x26, let end = bytes[index..<min(range.upperBound, index + 12)].firstIndex(of: 0x3B) else {
        result.append(bytes[index])
        index += 1
        continue
      }
      result += Self.entity(String(decoding: bytes[(index + 1)..<end], as: UTF8.self))
      index = end + 1
    }
    return result
  }

  private static func entity(_ name: String) -> [UInt8] {
    switch name {
    case "amp": return [0x26]
    case "lt": return [0x3C]
    case "gt": return [0x3E]
    case "quot": return [0x22]
    case "apos": return [0x27]
    default:
      guard name.first == "#" else { return [] }
      let digits = name.dropFirst()
      let code = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      guard let code, let scalar = Unicode.Scalar(code) else { return [] }
      return Array(String(scalar).utf8)
    }
  }
}
