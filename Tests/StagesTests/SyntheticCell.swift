import CellModel

/// A repeatable source of numbers (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Nearly normal, of unit variance: twelve uniform numbers less six.
  mutating func normal() -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
  }
}

/// Textbook cells with a known turn, to which each test does its own harm.
enum SyntheticCell {
  /// Li|Cu: CE rises over ten cycles to 99.2 %, and from `turn` falls ever faster while polarisation grows.
  static func half(cycles: Int, turn: Int?, noise: Double = 2e-4, seed: UInt64 = 1) -> [CyclePoint] {
    var numbers = SeededNumbers(seed: seed)
    return (1...cycles).map { cycle in
      let since = turn.map { max(0, Double(cycle - $0 + 1)) } ?? 0
      var efficiency = 0.992 - (cycle <= 10 ? 0.02 / Double(cycle) : 0) + noise * numbers.normal()
      efficiency -= min(0.8, 0.01 * since * since)
      var point = CyclePoint(cycle: cycle, firstCapacity: 2.26, secondCapacity: 2.26 * efficiency)
      let half = 0.03 * (1 + 0.08 * since) * (1 + 0.003 * numbers.normal())
      point.firstMeanVoltage = -half
      point.secondMeanVoltage = half
      point.timeHours = Double(cycle) * 4
      point.firstCurrent = 1.13
      point.secondCurrent = 1.13
      point.voltageNoise = 0.3
      return point
    }
  }

  /// Li|cathode: 0.01 % fade a cycle and 99.9 % CE until the reservoir is used up at `turn`, 0.5 % afterwards.
  static func full(cycles: Int, turn: Int?, noise: Double = 2e-4, seed: UInt64 = 2) -> [CyclePoint] {
    var numbers = SeededNumbers(seed: seed)
    var capacity = 105.0
    return (1...cycles).map { cycle in
      let isLimited = turn.map { cycle >= $0 } ?? false
      capacity *= isLimited ? 0.995 : 0.9999
      let efficiency = (isLimited ? 0.994 : 0.999) + noise * numbers.normal()
      let discharge = capacity * (1 + noise * numbers.normal())
      var point = CyclePoint(cycle: cycle, firstCapacity: discharge / efficiency, secondCapacity: discharge)
      point.firstMeanVoltage = 3.85
      point.secondMeanVoltage = 3.79 + 0.0002 * numbers.normal()
      point.timeHours = Double(cycle) * 6
      point.firstCurrent = 37
      point.secondCurrent = 37
      point.voltageNoise = 0.3
      return point
    }
  }

  /// The same cell with its capacities in another unit.
  static func scaled(_ points: [CyclePoint], by factor: Double) -> [CyclePoint] {
    points.map { point in
      var point = point
      point.firstCapacity *= factor
      point.secondCapacity *= factor
      return point
    }
  }
}

extension SyntheticCell {
  /// Everything that happens to a cell in a lab, so that a law held on it is held where the detector remembers something.
  ///
  /// A temperature that swings, reference cycles at half the current, forty cycles of alternating currents, a lasting step
  /// to another one, dips, a lone cycle without an end, a pause, a gap, a restart of the numbering, a short that burns off,
  /// a drop that heals; then the turn of `half` or `full`.
  static func eventful(_ configuration: CellConfiguration, seed: UInt64 = 5) -> [CyclePoint] {
    let turn = 330
    var points =
      configuration == .half ? half(cycles: 350, turn: turn, seed: seed) : full(cycles: 370, turn: turn, seed: seed)
    var time = 0.0
    for index in points.indices {
      var point = points[index]
      let cycle = point.cycle
      point.temperature = 25 + 2 * Double((cycle * 7) % 24) / 24
      if configuration != .half {
        point.firstCapacity *= 1 + 1e-3 * (point.temperature - 25)
        point.secondCapacity *= 1 + 1e-3 * (point.temperature - 25)
      }
      let isSlow = cycle % 30 == 0 || ((100..<140).contains(cycle) && cycle % 4 < 2)
      let factor = isSlow ? 0.5 : cycle >= 190 ? 1.5 : 1
      point.firstCurrent *= factor
      point.secondCurrent *= factor
      point.firstMeanVoltage *= isSlow ? 0.999 : 1
      point.secondCapacity *= isSlow ? 1.002 : cycle >= 190 ? 0.998 : 1
      switch cycle {
      case 60, 61, 75: point.secondCapacity *= 0.95
      case 91: point.isComplete = false
      case 270..<276:
        point.firstCapacity *= configuration == .half ? 1 : 1.05
        point.secondCapacity *= configuration == .half ? 1.03 : 1
        point.voltageNoise = 4
      case 300..<307: point.secondCapacity *= 0.97
      default: break
      }
      time += cycle == 95 ? 90 : 4
      point.timeHours = time
      if cycle >= 210 { point.cycle -= 200 }
      points[index] = point
    }
    return points.filter { !(150..<160).contains($0.cycle) || $0.timeHours > 800 }
  }

  /// A cell without a stage I.
  static func limitedFromStart() -> [CyclePoint] {
    var numbers = SeededNumbers(seed: 4)
    return (1...60).map { cycle in
      CyclePoint(cycle: cycle, secondCapacity: 105 * (1 - 8e-3 * Double(cycle)) * (1 + 3e-4 * numbers.normal()))
    }
  }

  /// A cell whose numbers begin at 501, that fades fast for 25 cycles, as in another room, and then as slowly as before.
  static func relaxing() -> [CyclePoint] {
    full(cycles: 140, turn: nil, seed: 3).map { point in
      var point = point
      let left = 1 - 2e-3 * min(max(0, Double(point.cycle) - 60), 25)
      point.cycle += 500
      point.firstCapacity *= left
      point.secondCapacity *= left
      return point
    }
  }
}
