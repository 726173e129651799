import CellModel

/// A field whose place in the rows of one shape is known, and how to read what stands there.
///
/// It gives the bits that `RowScanner` gives: the same whole number of digits, and the same roundings behind it.
struct PlacedField: Sendable {
  /// How the field is written.
  enum Form: Sendable {
    /// Digits, perhaps a mark among them.
    case decimal
    /// At most nine digits of a number that is kept whole.
    case whole
    /// One digit, a mark, digits, and a power of ten of two or three digits.
    case scientific
    /// Hours, minutes and seconds.
    case clock
    /// A day by its text, and the time of day.
    case date
    /// A word by its text.
    case word
  }

  let quantity: Quantity
  let form: Form
  /// Turns the number into the unit of samples, with the number's sign.
  private var scale = 1.0
  private var number = PlacedNumber()
  /// Ten to the number of digits behind the mark, by which the digits are divided.
  private var divisor = 1.0
  /// Digits behind the mark if they tell how fine the file's counters are, or -1.
  private var resolution = -1
  /// The first digit of a scientific number, and ten to the number of the others.
  private var firstDigit = 0
  private var weight: UInt64 = 1
  /// The digits of a power of ten or of hours, the sign of the one and the digits behind the mark.
  private var other = PlacedDigits()
  private var isExponentNegative = false
  private var fraction = 0
  /// Where the minutes stand, and a date.
  private var minutes = 0
  private var day = 0
  private var phase = Phase.unstated

  private init(_ quantity: Quantity, _ form: Form) {
    self.quantity = quantity
    self.form = form
  }

  /// Reads the field into the sample; false if its value is none that can be read so.
  @inline(__always)
  func read(
    _ bytes: borrowing Span<UInt8>, from rowStart: Int, into sample: inout Sample, _ absoluteTime: inout Double,
    _ finest: inout Int, _ memory: DayMemory
  ) -> Bool {
    let value: Double
    switch form {
    case .decimal:
      guard let mantissa = number.mantissa(bytes, from: rowStart), mantissa < 1 << 53 else { return false }
      if resolution > finest, mantissa != 0 { finest = resolution }
      value = Double(Int64(truncatingIfNeeded: mantissa)) / divisor * scale
    case .whole:
      guard let mantissa = number.mantissa(bytes, from: rowStart), mantissa < 2_000_000_000 else { return false }
      let whole = Int32(truncatingIfNeeded: mantissa)
      if quantity == .vendorCycle { sample.vendorCycle = whole } else { sample.vendorStep = whole }
      return true
    case .scientific:
      guard let magnitude = scientific(bytes, from: rowStart) else { return false }
      value = magnitude * scale
    case .clock:
      guard let hours = other.number(bytes, from: rowStart), let time = minutesAndSeconds(bytes, from: rowStart) else {
        return false
      }
      value = Double(Int64(truncatingIfNeeded: hours)) * 3600 + time.minutes * 60 + time.seconds
    case .date:
      let place = rowStart &+ day
      guard let head = EightBytes.load(bytes, from: place, to: bytes.count),
        let rest = EightBytes.load(bytes, from: place &+ 8, to: bytes.count),
        let midnight = memory.midnight(head, rest),
        let hours = other.number(bytes, from: rowStart), let time = minutesAndSeconds(bytes, from: rowStart)
      else { return false }
      value = midnight + (Double(Int64(truncatingIfNeeded: hours)) * 3600 + time.minutes * 60 + time.seconds)
      if quantity == .testTime { absoluteTime = value }
    case .word:
      sample.phase = phase
      return true
    }
    switch quantity {
    case .testTime: sample.testTime = value
    case .wallTime: sample.wallTime = form == .date ? value : RowScanner.secondsSince1970(value)
    case .voltage: sample.voltage = value
    case .current: sample.current = value
    case .chargeCounter, .sharedCounter, .signedCounter, .halfCycleCounter, .increment: sample.counter = value
    case .dischargeCounter: sample.dischargeCounter = value
    case .temperature: sample.temperature = Float(value)
    case .vendorCycle: sample.vendorCycle = RowScanner.integer(value)
    case .vendorStep: sample.vendorStep = RowScanner.integer(value)
    case .stepTime, .phaseWord: break
    }
    return true
  }

  /// A number with a power of ten, without its sign; nil where 128 bits do not decide it.
  @inline(__always)
  private func scientific(_ bytes: borrowing Span<UInt8>, from rowStart: Int) -> Double? {
    let place = rowStart &+ firstDigit
    guard place >= 0, place < bytes.count, let written = other.number(bytes, from: rowStart),
      let behind = number.mantissa(bytes, from: rowStart)
    else { return nil }
    let mantissa = UInt64(bytes[place] & 0x0F) &* weight &+ behind
    let power = Int(truncatingIfNeeded: written)
    let exponent = (isExponentNegative ? 0 &- power : power) &- fraction
    guard mantissa < 1 << 53, exponent >= -22, exponent <= 22 else { return PowersOfTen.multiply(mantissa, exponent) }
    let whole = Double(Int64(truncatingIfNeeded: mantissa))
    return exponent < 0 ? whole / PowersOfTen.exact[0 &- exponent] : whole * PowersOfTen.exact[exponent]
  }

  @inline(__always)
  private func minutesAndSeconds(
    _ bytes: borrowing Span<UInt8>, from rowStart: Int
  ) -> (minutes: Double, seconds: Double)? {
    let place = rowStart &+ minutes
    guard place >= 0, place < bytes.count &- 1, let mantissa = number.mantissa(bytes, from: rowStart) else {
      return nil
    }
    let count = Int(bytes[place] & 0x0F) &* 10 &+ Int(bytes[place &+ 1] & 0x0F)
    return (Double(count), Double(Int64(truncatingIfNeeded: mantissa)) / divisor)
  }
}

// MARK: Learning

extension PlacedField {
  /// The field as it is written in `row` from `start` to `end`, blanks around it left out; nil if it is in no known form.
  ///
  /// `fixed` takes the bytes that must stay the same.
  init?(
    _ column: RowLayout.Column, in row: [UInt8], from start: Int, to end: Int, comma: Bool, phase: Phase,
    fixed: inout [Range<Int>]
  ) {
    let text = FieldText(row, from: start, to: end, comma: comma)
    switch column.quantity {
    case .phaseWord:
      self.init(column.quantity, .word)
      self.phase = phase
      fixed.append(start..<end)
      return
    case .testTime, .wallTime:
      if let time = text.date {
        self.init(column.quantity, .date)
        day = start
        fixed.append(start..<time.hours.lowerBound)
        place(time)
        return
      }
      if column.quantity == .testTime, let time = text.clock {
        self.init(column.quantity, .clock)
        place(time)
        return
      }
    default: break
    }
    guard let decimal = text.decimal else { return nil }
    let isInteger = column.quantity == .vendorCycle || column.quantity == .vendorStep
    let isTime = column.quantity == .testTime || column.quantity == .wallTime
    guard !isTime || !decimal.isNegative else { return nil }
    let count = decimal.fraction.count
    if let power = decimal.power {
      guard decimal.whole.count == 1, 1...15 ~= count, 2...3 ~= power.digits.count else { return nil }
      self.init(column.quantity, .scientific)
      fraction = count
      firstDigit = decimal.whole.lowerBound
      weight = PowersOfTen.whole[fraction]
      number = PlacedNumber(from: decimal.fraction.lowerBound, to: decimal.fraction.upperBound, mark: nil)
      other = PlacedDigits(from: power.digits.lowerBound, to: power.digits.upperBound, mark: nil)
      isExponentNegative = power.isNegative
    } else {
      let digits = decimal.whole.lowerBound..<max(decimal.whole.upperBound, decimal.fraction.upperBound)
      guard digits.count <= PlacedNumber.longest else { return nil }
      let isWhole = isInteger && count == 0 && column.scale == 1 && !decimal.isNegative && digits.count < 10
      self.init(column.quantity, isWhole ? .whole : .decimal)
      fraction = count
      divisor = PowersOfTen.exact[fraction]
      number = PlacedNumber(
        from: digits.lowerBound, to: digits.upperBound, mark: fraction > 0 ? decimal.whole.upperBound : nil)
      if column.quantity.dimension == .capacity, fraction < 14 { resolution = fraction }
    }
    scale = decimal.isNegative ? -column.scale : column.scale
    if column.quantity == .wallTime { scale = 1 }
  }

  private mutating func place(_ time: FieldText.Time) {
    other = PlacedDigits(from: time.hours.lowerBound, to: time.hours.upperBound, mark: nil)
    minutes = time.minutes
    fraction = time.fraction
    divisor = PowersOfTen.exact[fraction]
    number = PlacedNumber(
      from: time.seconds.lowerBound, to: time.seconds.upperBound, mark: fraction > 0 ? time.seconds.lowerBound + 2 : nil
    )
  }
}
