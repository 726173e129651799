import CellModel
import Stages
import Testing

/// Files that round: a cycler for large cells gives small ones few digits.
@Suite("Coarse digits")
struct CoarseDigitsTests {
  /// The cell as a file gives it that rounds capacities to a share of the first.
  private func rounded(_ points: [CyclePoint], to share: Double) -> [CyclePoint] {
    let step = (points.first?.secondCapacity ?? 1) * share
    return points.map { point in
      var point = point
      point.firstCapacity = (point.firstCapacity / step).rounded() * step
      point.secondCapacity = (point.secondCapacity / step).rounded() * step
      return point
    }
  }

  private static let shares = [1e-3, 3e-3, 1e-2]

  @Test("A healthy cell is neither accused nor suspected for its digits", arguments: shares)
  func healthy(share: Double) {
    for noise in [1e-5, 2e-4, 1e-3] {
      for seed in UInt64(1)...2 {
        let cells = [
          (CellConfiguration.full, SyntheticCell.full(cycles: 300, turn: nil, noise: noise, seed: seed)),
          (.half, SyntheticCell.half(cycles: 200, turn: nil, noise: noise, seed: seed)),
        ]
        for (configuration, points) in cells {
          var detector = TurningPointDetector(StageContext(configuration: configuration))
          for point in rounded(points, to: share) {
            let state = detector.observe(point).state
            #expect(state == .forming || state == .stage1, "\(configuration) \(noise), cycle \(point.cycle)")
          }
        }
      }
    }
  }

  @Test("A turn is still told, later by what the digits hide", arguments: zip(shares, [6, 10, 20]))
  func turn(share: Double, latest: Int) throws {
    for seed in UInt64(1)...3 {
      var detector = TurningPointDetector(StageContext(configuration: .full))
      let points = rounded(SyntheticCell.full(cycles: 260, turn: 200, seed: seed), to: share)
      let states = points.map { detector.observe($0).state }
      let alarm = try #require(states.firstIndex(of: .stage2))
      #expect((200...200 + latest).contains(alarm + 1))
      #expect(states.last == .stage2)
    }
  }

  @Test("A cell that is cut off at a capacity until it fails is told as soon as it fails")
  func limitedCapacity() throws {
    var numbers = SeededNumbers(seed: 1)
    var detector = TurningPointDetector(StageContext(configuration: .full))
    let points = (1...120).map { cycle in
      let left = 1 - 0.02 * Double(max(0, cycle - 90)) * (1 + 0.1 * numbers.normal())
      return CyclePoint(
        cycle: cycle, firstCapacity: left * 1.001 * (1 + 1e-4 * numbers.normal()), secondCapacity: left)
    }
    let alarm = try #require(points.firstIndex { detector.observe($0).state == .stage2 })
    #expect((91...96).contains(alarm + 1))
  }

  @Test("A protocol that plates the same charge in every cycle says nothing of the digits")
  func sameCharge() throws {
    var detector = TurningPointDetector(StageContext(configuration: .half))
    let points = SyntheticCell.half(cycles: 120, turn: 90).map { point in
      var point = point
      // Formation at half the charge, then 2.26 mAh exactly.
      if point.cycle <= 3 { (point.firstCapacity, point.secondCapacity) = (1.13, point.secondCapacity / 2) }
      return point
    }
    let states = points.map { detector.observe($0).state }
    #expect((90...94).contains(try #require(states.firstIndex(of: .stage2)) + 1))
  }
}
