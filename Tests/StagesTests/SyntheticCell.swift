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
