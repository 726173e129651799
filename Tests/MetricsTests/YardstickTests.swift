import CellModel
import Metrics
import Testing

@Suite("Yardsticks of the review")
struct YardstickTests {
  /// A full cell of 5 mAh at 1 mA on so many cm².
  private static func full(area: Double?, lithium: LithiumAmount? = nil) -> CellRecord {
    var record = SampleRecords.full(Array(repeating: (5.0, 4.98), count: 12), lithium: 4)
    record.facts.area = area.map { Marked($0, .given) }
    if let lithium { record.facts.lithium = Marked(lithium, .given) }
    return record
  }

  private static func words(_ quantity: some CellQuantity, _ record: CellRecord) -> String {
    let answer = quantity.value(of: record)
    let terms = answer.terms.map { "\($0.symbol) \($0.text) \($0.meaning)" }
    return answer.brief + " | " + (answer.reason ?? (terms + answer.remarks).joined(separator: " | "))
  }

  @Test("current and capacity per area from the record and the area")
  func densities() throws {
    let record = Self.full(area: 0.8)
    #expect(abs(try #require(CurrentDensity().value(of: record).value) - 1.25) < 1e-9)
    #expect(abs(try #require(ArealCapacity().value(of: record).value) - 6.25) < 1e-9)
    #expect(CurrentDensity().value(of: record).brief == "1.25 mA cm⁻²")
    // What goes back and forth in a reservoir test is Q_C and not the reservoir.
    var reservoir = SampleRecords.half("P5 \(ProtocolTests.swing) S4.5!")
    reservoir.facts.area = Marked(2, .given)
    #expect(abs(try #require(ArealCapacity().value(of: reservoir).value) - 0.5) < 1e-9)
  }

  @Test("practical conditions: met, missed, or what is missing; the recommended 1.0 mA cm⁻² meets them")
  func practical() {
    #expect(Self.words(PracticalConditions(), Self.full(area: 0.8)).hasPrefix("met, all 2"))
    #expect(Self.words(PracticalConditions(), Self.full(area: 1)).hasPrefix("met, all 2"))
    let mild = Self.words(PracticalConditions(), Self.full(area: 2))
    #expect(mild.contains("0 of 2 met, 2 missed") && mild.contains("0.500 mA cm⁻² missed, not > 1"))
    let unknown = Self.words(PracticalConditions(), Self.full(area: nil))
    #expect(unknown.contains("2 unknown") && unknown.contains("area_cm2"))
  }

  @Test("500 Wh/kg: anode, cathode, N/P, E/C and current, each for itself")
  func highEnergy() throws {
    var record = Self.full(area: 0.8)
    // 4 mAh of lithium on a cathode of 5 mAh, both on 0.8 cm².
    #expect(abs(try #require(CapacityRatio().value(of: record).value) - 0.8) < 1e-9)
    #expect(Self.words(HighEnergyConditions(), record).contains("E/C < 1.5 unknown: needs the electrolyte"))
    record.facts.electrolyteAmount = Marked(.volume(5), .given)
    #expect(Self.words(ElectrolyteRatio(), record).contains("density_g_mL"))
    var electrolyte = Electrolyte(name: "LHCE")
    electrolyte.density = 1.4
    record.facts.electrolyte = Marked(electrolyte, .given)
    // 7 mg over 4.98 mAh.
    #expect(abs(try #require(ElectrolyteRatio().value(of: record).value) - 1.4056) < 1e-3)
    #expect(Self.words(HighEnergyConditions(), record).hasPrefix("met, all 5"))
    record.facts.lithium = Marked(.thickness(250), .given)
    let thick = Self.words(HighEnergyConditions(), record)
    #expect(thick.contains("anode 51.5 mAh cm⁻² missed, not < 10") && thick.contains("N/P 8.24"))
    let half = SampleRecords.half("P1 S0.98! P1 S0.98! P1 S0.98!")
    #expect(Self.words(HighEnergyConditions(), half).contains("Li|Cu"))
  }

  @Test("a foil's thickness needs no area to be compared per area, and an anode-free cell has N/P 0")
  func anodes() throws {
    let foil = Self.words(HighEnergyConditions(), Self.full(area: nil, lithium: .thickness(20)))
    #expect(foil.contains("anode 4.12 mAh cm⁻² met (< 10)"))
    let free = SampleRecords.full([(5, 4.6), (4.6, 4.5)], lithium: nil, configuration: .anodeFree)
    #expect(try #require(CapacityRatio().value(of: free).value) == 0)
  }

  @Test("levels of CE in ppm of loss, and no level that the uncertainty does not allow")
  func levels() {
    let level = { (stripped: Double) -> String in
      let script = Array(repeating: "P1 S\(stripped)!", count: 20).joined(separator: " ")
      return Self.words(EfficiencyLevel(), SampleRecords.half(script))
    }
    #expect(level(0.93).hasPrefix("below 95 %") && level(0.93).contains("70000 ppm"))
    #expect(level(0.993).hasPrefix("above 99 %") && level(0.993).contains("99.9 %, allows 1000 ppm"))
    #expect(level(0.99905).hasPrefix("at 99.9 % within its uncertainty"))
    #expect(level(0.9993).hasPrefix("above 99.9 %: the state of the art"))
    // In stage I a full cell tells no more than a bound.
    #expect(Self.words(EfficiencyLevel(), SampleRecords.oracle(state: .stage1)).hasPrefix("at least"))
  }

  @Test("which kind of inactive lithium dominates, below and above 95 %")
  func regime() {
    #expect(Self.words(InactiveLithiumRegime(), SampleRecords.half("P1 S0.9! P1 S0.91! P1 S0.9!")).contains("Li⁰"))
    #expect(Self.words(InactiveLithiumRegime(), SampleRecords.half("P1 S0.99! P1 S0.99! P1 S0.99!")).contains("SEI"))
    // Of a shorted cell the CE tells nothing of lithium.
    let shorted = InactiveLithiumRegime().value(of: SampleRecords.half("P1 S1.01! P1 S1.02! P1 S1.01!"))
    #expect(shorted.outcome == .notApplicable("a CE above 100 % is no property of the anode"))
  }

  @Test("the published results nearest in current and capacity, and a word where none is near")
  func published() {
    let near = Self.words(PublishedResults(), Self.full(area: 1))
    #expect(near.hasPrefix("99.4 % at 1 mA cm⁻², 5 mAh cm⁻²") && near.contains("LHCE with BTFE"))
    #expect(!near.contains("no fair comparison"))
    let two = Self.words(PublishedResults(), Self.full(area: 1.25))
    #expect(two.hasPrefix("99.4 to 99.7 % at 1 mA cm⁻², 4 mAh cm⁻²"))
    #expect(Self.words(PublishedResults(), Self.full(area: 8)).contains("no fair comparison"))
  }

  @Test("a CE above one is explained where the instrument does not explain it")
  func aboveOne() {
    let context = MetricContext(configuration: .half)
    func remarks(_ stripped: Double) -> String {
      let cycle = SampleRecords.cycle(5, .discharge, in: 1, out: stripped)
      return CoulombicEfficiency().explanation(of: cycle, in: context, accuracy: 1e-4).remarks.joined(separator: " ")
    }
    #expect(remarks(1.01).contains("soft short") && remarks(1.01).contains("stripped than was plated"))
    #expect(remarks(1.0002).contains("no more than three times") && !remarks(0.99).contains("Above"))
  }
}
