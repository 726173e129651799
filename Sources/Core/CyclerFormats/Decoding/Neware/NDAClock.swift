import CellModel

/// Makes samples of whole Neware rows, which store the time of their step: a new step goes on where the last one ended.
struct NDAClock: Equatable, Codable, Sendable {
  /// Number of the newest row.
  private(set) var newestIndex: UInt32 = 0
  private var step: StepKey?
  private var stepTime = 0.0
  /// Test time at which the step began, s.
  private var stepStart = 0.0
  private var testTime = 0.0

  private struct StepKey: Equatable, Codable, Sendable {
    var cycle: UInt32?
    var step: UInt16
    var type: UInt8
    var jump: UInt8
  }

  /// The row in common units, without its place and temperature.
  mutating func sample(of row: NDARow) -> Sample {
    var sample = Sample(testTime: time(of: row), voltage: row.voltage, current: row.current)
    sample.wallTime = row.wallTime
    sample.counter = row.charge
    sample.dischargeCounter = row.discharge
    sample.temperature = Float(row.temperature)
    if let cycle = row.cycle { sample.vendorCycle = Int32(clamping: cycle) }
    sample.vendorStep = Int32(row.step)
    sample.phase = row.phase
    newestIndex = max(newestIndex, row.index)
    return sample
  }

  private mutating func time(of row: NDARow) -> Double {
    guard row.totalTime.isNaN else { return row.totalTime }
    let key = StepKey(cycle: row.cycle, step: row.step, type: row.type, jump: row.jump)
    if let step, key != step || (row.stepTime < stepTime && row.index > newestIndex) { stepStart = testTime }
    step = key
    stepTime = row.stepTime
    testTime = stepStart + row.stepTime
    return testTime
  }
}
