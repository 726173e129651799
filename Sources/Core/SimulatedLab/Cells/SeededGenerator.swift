/// A seeded random source: xoshiro256**, its state filled by SplitMix64 (Blackman and Vigna, 2018).
///
/// The standard library's generator cannot be seeded, and a simulated lab is only worth comparing against if the same
/// seed writes the same bytes on every machine.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  /// Starts the sequence that belongs to `seed`.
  package init(seed: UInt64) {
    var state = seed
    func split() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
    a = split()
    b = split()
    c = split()
    d = split()
  }

  package mutating func next() -> UInt64 {
    let product = b &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 45) | (d >> 19)
    return result
  }

  /// A value spread evenly over `range`.
  package mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    let fraction = Double(next() >> 11) * 0x1p-53
    return range.lowerBound + (range.upperBound - range.lowerBound) * fraction
  }

  /// A bell-shaped deviate of mean 0 and standard deviation 1 that never exceeds ±3.5.
  ///
  /// The sum of four 16-bit uniform deviates out of one draw: an instrument's filtered noise has no far tails either,
  /// and a row needs three of them.
  package mutating func deviate() -> Double {
    let word = next()
    let sum = (word & 0xFFFF) &+ (word >> 16 & 0xFFFF) &+ (word >> 32 & 0xFFFF) &+ (word >> 48)
    return (Double(sum) - 131_070) / 37_837.227
  }

  /// One of the values, each as likely as the others; the fallback if there are none.
  package mutating func pick<Value>(_ values: [Value], else fallback: Value) -> Value {
    guard !values.isEmpty else { return fallback }
    return values[Int(next() % UInt64(values.count))]
  }
}
