import CellModel
import Testing

@testable import Fleet

@Suite("Polarisation that grows")
struct PolarisationRuleTests {
  private static func flag(_ plateaus: [Int]) -> Flag? {
    let script = plateaus.map { "C1@0.\($0) D1@-0.\($0) /" }.joined(separator: " ")
    let channel = SyntheticLog.channel(
      SyntheticLog.bytes("R1 " + script + " C1"), SyntheticLog.facts(.symmetric))
    return PolarisationRule().flag(of: channel)
  }

  @Test("by half of its youth's, with both numbers")
  func grows() {
    let young = Array(repeating: 20, count: 6)
    #expect(Self.flag(young + [21, 22, 23, 24, 25]) == nil)
    #expect(
      Self.flag(young + [32, 34, 36, 38, 40])
        == Flag(
          .polarisation, sinceCycle: 7,
          evidence:
            "hysteresis 720.0 mV is 1.8 times the 400.0 mV of its first formed cycles at this current, limit 1.5"))
    #expect(Self.flag(young + [20, 20, 20, 20, 40]) == nil, "one cycle is no growth")
  }

  @Test("it does not come and go with what lies between its limits")
  func hysteresis() {
    let grown = Array(repeating: 20, count: 6) + [31, 31, 31, 31, 31]
    #expect(Self.flag(grown + [28, 29, 28, 29, 28]) != nil)
    #expect(Self.flag(grown + [25, 25, 25, 25, 25]) == nil)
  }
}
