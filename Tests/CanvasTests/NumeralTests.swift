import Canvas
import Testing

@Suite("Numbers as text")
struct NumeralTests {
  @Test(
    "fixed decimals",
    arguments: [
      (1.005, 1, "1.0"), (99.946, 2, "99.95"), (-0.004, 2, "0.00"), (-0.0451, 4, "-0.0451"), (0, 0, "0"),
      (12345.6789, 3, "12345.679"), (0.05, 1, "0.1"), (1e-300, 9, "0.000000000"),
    ] as [(Double, Int, String)])
  func fixed(value: Double, decimals: Int, text: String) {
    #expect(Numeral.fixed(value, decimals: decimals) == text)
  }

  @Test(
    "what cannot be written is a dash",
    arguments: [
      nil, Double.nan, .infinity, -.infinity, .greatestFiniteMagnitude, -1e300, .signalingNaN,
    ] as [Double?])
  func unwritable(value: Double?) {
    for decimals in [-3, 0, 4, 40] {
      #expect(Numeral.fixed(value, decimals: decimals) == "-")
      #expect(Numeral.signed(value, decimals: decimals) == "-")
    }
    #expect(Numeral.significant(value, digits: 4) == "-")
    #expect(Numeral.engineering(value) == "-")
    #expect(Numeral.age(value) == "-")
  }

  @Test("signs stand before what is not zero")
  func signs() {
    #expect(Numeral.signed(3, decimals: 3) == "+3.000")
    #expect(Numeral.signed(-3, decimals: 3) == "-3.000")
    #expect(Numeral.signed(0.0001, decimals: 3) == "0.000")
    #expect(Numeral.signed(0, decimals: 1) == "0.0")
  }

  @Test(
    "significant digits",
    arguments: [
      (3.0121, 4, "3.012"), (12.3456, 4, "12.35"), (1234.5, 4, "1235"), (0.012345, 4, "0.01235"), (0, 4, "0.000"),
      (123_456, 4, "123456"), (-0.5, 2, "-0.50"),
    ] as [(Double, Int, String)])
  func significant(value: Double, digits: Int, text: String) {
    #expect(Numeral.significant(value, digits: digits) == text)
  }

  @Test(
    "SI prefixes",
    arguments: [
      (1204, "1.20k"), (0.0451, "45.1m"), (999.7, "1.00k"), (5e-7, "500n"), (0, "0"), (-2.5e6, "-2.50M"),
      (1e-30, "0"),
    ] as [(Double, String)])
  func engineering(value: Double, text: String) {
    #expect(Numeral.engineering(value) == text)
  }

  @Test(
    "ages take at most four columns",
    arguments: [
      (-5, "0s"), (12, "12s"), (59.9, "59s"), (60, "1m"), (3599, "59m"), (7200, "2h"), (86400 * 9, "9d"),
      (86400 * 999, "999d"), (86400 * 1200, "3y"), (2.9e10, "918y"),
    ] as [(Double, String)])
  func ages(seconds: Double, text: String) {
    #expect(Numeral.age(seconds) == text)
    #expect(Numeral.age(seconds).count <= 4)
  }

  @Test("rounding agrees with the scaled value for values of every size")
  func rounding() {
    for power in -6...8 {
      var unit = 1.0
      for _ in 0..<abs(power) { unit = power < 0 ? unit / 10 : unit * 10 }
      for digit in 1...9 {
        let value = Double(digit) * unit
        let read = Double(Numeral.fixed(value, decimals: 6)) ?? .nan
        #expect(abs(read - value) <= 0.5e-6 + value * 1e-12)
      }
    }
  }
}
