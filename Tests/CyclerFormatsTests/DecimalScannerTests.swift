import TestSupport
import Testing

@testable import CyclerFormats

@Suite("Decimal numbers")
struct DecimalScannerTests {
  /// The ways in which cyclers write numbers, built of random digits.
  enum Shape: CaseIterable {
    case fourDecimals, nineDecimals, twelveDecimals, tenMillions, fifteenDigitsScientific, seventeenDigits, integer

    func write(_ random: inout SeededGenerator) -> String {
      let sign = ["", "-", "+"][Int(random.next() % 5 > 2 ? random.next() % 3 : 0)]
      switch self {
      case .fourDecimals: return sign + whole(below: 10, &random) + "." + digits(4, &random)
      case .nineDecimals: return sign + whole(below: 1000, &random) + "." + digits(9, &random)
      case .twelveDecimals: return sign + whole(below: 100, &random) + "." + digits(12, &random)
      case .tenMillions: return sign + whole(below: 90_000_000, &random) + "." + digits(6, &random)
      case .fifteenDigitsScientific:
        return sign + digits(1, &random) + "." + digits(15, &random) + "E" + (random.next() % 2 == 0 ? "-" : "+")
          + "00" + digits(1, &random)
      case .seventeenDigits:
        return sign + digits(1, &random) + "." + digits(16, &random) + "e"
          + String(Int.random(in: -320...308, using: &random))
      case .integer: return sign + String(random.next() >> (random.next() % 64))
      }
    }

    private func whole(below limit: UInt64, _ random: inout SeededGenerator) -> String {
      String(random.next() % limit)
    }

    private func digits(_ count: Int, _ random: inout SeededGenerator) -> String {
      let text = String(random.next() % 10_000_000_000_000_000)
      return String((String(repeating: "0", count: 16) + text).suffix(count))
    }
  }

  private static func scan(_ text: String, comma: Bool = false) -> DecimalScanner.Result {
    let bytes = Array((text + "\n").utf8)
    return DecimalScanner.scan(bytes.span, from: 0, to: bytes.count, comma: comma)
  }

  @Test("are read bit for bit as the standard library reads them", arguments: Shape.allCases)
  func randomNumbers(shape: Shape) {
    var random = SeededGenerator(seed: 7)
    var differing: [String] = []
    for _ in 0..<150_000 {
      let text = shape.write(&random)
      let result = Self.scan(text)
      let expected = Double(text) ?? .nan
      if result.value.bitPattern != expected.bitPattern || result.end != text.utf8.count { differing.append(text) }
    }
    #expect(differing.prefix(5) == [])
  }

  @Test(
    "are read right where rounding is hardest",
    arguments: [
      "9007199254740993", "9007199254740991", "9007199254740992.5", "0.1", "0.3", "1e22", "1e23", "8.5e22", "1e-22",
      "5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308",
      "2.2250738585072014e-308",
      "1.7976931348623157e308", "1.7976931348623159e308", "1e309", "-1e309", "1e-400", "0e999999999", "-0", "0.0",
      "123456789012345678901234567890", "0.000000000000000000000000000012345678901234567890",
      "1.00000000000000011102230246251565",
      "1.00000000000000011102230246251566", "3.4028234664e38", "6.02214076e23", "18446744073709551615",
      "18446744073709551616", "7.2057594037927933e16", "1.15e-15",
    ])
  func hardNumbers(text: String) {
    let result = Self.scan(text)
    #expect(result.value.bitPattern == (Double(text) ?? .nan).bitPattern)
    #expect(result.end == text.utf8.count)
  }

  @Test("end where the number ends")
  func ends() {
    let table: [(String, Double, Int)] = [
      ("3.7012,", 3.7012, 6), ("12 ", 12, 2), ("1e", 1, 1), ("1e+", 1, 1), ("1.e5", 1e5, 4), (".5", 0.5, 2),
      ("5.", 5, 2), ("1.2.3", 1.2, 3), ("0x10", 0, 1), ("1,5", 1, 1),
    ]
    for (text, value, end) in table {
      let result = Self.scan(text)
      #expect(result.value == value && result.end == end, "\(text)")
    }
    for text in ["", "-", "+", ".", "e5", "-.", "nan", "abc", "--1"] {
      #expect(Self.scan(text).value.isNaN && Self.scan(text).end == 0, "\(text)")
    }
  }

  @Test("take a comma as the decimal mark only where it is one")
  func decimalComma() {
    #expect(Self.scan("3,7012", comma: true).value == 3.7012)
    #expect(Self.scan("-1,210E-001", comma: true).value == -0.1210)
    #expect(Self.scan("1234567890123456789012,5", comma: true).value == 1234567890123456789012.5)
    #expect(Self.scan("3,7012", comma: false).value == 3)
  }

  @Test("tell the power of ten of their last digit, by which a file's resolution is judged")
  func exponents() {
    let table = ["3.7012": -4, "15": 0, "1.5E-003": -4, "1.50": -2, "2e3": 3, "0.000": -3]
    for (text, exponent) in table { #expect(Self.scan(text).exponent == exponent, "\(text)") }
  }
}
