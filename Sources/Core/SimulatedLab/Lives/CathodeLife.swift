/// The life of a full cell: a reservoir of lithium hides the anode's losses until it is used up (review section 2.2).
///
/// The area is cut into patches, each with its own lithium in the cathode L and beside it E, relative to the cathode's
/// capacity. A charge empties the cathode to L_min; lithium is plated with a loss; the discharge returns what there is
/// or what the cathode takes, whichever is less. CE and capacity of both stages, the turn and the transients after a
/// change of current all follow from that; none is painted on.
struct CathodeLife: Sendable {
  private let specification: CellSpecification
  private var random: SeededGenerator
  /// Part of the cathode's lithium that its first discharge does not take back.
  let irreversible: Double
  /// 1 − CE of the cathode.
  let cathodeLoss: Double
  /// Part of the cathode's capacity lost each cycle.
  let fade: Double
  /// Extra inefficiency of the anode's first cycle.
  let formation: Double

  private var patches: [Patch] = []
  private var number = 0
  private var seconds = 0.0
  private var firstDischarge = 0.0
  private var poorCycles = 0
  private var stageTwoCycles = 0

  private struct Patch: Sendable {
    var cathode = 1.0
    var reservoir: Double
    /// This patch's 1 − CE relative to the cell's.
    var weakness: Double
  }

  private static let patchCount = 40
  /// Loss of usable capacity at 1 C through polarisation, each way.
  private static let rateLoss = 0.04

  init(_ specification: CellSpecification) {
    self.specification = specification
    random = SeededGenerator(seed: specification.seed &+ 2)
    irreversible = random.uniform(0.06...0.11)
    cathodeLoss = random.uniform(0.000_3...0.001_2)
    fade = random.uniform(0.000_03...0.000_15)
    formation = random.uniform(0.002...0.006)
    let spread = specification.fate == .turnsGradually ? random.uniform(0.06...0.1) : random.uniform(0.005...0.02)
    let share = specification.lithium / specification.capacity
    for _ in 0..<Self.patchCount {
      let weakness = 1 + spread * random.deviate()
      patches.append(Patch(reservoir: max(0, share * (1 + spread * random.deviate())), weakness: weakness))
    }
  }

  /// Lithium, in units of the cathode's capacity, that an average patch takes from a boundless reservoir in `cycles`.
  ///
  /// Negative while the cathode's first-cycle loss still outweighs what the anode has lost.
  func reservoirUse(cycles: Int) -> Double {
    var patch = Patch(reservoir: 1e6, weakness: 1)
    var cycle = 1
    while cycle <= cycles {
      let limits = limits(cycle: cycle, temperature: specification.temperature)
      _ = pass(&patch, limits: limits, cycle: cycle)
      cycle += 1
    }
    return 1e6 - patch.reservoir
  }

  private func limits(cycle: Int, temperature: Double) -> (empty: Double, full: Double) {
    let rate = specification.current * CellLife.rate(of: cycle, in: specification).factor / specification.capacity
    let kinetics = Self.rateLoss * Exponential.power(rate, 0.8) * Exponential.exp(-0.035 * (temperature - 25))
    return (kinetics, 1 - irreversible - fade * Double(cycle) - kinetics)
  }

  /// Takes one patch through a cycle; charge, discharge and whether lithium set the limit.
  private func pass(
    _ patch: inout Patch, limits: (empty: Double, full: Double), cycle: Int, share: Double = 1
  ) -> (charge: Double, discharge: Double, isLimited: Bool) {
    let charge = max(0, patch.cathode - limits.empty)
    let plated = charge * (1 + cathodeLoss)
    let inefficiency =
      (specification.inefficiency + formation * Exponential.exp(-Double(cycle - 1) / 4)) * patch.weakness
    let available = patch.reservoir + plated * (1 - inefficiency)
    let room = max(0, limits.full - limits.empty)
    let discharge = min(available, room) * share
    patch.reservoir = max(0, available - discharge)
    patch.cathode = limits.empty + discharge
    return (plated, discharge, available < room)
  }

  mutating func next() -> CyclePlan? {
    guard number < specification.cycles, poorCycles < 5 else { return nil }
    number += 1
    let age = number - specification.eventCycle
    let temperature = specification.temperature + specification.temperatureSwing * CellLife.dailyWave(seconds)
    var limits = limits(cycle: number, temperature: temperature)
    limits.full += specification.efficiencyNoise * random.deviate()
    var share = 1.0
    if specification.fate == .suddenDeath, age >= 0 { share = [0.6, 0.3, 0.2][min(age, 2)] }

    let start = meanCathode
    var charged = 0.0
    var discharged = 0.0
    var limited = 0
    var index = 0
    while index < patches.count {
      let passed = pass(&patches[index], limits: limits, cycle: number, share: share)
      charged += passed.charge
      discharged += passed.discharge
      limited += passed.isLimited ? 1 : 0
      index += 1
    }
    let scale = specification.capacity / Double(Self.patchCount)
    let limitedArea = Double(limited) / Double(Self.patchCount)
    if number == 1 { firstDischarge = discharged * scale }
    if discharged * scale < 0.3 * firstDischarge { poorCycles += 1 }
    let plan = plan(
      charge: charged * scale, discharge: discharged * scale, start: start, limits: limits,
      limitedArea: limitedArea, age: age)
    seconds += 3600 * (plan.first.charge + plan.second.charge) / plan.first.current + 2 * specification.rest
    return plan
  }

  private var meanCathode: Double { patches.reduce(0) { $0 + $1.cathode } / Double(max(patches.count, 1)) }

  /// State of charge, 0…1, at a lithium content of the cathode.
  private func stateOfCharge(_ cathode: Double) -> Double {
    let full = 1 - irreversible + 0.01
    return min(max((full - cathode) / full, 0), 1)
  }

  private mutating func plan(
    charge: Double, discharge: Double, start: Double, limits: (empty: Double, full: Double), limitedArea: Double,
    age: Int
  ) -> CyclePlan {
    let rate = CellLife.rate(of: number, in: specification)
    let current = specification.current * rate.factor
    let isStageTwo = limitedArea >= 0.5
    if isStageTwo { stageTwoCycles += 1 }
    var growth = 1 + 0.15 * Double(number) / Double(max(specification.cycles, 1))
    growth += limitedArea * 0.3 + 0.015 * Double(stageTwoCycles)
    if specification.fate == .suddenDeath, age >= 0 { growth += 2 + Double(min(age, 3)) }
    let polarisation = specification.polarisation * Exponential.power(rate.factor, 0.8) * growth
    let bottom = stateOfCharge(start)
    let top = stateOfCharge(limits.empty)
    let end = stateOfCharge(meanCathode)
    var charge = charge
    var noise = 0.0
    if specification.fate == .softShort, age >= 0 {
      charge *= 1.03 + 0.012 * Double(min(age, 20)) + 0.01 * random.deviate()
      noise = 0.004
    }
    if specification.fate == .hardShort, age >= 0 { return shorted(current: current) }
    return CyclePlan(
      number: number,
      first: HalfCyclePlan(
        charge: charge, current: current,
        curve: .intercalation(from: bottom, to: top, polarisation: polarisation, limit: 4.3, width: 0.02),
        end: specification.holdFraction > 0 ? .current : .voltage, holdFraction: specification.holdFraction,
        restVoltage: VoltageCurve.openCircuit(top) - 0.01, noise: noise),
      second: HalfCyclePlan(
        charge: max(discharge, specification.capacity * 1e-4), current: current,
        curve: .intercalation(
          from: top, to: end, polarisation: -polarisation, limit: 3.0, width: isStageTwo ? 0.012 : 0.02),
        end: .voltage, restVoltage: max(VoltageCurve.openCircuit(end) - 0.02, 3.2), noise: noise),
      isSpecial: rate.isSpecial, isStageTwo: isStageTwo, limitedArea: limitedArea)
  }

  /// Shorted by metal: the charge runs into the schedule's limit of capacity, the discharge ends where it starts.
  private mutating func shorted(current: Double) -> CyclePlan {
    poorCycles += 1
    let voltage = 0.12 + 0.02 * random.deviate()
    return CyclePlan(
      number: number,
      first: HalfCyclePlan(
        charge: specification.capacity * 1.3, current: current, curve: .ohmic(voltage: voltage), end: .time,
        restVoltage: 0.005, settling: 30),
      second: HalfCyclePlan(
        charge: specification.capacity * 5e-4, current: current, curve: .ohmic(voltage: -voltage), end: .voltage,
        restVoltage: 0.004, settling: 1))
  }
}
