/// The life of lithium against lithium: the same charge both ways, so only polarisation and shorts tell its age.
struct SymmetricLife: Sendable {
  private let specification: CellSpecification
  private var random: SeededGenerator
  /// Growth of the polarisation a cycle after the event, in parts of the fresh one.
  let growth: Double
  private var number = 0
  private var poorCycles = 0

  init(_ specification: CellSpecification) {
    self.specification = specification
    random = SeededGenerator(seed: specification.seed &+ 3)
    growth = specification.fate == .turnsAbruptly ? random.uniform(0.15...0.3) : random.uniform(0.02...0.05)
  }

  mutating func next() -> CyclePlan? {
    guard number < specification.cycles, poorCycles < 10 else { return nil }
    number += 1
    let age = number - specification.eventCycle
    let hasHappened = age >= 0 && specification.fate != .healthy
    let rate = CellLife.rate(of: number, in: specification)
    var plateau = specification.polarisation * Exponential.power(rate.factor, 0.8)
    plateau *= 1 + 0.25 * Double(number) / Double(max(specification.cycles, 1)) + 0.01 * random.deviate()
    // Fresh lithium is covered by its native film, which the first cycles break up.
    plateau *= 1 + 0.8 * Exponential.exp(-Double(number - 1) / 2.5)
    var noise = 0.0
    switch specification.fate {
    case .softShort where hasHappened:
      plateau *= 0.35
      noise = 0.003
    case .hardShort where hasHappened:
      plateau = 0.000_8
      poorCycles += 1
    case .turnsAbruptly where hasHappened, .turnsGradually where hasHappened, .suddenDeath where hasHappened:
      plateau *= 1 + growth * Exponential.power(Double(age) + 1, 1.3)
      if plateau > 0.5 { poorCycles += 1 }
    default: break
    }
    let current = specification.current * rate.factor
    func half(_ sign: Double) -> HalfCyclePlan {
      HalfCyclePlan(
        charge: specification.capacity, current: current, curve: .exchange(plateau: sign * plateau), end: .time,
        restVoltage: sign * 0.000_4, settling: 4, noise: noise)
    }
    return CyclePlan(
      number: number, first: half(1), second: half(-1), isSpecial: rate.isSpecial,
      isStageTwo: hasHappened && specification.fate.isTurn, limitedArea: 0)
  }
}
