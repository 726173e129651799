package import CellModel

/// What is built into a simulated cell and what the cycler does with it.
package enum CellKind: String, Sendable, CaseIterable {
  /// Li|Cu: a full strip every cycle (review eq 1, 2).
  case copper = "li-cu"
  /// Li|Cu: plate Q_T, n × (strip Q_C, plate Q_C), strip all (eq 3, Aurbach).
  case copperReservoir = "li-cu-reservoir"
  /// Li|Cu: full preconditioning cycles, then as the reservoir test (eq 3 and 4, Zhang).
  case copperPreconditioned = "li-cu-preconditioned"
  /// Li|NCM with a lithium reservoir.
  case cathode = "li-ncm"
  /// Cu|NCM.
  case anodeFree = "anode-free"
  /// Li|Li.
  case symmetric = "li-li"

  /// How the cell is built, in the vocabulary of the pipeline.
  package var configuration: CellConfiguration {
    switch self {
    case .copper, .copperReservoir, .copperPreconditioned: .half
    case .cathode: .full
    case .anodeFree: .anodeFree
    case .symmetric: .symmetric
    }
  }
}

/// What becomes of a simulated cell.
package enum CellFate: String, Sendable, CaseIterable {
  /// Stays in stage I as long as it is cycled.
  case healthy
  /// Goes over to stage II within a few cycles.
  case turnsAbruptly = "turns-abruptly"
  /// Goes over to stage II so slowly that the beginning is hard to see.
  case turnsGradually = "turns-gradually"
  /// A leak through dendrites: CE above what is possible, noise, falling polarisation.
  case softShort = "soft-short"
  /// Metal through the separator: no voltage any more.
  case hardShort = "hard-short"
  /// Loses its capacity within three cycles.
  case suddenDeath = "sudden-death"

  /// Whether the event of this fate is a turn from stage I to stage II.
  package var isTurn: Bool { self == .turnsAbruptly || self == .turnsGradually }
}

/// How the current changes from cycle to cycle, after formation.
package enum RateProgramme: Sendable, Equatable {
  case constant
  /// A slow diagnostic cycle every so many cycles, at this part of the ordinary current.
  case diagnostic(every: Int, factor: Double)
  /// From this cycle on, this multiple of the ordinary current.
  case switched(at: Int, factor: Double)
  /// A rate test: so many cycles at each of these multiples, over and over.
  case stepped(every: Int, factors: [Double])
}

/// A stretch in which the cycler stood still: power cut, moved cell, operator's pause.
package struct Interruption: Sendable, Equatable {
  package var cycle: Int
  /// In the cycle's second half-cycle rather than in its first.
  package var isInSecondHalf = false
  /// Seconds by the wall clock; test time does not run.
  package var duration: Double

  package init(cycle: Int, isInSecondHalf: Bool = false, duration: Double) {
    self.cycle = cycle
    self.isInSecondHalf = isInSecondHalf
    self.duration = duration
  }
}

/// Everything that makes one simulated cell: with the seed it determines the log to the last byte.
package struct CellSpecification: Sendable {
  /// Where the log lies in the lab's folder, such as `rack1/LiCu-LHCE-03.csv`.
  package var path: String
  package var kind: CellKind
  package var fate: CellFate
  package var format: LogFormat
  package var seed: UInt64
  /// Cycles after which the test ends by itself.
  package var cycles: Int
  /// The cycle that the fate's event is aimed at; where the life itself decides, `LabTruth` tells the true one.
  package var eventCycle: Int
  /// Electrode area, cm².
  package var area: Double
  /// Charge that one half-cycle is meant to pass, mAh: plated (Li|Cu, Li|Li) or the cathode's (full cells).
  package var capacity: Double
  /// Ordinary current, mA.
  package var current: Double
  /// 1 − CE of the lithium electrode in stage I, a fraction.
  package var inefficiency: Double
  /// Lithium beside the cathode's at the start, mAh; 0 for every other kind.
  package var lithium: Double
  /// Plated at the start of a reservoir test (Q_T), mAh.
  package var reservoir: Double
  /// Voltage at which a strip from copper ends, V.
  package var stripCutoff = 1.0
  /// Full cycles before a reservoir test.
  package var preconditioningCycles: Int
  /// Slow cycles at the start, at `formationFactor` of the ordinary current.
  package var formationCycles: Int
  package var formationFactor: Double
  package var rate: RateProgramme
  package var interruptions: [Interruption]
  /// Part of the charge that passes at constant voltage in a full cell, 0 for constant current only.
  package var holdFraction: Double
  /// Seconds of rest after each half-cycle.
  package var rest: Double
  /// Polarisation at the ordinary current in a fresh cell, V, one way.
  package var polarisation: Double
  /// Standard deviation of a cycle's CE, a fraction.
  package var efficiencyNoise: Double
  /// Standard deviation of the voltage reading, V.
  package var voltageNoise: Double
  /// Gain error of the current reading on charge and on discharge, fractions (about 1e-4).
  package var chargeGain: Double
  package var dischargeGain: Double
  /// Mean temperature and half the daily swing, °C.
  package var temperature: Double
  package var temperatureSwing: Double
  /// Electrolyte's name as it stands in the file name.
  package var electrolyte: String
}
