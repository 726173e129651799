import Testing

@testable import CyclerFormats

@Suite("Times and dates")
struct ClockScannerTests {
  private static func duration(_ text: String, comma: Bool = false) -> (seconds: Double, end: Int, isClock: Bool) {
    let bytes = Array((text + "\n").utf8)
    let scanned = ClockScanner.duration(bytes.span, from: 0, to: bytes.count, comma: comma)
    return (scanned.result.seconds, scanned.result.end, scanned.isClock)
  }

  private static func date(_ text: String, comma: Bool = false) -> (seconds: Double, end: Int) {
    let bytes = Array((text + "\n").utf8)
    let result = ClockScanner.date(bytes.span, from: 0, to: bytes.count, comma: comma)
    return (result.seconds, result.end)
  }

  @Test(
    "durations in every spelling",
    arguments: [
      ("00:00:00", 0), ("01:00:10", 3610), ("27:46:40.5", 100_000.5), ("1000:00:00", 3_600_000),
      ("2d 02:52:51.57", 183_171.57),
      ("0d 00:01:0", 60), ("12d 00:00:00", 1_036_800), ("00:59", 3540), ("0:00:00.001", 0.001), ("-00:00:05", -5),
      ("3D 01:00:00", 262_800),
    ])
  func durations(text: String, seconds: Double) {
    let result = Self.duration(text)
    #expect(abs(result.seconds - seconds) < 1e-9 * max(1, abs(seconds)))
    #expect(result.end == text.utf8.count && result.isClock)
  }

  @Test("a plain number is left in its column's unit, and a decimal comma is read where it may be")
  func plainNumbers() {
    #expect(Self.duration("183171.57") == (183_171.57, 9, false))
    #expect(Self.duration("1,5", comma: true) == (1.5, 3, false))
    #expect(Self.duration("01:00:00,25", comma: true).seconds == 3600.25)
    #expect(Self.duration("abc").end == 0)
  }

  /// 2026-03-02 00:00:00.
  private static let day = 1_772_409_600.0

  @Test(
    "dates in every order",
    arguments: [
      ("2026-03-02 09:00:10", 32410), ("2026/03/02 09:00:10", 32410), ("03/02/2026 09:00:10", 32410),
      ("3/2/2026 9:00:10", 32410), ("02.03.2026 09:00:10", 32410), ("02-Mar-26 9:00:10 AM", 32410),
      ("2026-03-02T09:00:10.250", 32410.25), ("2026-03-02 9:00:10 PM", 75610), ("2026-03-02 12:00:00 AM", 0),
      ("2026-03-02 12:00:00 PM", 43200), ("3/2/2026 12:30", 45000), ("2026-03-02", 0), ("03/02/26 09:00:10", 32410),
    ])
  func dates(text: String, secondsOfDay: Double) {
    let result = Self.date(text)
    #expect(result.seconds == Self.day + secondsOfDay)
    #expect(result.end == text.utf8.count)
  }

  @Test("the day comes first where the first number can be no month")
  func dayFirst() {
    #expect(Self.date("23/02/2026 00:00:00").seconds == Self.date("2026-02-23 00:00:00").seconds)
    #expect(Self.date("23-Nov-23 3:56:11 PM").seconds == Self.date("2023-11-23 15:56:11").seconds)
  }

  @Test("leap days and centuries")
  func calendar() {
    #expect(ClockScanner.daysSince1970(year: 1970, month: 1, day: 1) == 0)
    #expect(ClockScanner.daysSince1970(year: 2000, month: 3, day: 1) == 11017)
    #expect(ClockScanner.daysSince1970(year: 2024, month: 2, day: 29) == 19782)
    #expect(ClockScanner.daysSince1970(year: 1900, month: 3, day: 1) == -25508)
    #expect(ClockScanner.daysSince1970(year: 2100, month: 3, day: 1) == 47541)
  }

  @Test(
    "what is no date is none",
    arguments: [
      "", "12", "3.7012", "2026-13-02", "2026-03-32", "0-0-0", "a-b-c", "2026-03", "1/2",
      "3-Foo-26", "-1-2-3",
    ])
  func noDates(text: String) {
    let result = Self.date(text)
    #expect(result.seconds.isNaN && result.end == 0, "\(text)")
  }

  @Test("a time of day alone has no date")
  func timeOfDay() {
    #expect(Self.date("15:56:11").seconds.isNaN)
    #expect(Self.date("15:56:11").end == 8)
  }
}
