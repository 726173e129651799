import Testing

@testable import SimulatedLab

@Suite("Numbers of the simulated lab")
struct NumberTests {
  private static func text(_ write: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    write(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "Fixed decimals are padded, rounded and never negative zero",
    arguments: [
      (0.0, 3, "0.000"), (1.0005, 3, "1.001"), (-0.0004, 3, "0.000"), (-2.5, 0, "-3"), (12_345.678, 1, "12345.7"),
      (0.999_999_9, 4, "1.0000"), (.nan, 2, "0.00"), (.infinity, 1, "0.0"), (1e300, 2, "0.00"),
    ])
  func fixed(value: Double, decimals: Int, expected: String) {
    #expect(Self.text { DecimalText.append(value, decimals: decimals, to: &$0) } == expected)
  }

  @Test(
    "Scientific numbers have one digit before the point and three in the exponent",
    arguments: [
      (0.0, "0.0000000E+000"), (1.0, "1.0000000E+000"), (-3.2463198, "-3.2463198E+000"),
      (0.003, "3.0000000E-003"), (99_999.999_99, "1.0000000E+005"), (.nan, "0.0000000E+000"),
    ])
  func scientific(value: Double, expected: String) {
    #expect(Self.text { DecimalText.appendScientific(value, decimals: 7, to: &$0) } == expected)
  }

  @Test(
    "Significant digits drop trailing zeros and turn small numbers to exponents",
    arguments: [
      (0.0, "0"), (3.3011441, "3.3011441"), (-9.63e-5, "-9.63E-05"), (0.0001, "0.0001"), (25.0, "25"),
      (1200.0, "1200"), (0.999_999_999_9, "1"), (1.5e-12, "1.5E-12"),
    ])
  func significant(value: Double, expected: String) {
    #expect(Self.text { DecimalText.appendSignificant(value, count: 8, to: &$0) } == expected)
  }

  @Test("Written numbers read back to within half of their last digit", arguments: 1...20)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let value = random.deviate() * Exponential.exp(random.uniform(-20...15))
      let fixed = try #require(Double(Self.text { DecimalText.append(value, decimals: 6, to: &$0) }))
      #expect(abs(fixed - value) <= 0.500_001e-6 + abs(value) * 1e-15)
      let scientific = try #require(Double(Self.text { DecimalText.appendScientific(value, decimals: 15, to: &$0) }))
      #expect(abs(scientific - value) <= abs(value) * 2e-15)
      let significant = try #require(Double(Self.text { DecimalText.appendSignificant(value, count: 9, to: &$0) }))
      #expect(abs(significant - value) <= abs(value) * 0.51e-8)
    }
  }

  @Test(
    "Moments become calendar dates, leap days included",
    arguments: [
      (0.0, "1970-01-01 00:00:00.000"), (951_782_400.0, "2000-02-29 00:00:00.000"),
      (1_709_251_199.9996, "2024-03-01 00:00:00.000"), (1_736_154_000.25, "2025-01-06 09:00:00.250"),
    ])
  func dates(seconds: Double, expected: String) {
    let text = Self.text {
      let date = CalendarText(seconds, decimals: 3)
      date.appendDashedDate(to: &$0)
      $0.append(UInt8(ascii: " "))
      date.appendMilliseconds(to: &$0)
    }
    #expect(text == expected)
  }

  @Test("The exponential and the logarithm undo one another", arguments: 1...10)
  func inverse(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let x = random.uniform(-40...40)
      #expect(abs(Exponential.log(Exponential.exp(x)) - x) < 1e-12 * max(1, abs(x)))
      let y = random.uniform(-1...1)
      let product = Exponential.exp(x) * Exponential.exp(y)
      #expect(abs(Exponential.exp(x + y) / product - 1) < 1e-12)
    }
    #expect(abs(Exponential.exp(1) - 2.718_281_828_459_045) < 1e-14)
    #expect(Exponential.exp(-1e9) == 0)
    #expect(Exponential.exp(1e9).isFinite)
    #expect(Exponential.power(2, 10).rounded() == 1024)
  }

  @Test("Deviates have mean 0 and standard deviation 1")
  func deviates() {
    var random = SeededGenerator(seed: 11)
    let values = (0..<50_000).map { _ in random.deviate() }
    let mean = values.reduce(0, +) / 50_000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 50_000
    #expect(abs(mean) < 0.02)
    #expect(abs(variance - 1) < 0.02)
  }

  @Test("The generator gives the sequence of xoshiro256** behind SplitMix64")
  func generator() {
    var random = SeededGenerator(seed: 0)
    #expect(random.next() == 0x99EC_5F36_CB75_F2B4)
    #expect(random.next() == 0xBF6E_1F78_4956_452A)
  }
}
