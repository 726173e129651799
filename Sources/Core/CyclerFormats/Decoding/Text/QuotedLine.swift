/// Takes the quotes off a line, so that the ordinary scanner can read it.
enum QuotedLine {
  /// The line without quotes, ending in a newline.
  ///
  /// A line that is one quoted field as a whole (a spreadsheet's doing) keeps its delimiters. In a quoted field a
  /// delimiter becomes a blank, except a comma inside a number: before a point it groups thousands, else it is the
  /// decimal mark.
  static func unquote(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, delimiter: UInt8) -> [UInt8] {
    var stop = end
    while stop > start, bytes[stop - 1] == 0x0A || bytes[stop - 1] == 0x0D { stop -= 1 }
    var line: [UInt8] = []
    line.reserveCapacity(stop - start + 1)
    if isOneField(bytes, from: start, to: stop) {
      for index in start + 1..<stop - 1 { line.append(bytes[index]) }
      line.append(0x0A)
      return line
    }
    var field: [UInt8] = []
    var isQuoted = false
    for index in start..<stop {
      let byte = bytes[index]
      if byte == 0x22 {
        if isQuoted { line += plain(field, delimiter) }
        field.removeAll(keepingCapacity: true)
        isQuoted.toggle()
      } else if isQuoted {
        field.append(byte)
      } else {
        line.append(byte)
      }
    }
    if isQuoted { line += plain(field, delimiter) }
    line.append(0x0A)
    return line
  }

  private static func isOneField(_ bytes: borrowing Span<UInt8>, from start: Int, to stop: Int) -> Bool {
    guard stop - start >= 2, bytes[start] == 0x22, bytes[stop - 1] == 0x22 else { return false }
    for index in start + 1..<stop - 1 where bytes[index] == 0x22 { return false }
    return true
  }

  private static func plain(_ field: [UInt8], _ delimiter: UInt8) -> [UInt8] {
    let isNumber =
      !field.isEmpty && field.allSatisfy { 0x30...0x39 ~= $0 || [0x2C, 0x2E, 0x2B, 0x2D, 0x20].contains($0) }
    let point = field.firstIndex(of: 0x2E)
    let commas = field.indices.filter { field[$0] == 0x2C }
    guard isNumber, let comma = commas.first else {
      return field.map { $0 == delimiter || $0 == 0x0A ? 0x20 : $0 }
    }
    let groupsThousands = commas.count > 1 || point.map { comma < $0 } ?? false
    if groupsThousands { return field.filter { $0 != 0x2C } }
    return field.map { $0 == 0x2C ? 0x2E : $0 }
  }
}
