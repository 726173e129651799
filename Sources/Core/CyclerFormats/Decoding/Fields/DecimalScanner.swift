/// Reads decimal numbers from bytes, bit for bit as `strtod` would, without allocating.
///
/// Three ways, fastest first: an exact mantissa below 2^53 with a power of ten up to 22 (Clinger 1990); a 128-bit product
/// with the power of ten (Eisel and Lemire, "Number parsing at a gigabyte per second", 2021); the standard library.
package enum DecimalScanner {
  /// A number and where it ended.
  package struct Result {
    package var value: Double
    /// Index behind the last byte of the number; equal to the start if there was no number.
    package var end: Int
    /// Power of ten of the last digit: -4 for `3.7012`.
    package var exponent: Int
  }

  /// Scans a number with a decimal point that begins at `start`.
  package static func scan(_ bytes: borrowing Span<UInt8>, from start: Int) -> Result {
    scan(bytes, from: start, to: bytes.count, comma: false)
  }

  /// Scans a number at `start`; `end` bounds the scan and `comma` says whether `,` is a decimal mark as `.` is.
  ///
  /// The shapes that fill logs, an optional minus and up to 18 digits with a point among them, are read here; whatever
  /// else there is, `scanAny` reads.
  // On its own the loops stay in registers; inside the row scanner every digit would go through the stack.
  @inline(never)
  static func scan(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, comma: Bool) -> Result {
    guard start >= 0, start < end, end <= bytes.count else { return Result(value: .nan, end: start, exponent: 0) }
    var index = start
    var byte = bytes[index]
    let isNegative = byte == 0x2D
    if isNegative {
      index += 1
      byte = index < end ? bytes[index] : 0
    }
    let digitsStart = index
    var mantissa: UInt64 = 0
    // Overflow is no matter: more than 18 digits are read again by `scanAny`.
    while byte &- 0x30 < 10 {
      mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
      index += 1
      byte = index < end ? bytes[index] : 0
    }
    var digitCount = index &- digitsStart
    var fractionCount = 0
    if byte == 0x2E || (comma && byte == 0x2C) {
      index += 1
      let fractionStart = index
      byte = index < end ? bytes[index] : 0
      while byte &- 0x30 < 10 {
        mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
        index += 1
        byte = index < end ? bytes[index] : 0
      }
      fractionCount = index &- fractionStart
      digitCount &+= fractionCount
    }
    guard 1...18 ~= digitCount else { return scanAny(bytes, from: start, to: end, comma: comma) }
    guard mantissa < 1 << 53, byte | 0x20 != 0x65 else {
      return scaled(
        mantissa, isNegative: isNegative, exponent: 0 &- fractionCount, bytes, from: start, at: index, to: end,
        comma: comma)
    }
    let magnitude = Double(Int64(truncatingIfNeeded: mantissa)) / PowersOfTen.exact[fractionCount]
    return Result(value: isNegative ? -magnitude : magnitude, end: index, exponent: 0 &- fractionCount)
  }

  /// Ends a number of at most 18 digits that has an exponent, or more digits than a double.
  @inline(never)
  private static func scaled(
    _ mantissa: UInt64, isNegative: Bool, exponent: Int, _ bytes: borrowing Span<UInt8>, from start: Int,
    at place: Int, to end: Int, comma: Bool
  ) -> Result {
    var exponent = exponent
    var index = place
    if index < end, bytes[index] | 0x20 == 0x65 {
      guard index &+ 5 < end else { return scanAny(bytes, from: start, to: end, comma: comma) }
      let sign = bytes[index &+ 1]
      var cursor = index &+ (sign == 0x2D || sign == 0x2B ? 2 : 1)
      let exponentStart = cursor
      var written = 0
      while cursor < end, cursor &- exponentStart < 4, bytes[cursor] &- 0x30 < 10 {
        written = written &* 10 &+ Int(bytes[cursor] &- 0x30)
        cursor &+= 1
      }
      guard cursor > exponentStart, cursor &- exponentStart < 4 else {
        return scanAny(bytes, from: start, to: end, comma: comma)
      }
      exponent &+= sign == 0x2D ? 0 &- written : written
      index = cursor
    }
    let lastDigit = exponent
    var mantissa = mantissa
    // `9.500000000000000E+01` is exact with the zeros off.
    while mantissa >= 1 << 53, mantissa % 10 == 0 {
      mantissa /= 10
      exponent &+= 1
    }
    let magnitude: Double
    if mantissa < 1 << 53, exponent >= -22, exponent <= 22 {
      let whole = Double(Int64(truncatingIfNeeded: mantissa))
      magnitude = exponent < 0 ? whole / PowersOfTen.exact[0 &- exponent] : whole * PowersOfTen.exact[exponent]
    } else if let product = PowersOfTen.multiply(mantissa, exponent) {
      magnitude = product
    } else {
      return scanAny(bytes, from: start, to: end, comma: comma)
    }
    return Result(value: isNegative ? -magnitude : magnitude, end: index, exponent: lastDigit)
  }

  @inline(never)
  private static func scanAny(
    _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, comma: Bool
  ) -> Result {
    var index = start
    var isNegative = false
    if index < end {
      let first = bytes[index]
      if first == 0x2D || first == 0x2B {
        isNegative = first == 0x2D
        index &+= 1
      }
    }
    var mantissa: UInt64 = 0
    var exponent = 0
    var isExact = true
    let digitsStart = index
    while index < end {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { break }
      if mantissa < 1_000_000_000_000_000_000 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
      } else {
        exponent &+= 1
        if digit != 0 { isExact = false }
      }
      index &+= 1
    }
    var digitCount = index &- digitsStart
    if index < end, bytes[index] == 0x2E || (comma && bytes[index] == 0x2C) {
      index &+= 1
      let fractionStart = index
      while index < end {
        let digit = bytes[index] &- 0x30
        guard digit < 10 else { break }
        if mantissa < 1_000_000_000_000_000_000 {
          mantissa = mantissa &* 10 &+ UInt64(digit)
          exponent &-= 1
        } else if digit != 0 {
          isExact = false
        }
        index &+= 1
      }
      digitCount &+= index &- fractionStart
    }
    guard digitCount > 0 else { return Result(value: .nan, end: start, exponent: 0) }
    if index < end, bytes[index] | 0x20 == 0x65 {
      var cursor = index &+ 1
      var isExponentNegative = false
      if cursor < end, bytes[cursor] == 0x2D || bytes[cursor] == 0x2B {
        isExponentNegative = bytes[cursor] == 0x2D
        cursor &+= 1
      }
      let exponentStart = cursor
      var written = 0
      while cursor < end {
        let digit = bytes[cursor] &- 0x30
        guard digit < 10 else { break }
        if written < 100_000 { written = written &* 10 &+ Int(digit) }
        cursor &+= 1
      }
      if cursor > exponentStart {
        exponent &+= isExponentNegative ? 0 &- written : written
        index = cursor
      }
    }
    let magnitude: Double
    if isExact, mantissa < 1 << 53, exponent >= -22, exponent <= 22 {
      let whole = Double(mantissa)
      magnitude = exponent < 0 ? whole / PowersOfTen.exact[0 &- exponent] : whole * PowersOfTen.exact[exponent]
    } else if isExact, let product = PowersOfTen.multiply(mantissa, exponent) {
      magnitude = product
    } else {
      magnitude = slow(bytes, from: digitsStart, to: index)
    }
    return Result(value: isNegative ? -magnitude : magnitude, end: index, exponent: exponent)
  }

  @inline(never)
  private static func slow(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> Double {
    var text = ""
    for index in start..<min(end, start + 2000) {
      text.unicodeScalars.append(bytes[index] == 0x2C ? "." : Unicode.Scalar(bytes[index]))
    }
    return Double(text) ?? .nan
  }
}

/// Powers of ten for the scanner.
enum PowersOfTen {
  /// 10^0 to 10^22, each exact in a Double.
  static let exact: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// 10^0 to 10^15.
  static let whole: [UInt64] = [
    1, 10, 100, 1000, 10000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
  ]

  /// Exponents with a 128-bit mantissa in `mantissas`: 5^54 leaves a bit of room below 2^128.
  private static let reach = 54

  /// The upper 128 bits of 10^e, truncated, for e from -54 to 54.
  private static let mantissas: [(high: UInt64, low: UInt64)] = (-reach...reach).map { power in
    var five: UInt128 = 1
    for _ in 0..<abs(power) { five *= 5 }
    guard power < 0 else {
      let normal = five << UInt128(five.leadingZeroBitCount)
      return (UInt64(truncatingIfNeeded: normal >> 64), UInt64(truncatingIfNeeded: normal))
    }
    // Long division of a power of two by 5^-e, bit by bit, until 128 significant bits stand.
    var remainder: UInt128 = 1
    var quotient: UInt128 = 0
    while quotient.leadingZeroBitCount > 0 {
      remainder <<= 1
      quotient <<= 1
      if remainder >= five {
        remainder -= five
        quotient |= 1
      }
    }
    return (UInt64(truncatingIfNeeded: quotient >> 64), UInt64(truncatingIfNeeded: quotient))
  }

  /// The double nearest to `mantissa * 10^exponent`, or nil where 128 bits do not decide it.
  static func multiply(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    guard mantissa != 0 else { return 0 }
    guard exponent >= -reach, exponent <= reach else { return nil }
    let power = mantissas[exponent + reach]
    let zeros = mantissa.leadingZeroBitCount
    let normal = mantissa << UInt64(zeros)
    var (high, low) = normal.multipliedFullWidth(by: power.high)
    if high & 0x1FF == 0x1FF, low &+ normal < normal {
      let (carryHigh, carryLow) = normal.multipliedFullWidth(by: power.low)
      let merged = low &+ carryHigh
      if merged < low { high &+= 1 }
      if high & 0x1FF == 0x1FF, merged == .max, carryLow &+ normal < normal { return nil }
      low = merged
    }
    let top = high >> 63
    var result = high >> (top &+ 9)
    if low == 0, high & 0x1FF == 0, result & 3 == 1 { return nil }
    result &+= result & 1
    result >>= 1
    // floor(log2(10) e) without a logarithm: 217706 / 2^16.
    var binary = ((217706 * exponent) >> 16) + 64 + 1023 - zeros - Int(1 ^ top)
    if result >> 53 > 0 {
      result >>= 1
      binary += 1
    }
    guard binary > 0, binary < 0x7FF else { return nil }
    return Double(bitPattern: UInt64(binary) << 52 | result & 0xF_FFFF_FFFF_FFFF)
  }
}
