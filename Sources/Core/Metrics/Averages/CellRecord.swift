package import CellModel

/// Everything from which a cell's averages, its reservoir and its forecast follow.
package struct CellRecord: Equatable, Sendable {
  package var configuration: Marked<CellConfiguration>
  package var facts: CellFacts
  package var tally: CycleTally
  /// Protocol of a Li|Cu cell; nil for every other.
  package var cyclingProtocol: ProtocolReading?
  package var stage: StageReading
  /// CE of a Li|Cu cell's formed cycles before its turn; nil where it has not turned.
  package var untilTurn: RunningMean?
  /// What other cells tell of the anode's CE; nil where nobody named them.
  package var twins: TwinEvidence?
  /// The step under way beside earlier ones of its kind; nil where nothing is comparable.
  package var step: StepOutlook?
  /// Wall-clock second of the newest row, and of this look; nil where unknown.
  package var newestRowAt: Double?
  package var now: Double?

  package init(
    configuration: Marked<CellConfiguration>, facts: CellFacts = CellFacts(), tally: CycleTally = CycleTally(),
    cyclingProtocol: ProtocolReading? = nil, stage: StageReading = StageReading(state: .unknown),
    untilTurn: RunningMean? = nil, twins: TwinEvidence? = nil, step: StepOutlook? = nil, newestRowAt: Double? = nil,
    now: Double? = nil
  ) {
    self.configuration = configuration
    self.facts = facts
    self.tally = tally
    self.cyclingProtocol = cyclingProtocol
    self.stage = stage
    self.untilTurn = untilTurn
    self.twins = twins
    self.step = step
    self.newestRowAt = newestRowAt
    self.now = now
  }

  /// Relative gain error of charge against discharge, a fraction; see ``InstrumentUncertainty``.
  package var accuracy: Double { facts.accuracy.value * 1e-6 }
  /// Whether the cell has a cathode.
  package var hasCathode: Bool { configuration.value == .full || configuration.value == .anodeFree }

  /// Lithium beside the cathode's at the start, mAh, with its mark; nil if it is not known.
  package var lithium: Marked<Double>? {
    guard let capacity = facts.lithiumCapacity else {
      return configuration.value == .anodeFree ? Marked(0, configuration.provenance, reason: "anode-free") : nil
    }
    return Marked(capacity, facts.lithium?.provenance ?? configuration.provenance)
  }

  /// What to say where the lithium is not known.
  package var missingLithium: String {
    if facts.lithium != nil { return "needs the area: area_cm2, because the lithium was given per cm²" }
    return "needs the lithium at the start: li_um or li_mAh_cm2 with area_cm2, or li_mAh; where there was none, "
      + "configuration = \"anode-free\""
  }

  /// How well the lithium is known, a fraction of it: foil thickness scatters by about 5 %.
  package static let lithiumUncertainty = 0.05
}
