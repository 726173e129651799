import CellModel

/// A number with a power of ten whose place in the rows of one shape is known: one digit, a mark, digits, `E`, a sign and
/// two or three digits.
///
/// It gives the bits that `RowScanner` gives, since both round to the nearest.
struct PlacedScientific: Sendable {
  private let quantity: Quantity
  /// Turns the number into the unit of samples, with the number's sign.
  private let scale: Double
  private let firstDigit: Int
  /// The digits behind the mark, how many they are, and ten to their number.
  private let behind: PlacedNumber
  private let fraction: Int
  private let weight: UInt64
  private let power: PlacedDigits
  private let isPowerNegative: Bool

  /// Reads the number into the sample; false where 128 bits do not decide it.
  @inline(always)
  func read(_ bytes: borrowing Span<UInt8>, from rowStart: Int, into sample: inout Sample) -> Bool {
    let place = rowStart &+ firstDigit
    guard place >= 0, place < bytes.count, let written = power.number(bytes, from: rowStart),
      let rest = behind.mantissa(bytes, from: rowStart)
    else { return false }
    let mantissa = UInt64(bytes[place] & 0x0F) &* weight &+ rest
    let count = Int(truncatingIfNeeded: written)
    let exponent = (isPowerNegative ? 0 &- count : count) &- fraction
    let magnitude: Double
    if mantissa < 1 << 53, exponent >= -22, exponent <= 22 {
      let whole = Double(Int64(truncatingIfNeeded: mantissa))
      magnitude = exponent < 0 ? whole / PowersOfTen.exact[0 &- exponent] : whole * PowersOfTen.exact[exponent]
    } else {
      guard let product = PowersOfTen.multiply(mantissa, exponent) else { return false }
      magnitude = product
    }
    let value = magnitude * scale
    sample.put(quantity == .wallTime ? RowScanner.secondsSince1970(value) : value, as: quantity)
    return true
  }

  /// The number as it is written; nil if the field is anything else.
  init?(_ column: RowLayout.Column, _ text: FieldText) {
    guard column.quantity != .phaseWord, let decimal = text.decimal, let power = decimal.power,
      decimal.whole.count == 1, 1...15 ~= decimal.fraction.count, 2...3 ~= power.digits.count
    else { return nil }
    let isTime = column.quantity == .testTime || column.quantity == .wallTime
    guard !isTime || !decimal.isNegative else { return nil }
    quantity = column.quantity
    firstDigit = decimal.whole.lowerBound
    fraction = decimal.fraction.count
    weight = PowersOfTen.whole[fraction]
    behind = PlacedNumber(from: decimal.fraction.lowerBound, to: decimal.fraction.upperBound, mark: nil)
    self.power = PlacedDigits(from: power.digits.lowerBound, to: power.digits.upperBound, mark: nil)
    isPowerNegative = power.isNegative
    let unit = column.quantity == .wallTime ? 1 : column.scale
    scale = decimal.isNegative ? -unit : unit
  }
}
