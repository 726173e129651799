package import CellModel

/// The samples of a test that is written down as steps, with the counters that an ideal instrument would store.
///
/// `D1 R0.5 C0.98 / D1 C0.97`: discharge 1 mAh, rest half an hour, charge 0.98 mAh; `/` moves the stored cycle number on.
/// `C1@0.05` states the step's voltage in V. The current is 1 mA, so that a mAh takes an hour.
package struct StepTrace: Sendable {
  /// The rows, in order.
  package private(set) var samples: [Sample] = []
  private let counterKind: CounterKind
  private let resetsEachStep: Bool
  private let rows: Int
  private var time = 0.0
  private var cycle: Int32 = 1
  private var step: Int32 = 0
  private var charged = 0.0
  private var discharged = 0.0
  private var halfCycle = 0.0
  private var lastSign = 0.0

  /// Current of every step under way, A.
  package static let current = 1e-3

  /// Lays out the steps with `rows` rows each, the first at the step's start.
  package init(_ script: String, _ counterKind: CounterKind = .separate, resetsEachStep: Bool = false, rows: Int = 10) {
    self.counterKind = counterKind
    self.resetsEachStep = resetsEachStep
    self.rows = max(2, rows)
    for token in script.split(separator: " ") {
      if token == "/" {
        cycle += 1
        continue
      }
      let parts = token.dropFirst().split(separator: "@").map { Double(String($0)) ?? .nan }
      switch token.first {
      case "C": run(.charge, sign: 1, hours: parts[0], voltage: parts.count > 1 ? parts[1] : 0.05)
      case "D": run(.discharge, sign: -1, hours: parts[0], voltage: parts.count > 1 ? parts[1] : -0.05)
      default: run(.rest, sign: 0, hours: parts[0], voltage: parts.count > 1 ? parts[1] : 0)
      }
    }
  }

  private mutating func run(_ phase: Phase, sign: Double, hours: Double, voltage: Double) {
    step += 1
    if resetsEachStep || counterKind == .shared { (charged, discharged) = (0, 0) }
    if sign != 0, sign != lastSign {
      halfCycle = 0
      lastSign = sign
    }
    let before = (charged, discharged, halfCycle)
    let start = time
    var last = 0.0
    for row in 0..<rows {
      let elapsed = hours * Double(row) / Double(rows - 1)
      charged = before.0 + (sign > 0 ? elapsed : 0)
      discharged = before.1 + (sign < 0 ? elapsed : 0)
      halfCycle = before.2 + sign * elapsed
      time = start + elapsed * 3600
      var sample = Sample(testTime: time, voltage: voltage, current: sign * Self.current)
      sample.phase = phase
      sample.vendorCycle = cycle
      sample.vendorStep = step
      sample.row = Int32(samples.count + 1)
      sample.byteOffset = samples.count * 64
      switch counterKind {
      case .none: break
      case .separate: (sample.counter, sample.dischargeCounter) = (charged, discharged)
      case .shared: sample.counter = charged + discharged
      case .signed: sample.counter = charged - discharged
      case .halfCycle: sample.counter = halfCycle
      case .increments: sample.counter = sign * (elapsed - last)
      }
      last = elapsed
      samples.append(sample)
    }
  }
}
