package import CellModel
package import CyclerFormats
package import Cycling
import Metrics
import Stages

/// Everything that celltop knows of one channel, folded from its log's bytes as they come.
///
/// A log may go on in other files: each is a segment, read to its end before the next one begins.
/// Work a byte is constant; memory is bounded but for the cycles (some 40 bytes each).
package struct ChannelFold: Sendable {
  package let id: CellID
  package internal(set) var formatID: String
  /// The first file.
  package let path: String
  /// What the user told of the cell.
  package internal(set) var facts: CellFacts
  /// The files of the test in order; the last one is being read.
  package internal(set) var segments: [Segment]

  var decoder: any SampleDecoder
  /// What the decoders of the files before this one noticed; nil in the first file.
  var earlierReport: DecodingReport?
  var fold: CycleFold?
  /// The channel as it was before a last line without its newline was taken; empty unless one was.
  var beforeLastLine: [ChannelFold] = []
  package internal(set) var trace: ChannelTrace
  package internal(set) var bytesRead = 0

  /// Given, or inferred from the first complete cycle that tells; nil before that.
  var settledConfiguration: Marked<CellConfiguration>?
  /// One entry a closed cycle.
  package internal(set) var stages: [StageState] = []
  package internal(set) var reading = StageReading(state: .unknown)
  var detector: TurningPointDetector?
  /// What the detector was told of the cell, while it is put away: the cycles make it again when one more closes.
  var detectorContext: StageContext?
  /// The sums and the protocol that averages and forecasts are made from.
  var tally = CycleTally()
  var protocolFold: ProtocolFold
  /// Capacity against which retention counts, mAh.
  var referenceCapacity: Double?
  /// Complete cycles seen so far.
  var completeCycles = 0
  /// What the closed cycles were judged to say; nil since another one closed or the person told something new.
  var judgement: RecordJudgement?

  /// Starts a channel at the first byte of its log.
  package init(
    id: CellID, path: String, format: any CyclerFormat, facts: CellFacts = CellFacts(), trace: TraceDepth = .full
  ) {
    self.id = id
    self.path = path
    self.formatID = format.id
    self.facts = facts
    self.segments = [Segment(path: path, formatID: format.id)]
    self.decoder = format.makeDecoder()
    self.trace = ChannelTrace(trace)
    self.settledConfiguration = facts.configuration
    protocolFold = Self.protocolFold(facts)
  }

  private static func protocolFold(_ facts: CellFacts) -> ProtocolFold {
    let cutoff = facts.stripCutoff
    return ProtocolFold(cutoff: cutoff.provenance == .given ? cutoff.value : nil)
  }

  /// What the decoders noticed, over all files.
  package var report: DecodingReport {
    var report = decoded
    report.rows -= sharedRows
    return report
  }
  private var decoded: DecodingReport {
    guard let earlierReport else { return decoder.report }
    return Segment.merge(earlierReport, decoder.report, in: segments.last?.path ?? path)
  }
  /// Rows of later files that those before them hold.
  private var sharedRows: Int { segments.reduce(0) { $0 + $1.sharedRows } }
  /// Rows of all files so far.
  package var rows: Int { (earlierReport?.rows ?? 0) + decoder.rows - sharedRows }
  /// Closed cycles, oldest first; unpacked each time in a channel at rest, see ``unpacked``.
  package var cycles: [Cycle] { fold?.cycles ?? [] }
  /// How many there are.
  package var cycleCount: Int { fold?.history.count ?? 0 }
  /// The newest of them.
  var newestClosed: Cycle? { fold?.history.last }
  package var openCycle: Cycle? { fold?.openCycle }
  package var step: Step? { fold?.step }
  package var stepHistory: StepHistory { fold?.stepHistory ?? StepHistory() }
  package var lastSample: Sample? { fold?.lastSample }
  package var leading: HalfCycle? { fold?.leading }
  package var backwardRows: Int { fold?.backwardRows ?? 0 }
  /// Closed cycles and the one under way.
  package var allCycles: [Cycle] { cycles + (openCycle.map { [$0] } ?? []) }

  /// The newest cycle that is complete, the one under way included.
  package var newestComplete: Cycle? {
    if let open = openCycle, open.isComplete { return open }
    return fold?.history.newestComplete
  }

  /// Takes the next bytes of the log; the batch is lent, so that a fleet needs one and not one a channel.
  package mutating func decode(_ bytes: Span<UInt8>, through batch: inout SampleBatch) {
    if !beforeLastLine.isEmpty { giveBackLastLine() }
    batch.samples.removeAll(keepingCapacity: true)
    decoder.decode(bytes, into: &batch)
    bytesRead += bytes.count
    take(&batch)
  }

  /// Takes the next bytes of the log.
  package mutating func decode(_ bytes: Span<UInt8>) {
    var batch = SampleBatch()
    decode(bytes, through: &batch)
  }

  /// Gives back memory that is only of use while much is read.
  package mutating func rest() {
    decoder.rest()
    settle()
  }

  /// Packs what is only looked at now and then; `isQuiet` where no cycle is expected to close soon.
  mutating func settle(isQuiet: Bool = false) {
    fold?.rest()
    trace.rest()
    guard isQuiet, let detector else { return }
    (detectorContext, self.detector) = (detector.context, nil)
  }

  /// The fold with its cycles as they are, for whoever looks at many of them.
  var unpacked: ChannelFold {
    var whole = self
    whole.fold?.wake()
    return whole
  }

  /// Takes the log as ended.
  package mutating func finish() {
    giveBackLastLine()
    var batch = SampleBatch()
    decoder.finish(into: &batch)
    take(&batch)
  }

  /// Takes a last line without its newline, if it has every column; true if it did.
  ///
  /// The line is given back when more of the log comes, so that it cannot count twice.
  package mutating func takeLastLine() -> Bool {
    guard beforeLastLine.isEmpty else { return false }
    var whole = self
    whole.finish()
    guard whole.rows > rows else { return false }
    whole.beforeLastLine = [self]
    self = whole
    return true
  }

  private mutating func giveBackLastLine() {
    if let before = beforeLastLine.first { self = before }
  }

  /// Takes what the user tells of the cell now; true if the log must be read again for it.
  ///
  /// Only which half-cycle comes first decides how rows become cycles. What else the facts say is applied to the cycles
  /// that are there.
  package mutating func adopt(_ new: CellFacts) -> Bool {
    guard new != facts else { return false }
    giveBackLastLine()
    let old = facts
    facts = new
    judgement = nil
    let (given, before) = (new.configuration?.value.firstHalf, old.configuration?.value.firstHalf)
    if given != before, fold != nil, given == nil || given != fold?.firstHalf { return true }
    let isSame =
      new.configuration == old.configuration && new.formationCycles == old.formationCycles
      && new.nominalCapacity == old.nominalCapacity && new.lithiumCapacity == old.lithiumCapacity
      && new.anodeEfficiency == old.anodeEfficiency && new.stripCutoff == old.stripCutoff
      && new.alert.stage == old.alert.stage
    if !isSame { observeAgain() }
    return false
  }

  private mutating func observeAgain() {
    settledConfiguration = facts.configuration
    (stages, reading, detector, detectorContext) = ([], StageReading(state: .unknown), nil, nil)
    (referenceCapacity, completeCycles) = (nil, 0)
    (tally, protocolFold) = (CycleTally(), Self.protocolFold(facts))
    let closed = cycles
    for index in closed.indices { observe(closed[index], at: index) }
  }

  /// Goes on with the test in another file: that before it has been read to its end.
  ///
  /// The link says why the file is taken for a part of this test.
  package mutating func goOn(inFile path: String, format: any CyclerFormat, as link: StitchPlan.Link) {
    finish()
    earlierReport = decoded
    if let last = segments.indices.last { segments[last].end(at: fold?.lastSample, decoder.report) }
    decoder = format.makeDecoder()
    formatID = format.id
    segments.append(Segment(path: path, formatID: format.id, link))
  }

  /// The file that holds the first row of a cycle.
  package func segment(of cycle: Cycle) -> Segment {
    // A later file's first row is behind every row of the files before it.
    segments.last { $0.startTime <= cycle.startTime } ?? segments[0]
  }

  private mutating func take(_ batch: inout SampleBatch) {
    leaveOutShared(&batch)
    guard !batch.samples.isEmpty else { return }
    let traits = decoder.traits
    // Taken out and put back, so that the fold's arrays are not copied.
    var fold =
      self.fold.take()
      ?? CycleFold(
        firstHalf: facts.configuration?.value.firstHalf, counterKind: traits.counterKind,
        currentKind: traits.currentKind, countersResetEachStep: traits.countersResetEachStep)
    place(&batch, &fold, traits)
    fold.fold(batch.samples)
    trace.append(batch.samples)
    let known = stages.count
    self.fold = fold
    for (place, cycle) in fold.history.from(known).enumerated() { observe(cycle, at: known + place) }
  }

  /// Leaves out the first rows of a later file, where they are the last of the one before.
  private mutating func leaveOutShared(_ batch: inout SampleBatch) {
    guard let newest = segments.indices.last, segments[newest].newFrom > 0 else { return }
    let (newFrom, count) = (segments[newest].newFrom, batch.samples.count)
    batch.samples.removeAll { $0.byteOffset < newFrom }
    segments[newest].sharedRows += count - batch.samples.count
  }

  /// Puts the rows of a later file behind those of the files before it.
  private mutating func place(_ batch: inout SampleBatch, _ fold: inout CycleFold, _ traits: LogTraits) {
    let newest = segments.count - 1
    guard newest > 0 || segments[newest].isEmpty, let first = batch.samples.first else { return }
    if segments[newest].isEmpty {
      segments[newest].begin(at: first, behind: newest > 0 ? segments[newest - 1] : nil)
      guard newest > 0 else { return }
    }
    let offset = segments[newest].offset
    if offset != 0 {
      for index in batch.samples.indices { batch.samples[index].testTime += offset }
    }
    guard segments[newest].isUnjoined, let shifted = batch.samples.first, fold.lastSample != nil else { return }
    let joint = SegmentJoint(
      counterKind: traits.counterKind, currentKind: traits.currentKind,
      countersResetEachStep: traits.countersResetEachStep)
    let beginsClean = SegmentJoint.beginsClean(first, at: first.testTime)
    segments[newest].continuity = fold.goOn(joint, at: shifted, beginsClean: beginsClean) ? .exact : .gap
  }

  private mutating func observe(_ cycle: Cycle, at place: Int) {
    judgement = nil
    if settledConfiguration == nil, cycle.isComplete {
      let inferred = ConfigurationInference.infer(from: cycle, openingVoltage: fold?.openingVoltage ?? .nan)
      if inferred.value != .unknown {
        settledConfiguration = inferred
        // What came before was judged without knowing what the cell is.
        let earlier = cycles[..<place]
        var detector = TurningPointDetector(stageContext)
        for point in earlier.map(CyclePoint.init) { reading = detector.observe(point) }
        self.detector = detector
        retally(earlier)
      }
    }
    if cycle.isComplete {
      completeCycles += 1
      if completeCycles == facts.formationCycles.value + 1, cycle.secondCapacity > 0 {
        referenceCapacity = cycle.secondCapacity
      }
    }
    var detector = takeDetector(before: place)
    reading = detector.observe(CyclePoint(cycle))
    self.detector = detector
    stages.append(reading.state)
    tally.observe(cycle, efficiency: efficiency(of: cycle), isFormation: completeCycles <= facts.formationCycles.value)
    protocolFold.observe(cycle)
  }

  /// The detector as it was behind the cycles before a place, taken out so that it is not copied.
  private mutating func takeDetector(before place: Int) -> TurningPointDetector {
    defer { (detector, detectorContext) = (nil, nil) }
    if let detector { return detector }
    guard let context = detectorContext else { return TurningPointDetector(stageContext) }
    var detector = TurningPointDetector(context)
    for cycle in cycles[..<place] { _ = detector.observe(CyclePoint(cycle)) }
    return detector
  }

  /// Counts earlier cycles anew, now that their CE is known.
  private mutating func retally(_ earlier: ArraySlice<Cycle>) {
    tally = CycleTally()
    for cycle in earlier {
      // None of them was complete, or the configuration would have been settled, or none of them told it.
      tally.observe(cycle, efficiency: efficiency(of: cycle), isFormation: true)
    }
  }

  /// What the cell is, with its mark; while no cycle is complete, what the one under way shows beyond doubt.
  package var configuration: Marked<CellConfiguration> {
    if decoder.traits.isOrderBroken || earlierReport?.traits.isOrderBroken == true {
      return Marked(.unknown, .assumed, reason: "the file's rows are not in the order of time")
    }
    // Which half-cycle came first is what a configuration is inferred from.
    if facts.configuration == nil, decoder.traits.isDirectionDoubtful {
      return Marked(.unknown, .assumed, reason: "the file does not tell charge from discharge")
    }
    if let settledConfiguration { return settledConfiguration }
    guard let open = openCycle else { return Marked(.unknown, .assumed, reason: "no cycle yet") }
    let openingVoltage = fold?.openingVoltage ?? .nan
    let shown = ConfigurationInference.infer(from: open, openingVoltage: openingVoltage)
    // A strip that has not ended yet looks symmetric.
    guard open.isComplete || shown.value == .full else {
      guard let complete = fold?.history.newestComplete else {
        return Marked(.unknown, .assumed, reason: "no complete cycle yet")
      }
      return ConfigurationInference.infer(from: complete, openingVoltage: openingVoltage)
    }
    return shown
  }
}
