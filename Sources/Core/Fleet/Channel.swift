import CellModel
package import CyclerFormats
import Cycling
import Metrics

/// One channel of the fleet: the fold of its log, how the reading stands, and what is shown of both.
package struct Channel: Sendable {
  package internal(set) var fold: ChannelFold
  var source: SourceState
  var summary: CellSummary
  /// When the newest row reached us, wall clock; nil before the first.
  var lastRowAt: Double?
  /// Upper envelope of the time between rows, s of test time: what "no row for too long" is measured by.
  var interval = 0.0
  var lastTestTime = Double.nan
  /// Whether rows came since the summary was made.
  private var isStale = true
  private var nextReview = -Double.infinity
  /// Files that were left out because they hold the same as one of this channel's, a sentence each.
  private var leftOut: [String] = []
  /// What it brings to the comparison with its replicates, and the flag that came of it.
  private(set) var replicate: ReplicateOutlierRule.Replicate?
  private var outlier: Flag?
  /// The name for a cell that nobody named.
  let plainName: String

  /// Starts a channel; `name` is for a cell that nobody named.
  package init(_ fold: ChannelFold, name: String) {
    self.fold = fold
    plainName = name
    let name = fold.facts.name ?? name
    source = SourceState(path: fold.path)
    summary = CellSummary(id: fold.id, name: name, format: fold.formatID, path: fold.path)
    summary.labels = CellLabels(fold.facts)
  }

  /// Takes the next bytes; `changedAt` is when the file last changed by its own time stamp.
  package mutating func decode(
    _ bytes: Span<UInt8>, through batch: inout SampleBatch, changedAt: Double, now: Double
  ) {
    let rows = fold.rows
    fold.decode(bytes, through: &batch)
    source.bytesRead += bytes.count
    isStale = true
    guard fold.rows > rows, let sample = fold.lastSample else { return }
    lastRowAt = min(now, changedAt)
    // The first chunk may hold days: its own first row is then where counting begins.
    let isFirst = lastTestTime.isNaN
    let elapsed = sample.testTime - (isFirst ? fold.trace.firstTime : lastTestTime)
    let mean = elapsed / Double(max(1, fold.rows - rows - (isFirst ? 1 : 0)))
    if mean > 0, mean < 86400 { interval = max(interval * 0.9, mean) }
    lastTestTime = sample.testTime
  }

  /// Gives back memory that is only of use while much is read.
  package mutating func rest() { fold.rest() }

  /// Takes what a new reading of the whole log gave in the place of all that was folded before.
  ///
  /// What was said of the channel stays until it is reviewed: a log that was replaced by a longer copy of itself raises
  /// no flag twice.
  mutating func replace(by fresh: ChannelFold, changedAt: Double, now: Double) {
    let rows = fresh.report.rows - fold.report.rows
    fold = fresh
    source.bytesRead = fresh.bytesRead
    isStale = true
    guard let sample = fresh.lastSample, rows != 0 || sample.testTime != lastTestTime else { return }
    lastRowAt = min(now, changedAt)
    let mean = (sample.testTime - lastTestTime) / Double(max(1, rows))
    if mean > 0, mean < 86400 { interval = max(interval * 0.9, mean) }
    lastTestTime = sample.testTime
  }

  /// Goes on with the test in another file, see ``ChannelFold/goOn(inFile:format:as:)``.
  package mutating func goOn(inFile path: String, format: any CyclerFormat, as link: StitchPlan.Link) {
    fold.goOn(inFile: path, format: format, as: link)
    source.path = path
    summary.format = format.id
    isStale = true
  }

  /// Takes what the user tells of the cell now; true if the log must be read again for it.
  mutating func adopt(_ facts: CellFacts) -> Bool {
    let mustRead = fold.adopt(facts)
    summary.name = facts.name ?? plainName
    summary.labels = CellLabels(facts)
    isStale = true
    return mustRead
  }

  /// Tells of a file that was left out, because it is a copy of one of this channel's.
  mutating func leaveOut(_ sentence: String) {
    guard !leftOut.contains(sentence), leftOut.count < 20 else { return }
    leftOut.append(sentence)
    isStale = true
  }

  /// Something besides the rows changed: the summary is made anew.
  mutating func touch() { isStale = true }

  /// Seconds without a row after which no cycle is expected to close: the test has ended or was stopped.
  private static let quiet = 3600.0

  /// Seconds without a row after which a running channel counts as stalled.
  ///
  /// Three times the file's own interval, but two minutes at least: a bridge or a share delivers in bursts.
  var patience: Double { fold.facts.alert.silentAfter ?? max(120, 3 * interval) }

  /// Compares the cell with the others of its group; true if what is told of it changed.
  mutating func compare(with others: [ReplicateOutlierRule.Replicate], now: Double) -> Bool {
    let flag = replicate.flatMap {
      ReplicateOutlierRule.flag(of: $0, among: others, group: fold.facts.group ?? "")
    }
    // The numbers of a flag that stays move with every cycle of every replicate: that is no news.
    guard flag?.evidence != outlier?.evidence else { return false }
    outlier = flag
    replicate?.isFlagged = flag != nil
    let before = summary
    raiseFlags(fold.judged(), now: now)
    return summary != before
  }

  /// Makes the summary anew where rows came or time passed a limit; gives what it was before if it says something else.
  mutating func review(now: Double) -> CellSummary? {
    guard isStale || now >= nextReview else { return nil }
    isStale = false
    // Of a log that is behind much more is to come at once.
    if source.status != .loading { fold.settle(isQuiet: now - (lastRowAt ?? now) > Self.quiet) }
    let before = summary
    let report = fold.report
    source.rows = report.rows
    source.badRows = report.badRows
    source.firstBadRow = report.firstBadRow.map { MalformedRow(row: $0.line, expected: $0.expected) }
    source.warnings = fold.seriesSentences + leftOut + report.warnings
    if fold.backwardRows > 0 { source.warnings.append("test time goes back \(fold.backwardRows) times") }
    fill(now: now)
    let silence = now - (lastRowAt ?? now)
    nextReview = now + max(1, silence < patience ? patience - silence : 60)
    return summary == before ? nil : before
  }

  private mutating func fill(now: Double) {
    let sample = fold.lastSample
    let complete = fold.newestComplete
    summary.configuration = fold.configuration
    summary.cycle = fold.cycleCount + (fold.openCycle == nil ? 0 : 1)
    summary.step = fold.step
    summary.voltage = sample.flatMap { $0.voltage.isNaN ? nil : $0.voltage }
    summary.current = sample.flatMap { $0.current.isNaN ? nil : $0.current }
    let judgement = fold.judged()
    summary.sparkline = judgement.sparkline
    summary.lastEfficiency = complete.flatMap { fold.efficiency(of: $0) }
    summary.rollingEfficiency = judgement.rolling
    if judgement.basis.isReservoirTest {
      // Strip ÷ plating of one swing is no CE: a reservoir test has one for the whole, or none yet.
      summary.lastEfficiency = AverageRegistry.primary(of: fold.record())?.value
      summary.rollingEfficiency = nil
      summary.sparkline = []
    }
    summary.efficiencyUncertainty = fold.accuracy
    summary.efficiencyResolution = complete.flatMap { fold.efficiencyResolution(of: $0) }
    summary.capacity = complete?.secondCapacity
    summary.retention = complete.flatMap { fold.retention(of: $0) }
    summary.stage = fold.reading
    summary.lastRowAt = lastRowAt
    summary.source = source
    replicate = judgement.replicateEfficiency.map {
      ReplicateOutlierRule.Replicate(efficiency: $0, accuracy: fold.accuracy, isFlagged: outlier != nil)
    }
    if replicate == nil { outlier = nil }
    raiseFlags(judgement, now: now)
  }

  private mutating func raiseFlags(_ judgement: RecordJudgement, now: Double) {
    let flags =
      TroubleRegistry.flags(of: fold, judgement) + SilenceRules.flags(of: self, now: now)
      + (outlier.map { [$0] } ?? [])
    summary.flags = TroubleRegistry.ranked(flags.map { dated($0, judgement) })
    let condition = condition(of: fold.lastSample)
    if condition != summary.condition || summary.conditionSince == nil {
      summary.conditionSince = lastRowAt ?? now
      summary.condition = condition
    }
    // Trouble began when the test's own record says so, not when its log was read.
    if let onset = summary.leadingFlag?.sinceTime { summary.conditionSince = onset }
  }

  /// A flag with the wall-clock second at which its cycle ended: as long ago as test time says before the newest row.
  private func dated(_ flag: Flag, _ judgement: RecordJudgement) -> Flag {
    guard flag.sinceTime == nil, let number = flag.sinceCycle, number >= 1, number <= fold.cycleCount,
      let lastRowAt, let newest = fold.lastSample?.testTime
    else { return flag }
    var flag = flag
    let passed = newest - (judgement.ends[number] ?? fold.cycles[number - 1].endTime)
    if passed.isFinite { flag.sinceTime = lastRowAt - max(0, passed) }
    return flag
  }

  private func condition(of sample: Sample?) -> CellCondition {
    let codes = summary.flags
    if codes.contains(where: { $0.severity == .critical }) { return .fail }
    if codes.contains(where: { $0.code == .gone || $0.code == .stalled }) { return .stale }
    if codes.contains(where: { $0.code == .stageTwo }) { return .turn }
    if codes.contains(where: { $0.severity == .warning }) { return .warn }
    if codes.contains(where: { $0.code == .finished }) { return .finished }
    guard sample != nil else { return .empty }
    switch fold.step?.phase {
    case .charge: return .charging
    case .discharge: return .discharging
    case .rest: return .resting
    case .other, .unstated: return .other
    case nil: return .empty
    }
  }

  /// Everything that the drill-down shows; `twins` is what the group named by `ce_from` tells.
  func detail(twins: TwinEvidence?, now: Double) -> CellDetail {
    let fold = fold.unpacked
    let record = fold.record(twins: twins, newestRowAt: lastRowAt, now: now)
    var detail = CellDetail(summary: summary, trace: fold.trace.pyramid)
    detail.cycles = fold.allCycles
    detail.efficiencies = detail.cycles.map { fold.efficiency(of: $0) }
    detail.retentions = detail.cycles.map { fold.retention(of: $0) }
    detail.stages = fold.stages + Array(repeating: fold.reading.state, count: detail.cycles.count - fold.stages.count)
    detail.endOfLifeRetention = fold.facts.endOfLifeRetention.value
    detail.explanations = fold.explanations(of: record)
    // What the cell is, what it can do and how long it will, before how its numbers were read.
    let known = fold.knownFacts()
    detail.facts = known.prefix(2) + summary.labels.facts + ScienceFacts.facts(of: record) + known.dropFirst(2)
    return detail
  }
}
