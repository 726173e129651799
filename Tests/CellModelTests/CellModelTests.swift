import CellModel
import Testing

@Suite("The vocabulary of a cell")
struct CellModelTests {
  @Test(
    "untrusted text cannot steer a terminal",
    arguments: [
      ("cell\u{1B}]0;gone\u{7}", "cell·]0;gone·"), ("a\nb\tc\r", "a·b·c·"), ("\u{9B}31m", "·31m"),
      ("abc\u{202E}txt.exe", "abc·txt.exe"), ("a\u{200B}b\u{FEFF}", "a·b·"), ("Zelle µ°Ω 电池", "Zelle µ°Ω 电池"),
      ("\u{7F}\u{0}", "··"),
    ])
  func safeText(raw: String, clean: String) {
    #expect(SafeText.clean(raw) == clean)
    #expect(CellID(raw).text == clean)
  }

  @Test("text is cut at its limit")
  func limits() {
    #expect(SafeText.clean(String(repeating: "x", count: 1000)).count == 512)
    #expect(SafeText.clean("abcdef", limit: 3) == "abc")
  }

  @Test("lithium and cathode are capacities only where an area is known")
  func inventory() throws {
    var facts = CellFacts()
    #expect(facts.lithiumCapacity == nil && facts.cathodeCapacity == nil)
    facts.lithium = Marked(.thickness(50), .given)
    facts.cathode = Marked(.arealCapacity(4), .given)
    #expect(facts.lithiumCapacity == nil && facts.cathodeCapacity == nil)
    facts.area = Marked(1.5, .given)
    let lithium = try #require(facts.lithiumCapacity)
    // 50 µm of lithium are 10.3 mAh cm⁻²: 3861 mAh g⁻¹ × 0.534 g cm⁻³ × 50e-4 cm.
    #expect(abs(lithium - 1.5 * 10.309) < 0.01)
    #expect(facts.cathodeCapacity == 6)
    facts.lithium = Marked(.capacity(3), .given)
    facts.cathode = Marked(.capacity(2), .given)
    #expect(facts.lithiumCapacity == 3 && facts.cathodeCapacity == 2)
    facts.lithium = nil
    facts.configuration = Marked(.anodeFree, .given)
    #expect(facts.lithiumCapacity == 0)
  }

  @Test("a cycle's halves follow the direction in which it began")
  func halves() {
    var plating = Cycle(number: 1, firstHalf: .discharge)
    (plating.charge, plating.discharge) = (0.98, 1)
    #expect(plating.firstCapacity == 1 && plating.secondCapacity == 0.98)
    #expect(plating.secondOverFirst == nil, "a partial cycle has no CE")
    plating.isComplete = true
    #expect(plating.secondOverFirst == 0.98)
    var charging = Cycle(number: 1, firstHalf: .charge)
    (charging.charge, charging.discharge, charging.isComplete) = (0, 1, true)
    #expect(charging.secondOverFirst == nil, "nothing passed first")
    #expect(charging.hysteresis == nil)
    (charging.meanChargeVoltage, charging.meanDischargeVoltage) = (3.75, 3.5)
    #expect(charging.hysteresis == 0.25)
  }

  @Test("flags are listed worst first")
  func flagOrder() {
    let ranks = FlagCode.allCases.map(\.rank)
    #expect(ranks == Array(0..<FlagCode.allCases.count))
    // From the worst on, critical flags come before the warnings they share a cause with, notices last.
    let notices = FlagCode.allCases.filter { $0.severity == .notice }
    #expect(Array(FlagCode.allCases.suffix(notices.count)) == notices)
    #expect(Severity.notice < .warning && Severity.warning < .critical)
    #expect(Flag(.hardShort, evidence: "").severity == .critical)
  }

  @Test("cells of a known build say where their cycles begin")
  func firstHalves() {
    #expect(CellConfiguration.half.firstHalf == .discharge)
    #expect(CellConfiguration.full.firstHalf == .charge && CellConfiguration.anodeFree.firstHalf == .charge)
    #expect(CellConfiguration.symmetric.firstHalf == nil && CellConfiguration.unknown.firstHalf == nil)
    #expect(CellConfiguration.allCases.allSatisfy { $0.shortName.count <= 4 })
  }

  @Test("a detector sees plating first on Li|Cu and charging first on full cells")
  func cyclePoints() {
    var cycle = Cycle(number: 7, firstHalf: .discharge)
    (cycle.charge, cycle.discharge) = (0.9, 1)
    (cycle.chargeCurrent, cycle.dischargeCurrent) = (2, 1)
    (cycle.meanChargeVoltage, cycle.meanDischargeVoltage) = (0.0625, -0.0625)
    cycle.endTime = 7200
    let point = CyclePoint(cycle)
    #expect(point.cycle == 7 && point.timeHours == 2 && point.firstCapacity == 1 && point.secondCapacity == 0.9)
    #expect(point.firstCurrent == 1 && point.secondCurrent == 2)
    #expect(point.firstMeanVoltage == -0.0625 && point.secondMeanVoltage == 0.0625)
  }
}
