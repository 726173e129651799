/// The life of lithium on copper: inefficiency piles up until it chokes the surface (review section 2.2).
///
/// CE of cycle k = 1 − inefficiency − formation · exp(−(k−1)/τ) − A · max(0, D/D_c − 1)^p, where D is the sum of 1 − CE
/// so far: the more is lost, the faster the next is lost. The turn is the first cycle with D > D_c.
struct CopperLife: Sendable {
  private let specification: CellSpecification
  private var random: SeededGenerator
  /// Extra inefficiency of the first cycle while the SEI forms, and the cycles in which it fades.
  let formation: Double
  let formationCycles: Double
  /// A, p and D_c of the formula above.
  let steepness: Double
  let exponent: Double
  let collapse: Double

  /// Cycles below a CE of 80 % after which an operator takes the cell off.
  private static let patience = 12

  private var number = 0
  private var lost = 0.0
  /// Metal on the copper that can still be stripped, mAh.
  private var deposit = 0.0
  private var poorCycles = 0

  init(_ specification: CellSpecification) {
    self.specification = specification
    random = SeededGenerator(seed: specification.seed &+ 1)
    formation = random.uniform(0.02...0.08)
    formationCycles = random.uniform(1.2...3)
    steepness = specification.fate == .turnsAbruptly ? random.uniform(0.9...2.4) : random.uniform(0.10...0.22)
    exponent = random.uniform(1.2...1.5)
    let before = Double(max(specification.eventCycle - 1, 1))
    let formed = formation / (1 - Exponential.exp(-1 / formationCycles))
    // Half a cycle's loss early, so that noise moves the turn by a cycle or two at most.
    collapse = specification.fate.isTurn ? specification.inefficiency * (before - 0.5) + formed : .infinity
  }

  /// Full cycles of a reservoir test before its own first plating.
  private var preconditioning: Int {
    specification.kind == .copperPreconditioned ? specification.preconditioningCycles : 0
  }

  mutating func next() -> CyclePlan? {
    guard number < specification.cycles, poorCycles < Self.patience else { return nil }
    number += 1
    let age = number - specification.eventCycle
    let isStageTwo = lost > collapse
    var efficiency = efficiency(isStageTwo: isStageTwo)
    if specification.fate == .suddenDeath, age >= 0 {
      efficiency = [0.55, 0.22][min(age, 1)] * (age > 1 ? 0.3 : 1)
    }
    lost += 1 - efficiency
    if efficiency < 0.8 { poorCycles += 1 }

    let (plated, stripLimit) = protocolCharges()
    deposit += plated * efficiency
    let isReservoir = specification.kind != .copper
    let isExhaustive = stripLimit >= deposit
    var stripped = min(deposit, stripLimit)
    deposit -= stripped
    if isReservoir, isExhaustive, number > preconditioning { poorCycles = Self.patience }

    let rate = CellLife.rate(of: number, in: specification)
    let current = specification.current * rate.factor
    let polarisation = polarisation(isStageTwo: isStageTwo, age: age) * Exponential.power(rate.factor, 0.8)
    var noise = 0.0
    if specification.fate == .softShort, age >= 0 {
      // The leak spares the lithium from dissolving, so the strip outlasts what was plated.
      stripped *= 1 + 0.006 + 0.002 * Double(min(age, 30)) + 0.004 * random.deviate()
      noise = 0.002 + 0.000_2 * Double(min(age, 20))
    }
    if specification.fate == .hardShort, age >= 0 { return shorted(plated: plated, current: current) }

    let cutoff: Double? = isExhaustive ? specification.stripCutoff : nil
    return CyclePlan(
      number: number,
      first: HalfCyclePlan(
        charge: plated, current: current, curve: .plating(plateau: polarisation, dip: 1.4 * polarisation),
        end: .time, restVoltage: -0.001, settling: number == 1 ? 45 : 8, noise: noise),
      second: HalfCyclePlan(
        charge: max(stripped, specification.capacity * 1e-4), current: current,
        curve: .stripping(plateau: polarisation, cutoff: cutoff, width: isStageTwo ? 0.03 : 0.012),
        end: isExhaustive ? .voltage : .time, restVoltage: isExhaustive ? 0.38 : 0.001, noise: noise),
      isSpecial: rate.isSpecial || number <= preconditioning, isStageTwo: isStageTwo, limitedArea: isStageTwo ? 1 : 0)
  }

  private mutating func efficiency(isStageTwo: Bool) -> Double {
    let settled = 1 - specification.inefficiency
    let forming = formation * Exponential.exp(-Double(number - 1) / formationCycles)
    let excess = collapse.isFinite ? max(0, lost / collapse - 1) : 0
    let choked = steepness * Exponential.power(excess, exponent)
    // Buried metal reconnects at random, so stage II is noisier than stage I and its floor no line.
    let scatter = random.deviate()
    let noise = specification.efficiencyNoise * (isStageTwo ? 4 : 1) * scatter
    let ceiling = settled + (1 - settled) * 0.8
    return min(max(settled - forming - choked + noise, 0.62 + 0.05 * scatter), ceiling)
  }

  private func polarisation(isStageTwo: Bool, age: Int) -> Double {
    let fresh = specification.polarisation
    if specification.fate == .softShort, age >= 0 { return fresh * 0.62 }
    if specification.fate == .suddenDeath, age >= 0 { return fresh * (2 + Double(min(age, 4))) }
    guard collapse.isFinite else { return fresh * (1 + 0.15 * Double(number) / Double(max(specification.cycles, 1))) }
    let ratio = lost / collapse
    return fresh * min(1 + 0.2 * ratio + 4 * max(0, ratio - 0.95), 5)
  }

  /// What the schedule plates in this cycle and the most that it strips, mAh.
  private func protocolCharges() -> (plated: Double, stripLimit: Double) {
    guard specification.kind != .copper else { return (specification.capacity, .infinity) }
    if number <= preconditioning { return (specification.reservoir, .infinity) }
    let plated = number == preconditioning + 1 ? specification.reservoir : specification.capacity
    return (plated, number == specification.cycles ? .infinity : specification.capacity)
  }

  /// A short carries the current whichever way it flows, until the schedule's time runs out.
  private mutating func shorted(plated: Double, current: Double) -> CyclePlan {
    poorCycles += 1
    let voltage = 0.001_5 + 0.000_2 * random.deviate()
    return CyclePlan(
      number: number,
      first: HalfCyclePlan(
        charge: plated, current: current, curve: .ohmic(voltage: -voltage), end: .time, restVoltage: 0, settling: 1),
      second: HalfCyclePlan(
        charge: plated * 1.5, current: current, curve: .ohmic(voltage: voltage), end: .time, restVoltage: 0,
        settling: 1))
  }
}
