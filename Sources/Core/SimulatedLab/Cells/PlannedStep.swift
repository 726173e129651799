/// One step of the schedule with everything that its rows are computed from.
struct PlannedStep: Sendable {
  var kind: StepKind
  /// The schedule's number, the same in every cycle.
  var number: Int
  var cycle: Int
  /// Seconds, rounded to the millisecond that every format can write.
  var duration: Double
  /// True current at the start, mA, positive; 0 at rest.
  var current: Double
  var curve: VoltageCurve
  var end: StepEnd
  /// Seconds in which the double layer settles at the start.
  var settling: Double
  /// Standard deviation of the voltage on top of the instrument's, V.
  var noise: Double
  /// When the constant voltage begins, s after the start; the duration where there is none.
  var holdStart: Double
  /// Decay of the current at constant voltage, s.
  var holdDecay = 1.0
  /// The voltage that is held, V.
  var holdVoltage = 0.0
  /// When the cycler is interrupted, s after the start, and for how long.
  var pause: (after: Double, duration: Double)?

  /// A rest of `duration` seconds in which the cell relaxes towards `voltage`.
  static func rest(
    number: Int, cycle: Int, duration: Double, voltage: Double, noise: Double = 0
  ) -> PlannedStep {
    PlannedStep(
      kind: .rest, number: number, cycle: cycle, duration: duration, current: 0,
      curve: .relaxation(to: voltage, timeConstant: 90), end: .time, settling: 0, noise: noise, holdStart: duration)
  }

  /// A half-cycle under current, with its hold at constant voltage if it has one.
  init(_ plan: HalfCyclePlan, isCharge: Bool, number: Int, cycle: Int) {
    let hold = min(max(plan.holdFraction, 0), 0.5)
    let constant = Self.milliseconds(plan.charge * (1 - hold) / plan.current * 3600)
    kind = isCharge ? (hold > 0 ? .chargeHold : .charge) : .discharge
    self.number = number
    self.cycle = cycle
    current = plan.current
    curve = plan.curve
    end = plan.end
    settling = plan.settling
    noise = plan.noise
    holdStart = constant
    duration = constant
    if hold > 0 {
      // The hold ends at a tenth of the current: I falls as exp(−t/τ), so its charge is 0.9 I τ.
      holdDecay = plan.charge * hold * 3600 / (0.9 * plan.current)
      duration = Self.milliseconds(constant + holdDecay * 2.302_585_092_994_046)
      holdVoltage = plan.curve.voltage(progress: 1, seconds: constant, start: 0)
    }
  }

  private init(
    kind: StepKind, number: Int, cycle: Int, duration: Double, current: Double, curve: VoltageCurve, end: StepEnd,
    settling: Double, noise: Double, holdStart: Double
  ) {
    self.kind = kind
    self.number = number
    self.cycle = cycle
    self.duration = duration
    self.current = current
    self.curve = curve
    self.end = end
    self.settling = settling
    self.noise = noise
    self.holdStart = holdStart
  }

  /// True current at a moment of the step, mA, positive.
  func current(at seconds: Double) -> Double {
    seconds <= holdStart ? current : current * Exponential.exp(-(seconds - holdStart) / holdDecay)
  }

  /// True charge since the step began, mAh, positive.
  func charge(at seconds: Double) -> Double {
    guard seconds > holdStart else { return current * seconds / 3600 }
    let held = holdDecay * (1 - Exponential.exp(-(seconds - holdStart) / holdDecay))
    return current * (holdStart + held) / 3600
  }

  /// True voltage at a moment of the step, V; `start` is where the cell stood when the step began.
  func voltage(at seconds: Double, start: Double) -> Double {
    if kind == .rest { return curve.voltage(progress: 0, seconds: seconds, start: start) }
    guard seconds <= holdStart else { return holdVoltage }
    let progress = holdStart > 0 ? seconds / holdStart : 1
    let settled = curve.voltage(progress: progress, seconds: seconds, start: start)
    let offset = start - curve.voltage(progress: 0, seconds: 0, start: start)
    return settled + offset * Exponential.exp(-seconds / settling) * (1 - progress)
  }

  static func milliseconds(_ seconds: Double) -> Double { max((seconds * 1000).rounded(), 1) / 1000 }
}
