import BinaryCoding
import CellModel
import Foundation
import Testing

@testable import Stages

@Suite("Laws of the detector")
struct DetectorLawTests {
  private static let series: [(CellConfiguration, [CyclePoint])] = [
    (.half, SyntheticCell.half(cycles: 110, turn: 80)), (.full, SyntheticCell.full(cycles: 190, turn: 150)),
    (.anodeFree, SyntheticCell.full(cycles: 120, turn: 30, noise: 1e-3)),
    (.unknown, SyntheticCell.full(cycles: 260, turn: nil)),
    (.half, SyntheticCell.eventful(.half)), (.full, SyntheticCell.eventful(.full)),
  ]

  @Test("A reading depends on nothing that comes later")
  func causality() {
    for (configuration, points) in Self.series {
      let context = StageContext(configuration: configuration)
      var whole = TurningPointDetector(context)
      let readings = points.map { whole.observe($0) }
      for length in stride(from: 1, through: points.count, by: 37) {
        var part = TurningPointDetector(context)
        let last = points.prefix(length).map { part.observe($0) }.last
        #expect(last == readings[length - 1])
        #expect(part.reading == readings[length - 1])
      }
    }
  }

  @Test("mAh, Ah and a cell a hundred times larger give the same verdicts")
  func scaleInvariance() {
    for (configuration, points) in Self.series.prefix(3) {
      for factor in [1e-3, 1e6] {
        var plain = TurningPointDetector(StageContext(configuration: configuration))
        var scaled = TurningPointDetector(StageContext(configuration: configuration))
        for (one, other) in zip(points, SyntheticCell.scaled(points, by: factor)) {
          let a = plain.observe(one)
          let b = scaled.observe(other)
          #expect(a.state == b.state && a.turningCycle == b.turningCycle)
        }
      }
    }
  }

  @Test("A detector resumed from its encoded state continues as though nothing had happened")
  func resume() throws {
    for (context, points) in SyntheticCell.ordeals {
      var steady = TurningPointDetector(context)
      var resumed = steady
      for point in points {
        let bytes = BinaryWriter()
        try bytes.write(resumed)
        let reader = BinaryReader(bytes.bytes)
        resumed = try reader.read()
        #expect(resumed.observe(point) == steady.observe(point))
      }
    }
  }

  @Test("The time of day, the year, and a clock that is missing change nothing")
  func timeOfDay() {
    for (which, (configuration, points)) in Self.series.enumerated() {
      // The eventful cells rest for days, which without a clock nobody can know.
      let isEventful = which >= 4
      var plain = TurningPointDetector(StageContext(configuration: configuration))
      var shifted = plain
      var timeless = plain
      for point in points {
        var later = point
        later.timeHours += 7.3
        var never = point
        never.timeHours = .nan
        let expected = plain.observe(point)
        #expect(shifted.observe(later) == expected)
        let blind = timeless.observe(never)
        #expect(isEventful ? blind.state == expected.state : blind == expected)
      }
    }
  }

  @Test("Any one column may be missing, and the turn is found by the others")
  func absentColumns() throws {
    typealias Column = WritableKeyPath<CyclePoint, Double>
    let columns: [Column] = [
      \.timeHours, \.firstCapacity, \.firstCurrent, \.secondCurrent, \.firstMeanVoltage, \.secondMeanVoltage,
      \.firstEndVoltage, \.secondEndVoltage, \.temperature, \.voltageNoise,
    ]
    for (configuration, points) in Self.series.prefix(2) {
      let turn = configuration == .half ? 80.0 : 150
      for column in columns {
        var detector = TurningPointDetector(StageContext(configuration: configuration))
        for var point in points {
          point[keyPath: column] = .nan
          _ = detector.observe(point)
        }
        #expect(detector.reading.state == .stage2)
        #expect((try #require(detector.reading.turningCycle) - turn).magnitude <= 4)
      }
    }
  }

  @Test("Which healthy cycles are missing from a log does not matter")
  func missingCycles() throws {
    var numbers = SeededNumbers(seed: 8)
    for (configuration, points) in Self.series.prefix(2) {
      let turn = configuration == .half ? 80.0 : 150
      for _ in 0..<4 {
        let gone = Set((0..<12).map { _ in Int.random(in: 20..<Int(turn) - 12, using: &numbers) })
        var detector = TurningPointDetector(StageContext(configuration: configuration))
        for point in points where !gone.contains(point.cycle) {
          let isAlert = detector.observe(point).state == .stage2
          #expect(!isAlert || Double(point.cycle) >= turn)
        }
        #expect((try #require(detector.reading.turningCycle) - turn).magnitude <= 4)
      }
    }
  }

  @Test("A gap is as many cycles as are missing, and a log that keeps every fifth cycle is followed")
  func gaps() throws {
    var fading = TurningPointDetector(StageContext(configuration: .full))
    for var point in SyntheticCell.full(cycles: 190, turn: 150) where !(40..<65).contains(point.cycle) {
      point.firstCapacity *= 1 - 3e-4 * Double(point.cycle)
      point.secondCapacity *= 1 - 3e-4 * Double(point.cycle)
      let isAlert = fading.observe(point).state == .stage2
      #expect(!isAlert || point.cycle >= 150)
    }
    #expect((try #require(fading.reading.turningCycle) - 150).magnitude <= 4)
    var sparse = TurningPointDetector(StageContext(configuration: .full))
    for point in SyntheticCell.full(cycles: 400, turn: 300) where point.cycle < 60 || point.cycle % 5 == 0 {
      let isAlert = sparse.observe(point).state == .stage2
      #expect(!isAlert || point.cycle >= 300)
    }
    #expect((try #require(sparse.reading.turningCycle) - 300).magnitude <= 10)
  }

  @Test("The work of a cycle does not grow with the cell's age")
  func constantWork() throws {
    var stream = EvidenceStream(.capacity)
    var numbers = SeededNumbers(seed: 21)
    var candidates: [Int] = []
    for cycle in 1...20_000 {
      stream.accept(SeriesPoint(cycle: Double(cycle), value: -1e-5 * Double(cycle) + 1e-3 * numbers.normal()))
      guard cycle % 5000 == 0 else { continue }
      #expect(stream.history.points.count + stream.history.blocks.count < 500)
      candidates.append(try #require(CandidateScan(stream, firstCycle: 1)).candidates().count)
    }
    #expect(candidates.allSatisfy { $0 < 300 })
  }

  @Test("The state stays small however long the cell runs")
  func boundedState() throws {
    var detector = TurningPointDetector(StageContext(configuration: .full))
    var sizes: [Int] = []
    for (index, point) in SyntheticCell.full(cycles: 10_000, turn: nil).enumerated() {
      _ = detector.observe(point)
      if (index + 1) % 2500 == 0 { sizes.append(try JSONEncoder().encode(detector).count) }
    }
    let last = try #require(sizes.last)
    #expect(last < 120_000)
    #expect(last < 2 * sizes[0])
  }

  @Test("A series of two cycles, and an empty field everywhere, say nothing and harm nothing")
  func tooLittle() {
    var detector = TurningPointDetector(StageContext(configuration: .full))
    for point in SyntheticCell.full(cycles: 2, turn: nil) { #expect(detector.observe(point).state == .forming) }
    var blind = TurningPointDetector(StageContext(configuration: .half))
    for cycle in 1...60 { _ = blind.observe(CyclePoint(cycle: cycle, secondCapacity: .nan)) }
    #expect(blind.reading.state == .unknown)
    #expect(blind.reading.turningCycle == nil)
  }

  @Test("No number that a file can hold stops the detector or its state from being kept")
  func randomValues() throws {
    var numbers = SeededNumbers(seed: 99)
    let wild: [Double] = [
      .nan, .infinity, -.infinity, 0, -0.0, -1, 1, 1e308, -1e308, .leastNonzeroMagnitude, 1e-300, 2.26, 2.25, 2.24,
      .nan, 2.2, 1e15,
    ]
    for run in 0..<60 {
      let configuration = CellConfiguration.allCases[run % CellConfiguration.allCases.count]
      var detector = TurningPointDetector(StageContext(configuration: configuration))
      var cycle = 0
      func value() -> Double {
        Bool.random(using: &numbers) ? wild.randomElement(using: &numbers) ?? 0 : 2 + 0.1 * numbers.normal()
      }
      for _ in 0..<200 {
        switch Int.random(in: 0..<40, using: &numbers) {
        case 0: cycle = .max
        case 1: cycle = .min
        case 2: cycle = -5
        default: cycle &+= 1
        }
        var point = CyclePoint(cycle: cycle, firstCapacity: value(), secondCapacity: value())
        point.isComplete = Int.random(in: 0..<10, using: &numbers) > 0
        point.timeHours = value()
        point.firstCurrent = run % 2 == 0 ? 1 : value()
        point.secondCurrent = run % 2 == 0 ? 1 : value()
        point.firstMeanVoltage = value()
        point.secondMeanVoltage = value()
        point.voltageNoise = value()
        let reading = detector.observe(point)
        #expect((0...1).contains(reading.confidence))
        for bound in [reading.turningCycle, reading.turningLow, reading.turningHigh] {
          #expect(bound?.isFinite != false)
        }
      }
      // Encoding refuses numbers that are not finite, so a state that took one in would be lost at a restart.
      #expect(throws: Never.self) { try JSONEncoder().encode(detector) }
    }
  }
}
