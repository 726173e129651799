import CellModel
import Testing

@testable import Fleet

@Suite("Flags of the CE: who is judged, and that they do not flicker")
struct EfficiencyRuleTests {
  private static func copper(_ stripped: [Double]) -> [Flag] {
    let script = "R1 " + stripped.map { "D1@-0.05 C\($0)@0.05 /" }.joined(separator: " ") + " D1"
    return SyntheticLog.channel(SyntheticLog.bytes(script), SyntheticLog.facts(.half)).recordFlags()
  }

  @Test("a CE on both sides of the limit is one flag, and three good cycles take it back")
  func lowStays() {
    let swinging = [0.98, 0.89, 0.91, 0.89, 0.91, 0.92]
    #expect(Self.copper(swinging).map(\.code) == [.lowCE])
    #expect(Self.copper(swinging).first?.sinceCycle == 2)
    #expect(Self.copper(swinging + [0.91]) == [])
  }

  @Test("a CE above one is held until three cycles are good")
  func aboveStays() {
    let calm = Array(repeating: 0.98, count: 6)
    #expect(Self.copper(calm + [1.02, 0.98, 0.98]).map(\.code) == [.ceAboveOne])
    #expect(Self.copper(calm + [1.02, 0.98, 0.98, 0.98]) == [])
  }

  @Test("a young cell's CE is judged by the scatter of a poor channel, because its own is not known")
  func young() {
    #expect(Self.copper([0.98, 1.006]) == [])
    #expect(Self.copper([0.98, 1.01]).map(\.code) == [.ceAboveOne])
  }

  @Test("what a cell's own scatter explains is no CE above one")
  func scatter() {
    let noisy = [0.98, 1.0, 0.985, 1.004, 0.978, 0.996, 0.984, 1.002]
    #expect(Self.copper(noisy) == [])
    #expect(Self.copper(noisy + [1.08]).map(\.code) == [.ceAboveOne])
  }

  @Test("a discharge that follows one cut short gives more than the charge between: no CE above one")
  func afterInterruption() {
    let whole = "C1@4 D0.5@3.7 D0.49@3.0 / "
    // Stopped half way down; then a charge that only tops up, and a whole discharge.
    let script = "R1 " + String(repeating: whole, count: 5) + "C1@4 D0.5@3.7 / C0.5@4 D0.5@3.7 D0.49@3.0 / C1@4"
    let fold = SyntheticLog.channel(SyntheticLog.bytes(script), SyntheticLog.facts(.full))
    #expect(fold.cycles.count == 7)
    #expect(!fold.recordFlags().contains { $0.code == .ceAboveOne || $0.code == .lowCE }, "\(fold.recordFlags())")
  }
}
