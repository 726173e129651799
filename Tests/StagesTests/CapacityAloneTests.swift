import CellModel
import Testing

@testable import Stages

/// What lithium-ion cells do in their first weeks, where a table holds nothing but the capacity that came out.
@Suite("Capacity without CE")
struct CapacityAloneTests {
  /// The first cycle at which such a cell is accused.
  private func alarm(_ points: [CyclePoint]) -> Int? {
    var detector = TurningPointDetector(StageContext(configuration: .full))
    return points.first { detector.observe($0).state.isAlert }?.cycle
  }

  @Test("A capacity without CE that gives back what it gained is no turn, and one that goes on below is")
  func gainGivenBack() throws {
    for seed in UInt64(1)...3 {
      var numbers = SeededNumbers(seed: seed)
      let points = (1...200).map { cycle in
        let gain = min(Double(cycle), 60) * 5e-4 - Double(max(0, cycle - 120)) * 1e-3
        return CyclePoint(cycle: cycle, secondCapacity: 2000 * (1 + gain) * (1 + 2e-4 * numbers.normal()))
      }
      let first = try #require(alarm(points))
      // The fade begins at 120; at 150 the cell gives what it gave at first.
      #expect((148...158).contains(first))
    }
  }

  @Test("A break-in that speeds the fade up and slows it down again is no turn, and a fade that speeds up for good is")
  func breakIn() throws {
    for seed in UInt64(1)...3 {
      var numbers = SeededNumbers(seed: seed)
      var capacity = 2000.0
      let points = (1...260).map { cycle in
        let age = Double(cycle)
        // 0.07 % a cycle at first, 0.17 % at the twentieth, 0.04 % after sixty; from the 160th on 0.15 %.
        let fade = cycle < 20 ? 7e-4 + 5e-5 * age : max(1.7e-3 - 3.3e-5 * (age - 20), 4e-4)
        capacity *= 1 - fade - (cycle > 160 ? 1.1e-3 : 0)
        return CyclePoint(cycle: cycle, secondCapacity: capacity * (1 + 2e-4 * numbers.normal()))
      }
      let first = try #require(alarm(points))
      #expect((164...180).contains(first))
    }
  }
}
