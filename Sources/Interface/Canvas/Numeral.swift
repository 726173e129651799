/// Numbers as text, always in the C locale; whatever cannot be written (missing, NaN, too large) is `-`.
package enum Numeral {
  /// Stands for a number that there is not.
  package static let missing = "-"

  private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

  /// A value with a fixed number of decimals (at most 9), rounded half away from zero.
  package static func fixed(_ value: Double?, decimals: Int) -> String {
    let decimals = min(max(0, decimals), 9)
    guard let value, value.magnitude * powers[decimals] < 1e15 else { return missing }
    let scaled = Int((value.magnitude * powers[decimals]).rounded())
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(scaled) }
    let unit = Int(powers[decimals])
    let fraction = String(scaled % unit)
    return sign + String(scaled / unit) + "." + String(repeating: "0", count: decimals - fraction.utf8.count) + fraction
  }

  /// As `fixed`, with a `+` before values above zero.
  package static func signed(_ value: Double?, decimals: Int) -> String {
    let text = fixed(value, decimals: decimals)
    guard let value, value > 0, text != missing, text.utf8.contains(where: { $0 >= 0x31 && $0 <= 0x39 }) else {
      return text
    }
    return "+" + text
  }

  /// A value with so many significant digits, without an exponent.
  package static func significant(_ value: Double?, digits: Int) -> String {
    guard let value, value.isFinite else { return missing }
    let digits = min(max(1, digits), 9)
    var decimals = digits - 1
    var magnitude = value.magnitude
    // What rounds up to the next power of ten has one digit more before the point.
    let almostOne = 1 - 0.5 / powers[digits]
    while magnitude >= 10 * almostOne, decimals > 0 {
      magnitude /= 10
      decimals -= 1
    }
    // Below one the leading zeros are not significant.
    magnitude = value.magnitude
    while magnitude > 0, magnitude < almostOne, decimals < 9 {
      magnitude *= 10
      decimals += 1
    }
    return fixed(value, decimals: value == 0 ? digits - 1 : decimals)
  }

  /// A value with an SI prefix between pico and tera and so many significant digits: 1204 is `1.20k`.
  package static func engineering(_ value: Double?, digits: Int = 3) -> String {
    guard let value, value.isFinite, value.magnitude < 1e15 else { return missing }
    guard value != 0, value.magnitude >= 1e-13 else { return fixed(0, decimals: 0) }
    let prefixes = ["p", "n", "µ", "m", "", "k", "M", "G", "T"]
    var index = 4
    var mantissa = value
    while mantissa.magnitude >= 999.5, index < 8 {
      mantissa /= 1000
      index += 1
    }
    while mantissa.magnitude < 0.9995, index > 0 {
      mantissa *= 1000
      index -= 1
    }
    return significant(mantissa, digits: digits) + prefixes[index]
  }

  /// A count of bytes in at most five columns: `512`, `1.2k`, `34M`.
  package static func bytes(_ count: Int) -> String {
    guard count >= 1000 else { return String(max(0, count)) }
    return engineering(Double(count), digits: 2)
  }

  /// A stretch of time in at most four columns: `12s`, `4m`, `2h`, `9d`, `3y`.
  package static func age(_ seconds: Double?) -> String {
    guard let seconds, seconds.magnitude < 3e10 else { return missing }
    let whole = Int(max(0, seconds))
    return switch whole {
    case ..<60: "\(whole)s"
    case ..<3600: "\(whole / 60)m"
    case ..<86400: "\(whole / 3600)h"
    case ..<86_400_000: "\(whole / 86400)d"
    default: "\(whole / 31_557_600)y"
    }
  }

  /// A place on a time axis: `h:mm`, with seconds where the axis resolves them, or whole hours and days.
  package static func clock(_ seconds: Double, step: Double) -> String {
    guard seconds.isFinite, seconds.magnitude < 1e12 else { return missing }
    let whole = Int(seconds.magnitude.rounded())
    let sign = seconds < 0 && whole > 0 ? "-" : ""
    if step >= 86400 { return sign + "\(whole / 86400) d" }
    if step >= 3600 { return sign + "\(whole / 3600) h" }
    let minutes = sign + "\(whole / 3600):" + twoDigits(whole / 60 % 60)
    return step >= 60 ? minutes : minutes + ":" + twoDigits(whole % 60)
  }

  /// A number from 0 to 99 in two columns.
  package static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
