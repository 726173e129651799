import CellModel
import Stages

/// Lives in which each rule of the detector has something to remember, for the law of the restart.
extension SyntheticCell {
  /// Each cell with what a detector is told of it.
  static let ordeals: [(context: StageContext, points: [CyclePoint])] = [
    (StageContext(configuration: .half), dying(half(cycles: 90, turn: nil))),
    (StageContext(configuration: .full), dying(full(cycles: 90, turn: nil))),
    (StageContext(configuration: .anodeFree), limitedFromStart()),
    (StageContext(configuration: .full), relaxing()),
    (StageContext(configuration: .half, thresholds: patient), half(cycles: 90, turn: 70)),
    (
      StageContext(configuration: .full, hasEfficiency: false, thresholds: patient),
      full(cycles: 100, turn: 70, noise: 4e-3)
    ),
    (StageContext(configuration: .full), switching()),
    (StageContext(configuration: .half, thresholds: doubting), polarising()),
    (StageContext(configuration: .full), roughening()),
    (StageContext(configuration: .full), swinging()),
    (StageContext(configuration: .full), gaining()),
    (StageContext(configuration: .full), rounded()),
    (StageContext(configuration: .full, thresholds: doubting), enduring()),
    (StageContext(configuration: .half), eventful(.half)),
    (StageContext(configuration: .full), eventful(.full)),
  ]

  /// Thresholds that a laboratory may set, none of them the built-in one.
  private static var patient: StageThresholds {
    var thresholds = StageThresholds()
    thresholds.alarm = 20
    thresholds.suspicion = 17
    thresholds.efficiencyLoss = 0.1
    thresholds.capacityLoss = 0.03
    thresholds.cyclesAfter = 9
    return thresholds
  }

  /// Thresholds at which nearly every reading tells how much evidence there is.
  private static var doubting: StageThresholds {
    var thresholds = StageThresholds()
    thresholds.alarm = 60
    thresholds.suspicion = 0.5
    return thresholds
  }

  /// Contacts that are lost for one cycle and for two, and at last the collapse.
  private static func dying(_ points: [CyclePoint]) -> [CyclePoint] {
    points.map { point in
      var point = point
      switch point.cycle {
      case 30, 40, 41, 44, 80...: point.secondCapacity *= 0.3
      default: break
      }
      return point
    }
  }

  /// Another current for good, at which the capacity grows at first, and a soft short as soon as one can be told.
  private static func switching() -> [CyclePoint] {
    full(cycles: 60, turn: nil).map { point in
      var point = point
      point.voltageNoise = 0.3 + 0.1 * Double(point.cycle)
      guard point.cycle > 30 else { return point }
      let level = 0.9 + 4e-3 * min(Double(point.cycle) - 30, 10)
      point.secondCurrent *= 2
      point.firstCapacity *= level
      point.secondCapacity *= level
      if (41...45).contains(point.cycle) {
        point.firstCapacity *= 1.05
        point.voltageNoise = 40
      }
      return point
    }
  }

  /// Currents that alternate, a polarisation that follows them, a CE that wanders and swings; a turn that shows in both.
  private static func polarising() -> [CyclePoint] {
    var numbers = SeededNumbers(seed: 6)
    var wander = 0.0
    return half(cycles: 100, turn: nil, noise: 1e-5).map { point in
      var point = point
      let isSlow = point.cycle % 4 < 2
      let since = max(0, Double(point.cycle) - 75)
      wander = 0.7 * wander + 3e-4 * numbers.normal()
      let swing = 2.5e-3 * max(0, 1 - (Double(point.cycle) - 40).magnitude / 10)
      point.secondCapacity *= 1 + wander - swing - 2e-4 * since
      let half = 0.03 * (isSlow ? 0.6 : 1) * (1 + 0.02 * since) * (1 + 0.01 * numbers.normal())
      (point.firstMeanVoltage, point.secondMeanVoltage) = (-half, half)
      if isSlow { point.secondCurrent /= 2 }
      return point
    }
  }

  /// A cell whose capacity and CE become fifty times noisier, up and down in turns, as with a contact that ages.
  private static func roughening() -> [CyclePoint] {
    full(cycles: 90, turn: nil).map { point in
      var point = point
      if point.cycle > 50 { point.secondCapacity *= point.cycle.isMultiple(of: 2) ? 1.01 : 0.99 }
      return point
    }
  }

  /// A capacity without a CE in a room that cools and warms, which at last falls out of its swing.
  private static func swinging() -> [CyclePoint] {
    full(cycles: 130, turn: nil).map { point in
      var point = point
      let cycle = Double(point.cycle)
      let isCold = (40..<48).contains(point.cycle) || (64..<71).contains(point.cycle)
      let rise = 3e-4 * min(cycle, 60)
      point.secondCapacity *= (isCold ? 0.975 : 1) + rise - 1.5e-3 * max(0, cycle - 90)
      point.firstCapacity = .nan
      return point
    }
  }

  /// A capacity without a CE that grows with its wetting, and gives half of the growth back.
  private static func gaining() -> [CyclePoint] {
    full(cycles: 90, turn: nil).map { point in
      var point = point
      let cycle = Double(point.cycle)
      point.secondCapacity *= 1 + 5e-4 * min(cycle, 50) - 1.5e-3 * max(0, min(cycle, 60) - 50)
      point.firstCapacity = .nan
      return point
    }
  }

  /// Capacities in steps of 0.4 %, as a cycler for large cells gives them of a small one.
  private static func rounded() -> [CyclePoint] {
    full(cycles: 110, turn: 85).map { point in
      var point = point
      point.firstCapacity = (point.firstCapacity / 0.42).rounded() * 0.42
      point.secondCapacity = (point.secondCapacity / 0.42).rounded() * 0.42
      return point
    }
  }

  /// A cell so noisy that its turn is doubted until its first cycles are only kept as sums.
  private static func enduring() -> [CyclePoint] {
    full(cycles: 430, turn: nil, noise: 1e-2).map { point in
      var point = point
      let left = 1 - 2e-4 * max(0, Double(point.cycle) - 150)
      point.firstCapacity *= left
      point.secondCapacity *= left
      return point
    }
  }
}
