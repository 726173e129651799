import CellModel

/// Turns the course of a life into the steps that a cycler carries out.
enum Schedule {
  /// Seconds of open circuit before the first current.
  static let initialRest = 3600.0

  /// The steps of one cycle: half-cycle, rest, half-cycle, rest, before the first one the wetting at open circuit.
  static func steps(of plan: CyclePlan, in specification: CellSpecification) -> [PlannedStep] {
    let chargesFirst = specification.kind.configuration != .half
    let base = plan.isSpecial || specification.formationCycles == 0 ? 2 : 6
    let cycle = plan.number
    var steps: [PlannedStep] = []
    if cycle == 1 {
      steps.append(
        .rest(number: 1, cycle: cycle, duration: initialRest, voltage: initialVoltage(of: specification.kind) * 0.995))
    }
    var first = PlannedStep(plan.first, isCharge: chargesFirst, number: base, cycle: cycle)
    var second = PlannedStep(plan.second, isCharge: !chargesFirst, number: base + 2, cycle: cycle)
    if let interruption = specification.interruptions.first(where: { $0.cycle == cycle }) {
      func pause(_ step: PlannedStep) -> (after: Double, duration: Double) {
        (PlannedStep.milliseconds(step.holdStart * 0.6), interruption.duration)
      }
      if interruption.isInSecondHalf { second.pause = pause(second) } else { first.pause = pause(first) }
    }
    steps.append(first)
    steps.append(
      .rest(
        number: base + 1, cycle: cycle, duration: specification.rest, voltage: plan.first.restVoltage,
        noise: plan.first.noise / 4))
    steps.append(second)
    steps.append(
      .rest(
        number: base + 3, cycle: cycle, duration: specification.rest, voltage: plan.second.restVoltage,
        noise: plan.second.noise / 4))
    return steps
  }

  /// Seconds of test time that a cycle takes, without interruptions.
  static func duration(of plan: CyclePlan, in specification: CellSpecification) -> Double {
    steps(of: plan, in: specification).reduce(0) { $0 + $1.duration }
  }

  /// Open-circuit voltage of a freshly built cell, V.
  static func initialVoltage(of kind: CellKind) -> Double {
    switch kind {
    case .copper, .copperReservoir, .copperPreconditioned: 2.86
    case .cathode: 3.18
    case .anodeFree: 0.31
    case .symmetric: 0.002
    }
  }

  /// Seconds between rows: a round number that gives an ordinary cycle about a hundred rows.
  static func interval(for specification: CellSpecification) -> Double {
    let cycle = 2 * specification.capacity / specification.current * 3600
    return [10, 20, 30, 60, 120, 180, 300, 600].first { cycle / $0 < 130 } ?? 900
  }
}
