package import CellModel
package import CyclerFormats
package import Cycling
package import Metrics
package import Stages

/// Everything that celltop knows of one channel, folded from its log's bytes as they come.
///
/// Work a byte is constant; memory is bounded but for the cycles (about 110 bytes each).
package struct ChannelFold: Sendable {
  package let id: CellID
  package let formatID: String
  package let path: String
  /// What the user told of the cell.
  package let facts: CellFacts

  private var decoder: any SampleDecoder
  private var fold: CycleFold?
  package private(set) var trace = TracePyramid()
  package private(set) var bytesRead = 0

  /// Given, or inferred from the first complete cycle that tells; nil before that.
  private var settledConfiguration: Marked<CellConfiguration>?
  /// One entry a closed cycle.
  package private(set) var stages: [StageState] = []
  package private(set) var reading = StageReading(state: .unknown)
  private var detector: TurningPointDetector?
  /// Capacity against which retention counts, mAh.
  private(set) var referenceCapacity: Double?
  /// Complete cycles seen so far.
  private var completeCycles = 0

  /// Starts a channel at the first byte of its log.
  package init(id: CellID, path: String, format: any CyclerFormat, facts: CellFacts = CellFacts()) {
    self.id = id
    self.path = path
    self.formatID = format.id
    self.facts = facts
    self.decoder = format.makeDecoder()
    self.settledConfiguration = facts.configuration
  }

  /// What the decoder noticed.
  package var report: DecodingReport { decoder.report }
  /// Closed cycles, oldest first.
  package var cycles: [Cycle] { fold?.cycles ?? [] }
  package var openCycle: Cycle? { fold?.openCycle }
  package var step: Step? { fold?.step }
  package var lastSample: Sample? { fold?.lastSample }
  package var leading: HalfCycle? { fold?.leading }
  package var backwardRows: Int { fold?.backwardRows ?? 0 }
  /// Closed cycles and the one under way.
  package var allCycles: [Cycle] { cycles + (openCycle.map { [$0] } ?? []) }

  /// The newest cycle that is complete, the one under way included.
  package var newestComplete: Cycle? {
    if let open = openCycle, open.isComplete { return open }
    return fold?.cycles.last { $0.isComplete }
  }

  /// Takes the next bytes of the log; the batch is lent, so that a fleet needs one and not one a channel.
  package mutating func decode(_ bytes: Span<UInt8>, through batch: inout SampleBatch) {
    batch.samples.removeAll(keepingCapacity: true)
    decoder.decode(bytes, into: &batch)
    bytesRead += bytes.count
    take(batch)
  }

  /// Takes the next bytes of the log.
  package mutating func decode(_ bytes: Span<UInt8>) {
    var batch = SampleBatch()
    decode(bytes, through: &batch)
  }

  /// Takes the log as ended.
  package mutating func finish() {
    var batch = SampleBatch()
    decoder.finish(into: &batch)
    take(batch)
  }

  private mutating func take(_ batch: SampleBatch) {
    guard !batch.samples.isEmpty else { return }
    let traits = decoder.report.traits
    // Taken out and put back, so that the fold's arrays are not copied.
    var fold =
      self.fold
      ?? CycleFold(
        firstHalf: facts.configuration?.value.firstHalf, counterKind: traits.counterKind,
        currentKind: traits.currentKind, countersResetEachStep: traits.countersResetEachStep)
    self.fold = nil
    fold.fold(batch.samples)
    for sample in batch.samples {
      trace.append(time: sample.testTime, voltage: sample.voltage, current: sample.current)
    }
    let known = stages.count
    self.fold = fold
    for index in known..<fold.cycles.count { observe(fold.cycles[index], before: fold.cycles[..<index]) }
  }

  private mutating func observe(_ cycle: Cycle, before earlier: ArraySlice<Cycle>) {
    if settledConfiguration == nil, cycle.isComplete {
      let inferred = ConfigurationInference.infer(from: cycle, openingVoltage: fold?.openingVoltage ?? .nan)
      if inferred.value != .unknown {
        settledConfiguration = inferred
        // What came before was judged without knowing what the cell is.
        var detector = TurningPointDetector(stageContext)
        for point in earlier.map(CyclePoint.init) { reading = detector.observe(point) }
        self.detector = detector
      }
    }
    if cycle.isComplete {
      completeCycles += 1
      if completeCycles == facts.formationCycles.value + 1, cycle.secondCapacity > 0 {
        referenceCapacity = cycle.secondCapacity
      }
    }
    var detector = self.detector ?? TurningPointDetector(stageContext)
    self.detector = nil
    reading = detector.observe(CyclePoint(cycle))
    self.detector = detector
    stages.append(reading.state)
  }

  /// What the cell is, with its mark; while no cycle is complete, what the one under way shows beyond doubt.
  package var configuration: Marked<CellConfiguration> {
    if let settledConfiguration { return settledConfiguration }
    guard let open = openCycle else { return Marked(.unknown, .assumed, reason: "no cycle yet") }
    let shown = ConfigurationInference.infer(from: open, openingVoltage: fold?.openingVoltage ?? .nan)
    // A strip that has not ended yet looks symmetric.
    guard open.isComplete || shown.value == .full else {
      return Marked(.unknown, .assumed, reason: "no complete cycle yet")
    }
    return shown
  }

  /// What the metrics may know of the cell.
  package var context: MetricContext {
    MetricContext(configuration: configuration.value, referenceCapacity: referenceCapacity)
  }

  /// CE of a cycle by the cell's configuration, a fraction; nil where it has none.
  package func efficiency(of cycle: Cycle) -> Double? { CoulombicEfficiency().value(of: cycle, in: context) }

  /// Retention of a cycle; nil where it has none.
  package func retention(of cycle: Cycle) -> Double? { CapacityRetention().value(of: cycle, in: context) }

  /// Smallest step of a cycle's CE that the digits of the file allow, a fraction; nil without counters.
  package func efficiencyResolution(of cycle: Cycle) -> Double? {
    let step = report.traits.capacityResolution
    guard step == step, cycle.firstCapacity > 0 else { return nil }
    return step / cycle.firstCapacity
  }

  /// What the stage detector is told of the cell.
  package var stageContext: StageContext {
    StageContext(
      configuration: configuration.value, nominalCapacity: facts.nominalCapacity?.value,
      lithiumReservoir: facts.lithiumCapacity, anodeEfficiency: givenAnodeEfficiency,
      thresholds: facts.alert.stage)
  }

  private var givenAnodeEfficiency: Double? {
    guard case .given(let value) = facts.anodeEfficiency?.value else { return nil }
    return value
  }

  /// Gain error of the instrument between charge and discharge, a fraction.
  package var accuracy: Double { facts.accuracy.value * 1e-6 }

  /// Instrument uncertainty of a CE (systematic gain error of charge against discharge), a fraction.
  package func efficiencyUncertainty(of efficiency: Double) -> Double { efficiency.magnitude * accuracy }
}
