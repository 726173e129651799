/// Looks at the bytes of lines that are no rows.
enum LineText {
  /// The place of the next newline.
  static func newline(in bytes: borrowing Span<UInt8>, from start: Int) -> Int? {
    for index in start..<bytes.count where bytes[index] == 0x0A { return index }
    return nil
  }

  /// A line without its end; empty for one that is too long for a header.
  static func text(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> String {
    guard end - start <= 65536 else { return "" }
    var line: [UInt8] = []
    line.reserveCapacity(end - start)
    for index in start..<end where bytes[index] != 0x0D && bytes[index] != 0x0A { line.append(bytes[index]) }
    if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    return TextEncoding.decode(line)
  }

  /// What stands in a field, at most 24 bytes of it.
  static func field(_ bytes: borrowing Span<UInt8>, from start: Int, delimiter: UInt8) -> [UInt8] {
    var field: [UInt8] = []
    var index = start
    while index < bytes.count, bytes[index] != delimiter, bytes[index] != 0x0A, field.count < 24 {
      field.append(bytes[index])
      index += 1
    }
    return field
  }
}
