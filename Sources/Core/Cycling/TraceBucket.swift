/// How far one level of a pyramid has come.
struct TraceLevel: Equatable, Codable, Sendable {
  /// The stretch under way, without what is open at finer levels.
  var open = Bucket()
  /// Buckets that were closed so far; the next one goes to this place of the ring.
  var closed: UInt32 = 0

  var isOpen: Bool { open.number != Bucket.none }
}

/// The extremes of one stretch of time, in twelve bytes with its number.
struct Bucket: Equatable, Codable, Sendable {
  /// Time since the first sample ÷ the level's width.
  var number: UInt32
  // Minima are stored upside down, so that every field grows and 0 is "none".
  var minVoltage: UInt16 = 0
  var maxVoltage: UInt16 = 0
  var minCurrent: UInt16 = 0
  var maxCurrent: UInt16 = 0

  /// The number of no bucket.
  static let none = UInt32.max

  init() { number = Self.none }

  @inline(__always)
  init(_ number: UInt32, voltage: Double, current: Double) {
    self.number = number
    let storedVoltage = Self.quantise(voltage: voltage)
    let storedCurrent = Self.quantise(current: current)
    if storedVoltage != 0 { (minVoltage, maxVoltage) = (~storedVoltage, storedVoltage) }
    if storedCurrent != 0 { (minCurrent, maxCurrent) = (~storedCurrent, storedCurrent) }
  }

  @inline(__always)
  mutating func merge(_ other: Bucket) {
    // Two instructions as a vector, and twenty without.
    let larger = pointwiseMax(
      SIMD4(minVoltage, maxVoltage, minCurrent, maxCurrent),
      SIMD4(other.minVoltage, other.maxVoltage, other.minCurrent, other.maxCurrent))
    (minVoltage, maxVoltage, minCurrent, maxCurrent) = (larger[0], larger[1], larger[2], larger[3])
  }

  /// The extremes in volts and amperes; nil if there are none.
  var column: TracePyramid.Column? {
    guard maxVoltage != 0 || maxCurrent != 0 else { return nil }
    return TracePyramid.Column(
      minVoltage: maxVoltage == 0 ? .nan : Self.restore(voltage: ~minVoltage),
      maxVoltage: maxVoltage == 0 ? .nan : Self.restore(voltage: maxVoltage),
      minCurrent: maxCurrent == 0 ? .nan : Self.restore(current: ~minCurrent),
      maxCurrent: maxCurrent == 0 ? .nan : Self.restore(current: maxCurrent))
  }

  @inline(__always)
  private static func quantise(voltage: Double) -> UInt16 {
    guard voltage == voltage else { return 0 }
    let steps = min(65534, max(1, (voltage + 0.5) * 10000))
    // By hand: `rounded()` is a call of the C library on x86-64.
    let whole = UInt16(steps)
    return steps - Double(whole) < 0.5 ? whole : whole + 1
  }

  private static func restore(voltage: UInt16) -> Double { Double(voltage) / 10000 - 0.5 }

  // The upper 16 bits of a Float, sign and magnitude turned into an order, so that minima and maxima can be taken on the
  // stored form; both signs round alike, and 0 is "none".
  @inline(__always)
  private static func quantise(current: Double) -> UInt16 {
    guard current == current else { return 0 }
    let magnitude = min((Float(current.magnitude).bitPattern &+ 0x8000) >> 16, 0x7F80)
    let upper = UInt16(truncatingIfNeeded: magnitude)
    return current < 0 && upper > 0 ? 0x7FFF - upper : 0x8000 + upper
  }

  private static func restore(current: UInt16) -> Double {
    let upper = current >= 0x8000 ? current - 0x8000 : 0x7FFF - current
    let magnitude = Double(Float(bitPattern: UInt32(upper) << 16))
    return current >= 0x8000 ? magnitude : -magnitude
  }
}
