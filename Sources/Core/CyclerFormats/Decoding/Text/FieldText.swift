/// The text of one field taken apart, to learn how its column is written.
struct FieldText {
  /// A number: its digits before and behind the mark, and its power of ten.
  struct Decimal {
    var isNegative = false
    var whole: Range<Int>
    /// Empty, and behind the whole digits, where there is no mark.
    var fraction: Range<Int>
    var power: (isNegative: Bool, digits: Range<Int>)?
  }

  /// Hours, minutes and seconds; the seconds with their fraction.
  struct Time {
    var hours: Range<Int>
    var minutes: Int
    var seconds: Range<Int>
    /// Digits of the fraction.
    var fraction: Int
  }

  private let row: [UInt8]
  private let start: Int
  private let end: Int
  private let comma: Bool

  /// The field in `row` from `start` to `end`, blanks left out; `comma` says whether `,` is a mark as `.` is.
  init(_ row: [UInt8], from start: Int, to end: Int, comma: Bool) {
    (self.row, self.start, self.end, self.comma) = (row, start, end, comma)
  }

  /// The field's bytes in the row.
  var range: Range<Int> { start..<end }

  /// The field as a number; nil if it is anything but digits, a mark between them, and a power of ten.
  var decimal: Decimal? {
    var index = start
    let isNegative = index < end && row[index] == 0x2D
    if isNegative { index += 1 }
    let whole = digits(from: index)
    guard !whole.isEmpty else { return nil }
    index = whole.upperBound
    var decimal = Decimal(isNegative: isNegative, whole: whole, fraction: index..<index)
    if index < end, isMark(row[index]) {
      decimal.fraction = digits(from: index + 1)
      guard !decimal.fraction.isEmpty else { return nil }
      index = decimal.fraction.upperBound
    }
    if index < end - 2, row[index] | 0x20 == 0x65, row[index + 1] == 0x2B || row[index + 1] == 0x2D {
      let power = digits(from: index + 2)
      decimal.power = (row[index + 1] == 0x2D, power)
      index = power.upperBound
    }
    return index == end ? decimal : nil
  }

  /// The field as `hours:mm:ss` with or without a fraction.
  var clock: Time? { time(from: start, mostHours: 7) }

  /// The field as ten bytes of a date and the time of day.
  var date: Time? {
    guard end - start > DayMemory.length, row[start] &- 0x30 < 10 else { return nil }
    let separator = row[start + DayMemory.length]
    guard separator == 0x20 || separator == 0x54 else { return nil }
    return time(from: start + DayMemory.length + 1, mostHours: 2)
  }

  private func time(from start: Int, mostHours: Int) -> Time? {
    let hours = digits(from: start)
    let colon = hours.upperBound
    guard 1...mostHours ~= hours.count, colon + 6 <= end, row[colon] == 0x3A, row[colon + 3] == 0x3A,
      digits(from: colon + 1).count == 2
    else { return nil }
    let seconds = digits(from: colon + 4)
    guard seconds.count == 2 else { return nil }
    var time = Time(hours: hours, minutes: colon + 1, seconds: seconds, fraction: 0)
    if seconds.upperBound < end, isMark(row[seconds.upperBound]) {
      let fraction = digits(from: seconds.upperBound + 1)
      guard 1...7 ~= fraction.count else { return nil }
      time.fraction = fraction.count
      time.seconds = seconds.lowerBound..<fraction.upperBound
    }
    return time.seconds.upperBound == end ? time : nil
  }

  private func isMark(_ byte: UInt8) -> Bool { byte == 0x2E || comma && byte == 0x2C }

  private func digits(from place: Int) -> Range<Int> {
    var index = place
    while index < end, row[index] &- 0x30 < 10 { index += 1 }
    return place..<index
  }
}
