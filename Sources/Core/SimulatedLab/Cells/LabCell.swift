/// A simulated cell on its channel: a sequence of rows that costs the memory of one cycle.
package struct LabCell: IteratorProtocol, Sendable {
  package let specification: CellSpecification
  /// Unix seconds at which the test began.
  package let start: Double

  private var life: CellLife
  private var random: SeededGenerator
  private let interval: Double
  private let voltageOffset: Double

  private var steps: [PlannedStep] = []
  private var stepIndex = 0
  private var cue = Cue.first
  /// Seconds into the current step of the last row.
  private var moment = 0.0
  private var stepStart = 0.0
  private var stepCount = 1
  private var wallOffset = 0.0
  private var record = 0
  /// Noise-free voltage where the current step began, and on the last row.
  private var startVoltage: Double
  private var voltage: Double
  private var counters = Counters()
  private var atStepStart = Counters()
  private var atCycleStart = Counters()

  /// What the next row is: a step's first, one by the clock, the halt of an interruption, the first after it.
  private enum Cue: Sendable { case first, regular, halt, resume }

  /// Puts the cell on its channel at `start`, seconds since 1970.
  package init(_ specification: CellSpecification, start: Double) {
    self.specification = specification
    self.start = start
    life = CellLife(specification)
    random = SeededGenerator(seed: specification.seed &+ 4)
    interval = Schedule.interval(for: specification)
    voltageOffset = 0.000_1 * random.deviate()
    startVoltage = Schedule.initialVoltage(of: specification.kind)
    voltage = startVoltage
  }

  /// The next row; nil when the test is over.
  package mutating func next() -> LabRow? {
    while stepIndex >= steps.count {
      guard let plan = life.next() else { return nil }
      steps = Schedule.steps(of: plan, in: specification)
      stepIndex = 0
      atCycleStart = counters
    }
    let step = steps[stepIndex]
    switch cue {
    case .first:
      return take(step, until: specification.format.firstRowDelay ?? interval)
    case .regular:
      return take(step, until: nextMoment(in: step))
    case .halt:
      cue = .resume
      wallOffset += step.pause?.duration ?? 0
      return row(step, kind: .pause, current: 0, isHalted: true)
    case .resume:
      cue = .regular
      return row(step, kind: step.kind, current: measuredCurrent(step), isHalted: false)
    }
  }

  /// The moment of the next row by the clock, sooner where the voltage runs away.
  private func nextMoment(in step: PlannedStep) -> Double {
    var spacing = step.kind == .rest ? min(interval * 2, 300) : interval
    if moment >= step.holdStart { spacing /= 4 }
    // Slow cycles would otherwise fill most of the log.
    if step.current < 0.6 * specification.current, step.kind != .rest { spacing *= 2 }
    let count = (moment / spacing + 1e-9).rounded(.down)
    var next = (count + 1) * spacing
    if let pause = step.pause, pause.after > moment { next = min(next, pause.after) }
    if moment < step.holdStart { next = min(next, step.holdStart) }
    next = min(next, step.duration)
    while next - moment > 2, abs(step.voltage(at: next, start: startVoltage) - voltage) > 0.06 {
      next = moment + PlannedStep.milliseconds((next - moment) / 2)
    }
    return next
  }

  /// Lets the step run on to `until` and records a row there; the step's last row makes way for the next step.
  private mutating func take(_ step: PlannedStep, until: Double) -> LabRow {
    let before = step.charge(at: moment)
    let voltageBefore = voltage
    moment = min(until, step.duration)
    voltage = step.voltage(at: moment, start: startVoltage)
    let isCharge = step.kind.sign > 0
    let gain = 1 + (isCharge ? specification.chargeGain : specification.dischargeGain)
    let passed = (step.charge(at: moment) - before) * gain
    let energy = abs(passed * (voltage + voltageBefore) / 2) / 1000
    if isCharge {
      counters.charge += passed
      counters.chargeEnergy += energy
    } else if step.kind == .discharge {
      counters.discharge += passed
      counters.dischargeEnergy += energy
    }
    cue = step.pause?.after == moment ? .halt : .regular
    let isLast = moment >= step.duration
    var row = row(step, kind: step.kind, current: measuredCurrent(step), isHalted: false)
    guard isLast else { return row }
    row.end = step.end
    stepStart += step.duration
    stepCount += 1
    stepIndex += 1
    moment = 0
    cue = .first
    startVoltage = voltage
    atStepStart = counters
    return row
  }

  private mutating func measuredCurrent(_ step: PlannedStep) -> Double {
    guard step.kind.sign != 0 else { return 0 }
    let gain = 1 + (step.kind.sign > 0 ? specification.chargeGain : specification.dischargeGain)
    return step.kind.sign * step.current(at: moment) * gain * (1 + 2e-6 * random.deviate())
  }

  private mutating func row(_ step: PlannedStep, kind: StepKind, current: Double, isHalted: Bool) -> LabRow {
    record += 1
    let testTime = stepStart + moment
    let wallTime = start + testTime + wallOffset - (isHalted ? step.pause?.duration ?? 0 : 0)
    let noise = (specification.voltageNoise + step.noise) * random.deviate()
    let wave = CellLife.dailyWave(wallTime)
    let warmth = specification.temperatureSwing * wave + 0.02 * random.deviate()
    return LabRow(
      record: record, testTime: testTime, stepTime: moment, wallTime: wallTime,
      voltage: voltage + voltageOffset + noise, current: current, temperature: specification.temperature + warmth,
      cycle: step.cycle, step: step.number, stepCount: stepCount, kind: kind,
      isHolding: step.kind == .chargeHold && moment > step.holdStart, end: nil,
      sinceStep: counters - atStepStart, sinceCycle: counters - atCycleStart, sinceStart: counters)
  }
}
