import CellModel
import CyclerFormats
import Cycling

extension ChannelFold {
  /// What is known of the cell and of how its numbers are made, each with its mark.
  func knownFacts() -> [Fact] {
    var known = [
      Fact("cell", configuration.value.rawValue, configuration.provenance, note: configuration.reason),
      Fact("CE", efficiencyRule, configuration.provenance, note: "eq 1"),
      Fact(
        "formation", "\(facts.formationCycles.value) cycles", facts.formationCycles.provenance,
        note: "set apart from averages and retention"),
      Fact(
        "accuracy", "\(FlagText.fixed(facts.accuracy.value, 0)) ppm", facts.accuracy.provenance,
        note: "gain error of the instrument, not reduced by averaging"),
      Fact("capacity", counterRule, .inferred, note: "read from the file's columns"),
    ]
    known += seriesFacts
    let resolution = report.traits.capacityResolution
    // Numbers in scientific notation resolve more than any instrument does.
    if resolution > 1e-12 {
      known.append(
        Fact("digits", "\(FlagText.significant(resolution * 1e6)) nAh", .inferred, note: "smallest step in the file"))
    }
    if report.interpolatedRows > 0 {
      known.append(
        Fact(
          "interpolated", "\(report.interpolatedRows) of \(report.rows) rows", .inferred,
          note: "their times and counters lie between those that the file stores"))
    }
    if let referenceCapacity {
      known.append(
        Fact(
          "reference", "\(FlagText.fixed(referenceCapacity, 4)) mAh", .inferred,
          note: "first complete cycle after formation"))
    }
    if let leading {
      known.append(
        Fact(
          "half-cycle 0", "\(leading.direction.rawValue) \(FlagText.fixed(leading.integral, 4)) mAh", .inferred,
          note: "before the first cycle; counts for no CE"))
    }
    if let area = facts.area { known.append(Fact("area", "\(FlagText.fixed(area.value, 3)) cm²", area.provenance)) }
    if let lithium = facts.lithiumCapacity, let mark = facts.lithium?.provenance {
      known.append(Fact("lithium", "\(FlagText.fixed(lithium, 3)) mAh", mark))
    }
    if let cathode = facts.cathodeCapacity, let mark = facts.cathode?.provenance {
      known.append(Fact("cathode", "\(FlagText.fixed(cathode, 3)) mAh", mark))
    }
    if let nominal = facts.nominalCapacity {
      known.append(
        Fact("nominal", "\(FlagText.fixed(nominal.value, 3)) mAh", nominal.provenance, note: "decides C-rates"))
    }
    if let electrolyte = facts.electrolyte {
      known.append(Fact("electrolyte", electrolyte.value.name, electrolyte.provenance))
    }
    if let amount = facts.electrolyteAmount {
      switch amount.value {
      case .mass(let grams): known.append(Fact("amount", "\(FlagText.significant(grams)) g", amount.provenance))
      case .volume(let volume): known.append(Fact("amount", "\(FlagText.significant(volume)) µL", amount.provenance))
      }
    }
    if let temperature = facts.temperature {
      let tolerance = FlagText.significant(facts.temperatureTolerance.value)
      known.append(
        Fact(
          "temperature", "\(FlagText.fixed(temperature.value, 1)) ± \(tolerance) °C", temperature.provenance,
          note: "set; the record is held against it"))
    }
    if configuration.value.firstHalf == .charge {
      let limit = facts.endOfLifeRetention
      known.append(
        Fact("end of life", "\(FlagText.fixed(limit.value * 100, 1)) % retention", limit.provenance))
    }
    for fact in report.preamble.prefix(8) { known.append(Fact(fact.label, fact.value, .given, note: "from the file")) }
    return known
  }

  private var efficiencyRule: String {
    switch configuration.value {
    case .half: "stripped ÷ plated"
    case .full, .anodeFree: "discharged ÷ charged"
    case .symmetric: "none: symmetric cell"
    case .unknown: "none: configuration unknown"
    }
  }

  private var counterRule: String {
    switch report.traits.counterKind {
    case .none: "integral of the current"
    case .separate: "two counters"
    case .shared: "one counter, by state"
    case .signed: "one signed counter"
    case .halfCycle: "counter a half-cycle"
    case .increments: "stored increments"
    }
  }
}
