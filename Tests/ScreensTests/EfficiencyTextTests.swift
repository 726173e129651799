import Metrics
import Screens
import Testing

@Suite("Coulombic efficiency as text")
struct EfficiencyTextTests {
  @Test(
    "digits follow the uncertainty",
    arguments: [
      (1e-4, "99.94"), (2e-5, "99.941"), (1e-3, "99.9"), (1e-2, "100"), (1e-6, "99.9413"), (.nan, "99.94"),
      (.infinity, "99.94"), (0, "99.9413"),
    ] as [(Double, String)])
  func digits(uncertainty: Double, text: String) {
    #expect(EfficiencyText.percent(0.999413, uncertainty: uncertainty) == text)
  }

  @Test("a file of few digits limits them further")
  func resolution() {
    #expect(EfficiencyText.percent(0.999413, uncertainty: 1e-4, resolution: 1e-3) == "99.9")
    #expect(EfficiencyText.percent(0.999413, uncertainty: 1e-4, resolution: 1e-7) == "99.94")
  }

  @Test("above one is shown as it is, missing as a dash")
  func edges() {
    #expect(EfficiencyText.percent(1.0203, uncertainty: 1e-4) == "102.03")
    #expect(EfficiencyText.percent(nil, uncertainty: 1e-4) == "-")
    #expect(EfficiencyText.percent(.nan, uncertainty: 1e-4) == "-")
    #expect(EfficiencyText.inefficiency(.infinity, uncertainty: 1e-4) == "-")
  }

  @Test(
    "the inefficiency is in ppm below one percent and agrees with the CE beside it",
    arguments: [
      (0.9994, "600"), (0.99941, "600"), (0.9818, "1.82%"), (0.612, "38.8%"), (1.0012, "-1200"), (1, "0"),
      (0.99999, "0"),
    ] as [(Double, String)])
  func inefficiency(efficiency: Double, text: String) {
    #expect(EfficiencyText.inefficiency(efficiency, uncertainty: 1e-4) == text)
  }

  @Test("the half-width has the digits of its CE")
  func halfWidth() {
    #expect(EfficiencyDigits.halfWidth(uncertainty: 1e-4) == "0.01")
    #expect(EfficiencyDigits.halfWidth(uncertainty: 2e-5) == "0.002")
    #expect(EfficiencyDigits.halfWidth(uncertainty: 1e-9) == "0.0001")
  }

  @Test(
    "calendar",
    arguments: [
      (0, "1970-01-01 00:00"), (951_782_400, "2000-02-29 00:00"), (1_795_444_327, "2026-11-23 14:32"),
      (-1, "1969-12-31 23:59"), (4_107_542_400, "2100-03-01 00:00"),
    ] as [(Double, String)])
  func calendar(seconds: Double, text: String) throws {
    let time = try #require(CivilTime(seconds: seconds))
    #expect(time.date + " " + time.clock == text)
  }

  @Test("seconds beyond the calendar are none")
  func beyond() {
    #expect(CivilTime(seconds: .nan) == nil)
    #expect(CivilTime(seconds: 1e300) == nil)
  }
}
