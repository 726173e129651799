import CellModel

/// One cycle as the differences from the cycle before it, to the last bit.
///
/// Counters and times were written with a few decimals: such a number is told by how many steps of a decimal it moved, and
/// by how many units of the last place it misses that decimal. All others are told by their bits' difference.
extension PackedBytes {
  /// Puts a cycle behind another one.
  mutating func put(_ cycle: Cycle, after before: Cycle) {
    var same: UInt64 = 0
    if cycle.number == before.number &+ 1 { same |= CycleSameness.nextNumber }
    if cycle.vendorCycle == before.vendorCycle &+ 1 { same |= CycleSameness.nextVendorCycle }
    if cycle.firstHalf == .charge { same |= CycleSameness.chargeFirst }
    if cycle.isComplete { same |= CycleSameness.complete }
    if cycle.usedIntegral { same |= CycleSameness.usedIntegral }
    put(same)
    if same & CycleSameness.nextNumber == 0 { put(signed: Int64(cycle.number)) }
    if same & CycleSameness.nextVendorCycle == 0 { put(signed: Int64(cycle.vendorCycle)) }
    put(signed: Int64(cycle.byteOffset &- before.byteOffset))
    put(cycle.startTime, after: before.endTime)
    put(cycle.endTime, after: cycle.startTime)
    put(cycle.charge, after: before.charge)
    put(cycle.discharge, after: before.discharge)
    let (floats, known) = (cycle.floats, before.floats)
    for field in floats.indices { put(floats[field], after: known[field]) }
  }

  /// Puts a value that is like another one; NaN and infinity are told as they are.
  mutating func put(_ value: Double, after before: Double) {
    var shortest = Int.max
    var best: (scale: UInt64, steps: Int64, miss: Int64) = (0, 0, 0)
    for scale in DecimalScale.all.indices {
      guard let known = DecimalScale.steps(before, scale), let steps = DecimalScale.steps(value, scale) else {
        continue
      }
      let miss = Int64(bitPattern: value.bitPattern &- DecimalScale.value(steps, scale).bitPattern)
      let length = Self.length((steps - known).magnitude << 3) + Self.length(miss.magnitude << 1)
      if length < shortest { (shortest, best) = (length, (UInt64(scale) + 1, steps - known, miss)) }
    }
    guard best.scale > 0 else {
      put(0)
      return put(signed: Int64(bitPattern: value.bitPattern &- before.bitPattern))
    }
    // Two bits for the scale, 0 for none.
    put(Self.folded(best.steps) << 2 | best.scale)
    put(signed: best.miss)
  }

  private static func length(_ number: UInt64) -> Int { (max(1, 64 - number.leadingZeroBitCount) + 6) / 7 }

  fileprivate mutating func put(_ value: Float, after before: Float) {
    let bits = Int64(value.bitPattern) - Int64(before.bitPattern)
    let plain = Self.folded(bits) << 1
    // In steps of 0.1 mV, where it is one.
    guard let known = DecimalScale.steps(before), let steps = DecimalScale.steps(value), steps != known,
      DecimalScale.value(steps).bitPattern == value.bitPattern
    else { return put(plain) }
    put(min(plain, Self.folded(steps - known) << 1 | 1))
  }
}

extension PackedNumbers {
  /// The cycle that was put behind another one.
  mutating func nextCycle(after before: Cycle) -> Cycle? {
    guard let same = next() else { return nil }
    var cycle = Cycle(
      number: before.number &+ 1, firstHalf: same & CycleSameness.chargeFirst != 0 ? .charge : .discharge)
    cycle.vendorCycle = before.vendorCycle &+ 1
    cycle.isComplete = same & CycleSameness.complete != 0
    cycle.usedIntegral = same & CycleSameness.usedIntegral != 0
    if same & CycleSameness.nextNumber == 0 {
      guard let number = nextSigned() else { return nil }
      cycle.number = Int32(truncatingIfNeeded: number)
    }
    if same & CycleSameness.nextVendorCycle == 0 {
      guard let number = nextSigned() else { return nil }
      cycle.vendorCycle = Int32(truncatingIfNeeded: number)
    }
    guard let offset = nextSigned(), let start = nextDouble(after: before.endTime), let end = nextDouble(after: start),
      let charge = nextDouble(after: before.charge), let discharge = nextDouble(after: before.discharge)
    else { return nil }
    cycle.byteOffset = before.byteOffset &+ Int(offset)
    (cycle.startTime, cycle.endTime, cycle.charge, cycle.discharge) = (start, end, charge, discharge)
    var floats = before.floats
    for field in floats.indices {
      guard let value = nextFloat(after: floats[field]) else { return nil }
      floats[field] = value
    }
    cycle.floats = floats
    return cycle
  }

  mutating func nextDouble(after before: Double) -> Double? {
    guard let first = next(), let second = nextSigned() else { return nil }
    guard first != 0 else { return Double(bitPattern: before.bitPattern &+ UInt64(bitPattern: second)) }
    let scale = Int(first & 3) - 1
    guard scale >= 0, let known = DecimalScale.steps(before, scale) else { return nil }
    let decimal = DecimalScale.value(known &+ PackedBytes.unfolded(first >> 2), scale)
    return Double(bitPattern: decimal.bitPattern &+ UInt64(bitPattern: second))
  }

  private mutating func nextFloat(after before: Float) -> Float? {
    guard let code = next() else { return nil }
    let step = PackedBytes.unfolded(code >> 1)
    guard code & 1 == 1 else {
      return Float(bitPattern: UInt32(truncatingIfNeeded: Int64(before.bitPattern) &+ step))
    }
    return DecimalScale.steps(before).map { DecimalScale.value($0 &+ step) }
  }
}

extension Cycle {
  /// All that is kept in single precision.
  fileprivate var floats: InlineArray<11, Float> {
    get {
      [
        meanChargeVoltage, meanDischargeVoltage, firstHalfEndVoltage, secondHalfEndVoltage, maxVoltage, minVoltage,
        temperature, chargeCurrent, dischargeCurrent, counterDeviation, voltageNoise,
      ]
    }
    set {
      (meanChargeVoltage, meanDischargeVoltage) = (newValue[0], newValue[1])
      (firstHalfEndVoltage, secondHalfEndVoltage) = (newValue[2], newValue[3])
      (maxVoltage, minVoltage, temperature) = (newValue[4], newValue[5], newValue[6])
      (chargeCurrent, dischargeCurrent) = (newValue[7], newValue[8])
      (counterDeviation, voltageNoise) = (newValue[9], newValue[10])
    }
  }
}

/// What of a cycle goes into one byte.
private enum CycleSameness {
  static let nextNumber: UInt64 = 1
  static let nextVendorCycle: UInt64 = 2
  static let chargeFirst: UInt64 = 4
  static let complete: UInt64 = 8
  static let usedIntegral: UInt64 = 16
}

/// The decimals in whose steps numbers are told.
private enum DecimalScale {
  /// Steps in a unit: digits of the files that cyclers write, see also the instrument's resolution.
  static let all: [Double] = [1e3, 1e6, 1e9]
  private static let single: Double = 1e4

  /// The nearest step; nil where it is too far for whole numbers or for a double to tell it.
  static func steps(_ value: Double, _ scale: Int) -> Int64? {
    let scaled = value * all[scale]
    return scaled.magnitude < 1e15 ? Int64(scaled.rounded()) : nil
  }

  static func value(_ steps: Int64, _ scale: Int) -> Double { Double(steps) / all[scale] }

  static func steps(_ value: Float) -> Int64? {
    let scaled = Double(value) * single
    return scaled.magnitude < 1e9 ? Int64(scaled.rounded()) : nil
  }

  static func value(_ steps: Int64) -> Float { Float(Double(steps) / single) }
}
