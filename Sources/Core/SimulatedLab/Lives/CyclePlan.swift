/// One half-cycle as the cell will truly pass it.
struct HalfCyclePlan: Sendable {
  /// True charge, mAh, positive.
  var charge: Double
  /// True current, mA, positive.
  var current: Double
  var curve: VoltageCurve
  var end: StepEnd
  /// Part of the charge passed at constant voltage.
  var holdFraction = 0.0
  /// Where the cell comes to rest afterwards, V.
  var restVoltage: Double
  /// Seconds in which the double layer settles at the start.
  var settling = 6.0
  /// Standard deviation of the voltage on top of the instrument's, V.
  var noise = 0.0
}

/// One cycle as the cell will truly pass it: the half-cycle that comes first for its configuration, then the other.
struct CyclePlan: Sendable {
  /// From 1.
  var number: Int
  var first: HalfCyclePlan
  var second: HalfCyclePlan
  /// Formation, preconditioning and diagnostic cycles have their own step numbers in the schedule.
  var isSpecial = false
  /// True where lithium, not the cathode, limited most of the area, or the copper side is past its turn.
  var isStageTwo = false
  /// Part of the area limited by lithium, 0…1.
  var limitedArea = 0.0
}

/// The true course of a cell, cycle by cycle; a value, so that the same life can be lived again for the truth file.
enum CellLife: Sendable {
  case copper(CopperLife)
  case cathode(CathodeLife)
  case symmetric(SymmetricLife)

  init(_ specification: CellSpecification) {
    switch specification.kind {
    case .copper, .copperReservoir, .copperPreconditioned: self = .copper(CopperLife(specification))
    case .cathode, .anodeFree: self = .cathode(CathodeLife(specification))
    case .symmetric: self = .symmetric(SymmetricLife(specification))
    }
  }

  /// The next cycle; nil when the test is over.
  mutating func next() -> CyclePlan? {
    switch self {
    case .copper(var life):
      defer { self = .copper(life) }
      return life.next()
    case .cathode(var life):
      defer { self = .cathode(life) }
      return life.next()
    case .symmetric(var life):
      defer { self = .symmetric(life) }
      return life.next()
    }
  }

  /// The current of a cycle as a multiple of the ordinary one, and whether it is formation or diagnosis.
  static func rate(of cycle: Int, in specification: CellSpecification) -> (factor: Double, isSpecial: Bool) {
    if cycle <= specification.formationCycles { return (specification.formationFactor, true) }
    switch specification.rate {
    case .constant: return (1, false)
    case .diagnostic(let every, let factor): return cycle % max(every, 2) == 0 ? (factor, true) : (1, false)
    case .stepped(let every, let factors):
      guard !factors.isEmpty else { return (1, false) }
      let past = max(0, cycle - specification.formationCycles - 1)
      return (factors[past / max(every, 1) % factors.count], false)
    case .switched(let start, let factor): return (cycle >= start ? factor : 1, false)
    }
  }

  /// Half the daily temperature swing's wave at a time, −1…1: parabolas, near enough to a sine for a climate chamber.
  static func dailyWave(_ seconds: Double) -> Double {
    let day = seconds / 86_400
    let phase = (day - day.rounded(.down)) * 2
    return phase < 1 ? 4 * phase * (1 - phase) : -4 * (phase - 1) * (2 - phase)
  }
}
