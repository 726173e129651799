import CellModel

/// How a row is written: where it has digits, and every other byte as it is.
///
/// Rows that follow each other are nearly always written alike. A row of a known shape is recognised by comparing all
/// of its bytes, eight at a time, and then its numbers stand where those of the first such row stood.
struct RowShape: Sendable {
  /// Bytes of the row with its newline.
  let length: Int
  /// What is read from the row.
  private let fields: Fields
  private let pairs: [Pair]

  /// The fields of a row, each kind on its own: that keeps the reading of one kind in registers.
  private struct Fields: Sendable {
    var decimals: [PlacedDecimal] = []
    var scientific: [PlacedScientific] = []
    var times: [PlacedTime] = []
    var phase = Phase.unstated
  }

  /// What sixteen bytes of a row must be.
  private struct Pair: Sendable {
    var offset: Int
    var zeros: (UInt64, UInt64)
    var slack: (UInt64, UInt64)
  }

  /// Bytes of the shortest and the longest row that has a shape.
  static let lengths = 16...2048
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The shape of a row of these bytes, in which digits may vary but for the `fixed` places.
  private init(_ row: [UInt8], fixed: [Range<Int>], fields: Fields) {
    length = row.count
    self.fields = fields
    var zeros = row
    var slack = [UInt8](repeating: 0x7F, count: row.count)
    for index in row.indices where row[index] &- 0x30 < 10 && !fixed.contains(where: { $0.contains(index) }) {
      zeros[index] = 0x30
      // Added to a digit's value it leaves bit 7 alone, added to anything above it does not.
      slack[index] = 0x76
    }
    func word(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
      bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    var pairs: [Pair] = []
    pairs.reserveCapacity((row.count + 15) / 16)
    for start in stride(from: 0, to: row.count, by: 16) {
      let offset = min(start, row.count - 16)
      pairs.append(
        Pair(
          offset: offset, zeros: (word(zeros, offset), word(zeros, offset + 8)),
          slack: (word(slack, offset), word(slack, offset + 8))))
    }
    self.pairs = pairs
  }

  /// Whether a line ends where a row of this shape would, which is quick to tell.
  @inline(__always)
  func mayFit(_ bytes: borrowing Span<UInt8>, from start: Int) -> Bool {
    start >= 0 && length <= bytes.count &- start && bytes[start &+ length &- 1] == 0x0A
  }

  /// Whether the row at `start` has this shape.
  @inline(__always)
  func fits(_ bytes: borrowing Span<UInt8>, from start: Int) -> Bool {
    guard start >= 0, length <= bytes.count &- start else { return false }
    var wrong: UInt64 = 0
    let pairs = pairs.span
    for index in 0..<pairs.count {
      let place = start &+ pairs[index].offset
      guard let first = EightBytes.load(bytes, from: place, to: bytes.count),
        let second = EightBytes.load(bytes, from: place &+ 8, to: bytes.count)
      else { return false }
      let one = first ^ pairs[index].zeros.0
      let two = second ^ pairs[index].zeros.1
      wrong |= (one &+ pairs[index].slack.0) | one | (two &+ pairs[index].slack.1) | two
    }
    return wrong & Self.highBits == 0
  }
}

// MARK: Reading

extension RowShape {
  /// Reads a row of this shape; false if a value in it is none that can be read so.
  @inline(__always)
  func read(
    _ bytes: borrowing Span<UInt8>, from start: Int, into sample: inout Sample, _ absoluteTime: inout Double,
    _ finest: inout Int, _ day: DayMemory
  ) -> Bool {
    let decimals = fields.decimals.span
    for index in 0..<decimals.count where !decimals[index].read(bytes, from: start, into: &sample, &finest) {
      return false
    }
    let scientific = fields.scientific.span
    for index in 0..<scientific.count where !scientific[index].read(bytes, from: start, into: &sample) { return false }
    let times = fields.times.span
    for index in 0..<times.count where !times[index].read(bytes, from: start, into: &sample, &absoluteTime, day) {
      return false
    }
    sample.phase = fields.phase
    return true
  }
}

// MARK: Learning

extension RowShape {
  /// The shape of a row that gave `row`; nil if there is something in it that can only be read as it comes.
  ///
  /// `text` is the row with its newline.
  init?(of row: ScannedRow, _ text: [UInt8], _ layout: RowLayout, _ day: DayMemory) {
    guard Self.lengths ~= text.count, text.last == 0x0A, !text.contains(0x22) else { return nil }
    var fields = Fields()
    var fixed: [Range<Int>] = []
    var start = 0
    var index = 0
    for column in layout.columns {
      while index < column.index {
        guard let delimiter = text[start...].firstIndex(of: layout.delimiter) else { return nil }
        start = delimiter + 1
        index += 1
      }
      var (first, end) = (start, start)
      while text[end] != layout.delimiter, text[end] != 0x0A, text[end] != 0x0D { end += 1 }
      while first < end, Self.isBlank(text[first]) { first += 1 }
      while first < end, Self.isBlank(text[end - 1]), column.quantity != .phaseWord { end -= 1 }
      // An empty field, or words for "no value".
      let isMissing = !text[first..<end].contains { $0 &- 0x30 < 10 }
      if column.quantity == .phaseWord ? first == end : isMissing { continue }
      let field = FieldText(text, from: first, to: end, comma: layout.delimiter != 0x2C)
      if column.quantity == .phaseWord {
        fields.phase = row.sample.phase
        fixed.append(first..<end)
      } else if let decimal = PlacedDecimal(column, field) {
        fields.decimals.append(decimal)
      } else if let number = PlacedScientific(column, field) {
        fields.scientific.append(number)
      } else if let time = PlacedTime(column, field, fixed: &fixed) {
        fields.times.append(time)
      } else {
        return nil
      }
    }
    self.init(text, fixed: fixed, fields: fields)
    guard gives(row, text, day) else { return nil }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// Whether the row from which the shape was learned gives the same read by it.
  private func gives(_ row: ScannedRow, _ text: [UInt8], _ day: DayMemory) -> Bool {
    var sample = Sample()
    var absoluteTime = Double.nan
    var finest = -1
    let bytes = text.span
    guard fits(bytes, from: 0) else { return false }
    guard read(bytes, from: 0, into: &sample, &absoluteTime, &finest, day) else { return false }
    let numbers: [KeyPath<Sample, Double>] = [
      \.testTime, \.wallTime, \.voltage, \.current, \.counter, \.dischargeCounter,
    ]
    return numbers.allSatisfy { sample[keyPath: $0].bitPattern == row.sample[keyPath: $0].bitPattern }
      && sample.temperature.bitPattern == row.sample.temperature.bitPattern
      && (sample.vendorCycle, sample.vendorStep) == (row.sample.vendorCycle, row.sample.vendorStep)
      && sample.phase == row.sample.phase && absoluteTime.bitPattern == row.absoluteTime.bitPattern
      && finest == (row.counterExponent == ScannedRow.noExponent ? -1 : 0 - row.counterExponent)
  }
}
