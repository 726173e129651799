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
