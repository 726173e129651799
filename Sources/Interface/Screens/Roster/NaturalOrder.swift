/// The order in which people count: `CH2` before `CH10`.
struct NaturalKey: Comparable, Sendable {
  private let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  static func < (left: NaturalKey, right: NaturalKey) -> Bool {
    let (a, b) = (left.bytes, right.bytes)
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      guard isDigit(a[i]), isDigit(b[j]) else {
        if a[i] != b[j] { return a[i] < b[j] }
        i += 1
        j += 1
        continue
      }
      let (first, second) = (numberEnd(a, &i), numberEnd(b, &j))
      let (x, y) = (a[i..<first], b[j..<second])
      // Without leading zeros the longer number is the greater one.
      if x.count != y.count { return x.count < y.count }
      if !x.elementsEqual(y) { return x.lexicographicallyPrecedes(y) }
      (i, j) = (first, second)
    }
    if (a.count - i == 0) != (b.count - j == 0) { return i == a.count }
    // Only leading zeros differ, if anything does.
    return a.lexicographicallyPrecedes(b)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  // Skips leading zeros and returns where the digits end.
  private static func numberEnd(_ bytes: [UInt8], _ position: inout Int) -> Int {
    while position + 1 < bytes.count, bytes[position] == 0x30, isDigit(bytes[position + 1]) { position += 1 }
    var end = position
    while end < bytes.count, isDigit(bytes[end]) { end += 1 }
    return end
  }
}
