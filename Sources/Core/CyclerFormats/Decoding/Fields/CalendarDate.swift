/// Seconds since 1970 as a date that people read.
enum CalendarDate {
  /// `2026-03-02 09:00:00`; empty if the year lies outside 1900 to 2200.
  static func text(_ seconds: Double) -> String {
    guard seconds > -2.2e9, seconds < 7.26e9 else { return "" }
    let whole = Int(seconds.rounded(.down))
    var days = whole / 86400
    if whole % 86400 < 0 { days -= 1 }
    let second = whole - days * 86400
    let date = date(daysSince1970: days)
    let clock = "\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60))"
    return "\(date.year)-\(padded(date.month))-\(padded(date.day)) \(clock)"
  }

  /// The same time of day with day and month exchanged; nil if that is no date.
  static func exchanged(_ seconds: Double) -> Double? {
    guard seconds > -2.2e9, seconds < 7.26e9 else { return nil }
    let days = Int((seconds / 86400).rounded(.down))
    let date = date(daysSince1970: days)
    guard date.day <= 12 else { return nil }
    let exchanged = ClockScanner.daysSince1970(year: date.year, month: date.day, day: date.month)
    return seconds + Double(exchanged - days) * 86400
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// The proleptic Gregorian calendar, years counted from March so that the leap day comes last.
  private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
