/// What people have said of a cell (`cells.toml`), with built-in values where a sensible one exists.
///
/// Area, lithium and cathode have none: what needs them says what is missing.
package struct CellFacts: Equatable, Codable, Sendable {
  /// Shown instead of the file's name.
  package var name: String?
  package var group: String?
  package var replicate: String?
  package var tags: [String] = []
  package var note: String?
  /// nil where it has to be inferred from the log.
  package var configuration: Marked<CellConfiguration>?
  package var efficiencyMethod: Marked<EfficiencyMethod> = Marked(.auto, .assumed)
  /// Electrode area, cm².
  package var area: Marked<Double>?
  package var lithium: Marked<LithiumAmount>?
  package var cathode: Marked<CathodeAmount>?
  /// mAh; decides C-rates.
  package var nominalCapacity: Marked<Double>?
  package var electrolyte: Marked<Electrolyte>?
  package var electrolyteAmount: Marked<ElectrolyteAmount>?
  /// Cycles at the beginning that form the SEI and are reported apart (review section 2.1).
  package var formationCycles: Marked<Int> = Marked(3, .assumed)
  /// Voltage at which stripping from copper ends, V (review: typically 1 V).
  package var stripCutoff: Marked<Double> = Marked(1.0, .assumed)
  /// Relative gain error of charge against discharge, ppm (review section 4: about 100 for ordinary cyclers).
  package var accuracy: Marked<Double> = Marked(100, .assumed)
  /// Set temperature, °C.
  package var temperature: Marked<Double>?
  /// How far the temperature may drift, °C (review section 4: ±0.2 where CE is above 99.9 %).
  package var temperatureTolerance: Marked<Double> = Marked(0.2, .assumed)
  /// Where the anode's CE comes from, for predicting when the reservoir is empty.
  package var anodeEfficiency: Marked<AnodeEfficiency>?
  /// Retention at which life is over, a fraction (review section 2.3: 0.8).
  package var endOfLifeRetention: Marked<Double> = Marked(0.8, .assumed)
  package var alert = AlertThresholds()

  /// The built-in values alone.
  package init() {}

  /// Lithium in the anode at the start, mAh; nil if it was not given, or needs an area that was not given.
  package var lithiumCapacity: Double? {
    switch lithium?.value {
    case .capacity(let capacity): capacity
    case .arealCapacity(let areal): area.map { areal * $0.value }
    case .thickness(let micrometres): area.map { micrometres * LithiumAmount.arealCapacityPerMicrometre * $0.value }
    case nil: configuration?.value == .anodeFree ? 0 : nil
    }
  }

  /// Capacity of the cathode, mAh; nil if it was not given, or needs an area that was not given.
  package var cathodeCapacity: Double? {
    switch cathode?.value {
    case .capacity(let capacity): capacity
    case .arealCapacity(let areal): area.map { areal * $0.value }
    case nil: nil
    }
  }
}

/// How a cell's average CE is made (review section 2.1 and 2.3).
package enum EfficiencyMethod: String, Codable, Sendable, CaseIterable {
  /// By the cell's configuration and protocol.
  case auto
  /// Mean of stripped ÷ plated (eq 2).
  case conventional
  /// Reservoir (eq 3).
  case aurbach
  /// Reservoir after preconditioning (eqs 3 and 4).
  case zhang
  /// Full cell, from the retention (eq 5).
  case chiang
  /// Full cell, from what was charged (eq 6).
  case zhangFull = "zhang-full"
}

/// The lithium that an anode starts with, as it was given.
package enum LithiumAmount: Equatable, Codable, Sendable {
  /// µm of dense metal.
  case thickness(Double)
  /// mAh cm⁻².
  case arealCapacity(Double)
  /// mAh.
  case capacity(Double)

  /// mAh cm⁻² in a micrometre of lithium: 3861 mAh g⁻¹ × 0.534 g cm⁻³ × 10⁻⁴ cm.
  package static let arealCapacityPerMicrometre = 0.2061
}

/// The capacity of a cathode, as it was given.
package enum CathodeAmount: Equatable, Codable, Sendable {
  /// mAh cm⁻².
  case arealCapacity(Double)
  /// mAh.
  case capacity(Double)
}

/// What a cell is filled with.
package struct Electrolyte: Equatable, Codable, Sendable {
  package var name: String
  package var salt: String?
  package var solvent: String?
  package var additive: String?
  /// g mL⁻¹; turns a volume into a mass.
  package var density: Double?
  package var note: String?

  package init(name: String) { self.name = name }
}

/// How much electrolyte a cell holds, as it was given.
package enum ElectrolyteAmount: Equatable, Codable, Sendable {
  /// g.
  case mass(Double)
  /// µL.
  case volume(Double)
}

/// Where the anode's CE comes from.
package enum AnodeEfficiency: Equatable, Codable, Sendable {
  /// A fraction.
  case given(Double)
  /// The mean of a group's Li|Cu cells of the same electrolyte.
  case group(String)
}

/// Limits that raise a flag when they are passed; nil watches nothing, or leaves the built-in value.
package struct AlertThresholds: Equatable, Codable, Sendable {
  /// A fraction: a cycle's CE below it is low.
  package var efficiencyBelow: Double?
  /// Seconds without a row after which a channel has stalled.
  package var silentAfter: Double?
  /// V.
  package var voltageAbove: Double?
  /// V.
  package var voltageBelow: Double?
  /// °C.
  package var temperatureAbove: Double?
  /// Nats that declare stage II, and that make it suspected; see ``StageThresholds``.
  package var turnEvidence: Double?
  package var suspicionEvidence: Double?
  /// Fractions: the least loss of CE and of capacity that a turn must bring.
  package var turnEfficiencyLoss: Double?
  package var turnCapacityLoss: Double?
  /// Cycles of stage II before it is declared.
  package var turnCycles: Int?

  package init() {}

  /// The detector's thresholds with those that were set.
  package var stage: StageThresholds {
    var thresholds = StageThresholds()
    if let turnEvidence { thresholds.alarm = turnEvidence }
    if let suspicionEvidence { thresholds.suspicion = suspicionEvidence }
    if let turnEfficiencyLoss { thresholds.efficiencyLoss = turnEfficiencyLoss }
    if let turnCapacityLoss { thresholds.capacityLoss = turnCapacityLoss }
    if let turnCycles { thresholds.cyclesAfter = turnCycles }
    return thresholds
  }

  /// Lays those that another set of limits has over these.
  package mutating func overlay(_ other: AlertThresholds) {
    efficiencyBelow = other.efficiencyBelow ?? efficiencyBelow
    silentAfter = other.silentAfter ?? silentAfter
    voltageAbove = other.voltageAbove ?? voltageAbove
    voltageBelow = other.voltageBelow ?? voltageBelow
    temperatureAbove = other.temperatureAbove ?? temperatureAbove
    turnEvidence = other.turnEvidence ?? turnEvidence
    suspicionEvidence = other.suspicionEvidence ?? suspicionEvidence
    turnEfficiencyLoss = other.turnEfficiencyLoss ?? turnEfficiencyLoss
    turnCapacityLoss = other.turnCapacityLoss ?? turnCapacityLoss
    turnCycles = other.turnCycles ?? turnCycles
  }
}
