package import CellModel

/// What a cell is built of, as the review's yardsticks count it; given, or measured where the record shows it.
extension CellRecord {
  /// Capacity of the cathode, mAh: given, else what the first charge took out of it; nil without either.
  package var cathodeCapacity: Marked<Double>? {
    guard hasCathode else { return nil }
    if let given = facts.cathodeCapacity, let mark = facts.cathode?.provenance { return Marked(given, mark) }
    guard let opening = tally.opening, opening.first > 0 else { return nil }
    return Marked(opening.first, .inferred, reason: "the first charge")
  }

  /// Capacity of the cathode per area, mAh cm⁻².
  var cathodeArealCapacity: Marked<Double>? {
    if hasCathode, case .arealCapacity(let areal) = facts.cathode?.value { return Marked(areal, .given) }
    return perArea(cathodeCapacity)
  }

  /// Lithium at the anode per area, mAh cm⁻².
  var lithiumArealCapacity: Marked<Double>? {
    switch facts.lithium?.value {
    case .arealCapacity(let areal): Marked(areal, .given)
    case .thickness(let micrometres): Marked(micrometres * LithiumAmount.arealCapacityPerMicrometre, .given)
    case .capacity, nil: lithium?.value == 0 ? lithium : perArea(lithium)
    }
  }

  /// Mass of the electrolyte, g; nil if it was not given, or as a volume without its density.
  var electrolyteMass: Marked<Double>? {
    switch facts.electrolyteAmount?.value {
    case .mass(let mass): Marked(mass, .given)
    case .volume(let microlitres):
      facts.electrolyte?.value.density.map { Marked(microlitres * 1e-3 * $0, .given) }
    case nil: nil
    }
  }

  /// What to say where the electrolyte's mass is not known.
  var missingElectrolyte: String {
    guard facts.electrolyteAmount != nil else { return "needs the electrolyte: electrolyte_g or electrolyte_uL" }
    return "needs the electrolyte's density: density_g_mL of its [electrolyte.NAME]"
  }

  /// What passes in a half-cycle, mAh: Q_C of a reservoir test, else the median of the newest first half-cycles.
  var cycledCapacity: Double? {
    if let reservoir = cyclingProtocol?.reservoir, let cycled = reservoir.cycledCharge { return cycled }
    return tally.typicalFirst
  }

  private func perArea(_ capacity: Marked<Double>?) -> Marked<Double>? {
    guard let capacity, let area = facts.area, area.value > 0 else { return nil }
    return Marked(capacity.value / area.value, capacity.provenance, reason: capacity.reason)
  }

  /// What to say where an area is needed.
  static let missingArea = "needs the electrode's area: area_cm2"
}
