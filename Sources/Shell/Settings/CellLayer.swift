import CellModel

/// What one table of `cells.toml` says of the cells that it is meant for; everything else is left to the layers below.
struct CellLayer: Equatable, Sendable {
  var name: String?
  var group: String?
  var replicate: String?
  var tags: [String]?
  var note: String?
  var configuration: CellConfiguration?
  var efficiencyMethod: EfficiencyMethod?
  var area: Double?
  var lithium: LithiumAmount?
  var cathode: CathodeAmount?
  var nominalCapacity: Double?
  var electrolyte: String?
  var electrolyteAmount: ElectrolyteAmount?
  var formationCycles: Int?
  var stripCutoff: Double?
  var accuracy: Double?
  var temperature: Double?
  var temperatureTolerance: Double?
  var anodeEfficiency: AnodeEfficiency?
  var endOfLifeRetention: Double?
  var alert = AlertThresholds()

  static let keys = [
    "configuration", "ce_method", "area_cm2", "li_um", "li_mAh_cm2", "li_mAh", "cathode_mAh_cm2", "cathode_mAh",
    "nominal_mAh", "electrolyte", "electrolyte_g", "electrolyte_uL", "formation_cycles", "strip_cutoff_V",
    "accuracy_ppm", "temperature_C", "temperature_tolerance_C", "ce_from", "eol_retention", "tags", "note", "alert",
  ]
  static let alertKeys = [
    "ce_below", "silent_s", "voltage_above_V", "voltage_below_V", "temperature_above_C", "turn_alarm", "turn_suspect",
    "turn_ce_drop", "turn_capacity_loss", "turn_cycles",
  ]

  init() {}

  /// Reads the members of a table whose keys have been checked.
  init(_ members: [String: TOMLNode], _ reader: inout SettingsReader) {
    let positive = Double.leastNonzeroMagnitude...1e6
    name = reader.text(members["name"])
    group = reader.text(members["group"])
    replicate = reader.text(members["replicate"])
    note = reader.text(members["note"])
    if let tags = members["tags"] { self.tags = reader.list(tags).compactMap { reader.text($0) } }
    configuration = reader.word(members["configuration"], as: CellConfiguration.self)
    efficiencyMethod = reader.word(members["ce_method"], as: EfficiencyMethod.self)
    area = reader.number(members["area_cm2"], in: positive)
    nominalCapacity = reader.number(members["nominal_mAh"], in: positive)
    electrolyte = reader.text(members["electrolyte"])
    formationCycles = reader.whole(members["formation_cycles"], in: 0...10_000)
    stripCutoff = reader.number(members["strip_cutoff_V"], in: 0...10)
    accuracy = reader.number(members["accuracy_ppm"], in: 0.01...1e5)
    temperature = reader.number(members["temperature_C"], in: -100...300)
    temperatureTolerance = reader.number(members["temperature_tolerance_C"], in: 0...100)
    endOfLifeRetention = reader.number(members["eol_retention"], in: 0.01...1)

    Self.oneOf(["li_um", "li_mAh_cm2", "li_mAh"], members, &reader)
    let any = 0.0...1e6
    lithium =
      reader.number(members["li_um"], in: any).map(LithiumAmount.thickness)
      ?? reader.number(members["li_mAh_cm2"], in: any).map(LithiumAmount.arealCapacity)
      ?? reader.number(members["li_mAh"], in: any).map(LithiumAmount.capacity)
    Self.oneOf(["cathode_mAh_cm2", "cathode_mAh"], members, &reader)
    cathode =
      reader.number(members["cathode_mAh_cm2"], in: positive).map(CathodeAmount.arealCapacity)
      ?? reader.number(members["cathode_mAh"], in: positive).map(CathodeAmount.capacity)
    Self.oneOf(["electrolyte_g", "electrolyte_uL"], members, &reader)
    electrolyteAmount =
      reader.number(members["electrolyte_g"], in: positive).map(ElectrolyteAmount.mass)
      ?? reader.number(members["electrolyte_uL"], in: positive).map(ElectrolyteAmount.volume)
    anodeEfficiency = Self.anodeEfficiency(members["ce_from"], &reader)
    alert = Self.thresholds(members["alert"], &reader)
  }

  /// Lays this layer over the facts; electrolytes are looked up by name.
  func apply(to facts: inout CellFacts, electrolytes: [String: Electrolyte]) {
    if let name { facts.name = name }
    if let group { facts.group = group }
    if let replicate { facts.replicate = replicate }
    if let tags { facts.tags = tags }
    if let note { facts.note = note }
    if let configuration { facts.configuration = Marked(configuration, .given) }
    if let efficiencyMethod { facts.efficiencyMethod = Marked(efficiencyMethod, .given) }
    if let area { facts.area = Marked(area, .given) }
    if let lithium { facts.lithium = Marked(lithium, .given) }
    if let cathode { facts.cathode = Marked(cathode, .given) }
    if let nominalCapacity { facts.nominalCapacity = Marked(nominalCapacity, .given) }
    if let electrolyte {
      facts.electrolyte = Marked(electrolytes[electrolyte] ?? Electrolyte(name: electrolyte), .given)
    }
    if let electrolyteAmount { facts.electrolyteAmount = Marked(electrolyteAmount, .given) }
    if let formationCycles { facts.formationCycles = Marked(formationCycles, .given) }
    if let stripCutoff { facts.stripCutoff = Marked(stripCutoff, .given) }
    if let accuracy { facts.accuracy = Marked(accuracy, .given) }
    if let temperature { facts.temperature = Marked(temperature, .given) }
    if let temperatureTolerance { facts.temperatureTolerance = Marked(temperatureTolerance, .given) }
    if let anodeEfficiency { facts.anodeEfficiency = Marked(anodeEfficiency, .given) }
    if let endOfLifeRetention { facts.endOfLifeRetention = Marked(endOfLifeRetention, .given) }
    facts.alert.overlay(alert)
  }

  static func thresholds(_ node: TOMLNode?, _ reader: inout SettingsReader) -> AlertThresholds {
    var alert = AlertThresholds()
    let members = reader.members(of: node, allowed: alertKeys)
    alert.efficiencyBelow = reader.number(members["ce_below"], in: 0...2)
    alert.silentAfter = reader.number(members["silent_s"], in: 1...1e8)
    alert.voltageAbove = reader.number(members["voltage_above_V"], in: -10...1000)
    alert.voltageBelow = reader.number(members["voltage_below_V"], in: -10...1000)
    alert.temperatureAbove = reader.number(members["temperature_above_C"], in: -100...300)
    alert.turnEvidence = reader.number(members["turn_alarm"], in: 1...1000)
    alert.suspicionEvidence = reader.number(members["turn_suspect"], in: 0.5...1000)
    alert.turnEfficiencyLoss = reader.number(members["turn_ce_drop"], in: 0...1)
    alert.turnCapacityLoss = reader.number(members["turn_capacity_loss"], in: 0...1)
    alert.turnCycles = reader.whole(members["turn_cycles"], in: 2...100)
    return alert
  }

  /// The same quantity in two units is one too many: nobody can tell which one was meant.
  private static func oneOf(_ names: [String], _ members: [String: TOMLNode], _ reader: inout SettingsReader) {
    let present = names.filter { members[$0] != nil }
    guard present.count > 1, let second = present.dropFirst().first else { return }
    reader.note("give only one of \(present.joined(separator: ", "))", at: members[second]?.place)
  }

  private static func anodeEfficiency(_ node: TOMLNode?, _ reader: inout SettingsReader) -> AnodeEfficiency? {
    guard let node else { return nil }
    guard case .string(let text) = node.value else { return reader.number(node, in: 0...1).map(AnodeEfficiency.given) }
    let prefix = "group:"
    guard text.hasPrefix(prefix), text.count > prefix.count else {
      reader.note("expected a fraction or “group:NAME”, found “\(text)”", at: node.place)
      return nil
    }
    return .group(String(text.dropFirst(prefix.count)))
  }
}
