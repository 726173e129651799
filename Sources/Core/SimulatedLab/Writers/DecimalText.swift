/// Decimal numbers as bytes in the shapes that vendors use; no allocation, no locale.
enum DecimalText {
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// A whole number, padded with zeros to at least `width` digits.
  static func append(_ value: Int, width: Int = 1, to bytes: inout [UInt8]) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    append(digits: value.magnitude, width: width, to: &bytes)
  }

  private static func append(digits value: UInt, width: Int, to bytes: inout [UInt8]) {
    var divisor: UInt = 1
    var count = 1
    while count < width || (value / divisor >= 10 && count < 20) {
      let (next, overflow) = divisor.multipliedReportingOverflow(by: 10)
      if overflow { break }
      divisor = next
      count += 1
    }
    var rest = value
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest / divisor))
      rest %= divisor
      divisor /= 10
    }
  }

  /// A number with a fixed count of decimals (at most 15), such as `-0.0010`; 0 where it does not fit.
  static func append(_ value: Double, decimals: Int, to bytes: inout [UInt8]) {
    let places = min(max(decimals, 0), 15)
    let scaled = (abs(value) * powers[places]).rounded()
    let whole = scaled < 9e18 ? UInt(scaled) : 0
    if value < 0, whole > 0 { bytes.append(UInt8(ascii: "-")) }
    let unit = UInt(powers[places])
    append(digits: whole / unit, width: 1, to: &bytes)
    guard places > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    append(digits: whole % unit, width: places, to: &bytes)
  }

  /// A number in EC-Lab's scientific form with a three-digit exponent, such as `2.816723801174285E+005`.
  static func appendScientific(_ value: Double, decimals: Int, to bytes: inout [UInt8]) {
    let decimals = min(max(decimals, 0), 15)
    let (digits, exponent) = significant(abs(value), count: decimals + 1)
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    let unit = UInt(powers[decimals])
    append(digits: digits / unit, width: 1, to: &bytes)
    bytes.append(UInt8(ascii: "."))
    append(digits: digits % unit, width: decimals, to: &bytes)
    bytes.append(UInt8(ascii: "E"))
    bytes.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    append(digits: exponent.magnitude, width: 3, to: &bytes)
  }

  /// A number with up to `count` (at most 12) significant digits and no trailing zeros: `0.071935`, `-9.63E-05`.
  static func appendSignificant(_ value: Double, count: Int, to bytes: inout [UInt8]) {
    let count = min(max(count, 1), 12)
    var (digits, exponent) = significant(abs(value), count: count)
    guard digits > 0 else { return bytes.append(UInt8(ascii: "0")) }
    var places = count - 1 - exponent
    while digits % 10 == 0 {
      digits /= 10
      places -= 1
    }
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    if exponent < -4 || places < -5 {
      let decimals = places + exponent
      let unit = UInt(powers[min(max(decimals, 0), 15)])
      append(digits: digits / unit, width: 1, to: &bytes)
      if decimals > 0 {
        bytes.append(UInt8(ascii: "."))
        append(digits: digits % unit, width: decimals, to: &bytes)
      }
      bytes.append(UInt8(ascii: "E"))
      bytes.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
      return append(digits: exponent.magnitude, width: 2, to: &bytes)
    }
    guard places > 0 else { return append(digits: digits * UInt(powers[-places]), width: 1, to: &bytes) }
    guard places <= 19 else { return bytes.append(UInt8(ascii: "0")) }
    let unit = UInt(powers[places])
    append(digits: digits / unit, width: 1, to: &bytes)
    bytes.append(UInt8(ascii: "."))
    append(digits: digits % unit, width: places, to: &bytes)
  }

  /// The first `count` digits of a positive number and its decimal exponent; zeros for zero and what is not a number.
  private static func significant(_ value: Double, count: Int) -> (digits: UInt, exponent: Int) {
    guard value > 1e-20, value < 1e20 else { return (0, 0) }
    var exponent = 0
    while exponent < 20, value >= powers[exponent + 1] { exponent += 1 }
    while exponent > -20, exponent <= 0, value * powers[-exponent] < 1 { exponent -= 1 }
    let shift = count - 1 - exponent
    let scaled: Double
    if shift >= 0 {
      scaled = shift <= 22 ? value * powers[shift] : value * 1e22 * powers[min(shift - 22, 22)]
    } else {
      scaled = value / powers[min(-shift, 22)]
    }
    let digits = UInt(scaled.rounded())
    // Rounding 9.9996 up gives one digit too many.
    return digits >= UInt(powers[count]) ? (digits / 10, exponent + 1) : (digits, exponent)
  }
}

extension [UInt8] {
  /// Appends a text's UTF-8 bytes.
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  /// Appends a column's separator.
  mutating func comma() { append(UInt8(ascii: ",")) }

  /// Appends a column's separator.
  mutating func tab() { append(UInt8(ascii: "\t")) }

  /// Appends a separator and a number with a fixed count of decimals.
  mutating func comma(_ value: Double, decimals: Int) {
    comma()
    DecimalText.append(value, decimals: decimals, to: &self)
  }

  /// Appends a separator and a number with that many significant digits at most.
  mutating func comma(_ value: Double, significant: Int) {
    comma()
    DecimalText.appendSignificant(value, count: significant, to: &self)
  }

  /// Appends a separator and a whole number.
  mutating func comma(_ value: Int) {
    comma()
    DecimalText.append(value, to: &self)
  }

  /// Appends a separator and a number with a fixed count of decimals.
  mutating func tab(_ value: Double, decimals: Int) {
    tab()
    DecimalText.append(value, decimals: decimals, to: &self)
  }

  /// Appends a separator and a whole number.
  mutating func tab(_ value: Int) {
    tab()
    DecimalText.append(value, to: &self)
  }
}
