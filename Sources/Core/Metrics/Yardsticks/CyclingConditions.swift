import CellModel

/// Current per area under which lithium is plated.
package struct CurrentDensity: CellQuantity {
  package let id = "current-density"
  package let title = "current density"
  package let unit = "mA/cm2"
  package let formula = "i = I / A"
  package let source = "review section 2.1, Fig. 1a"

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    guard let current = record.tally.typicalCurrent else {
      return explanation(.pending(bound: nil, reason: "no complete cycle with a current yet"))
    }
    guard let area = record.facts.area, area.value > 0 else { return explanation(.missing(CellRecord.missingArea)) }
    return explanation(
      .value(current / area.value, .equal),
      [
        Term("I", current, "mA", .inferred, "largest current of the first half-cycle, median of the newest cycles"),
        Term("A", area.value, "cm²", digits: 5, area.provenance, "electrode area"),
      ])
  }
}

/// Charge per area that is plated in a cycle.
package struct ArealCapacity: CellQuantity {
  package let id = "areal-capacity"
  package let title = "areal capacity"
  package let unit = "mAh/cm2"
  package let formula = "q = Q / A"
  package let source = "review sections 2.1 and 4"

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    guard let capacity = record.cycledCapacity else {
      return explanation(.pending(bound: nil, reason: "no complete cycle yet"))
    }
    guard let area = record.facts.area, area.value > 0 else { return explanation(.missing(CellRecord.missingArea)) }
    let isSwing = record.cyclingProtocol?.reservoir?.cycledCharge != nil
    return explanation(
      .value(capacity / area.value, .equal),
      [
        Term(
          "Q", capacity, "mAh", .inferred,
          isSwing ? "Q_C, what goes back and forth" : "first half-cycle, median of the newest cycles"),
        Term("A", area.value, "cm²", digits: 5, area.provenance, "electrode area"),
      ])
  }
}

/// N/P: lithium at the anode at the start over what the cathode holds.
package struct CapacityRatio: CellQuantity {
  package let id = "n-to-p"
  package let title = "N/P ratio"
  package let unit = "ratio"
  package let formula = "N/P = Q_Li / Q_cathode"
  package let source = "review section 2.1, Fig. 1a"

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    if let refusal = ReservoirAnswer.refusal(record) { return explanation(refusal) }
    guard let cathode = record.cathodeCapacity ?? record.cathodeArealCapacity, cathode.value > 0 else {
      return explanation(.pending(bound: nil, reason: "no complete cycle yet"))
    }
    let pair: (lithium: Marked<Double>, cathode: Marked<Double>, unit: String)?
    if let lithium = record.lithium, let whole = record.cathodeCapacity {
      pair = (lithium, whole, "mAh")
    } else if let lithium = record.lithiumArealCapacity, let areal = record.cathodeArealCapacity {
      pair = (lithium, areal, "mAh cm⁻²")
    } else {
      pair = nil
    }
    guard let pair else { return explanation(.missing(record.missingLithium)) }
    return explanation(
      .value(pair.lithium.value / pair.cathode.value, .equal),
      [
        Term(
          "Q_Li", pair.lithium.value, pair.unit, pair.lithium.provenance, "lithium beside the cathode's at the start"),
        Term(
          "Q_cathode", pair.cathode.value, pair.unit, pair.cathode.provenance,
          pair.cathode.provenance == .given ? "the cathode's capacity" : "the cathode's, by the first charge"),
      ])
  }
}

/// E/C: electrolyte over the capacity that the cell gives.
package struct ElectrolyteRatio: CellQuantity {
  package let id = "e-to-c"
  package let title = "E/C ratio"
  package let unit = "g/Ah"
  package let formula = "E/C = m / Q"
  package let source = "review section 2.1, Fig. 1a"

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    if !record.hasCathode {
      return explanation(.notApplicable("it counts the capacity of a cell with a cathode"))
    }
    guard let mass = record.electrolyteMass else { return explanation(.missing(record.missingElectrolyte)) }
    guard let opening = record.tally.opening?.second ?? record.tally.mainRate?.firstCapacity, opening > 0 else {
      return explanation(.pending(bound: nil, reason: "no complete cycle yet"))
    }
    return explanation(
      .value(mass.value / (opening * 1e-3), .equal),
      [
        Term("m", mass.value, "g", digits: 4, mass.provenance, "electrolyte"),
        Term("Q", opening * 1e-3, "Ah", digits: 5, .inferred, "the cell's first discharge"),
      ])
  }
}
