import CellModel
import Testing

@testable import Fleet

@Suite("Flags of the temperature")
struct TemperatureRuleTests {
  /// Eight cycles of Li|Cu at one CE and 25 °C, the last and what follows at another temperature.
  private static func flags(_ efficiency: Double, last: Double, _ facts: CellFacts) -> [Flag] {
    let script = "R1 " + String(repeating: "D1@-0.05 C\(efficiency)@0.05 / ", count: 8) + "D1"
    let header = String(decoding: SyntheticLog.bytes("").prefix { $0 != 0x0A }, as: UTF8.self)
    let rows = SyntheticLog.rows(script).map { line in
      line + ",\("89".contains(line.split(separator: ",")[4]) ? last : 25.0)"
    }
    let text = ([header + ",Ambient Temperature / degC"] + rows).joined(separator: "\n") + "\n"
    return SyntheticLog.channel(Array(text.utf8), facts).recordFlags()
  }

  @Test("it must hold where CE is above 99.9 %, and only there", arguments: [(0.9995, true), (0.99, false)])
  func drift(efficiency: Double, isSensitive: Bool) {
    let told: [FlagCode] = isSensitive ? [.temperatureDrift] : []
    var facts = SyntheticLog.facts(.half)
    #expect(Self.flags(efficiency, last: 25.1, facts) == [])
    #expect(Self.flags(efficiency, last: 25.5, facts).map(\.code) == told)
    facts.temperatureTolerance = Marked(1, .given)
    #expect(Self.flags(efficiency, last: 25.5, facts) == [])
    facts.temperature = Marked(30, .given)
    let flags = Self.flags(efficiency, last: 25, facts)
    #expect(flags.map(\.code) == told)
    #expect(flags.allSatisfy { $0.evidence.contains("more than 1.0 °C from the set 30.00 °C") })
  }

  @Test("a limit of the person's own is critical at any CE")
  func limit() {
    var facts = SyntheticLog.facts(.half)
    facts.alert.temperatureAbove = 40
    #expect(Self.flags(0.98, last: 39, facts) == [])
    let flags = Self.flags(0.98, last: 41, facts)
    #expect(flags.first?.code == .overLimit && flags.first?.severity == .critical)
    #expect(flags.first?.evidence == "41.0 °C is above 40.0 °C")
  }
}
