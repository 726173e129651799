import CellModel
import CyclerFormats
import TestSupport
import Testing

@testable import Fleet

@Suite("Flags and their evidence")
struct FlagTests {
  /// Repeats a cycle of Li|Cu with these stripped capacities, mAh, of 1 mAh plated.
  private static func plating(_ stripped: [Double]) -> String {
    "R1 " + stripped.map { "D1 C\($0) /" }.joined(separator: " ") + " D1"
  }

  private static func flags(_ script: String, _ facts: CellFacts, step: Double = 1e-7) -> [Flag] {
    SyntheticLog.channel(SyntheticLog.bytes(script, step: step), facts).recordFlags()
  }

  @Test("a good cell has none")
  func none() {
    #expect(Self.flags(Self.plating([0.98, 0.99, 0.991, 0.992]), SyntheticLog.facts(.half)) == [])
  }

  @Test("low CE, with the cycle since which it is low")
  func lowEfficiency() {
    let flags = Self.flags(Self.plating([0.98, 0.8, 0.98, 0.6, 0.5]), SyntheticLog.facts(.half))
    #expect(
      flags == [Flag(.lowCE, sinceCycle: 2, evidence: "CE 50.00 % in cycle 5 is below 90.00 %")])
  }

  @Test("low CE by the person's own limit, and never while the SEI forms")
  func lowEfficiencyLimits() {
    var facts = SyntheticLog.facts(.half)
    facts.alert.efficiencyBelow = 0.985
    #expect(Self.flags(Self.plating([0.99, 0.98]), facts).map(\.code) == [.lowCE])
    facts.formationCycles = Marked(3, .given)
    #expect(Self.flags(Self.plating([0.7, 0.8]), facts) == [])
  }

  @Test("a CE above one by more than error and digits explain")
  func aboveOne() {
    let flags = Self.flags(Self.plating([0.98, 1.01]), SyntheticLog.facts(.half))
    #expect(
      flags == [
        Flag(
          .ceAboveOne, sinceCycle: 2,
          evidence: "CE 101.00 % in cycle 2, errors explain up to 100.80 %: artefact or soft short")
      ])
    #expect(Self.flags(Self.plating([0.98, 1.0002]), SyntheticLog.facts(.half)) == [], "within four times the error")
  }

  @Test("end of life, with the retention and since when")
  func endOfLife() {
    let script = "R1 " + [1, 0.95, 0.79, 0.7].map { "C1@4 D\($0)@3.7 /" }.joined(separator: " ") + " C1@4"
    var facts = SyntheticLog.facts(.full)
    facts.alert.efficiencyBelow = 0.1
    #expect(
      Self.flags(script, facts) == [
        Flag(.endOfLife, sinceCycle: 3, evidence: "retention 70.0 % is below 80 % since cycle 3")
      ])
    facts.endOfLifeRetention = Marked(0.6, .given)
    #expect(Self.flags(script, facts) == [])
  }

  @Test("digits coarser than the instrument")
  func coarseResolution() {
    let flags = Self.flags(Self.plating([0.98, 0.98]), SyntheticLog.facts(.half), step: 0.001)
    #expect(
      flags == [
        Flag(
          .coarseResolution,
          evidence: "the file's digits resolve CE to 1000 ppm, the instrument to 100 ppm")
      ])
  }

  @Test("voltages beyond the person's limits")
  func limits() {
    var facts = SyntheticLog.facts(.full)
    facts.alert.voltageAbove = 4.3
    facts.alert.voltageBelow = 2.5
    #expect(Self.flags("R1 C1@4.2", facts) == [])
    #expect(Self.flags("R1 C1@4.35", facts).map(\.evidence) == ["4.3500 V is above 4.3000 V"])
    #expect(Self.flags("R1 D1@2.4", facts).map(\.evidence) == ["2.4000 V is below 2.5000 V"])
  }

  @Test("malformed rows, counted, with the first one's line and what was expected there")
  func badRows() {
    var lines = SyntheticLog.rows("R1 D1")
    lines[3] = "torn"
    lines[9] = "3600.0,volts,0,0,1,1,0,0"
    let header = SyntheticLog.bytes("").split(separator: 0x0A).first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let text = ([header] + lines).joined(separator: "\n") + "\n"
    let fold = SyntheticLog.channel(Array(text.utf8), SyntheticLog.facts(.half))
    #expect(
      fold.recordFlags().map(\.evidence) == [
        "2 malformed rows, first in line 5: expected a number in “Test Time / s” (column 1), found “torn”"
      ])
  }

  @Test("a cycle's own marks are those that its flags rest on")
  func cycleFlags() throws {
    let fold = SyntheticLog.channel(
      SyntheticLog.bytes(Self.plating([0.5, 1.01, 0.98]), step: 0.001), SyntheticLog.facts(.half))
    #expect(
      fold.cycles.map { fold.flags(of: $0) } == [
        [.lowCE, .coarseResolution], [.ceAboveOne, .coarseResolution], [.coarseResolution],
      ])
  }

  @Test("numbers in sentences")
  func numbers() {
    #expect(FlagText.fixed(3.14159, 2) == "3.14" && FlagText.fixed(-0.001, 2) == "0.00")
    #expect(FlagText.fixed(-1.05, 1) == "-1.1" || FlagText.fixed(-1.05, 1) == "-1.0")
    #expect(FlagText.fixed(.nan, 2) == "-" && FlagText.fixed(1e300, 2) == "-")
    #expect(FlagText.percent(0.9999) == "99.99" && FlagText.ppm(0.0001) == "100")
    #expect(FlagText.significant(0.00123) == "0.0012" && FlagText.significant(250) == "250")
    #expect(FlagText.significant(0) == "-" && FlagText.significant(.infinity) == "-")
    #expect(FlagText.duration(90) == "90 s" && FlagText.duration(600) == "10 min")
    #expect(FlagText.duration(9000) == "2.5 h" && FlagText.duration(259_200) == "3.0 d")
  }
}
