import CellModel
import Stages
import Testing

@Suite("Protocols that alternate between currents")
struct AlternatingProtocolTests {
  /// Two formation cycles at C/10, then `period` cycles at one discharge current and `period` at half of it, in turns.
  ///
  /// The slower discharge gives 2 % more, and the next charge takes it back: CE swings about 100 % at every step.
  private func alternating(_ points: [CyclePoint], period: Int) -> [CyclePoint] {
    var wasSlow = false
    return points.map { point in
      var point = point
      let isSlow = (point.cycle / period).isMultiple(of: 2)
      if point.cycle <= 2 {
        point.firstCurrent = 10
        point.secondCurrent = 10
      } else if isSlow {
        point.secondCurrent /= 2
        point.secondCapacity *= 1.02
      }
      if wasSlow { point.firstCapacity *= 1.02 }
      wasSlow = isSlow && point.cycle > 2
      return point
    }
  }

  @Test("A turn is found as soon as in a protocol of one current", arguments: 1...4)
  func turn(period: Int) throws {
    for seed in UInt64(1)...3 {
      let points = alternating(SyntheticCell.full(cycles: 190, turn: 150, seed: seed), period: period)
      var detector = TurningPointDetector(StageContext(configuration: .full))
      var alarm: Int?
      for point in points where detector.observe(point).state == .stage2 { alarm = alarm ?? point.cycle }
      #expect((150...160).contains(try #require(alarm)))
      #expect((try #require(detector.reading.turningCycle) - 150).magnitude <= 4)
      #expect(try #require(detector.reading.turningLow) <= 150 && 150 <= #require(detector.reading.turningHigh))
    }
  }

  @Test("A healthy cell is in stage I, neither turning nor shorted, though its CE exceeds 100 %", arguments: 1...4)
  func healthy(period: Int) {
    for seed in UInt64(1)...3 {
      var detector = TurningPointDetector(StageContext(configuration: .full))
      for point in alternating(SyntheticCell.full(cycles: 300, turn: nil, seed: seed), period: period) {
        let state = detector.observe(point).state
        #expect(state != .stage2 && state != .shorted && state != .dead)
      }
      #expect(detector.reading.state == .stage1)
    }
  }

  /// A reservoir gives no more at a slow discharge than at a fast one, so the slow cycles fall first, and alone at first.
  ///
  /// Not one dip after the other: a departure of more than twelve points is none, whatever comes back of it.
  @Test(
    "A turn is told though the slow cycles fall first and those between them look like a recovery", arguments: 1...5)
  func slowCyclesFirst(period: Int) throws {
    for (seed, start) in [(UInt64(1), 96), (1, 98), (2, 100), (3, 100)] {
      var numbers = SeededNumbers(seed: seed)
      var before = 105.0
      let points = (1...200).map { cycle in
        let isSlow = (cycle / period).isMultiple(of: 2)
        let reservoir = 1.03 - 2.4e-3 * Double(max(0, cycle - start))
        let discharge =
          105 * (1 - 1e-4 * Double(cycle)) * min(isSlow ? 1.03 : 1, reservoir) * (1 + 5e-5 * numbers.normal())
        var point = CyclePoint(cycle: cycle, firstCapacity: before * 1.001, secondCapacity: discharge)
        before = discharge
        point.firstCurrent = 37
        point.secondCurrent = isSlow ? 18.5 : 37
        return point
      }
      var detector = TurningPointDetector(StageContext(configuration: .anodeFree))
      let states = points.map { detector.observe($0).state }
      #expect(states.prefix(start).allSatisfy { $0 != .stage2 })
      // The fast cycles fall from the thirteenth on.
      #expect(states.prefix(start + 15).contains { $0 == .stage2 })
      #expect(states.suffix(60).allSatisfy { $0 == .stage2 })
    }
  }

  @Test("A return to one current for good is aligned")
  func back() {
    var detector = TurningPointDetector(StageContext(configuration: .full))
    let points = SyntheticCell.full(cycles: 300, turn: nil)
    for point in alternating(Array(points.prefix(120)), period: 2) + points.dropFirst(120) {
      let state = detector.observe(point).state
      #expect(state != .stage2 && state != .shorted && state != .dead)
    }
  }
}
