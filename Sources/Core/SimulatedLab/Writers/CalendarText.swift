/// Dates and times of day in the shapes that vendors use, from seconds since 1970 taken as local time.
struct CalendarText {
  private let year: Int
  private let month: Int
  private let day: Int
  private let second: Int
  private let fraction: Double

  /// Splits a moment, rounded to `decimals` of a second (at most 3), into its calendar fields.
  init(_ unixSeconds: Double, decimals: Int = 0) {
    let unit: Double = decimals == 3 ? 1000 : 1
    let bounded = min(max(unixSeconds, 0), 4e11)
    let rounded = (bounded * unit).rounded(decimals == 3 ? .toNearestOrAwayFromZero : .down) / unit
    let whole = rounded.rounded(.down)
    let days = Int(whole / 86_400)
    second = Int(whole) - days * 86_400
    fraction = rounded - whole
    // Days from 1 March of year 0, in eras of 400 years (Hinnant's civil calendar).
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
    month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The date as `2025-07-19`.
  func appendDashedDate(to bytes: inout [UInt8]) {
    DecimalText.append(year, width: 4, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    DecimalText.append(month, width: 2, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    DecimalText.append(day, width: 2, to: &bytes)
  }

  /// The date as `07/19/2025`.
  func appendSlashedDate(to bytes: inout [UInt8]) {
    DecimalText.append(month, width: 2, to: &bytes)
    bytes.append(UInt8(ascii: "/"))
    DecimalText.append(day, width: 2, to: &bytes)
    bytes.append(UInt8(ascii: "/"))
    DecimalText.append(year, width: 4, to: &bytes)
  }

  /// The time of day as `15:26:20`.
  func appendTime(to bytes: inout [UInt8]) {
    Self.appendClock(second, to: &bytes)
  }

  /// The time of day as `15:26:20.125`.
  func appendMilliseconds(to bytes: inout [UInt8]) {
    appendTime(to: &bytes)
    bytes.append(UInt8(ascii: "."))
    DecimalText.append(Int((fraction * 1000).rounded()), width: 3, to: &bytes)
  }

  /// A duration as `101:02:03`, hours beyond 24 included.
  static func appendClock(_ seconds: Int, to bytes: inout [UInt8]) {
    DecimalText.append(seconds / 3600, width: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    DecimalText.append(seconds / 60 % 60, width: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    DecimalText.append(seconds % 60, width: 2, to: &bytes)
  }

  /// A duration as `101:02:03.500`.
  static func appendDuration(_ seconds: Double, to bytes: inout [UInt8]) {
    let milliseconds = Int((min(max(seconds, 0), 1e12) * 1000).rounded())
    appendClock(milliseconds / 1000, to: &bytes)
    bytes.append(UInt8(ascii: "."))
    DecimalText.append(milliseconds % 1000, width: 3, to: &bytes)
  }
}
