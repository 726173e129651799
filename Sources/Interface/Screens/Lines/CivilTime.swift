import Canvas

/// A second since 1970 as a date and a time of day; the offset from UTC is the caller's.
package struct CivilTime: Equatable, Sendable {
  package let year: Int
  /// From 1, as is the day.
  package let month: Int
  package let day: Int
  package let hour: Int
  package let minute: Int

  /// Nil for seconds that no calendar of ours reaches.
  package init?(seconds: Double, offset: Int = 0) {
    guard seconds.isFinite, seconds.magnitude < 1e11 else { return nil }
    let total = Int(seconds.rounded(.down)) + offset
    let days = total >= 0 ? total / 86400 : (total - 86399) / 86400
    let rest = total - days * 86400
    hour = rest / 3600
    minute = rest / 60 % 60
    // Days are counted in eras of 400 years that begin on 1 March, so that the leap day comes last.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The time of day, `14:32`.
  package var clock: String { Numeral.twoDigits(hour) + ":" + Numeral.twoDigits(minute) }
  /// The date, `2026-11-23`.
  package var date: String { "\(year)-" + Numeral.twoDigits(month) + "-" + Numeral.twoDigits(day) }
  /// Month, day and time, `11-23 14:32`.
  package var short: String { Numeral.twoDigits(month) + "-" + Numeral.twoDigits(day) + " " + clock }
}
