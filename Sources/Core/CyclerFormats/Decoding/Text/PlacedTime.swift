import CellModel

/// A clock or a date whose place in the rows of one shape is known: `hh:mm:ss` with or without a fraction, perhaps behind
/// a day.
///
/// It gives the bits that `ClockScanner` gives: hours and minutes are whole seconds, and the sums are taken in its order.
struct PlacedTime: Sendable {
  private let quantity: Quantity
  /// Where the day begins; nil for a clock.
  private let day: Int?
  private let hours: PlacedDigits
  private let minutes: Int
  private let seconds: PlacedNumber
  /// Ten to the number of digits behind the seconds' mark.
  private let divisor: Double

  /// Reads the time into the sample; false if its day is not the one met last.
  @inline(always)
  func read(
    _ bytes: borrowing Span<UInt8>, from rowStart: Int, into sample: inout Sample, _ absoluteTime: inout Double,
    _ memory: DayMemory
  ) -> Bool {
    let place = rowStart &+ minutes
    guard place >= 0, place < bytes.count &- 1, let mantissa = seconds.mantissa(bytes, from: rowStart),
      let hours = hours.number(bytes, from: rowStart)
    else { return false }
    let count = Int(bytes[place] & 0x0F) &* 10 &+ Int(bytes[place &+ 1] & 0x0F)
    let whole = Int(truncatingIfNeeded: hours) &* 3600 &+ count &* 60
    var value = Double(whole) + Double(Int64(truncatingIfNeeded: mantissa)) / divisor
    if let day {
      guard let head = EightBytes.load(bytes, from: rowStart &+ day, to: bytes.count),
        let rest = EightBytes.load(bytes, from: rowStart &+ day &+ 8, to: bytes.count),
        let midnight = memory.midnight(head, rest)
      else { return false }
      value = midnight + value
      if quantity == .testTime { absoluteTime = value }
    }
    sample.put(value, as: quantity)
    return true
  }

  /// The time as it is written; nil if the field is anything else.
  ///
  /// `fixed` takes the bytes of a day.
  init?(_ column: RowLayout.Column, _ text: FieldText, fixed: inout [Range<Int>]) {
    let time: FieldText.Time
    if column.quantity == .testTime || column.quantity == .wallTime, let date = text.date {
      time = date
      day = text.range.lowerBound
      fixed.append(text.range.lowerBound..<time.hours.lowerBound)
    } else if column.quantity == .testTime, let clock = text.clock {
      time = clock
      day = nil
    } else {
      return nil
    }
    quantity = column.quantity
    hours = PlacedDigits(from: time.hours.lowerBound, to: time.hours.upperBound, mark: nil)
    minutes = time.minutes
    divisor = PowersOfTen.exact[time.fraction]
    seconds = PlacedNumber(
      from: time.seconds.lowerBound, to: time.seconds.upperBound,
      mark: time.fraction > 0 ? time.seconds.lowerBound + 2 : nil)
  }
}
