import CellModel

/// Why a row gave no sample.
enum RowFailure: Equatable {
  /// The line ended before this column.
  case short(column: Int)
  /// The column held something that is no number (or no time).
  case notNumber(column: Int, fieldStart: Int)
  /// A field is quoted: the line must be unquoted first.
  case quoted
}

extension RowFailure {
  /// What the row should have held, and what was found; `bytes` are those in which it was scanned.
  func expected(_ bytes: borrowing Span<UInt8>, _ layout: RowLayout) -> String {
    switch self {
    case .short(let column):
      let title = SafeText.clean(layout.titles[column], limit: 40)
      return "\(layout.width) columns, the line ends before “\(title)” (column \(layout.columns[column].index + 1))"
    case .notNumber(let column, let fieldStart):
      let title = SafeText.clean(layout.titles[column], limit: 40)
      let found = SafeText.clean(
        TextEncoding.decode(LineText.field(bytes, from: fieldStart, delimiter: layout.delimiter)))
      return "a number in “\(title)” (column \(layout.columns[column].index + 1)), found “\(found)”"
    case .quoted: return "closed quotes"
    }
  }
}

/// The columns of a file's rows, ready for scanning.
struct RowLayout: Equatable, Codable, Sendable {
  struct Column: Equatable, Codable, Sendable {
    var index: Int
    var quantity: Quantity
    var scale: Double
  }
  var delimiter: UInt8
  var columns: [Column]
  /// Number of columns in the header, by which an unterminated last line is judged complete.
  var width: Int
  /// Titles by position in `columns`, for messages.
  var titles: [String]
  /// The times of steps, read as a time of the test on the first row of a block only: nothing else is made of them, and
  /// clocks are dear to read.
  var stepTime: [Column] = []
}

/// What scanning one line gave.
struct ScannedRow {
  var sample: Sample
  /// Index behind the line's newline.
  var next = 0
  var failure: RowFailure?
  /// Set if the test time column held a date.
  var absoluteTime = Double.nan
  /// Power of ten of the last digit of the capacity counters.
  var counterExponent = ScannedRow.noExponent
  /// Stands for "no counter was read"; greater than any real one.
  static let noExponent = Int.max
}

/// What the rows before make cheap to read: a word or a day met again.
struct FieldMemory {
  var phases: PhaseCache
  var day: DayMemory
}

/// Scans one line of a table into a sample, without allocating.
enum RowScanner {
  /// Scans the line at `start`; `end` lies behind a newline, so that every scan stops inside.
  @inline(__always)
  static func scan(
    _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, columns: borrowing Span<RowLayout.Column>,
    delimiter: UInt8, blank: Sample, memory: inout FieldMemory, vocabulary: PhaseVocabulary
  ) -> ScannedRow {
    var row = ScannedRow(sample: blank)
    // A comma can be a decimal mark only where it does not separate fields.
    let comma = delimiter != 0x2C
    var index = start
    var field = 0
    for position in 0..<columns.count {
      let column = columns[position]
      if field < column.index, bytes[index] == delimiter {
        index &+= 1
        field &+= 1
      }
      if field < column.index {
        if let place = hop(bytes, from: index, to: end, over: column.index &- field, delimiter) {
          index = place
          field = column.index
        } else {
          while field < column.index {
            var byte = bytes[index]
            if byte == 0x22 {
              row.failure = .quoted
              break
            }
            while byte != delimiter, byte != 0x0A {
              index &+= 1
              byte = bytes[index]
            }
            if byte == 0x0A {
              row.failure = .short(column: position)
              break
            }
            index &+= 1
            field &+= 1
          }
        }
      }
      if row.failure != nil { break }
      var byte = bytes[index]
      while (byte == 0x20 && delimiter != 0x20) || (byte == 0x09 && delimiter != 0x09) {
        index &+= 1
        byte = bytes[index]
      }
      if byte == 0x22 {
        row.failure = .quoted
        break
      }
      // An empty field is a missing value.
      if byte == delimiter || byte == 0x0A || byte == 0x0D { continue }
      let fieldStart = index
      var value = Double.nan
      switch column.quantity {
      case .testTime:
        let scanned = ClockScanner.duration(bytes, from: index, to: end, comma: comma)
        value = scanned.isClock ? scanned.result.seconds : scanned.result.seconds * column.scale
        index = scanned.result.end
        if !isFieldEnd(bytes, index, delimiter) {
          let date = ClockScanner.date(bytes, from: fieldStart, to: end, comma: comma, memory: &memory.day)
          if isFieldEnd(bytes, date.end, delimiter), date.end > fieldStart {
            row.absoluteTime = date.seconds
            value = date.seconds
            index = date.end
          }
        }
      case .wallTime:
        let date = ClockScanner.date(bytes, from: index, to: end, comma: comma, memory: &memory.day)
        if date.end > index {
          value = date.seconds
          index = date.end
        } else {
          let number = DecimalScanner.scan(bytes, from: index, to: end, comma: comma)
          value = secondsSince1970(number.value)
          index = number.end
        }
      case .phaseWord:
        while bytes[index] != delimiter, bytes[index] != 0x0A, bytes[index] != 0x0D { index &+= 1 }
        row.sample.phase = memory.phases.phase(of: bytes, from: fieldStart, to: index, in: vocabulary)
        continue
      default:
        let number = DecimalScanner.scan(bytes, from: index, to: end, comma: comma)
        value = number.value * column.scale
        index = number.end
        if column.quantity.dimension == .capacity, number.value != 0,
          number.exponent < row.counterExponent, isPlain(bytes, from: fieldStart, to: index, number.exponent)
        {
          row.counterExponent = number.exponent
        }
      }
      if index == fieldStart || !isFieldEnd(bytes, index, delimiter) {
        guard isMissing(bytes, from: fieldStart, delimiter) else {
          row.failure = .notNumber(column: position, fieldStart: fieldStart)
          break
        }
        value = .nan
        index = fieldStart
      }
      row.sample.put(value, as: column.quantity)
    }
    row.next = lineEnd(bytes, from: index, to: end) &+ 1
    return row
  }

  /// Goes over `count` fields, eight bytes at a time; nil where a quote, the line's end or the chunk's comes near.
  @inline(__always)
  private static func hop(
    _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, over count: Int, _ delimiter: UInt8
  ) -> Int? {
    let delimiters = EightBytes.all(delimiter)
    var index = start
    var left = count
    while let word = EightBytes.load(bytes, from: index, to: end) {
      let quotes = EightBytes.matches(word, EightBytes.all(0x22))
      guard quotes | EightBytes.matches(word, EightBytes.all(0x0A)) == 0 else { return nil }
      var found = EightBytes.matches(word, delimiters)
      while found != 0 {
        left &-= 1
        if left == 0 { return index &+ found.trailingZeroBitCount / 8 &+ 1 }
        found &= found &- 1
      }
      index &+= 8
    }
    return nil
  }

  /// The place of the newline that ends the line.
  @inline(__always)
  private static func lineEnd(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while let word = EightBytes.load(bytes, from: index, to: end) {
      let found = EightBytes.matches(word, EightBytes.all(0x0A))
      if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
      index &+= 8
    }
    while bytes[index] != 0x0A { index &+= 1 }
    return index
  }

  /// Whether a number was written without a power of ten: `2.54E-11` shows how small it is, not how fine the file is.
  ///
  /// No cycler writes more than 13 decimals.
  @inline(__always)
  private static func isPlain(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, _ exponent: Int) -> Bool {
    guard exponent > -14 else { return false }
    for index in start..<end where bytes[index] | 0x20 == 0x65 { return false }
    return true
  }

  @inline(__always)
  private static func isFieldEnd(_ bytes: borrowing Span<UInt8>, _ index: Int, _ delimiter: UInt8) -> Bool {
    var byte = bytes[index]
    if byte == delimiter || byte == 0x0A || byte == 0x0D { return true }
    var cursor = index
    while byte == 0x20 || (byte == 0x09 && delimiter != 0x09) {
      cursor &+= 1
      byte = bytes[cursor]
    }
    return byte == delimiter || byte == 0x0D || byte == 0x0A
  }

  @inline(__always)
  static func integer(_ value: Double) -> Int32 {
    guard value.magnitude < 2_000_000_000 else { return Sample.absent }
    let whole = Int32(value)
    // Nearly always a whole number already, and `rounded()` is a call of the C library on x86-64.
    return Double(whole) == value ? whole : Int32(value.rounded())
  }

  /// Numbers in a date column: seconds or milliseconds since 1970, or days since 1899-12-30 (spreadsheets) or since
  /// year 0 (MATLAB).
  static func secondsSince1970(_ number: Double) -> Double {
    if number > 1e11 { return number / 1000 }
    if number > 1e8 { return number }
    if number > 700_000, number < 800_000 { return (number - 719_529) * 86400 }
    return number > 20_000 && number < 80_000 ? (number - 25569) * 86400 : .nan
  }

  /// The spellings of "no value" that cyclers and their converters use.
  @inline(never)
  private static func isMissing(_ bytes: borrowing Span<UInt8>, from start: Int, _ delimiter: UInt8) -> Bool {
    var field: [UInt8] = []
    var index = start
    while bytes[index] != delimiter, bytes[index] != 0x0A, bytes[index] != 0x0D, field.count < 9 {
      if bytes[index] != 0x20, bytes[index] != 0x09 { field.append(bytes[index] | 0x20) }
      index += 1
    }
    let text = String(decoding: field, as: UTF8.self)
    return ["", "nan", "n/a", "na", "-", "--", "xxx", "null", "none", "inf", "-inf", "-nan"].contains(text)
      || text == "\u{2D}\u{2D}\u{2D}"
  }
}
