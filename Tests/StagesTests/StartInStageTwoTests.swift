import CellModel
import Stages
import Testing

@Suite("Cells without a stage I")
struct StartInStageTwoTests {
  private func readings(_ points: [CyclePoint]) -> [StageReading] {
    var detector = TurningPointDetector(StageContext(configuration: .anodeFree))
    return points.map { detector.observe($0) }
  }

  /// A capacity that fades by the same share every cycle, from the first on.
  private func fading(by share: Double, cycles: Int, noise: Double, seed: UInt64) -> [CyclePoint] {
    var numbers = SeededNumbers(seed: seed)
    var capacity = 105.0
    return (1...cycles).map { cycle in
      capacity *= 1 - share
      return CyclePoint(cycle: cycle, secondCapacity: capacity * (1 + noise * numbers.normal()))
    }
  }

  @Test(
    "A cell that fades fast from its first cycles is told so, and its turn stays where the test began", arguments: 1...4
  )
  func told(seed: Int) throws {
    for share in [8e-3, 12e-3, 20e-3] {
      let seen = readings(fading(by: share, cycles: 60, noise: 1e-3, seed: UInt64(seed)))
      let alarm = try #require(seen.firstIndex { $0.state == .stage2 })
      #expect(alarm + 1 <= 20)
      for reading in seen[alarm...] {
        #expect(reading.state == .stage2)
        #expect(reading.reason == .retention)
        #expect(reading.evidence.hasSuffix("from the first cycles on: no stage I seen"))
        #expect(reading.turningCycle == seen[alarm].turningCycle)
      }
      #expect(try #require(seen[alarm].turningCycle) <= 10)
    }
  }

  @Test("Without lithium beside the cathode a slower fade says as much", arguments: 1...3)
  func anodeFree(seed: Int) throws {
    let seen = readings(fading(by: 3e-3, cycles: 60, noise: 3e-4, seed: UInt64(seed)))
    let alarm = try #require(seen.firstIndex { $0.state == .stage2 })
    #expect(alarm + 1 <= 20)
    #expect(seen[alarm].evidence.hasSuffix("no stage I seen"))
  }

  @Test("A dip in the first cycles is none", arguments: [10, 12, 17], [4, 6])
  func dip(start: Int, length: Int) {
    for depth in [0.05, 0.08] {
      let points = fading(by: 5e-4, cycles: 60, noise: 2e-4, seed: 1).map { point in
        var point = point
        if (start..<start + length).contains(point.cycle) { point.secondCapacity *= 1 - depth }
        return point
      }
      #expect(readings(points).allSatisfy { $0.state != .stage2 })
    }
  }

  @Test("Neither a fade that cathodes have nor one that noise makes is taken for it", arguments: 1...12)
  func notTold(seed: Int) {
    let steady = readings(fading(by: 1.5e-3, cycles: 60, noise: 1e-3, seed: UInt64(seed)))
    #expect(steady.allSatisfy { $0.state != .stage2 })
    let noisy = readings(fading(by: 2e-4, cycles: 60, noise: 0.015, seed: UInt64(seed)))
    #expect(noisy.allSatisfy { $0.state != .stage2 })
  }
}
