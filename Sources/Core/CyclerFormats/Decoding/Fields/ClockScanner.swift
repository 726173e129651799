/// Reads times as cyclers write them: durations in many spellings, dates in several orders, seconds since 1970 or since
/// a spreadsheet's day 0.
enum ClockScanner {
  /// A time in seconds, and where its text ended; equal to the start if there was none.
  struct Result {
    var seconds: Double
    var end: Int
  }

  /// Scans a duration: `12.5`, `27:46:40.5` (hours may pass 24), `  2d 02:52:51.57`, `0d 00:01:0`, `2-02:52:51`.
  ///
  /// A plain number is returned as it stands: its unit is the column's. `isClock` tells the two apart.
  @inline(__always)
  static func duration(
    _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, comma: Bool
  ) -> (result: Result, isClock: Bool) {
    let first = DecimalScanner.scan(bytes, from: start, to: end, comma: comma)
    guard first.end > start, first.end < end else { return (Result(seconds: first.value, end: first.end), false) }
    let next = bytes[first.end]
    guard next == 0x3A || next | 0x20 == 0x64 else {
      if next == 0x2D, let clock = dashed(bytes, after: first, to: end, comma: comma) { return (clock, true) }
      return (Result(seconds: first.value, end: first.end), false)
    }
    if first.exponent == 0, first.value >= 0, first.value < 1e9, bytes[start] != 0x2D,
      let tail = minutes(bytes, from: first.end, to: end, comma: comma)
    {
      return (Result(seconds: first.value * 3600 + tail.minutes * 60 + tail.seconds, end: tail.end), true)
    }
    return (clock(bytes, after: first, from: start, to: end, comma: comma), true)
  }

  /// Scans `:mm:ss` with or without a fraction, as nearly every clock is written; nil for any other shape.
  @inline(__always)
  private static func minutes(
    _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, comma: Bool
  ) -> (minutes: Double, seconds: Double, end: Int)? {
    guard let word = EightBytes.load(bytes, from: start, to: end) else { return nil }
    let digits = word ^ 0x0000_3030_3A30_303A
    // Both colons in place, and four digits.
    guard digits & 0x0000_0000_FF00_00FF == 0,
      (digits &+ 0x0000_7676_0076_7600 | digits) & 0x0000_8080_0080_8000 == 0
    else { return nil }
    let minutes = (digits >> 8 & 0xFF) &* 10 &+ (digits >> 16 & 0xFF)
    var seconds = (digits >> 32 & 0xFF) &* 10 &+ (digits >> 40 & 0xFF)
    let next = UInt8(truncatingIfNeeded: word >> 48)
    guard next == 0x2E || (comma && next == 0x2C) else {
      guard next &- 0x30 > 9, next | 0x20 != 0x65 else { return nil }
      return (Double(Int(minutes)), Double(Int(seconds)), start &+ 6)
    }
    // Of words that overlap the compiler would read each byte on its own.
    guard let behind = EightBytes.load(bytes, from: start &+ 8, to: end) else { return nil }
    let fraction = word >> 56 | behind << 8
    let count = EightBytes.digitCount(fraction)
    guard count &- 1 < 7, count > 0, UInt8(truncatingIfNeeded: fraction >> UInt64(8 &* count)) | 0x20 != 0x65 else {
      return nil
    }
    seconds = seconds &* PowersOfTen.whole[count] &+ EightBytes.number(fraction, digits: count)
    return (Double(Int(minutes)), Double(Int(seconds)) / PowersOfTen.exact[count], start &+ 7 &+ count)
  }

  /// Scans `-hh:mm:ss` behind a number of days; nil if a date stands there.
  @inline(never)
  private static func dashed(
    _ bytes: borrowing Span<UInt8>, after days: DecimalScanner.Result, to end: Int, comma: Bool
  ) -> Result? {
    let hours = DecimalScanner.scan(bytes, from: days.end &+ 1, to: end, comma: comma)
    guard days.exponent == 0, days.value >= 0, hours.end > days.end &+ 1, hours.value >= 0, hours.end < end,
      bytes[hours.end] == 0x3A
    else { return nil }
    let time = clock(bytes, after: hours, from: days.end &+ 1, to: end, comma: comma)
    return Result(seconds: days.value * 86400 + time.seconds, end: time.end)
  }

  private static func clock(
    _ bytes: borrowing Span<UInt8>, after first: DecimalScanner.Result, from start: Int, to end: Int, comma: Bool
  ) -> Result {
    var index = first.end
    var seconds = 0.0
    var field = first.value.magnitude
    let isNegative = first.value.sign == .minus
    if bytes[index] | 0x20 == 0x64 {
      seconds = field * 86400
      index &+= 1
      while index < end, bytes[index] == 0x20 { index &+= 1 }
      let hours = DecimalScanner.scan(bytes, from: index, to: end, comma: comma)
      guard hours.end > index else { return Result(seconds: isNegative ? -seconds : seconds, end: index) }
      field = hours.value
      index = hours.end
    }
    var scale = 3600.0
    seconds += field * scale
    while scale > 1, index < end, bytes[index] == 0x3A {
      let part = DecimalScanner.scan(bytes, from: index &+ 1, to: end, comma: comma)
      guard part.end > index &+ 1, part.value >= 0 else { return Result(seconds: .nan, end: start) }
      scale /= 60
      seconds += part.value * scale
      index = part.end
    }
    return Result(seconds: isNegative ? -seconds : seconds, end: index)
  }

  /// Scans a date with a time of day, as seconds since 1970 in the file's own zone.
  ///
  /// Orders: year first with `-` or `/`; `M/D/Y`, or `D/M/Y` from the first day above 12 on; `D.M.Y`; `23-Nov-23`. The
  /// time may have fractions and AM/PM. A time of day alone has no date and gives NaN.
  static func date(
    _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, comma: Bool, memory: inout DayMemory
  ) -> Result {
    if let midnight = memory.midnight(bytes, from: start, to: end) {
      return time(bytes, after: midnight, from: start &+ DayMemory.length, to: end, comma: comma)
    }
    var index = start
    guard let first = digits(bytes, &index, end), index < end else { return Result(seconds: .nan, end: start) }
    let separator = bytes[index]
    if separator == 0x3A {
      let time = clockTime(bytes, from: start, to: end, comma: comma)
      return Result(seconds: .nan, end: time.end)
    }
    guard separator == 0x2D || separator == 0x2F || separator == 0x2E else { return Result(seconds: .nan, end: start) }
    index &+= 1
    var second: Int
    if let number = digits(bytes, &index, end) {
      second = number
    } else if let month = monthName(bytes, &index, end) {
      second = month
    } else {
      return Result(seconds: .nan, end: start)
    }
    let isNamed = bytes[index &- 1] > 0x39
    guard index < end, bytes[index] == separator else { return Result(seconds: .nan, end: start) }
    index &+= 1
    guard let third = digits(bytes, &index, end) else { return Result(seconds: .nan, end: start) }
    var (year, month, day) = (first, second, third)
    if first < 1000 {
      year = third < 100 ? third + 2000 : third
      let isDayFirst = isNamed || separator == 0x2E || memory.order.isDayFirst(first, second)
      (month, day) = isDayFirst ? (second, first) : (first, second)
    }
    guard 1...12 ~= month, 1...31 ~= day, 1900...2200 ~= year else { return Result(seconds: .nan, end: start) }
    let midnight = Double(daysSince1970(year: year, month: month, day: day)) * 86400
    memory.keep(midnight, of: bytes, from: start, until: index, to: end)
    return time(bytes, after: midnight, from: index, to: end, comma: comma)
  }

  /// Scans the time of day behind a date.
  @inline(__always)
  private static func time(
    _ bytes: borrowing Span<UInt8>, after midnight: Double, from start: Int, to end: Int, comma: Bool
  ) -> Result {
    var index = start
    while index < end, bytes[index] == 0x20 || bytes[index] == 0x54 { index &+= 1 }
    let time = clockTime(bytes, from: index, to: end, comma: comma)
    return Result(seconds: midnight + (time.end > index ? time.seconds : 0), end: max(index, time.end))
  }

  /// Scans one date, with no day remembered.
  static func date(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, comma: Bool) -> Result {
    var memory = DayMemory()
    return date(bytes, from: start, to: end, comma: comma, memory: &memory)
  }

  @inline(__always)
  private static func clockTime(
    _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, comma: Bool
  ) -> Result {
    var index = start
    guard let hours = digits(bytes, &index, end), index < end, bytes[index] == 0x3A else {
      return Result(seconds: 0, end: start)
    }
    var seconds: Double
    if let tail = minutes(bytes, from: index, to: end, comma: comma) {
      seconds = Double(hours * 3600) + tail.minutes * 60 + tail.seconds
      index = tail.end
    } else {
      index &+= 1
      guard let minutes = digits(bytes, &index, end) else { return Result(seconds: 0, end: start) }
      seconds = Double(hours * 3600 + minutes * 60)
      if index < end, bytes[index] == 0x3A {
        let part = DecimalScanner.scan(bytes, from: index &+ 1, to: end, comma: comma)
        if part.end > index &+ 1 {
          seconds += part.value
          index = part.end
        }
      }
    }
    var cursor = index
    while cursor < end, bytes[cursor] == 0x20 { cursor &+= 1 }
    if cursor &+ 1 < end, bytes[cursor &+ 1] | 0x20 == 0x6D {
      let letter = bytes[cursor] | 0x20
      if letter == 0x70 || letter == 0x61 {
        if letter == 0x70, hours < 12 { seconds += 43200 }
        if letter == 0x61, hours == 12 { seconds -= 43200 }
        index = cursor &+ 2
      }
    }
    return Result(seconds: seconds, end: index)
  }

  @inline(__always)
  private static func digits(_ bytes: borrowing Span<UInt8>, _ index: inout Int, _ end: Int) -> Int? {
    var value = 0
    let start = index
    while index < end, index &- start < 9 {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { break }
      value = value &* 10 &+ Int(digit)
      index &+= 1
    }
    return index > start ? value : nil
  }

  private static func monthName(_ bytes: borrowing Span<UInt8>, _ index: inout Int, _ end: Int) -> Int? {
    guard index &+ 3 <= end else { return nil }
    let letters = (0..<3).map { bytes[index + $0] | 0x20 }
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    guard let position = names.firstIndex(where: { Array($0.utf8) == letters }) else { return nil }
    index &+= 3
    return position + 1
  }

  /// Days from 1970-01-01 in the proleptic Gregorian calendar, years counted from March.
  static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

/// The day met last, by its text: a log stays within one for thousands of rows.
struct DayMemory: Equatable, Codable, Sendable {
  /// How the file orders day and month.
  var order = DateOrder()
  /// Bytes of the dates that are remembered: `2026-03-02`, `03/02/2026`.
  static let length = 10
  private var head: UInt64 = 0
  private var tail: UInt16 = 0
  private var seconds = 0.0

  /// Seconds from 1970 to the beginning of the day that stands at `start`, if it is the one met last.
  @inline(__always)
  func midnight(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> Double? {
    guard let word = EightBytes.load(bytes, from: start, to: end),
      let rest = EightBytes.load(bytes, from: start &+ 8, to: end)
    else { return nil }
    return midnight(word, rest)
  }

  /// The same of the sixteen bytes there.
  @inline(__always)
  func midnight(_ word: UInt64, _ rest: UInt64) -> Double? {
    // A `T` stands for the blank in ISO 8601.
    let separator = rest >> 16 & 0xFF
    guard word == head, UInt16(truncatingIfNeeded: rest) == tail, separator == 0x20 || separator == 0x54 else {
      return nil
    }
    return seconds
  }

  /// Settles the order by a row's time and that of the row above.
  mutating func settle(by time: Double, behind last: Double) {
    order.settle(by: time, behind: last)
    if order.known == .dayFirst { seconds = CalendarDate.exchanged(seconds) ?? seconds }
  }

  /// Remembers a day whose text ends at `stop`.
  mutating func keep(_ midnight: Double, of bytes: borrowing Span<UInt8>, from start: Int, until stop: Int, to end: Int)
  {
    guard stop &- start == Self.length, let word = EightBytes.load(bytes, from: start, to: end),
      let rest = EightBytes.load(bytes, from: start &+ 8, to: end)
    else { return }
    (head, tail, seconds) = (word, UInt16(truncatingIfNeeded: rest), midnight)
  }
}
