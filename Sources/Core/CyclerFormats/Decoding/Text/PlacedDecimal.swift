import CellModel

/// A plain decimal number whose place in the rows of one shape is known.
///
/// It gives the bits that `RowScanner` gives: the same whole number of digits, divided once and scaled once.
struct PlacedDecimal: Sendable {
  private let quantity: Quantity
  private let number: PlacedNumber
  /// Ten to the number of digits behind the mark, by which the digits are divided.
  private let divisor: Double
  /// Turns the number into the unit of samples, with the number's sign.
  private let scale: Double
  /// Digits behind the mark if they tell how fine the file's counters are, or -1.
  private let resolution: Int

  /// Reads the number into the sample; false if it has more digits than a `Double`.
  @inline(always)
  func read(
    _ bytes: borrowing Span<UInt8>, from rowStart: Int, into sample: inout Sample, _ finest: inout Int
  ) -> Bool {
    guard let mantissa = number.mantissa(bytes, from: rowStart), mantissa < 1 << 53 else { return false }
    if resolution > finest, mantissa != 0 { finest = resolution }
    let value = Double(Int64(truncatingIfNeeded: mantissa)) / divisor * scale
    sample.put(quantity == .wallTime ? RowScanner.secondsSince1970(value) : value, as: quantity)
    return true
  }

  /// The number as it is written; nil if the field is anything else.
  init?(_ column: RowLayout.Column, _ text: FieldText) {
    guard column.quantity != .phaseWord, let decimal = text.decimal, decimal.power == nil else { return nil }
    let digits = decimal.whole.lowerBound..<max(decimal.whole.upperBound, decimal.fraction.upperBound)
    let isTime = column.quantity == .testTime || column.quantity == .wallTime
    guard digits.count <= PlacedNumber.longest, !isTime || !decimal.isNegative else { return nil }
    let fraction = decimal.fraction.count
    quantity = column.quantity
    number = PlacedNumber(
      from: digits.lowerBound, to: digits.upperBound, mark: fraction > 0 ? decimal.whole.upperBound : nil)
    divisor = PowersOfTen.exact[fraction]
    let unit = column.quantity == .wallTime ? 1 : column.scale
    scale = decimal.isNegative ? -unit : unit
    resolution = column.quantity.dimension == .capacity && fraction < 14 ? fraction : -1
  }
}

extension Sample {
  /// Puts a value in the unit of samples where it belongs; a word or a step's time belongs nowhere.
  @inline(always)
  mutating func put(_ value: Double, as quantity: Quantity) {
    switch quantity {
    case .testTime: testTime = value
    case .wallTime: wallTime = value
    case .voltage: voltage = value
    case .current: current = value
    case .chargeCounter, .sharedCounter, .signedCounter, .halfCycleCounter, .increment: counter = value
    case .dischargeCounter: dischargeCounter = value
    case .temperature: temperature = Float(value)
    case .vendorCycle: vendorCycle = RowScanner.integer(value)
    case .vendorStep: vendorStep = RowScanner.integer(value)
    case .stepTime, .phaseWord: break
    }
  }
}
