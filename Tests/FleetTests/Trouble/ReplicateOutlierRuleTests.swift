import CellModel
import Testing

@testable import Fleet

@Suite("A cell apart from its replicates")
struct ReplicateOutlierRuleTests {
  private static func cell(_ efficiency: Double, isFlagged: Bool = false) -> ReplicateOutlierRule.Replicate {
    ReplicateOutlierRule.Replicate(efficiency: efficiency, accuracy: 1e-4, isFlagged: isFlagged)
  }

  private static let group = [0.9900, 0.9904, 0.9898, 0.9902].map { cell($0) }

  @Test("one far from the others is told with its z; the others are not")
  func outlier() {
    let odd = Self.cell(0.975)
    #expect(
      ReplicateOutlierRule.flag(of: odd, among: Self.group, group: "LHCE")?.evidence
        == "CE 97.50 % against 99.00 % ± 0.030 % in group LHCE of 5: robust z -50.6, limit 3.5")
    for index in Self.group.indices {
      var others = Self.group
      let cell = others.remove(at: index)
      #expect(ReplicateOutlierRule.flag(of: cell, among: others + [odd], group: "LHCE") == nil)
    }
  }

  @Test("three cells tell no outlier, and what the instruments explain is none")
  func abstains() {
    #expect(ReplicateOutlierRule.flag(of: Self.cell(0.9), among: Array(Self.group.prefix(2)), group: "a") == nil)
    let alike = Array(repeating: Self.cell(0.99), count: 5)
    #expect(ReplicateOutlierRule.flag(of: Self.cell(0.9903), among: alike, group: "a") == nil)
    #expect(ReplicateOutlierRule.flag(of: Self.cell(0.9905), among: alike, group: "a") != nil)
  }

  @Test("a flag that is up comes down at a lower limit")
  func hysteresis() {
    let alike = Array(repeating: Self.cell(0.99), count: 5)
    #expect(ReplicateOutlierRule.flag(of: Self.cell(0.99032, isFlagged: true), among: alike, group: "a") != nil)
    #expect(ReplicateOutlierRule.flag(of: Self.cell(0.99028, isFlagged: true), among: alike, group: "a") == nil)
  }

  @Test("the fleet tells the outlier of a group, once its cells are formed")
  func fleet() {
    var fleet = FleetFold()
    for (index, strip) in [0.98, 0.981, 0.979, 0.9805, 0.93].enumerated() {
      var facts = SyntheticLog.facts(.half)
      facts.group = "A"
      let script = "R1 " + String(repeating: "D1@-0.05 C\(strip)@0.05 / ", count: 7) + "D1"
      let position = fleet.open(
        id: CellID("\(index)"), name: "\(index)", path: "\(index)", format: SyntheticLog.format, facts: facts, now: 0)
      fleet.decode(SyntheticLog.bytes(script).span, of: position, changedAt: 0, now: 0)
    }
    let flagged = fleet.state(now: 1, focus: nil).cells.filter { $0.flags.contains { $0.code == .replicateOutlier } }
    #expect(flagged.map(\.id.text) == ["4"])
  }
}
