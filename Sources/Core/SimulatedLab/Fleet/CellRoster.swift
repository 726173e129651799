/// Draws the specifications of a fleet: the recipes with their sizes, rates, electrolytes' losses and names.
enum CellRoster {
  /// The fleet's specifications; the same arguments give the same fleet.
  static func specifications(
    cells: Int, seed: UInt64, cycles: Int, formats: [LogFormat]
  ) -> [CellSpecification] {
    let formats = formats.isEmpty ? LogFormat.all : formats
    var replicates: [String: Int] = [:]
    return (0..<max(cells, 0)).map { index in
      let recipe = CellRecipe.all[index % CellRecipe.all.count]
      let format = formats[index % formats.count]
      let group = "\(recipe.prefix)-\(recipe.electrolyte)"
      let replicate = replicates[group, default: 0] + 1
      replicates[group] = replicate
      let number = replicate < 10 ? "0\(replicate)" : "\(replicate)"
      let path = "rack\(index / 8 + 1)/\(group)-\(number)\(format.suffix)"
      return specification(
        recipe, path: path, format: format, seed: seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15, cycles: cycles)
    }
  }

  private static func specification(
    _ recipe: CellRecipe, path: String, format: LogFormat, seed: UInt64, cycles: Int
  ) -> CellSpecification {
    var random = SeededGenerator(seed: seed)
    let cycles = min(max(cycles, 6), 100_000)
    // 12, 14 and 15 mm discs.
    let area = random.pick([1.131, 1.539, 1.767], else: 1.131)
    let size = size(of: recipe.kind, random: &random)
    let isFull = recipe.kind == .cathode || recipe.kind == .anodeFree
    let event = Int(Double(cycles) * random.uniform(0.35...0.62))
    var specification = CellSpecification(
      path: path, kind: recipe.kind, fate: recipe.fate, format: format, seed: seed,
      cycles: isReservoir(recipe.kind) ? min(cycles, 160) : cycles, eventCycle: min(max(event, 5), cycles),
      area: area, capacity: size.capacity * area, current: size.current * area,
      inefficiency: random.uniform(recipe.inefficiency), lithium: 0,
      reservoir: isReservoir(recipe.kind) ? 5 * area : 0,
      preconditioningCycles: recipe.kind == .copperPreconditioned ? 2 : 0, formationCycles: isFull ? 2 : 0,
      formationFactor: 0.3, rate: recipe.rate, interruptions: [],
      holdFraction: isFull && random.uniform(0...1) < 0.5 ? 0.04 : 0, rest: 600,
      polarisation: isFull ? random.uniform(0.035...0.06) : random.uniform(0.02...0.045),
      efficiencyNoise: isFull ? random.uniform(0.000_1...0.000_4) : random.uniform(0.000_2...0.001),
      voltageNoise: 0.000_15, chargeGain: 0.000_07 * random.deviate(), dischargeGain: 0.000_07 * random.deviate(),
      temperature: 25, temperatureSwing: recipe.swing, electrolyte: recipe.electrolyte)
    if isReservoir(recipe.kind) { specification.eventCycle = min(specification.eventCycle, specification.cycles / 2) }
    if recipe.isInterrupted {
      specification.interruptions = [
        Interruption(cycle: max(3, cycles / 5), duration: random.uniform(1200...9000).rounded()),
        Interruption(cycle: max(4, cycles * 3 / 5), duration: random.uniform(3600...40_000).rounded()),
      ]
    }
    if isFull { provideLithium(to: &specification) }
    return specification
  }

  private static func isReservoir(_ kind: CellKind) -> Bool {
    kind == .copperReservoir || kind == .copperPreconditioned
  }

  /// Areal capacity (mAh cm⁻²) and current (mA cm⁻²) of a half-cycle.
  private static func size(of kind: CellKind, random: inout SeededGenerator) -> (capacity: Double, current: Double) {
    switch kind {
    case .copper: random.pick([(1.0, 1.0), (2.0, 1.0), (3.0, 1.0), (4.0, 2.0)], else: (1.0, 1.0))
    case .copperReservoir, .copperPreconditioned: (1.0, random.pick([0.5, 1.0], else: 1.0))
    case .symmetric: random.pick([(1.0, 1.0), (2.0, 1.0)], else: (1.0, 1.0))
    case .cathode, .anodeFree: random.pick([(3.0, 1.0), (4.0, 2.0), (3.5, 1.75)], else: (3.0, 1.0))
    }
  }

  /// Chooses lithium and inefficiency of a full cell so that its reservoir runs out at the cycle aimed at, or never.
  private static func provideLithium(to specification: inout CellSpecification) {
    let turns = specification.fate.isTurn
    let end = turns ? specification.eventCycle - 1 : specification.cycles * 3
    var share = 0.0
    if specification.kind == .cathode {
      let use = CathodeLife(specification).reservoirUse(cycles: end)
      // Foil is never thinner than a few per cent of the cathode's charge.
      share = max(use, turns ? 0.05 : 0.5)
      specification.lithium = share * specification.capacity
      if !turns || use == share { return }
    }
    var low = 1e-6
    var high = 0.5
    for _ in 0..<50 {
      specification.inefficiency = (low + high) / 2
      if CathodeLife(specification).reservoirUse(cycles: end) > share {
        high = specification.inefficiency
      } else {
        low = specification.inefficiency
      }
    }
  }
}
