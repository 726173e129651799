import CellModel

/// Reads a text log of any encoding: what the vendors' decoders are made of.
///
/// Around the decoder of lines it turns UTF-16 into UTF-8, leaves out rows that come again, settles the sign of a current
/// that the format leaves open, and looks at the rows for what has to be told.
package struct TextDecoder: SampleDecoder {
  /// Everything that changes while reading; a checkpoint of the decoder.
  package struct State: Equatable, Codable, Sendable {
    var lines = TextLogDecoder.State()
    var wide: WideText?
    /// The file's first bytes, while they do not tell its encoding.
    var head: [UInt8] = []
    var hasJudgedEncoding = false
    /// Bytes of UTF-16 read so far, and where its current line began.
    var wideOffset = 0
    var wideLineStart = 0
    var ends = LineEnds()
    var order = RowOrder()
    var direction = DirectionJudge()
    var witness = RowWitness()
  }

  private let dialect: TextDialect
  private var lines: TextLogDecoder
  private var wide: WideText?
  private var head: [UInt8]
  private var hasJudgedEncoding: Bool
  private var wideOffset: Int
  private var wideLineStart: Int
  private var ends: LineEnds
  private var order: RowOrder
  private var direction: DirectionJudge
  private var witness: RowWitness

  package init(_ dialect: TextDialect, resuming state: State = State()) {
    self.dialect = dialect
    lines = TextLogDecoder(dialect, resuming: state.lines)
    (wide, head, hasJudgedEncoding) = (state.wide, state.head, state.hasJudgedEncoding)
    (wideOffset, wideLineStart) = (state.wideOffset, state.wideLineStart)
    (ends, order, direction, witness) = (state.ends, state.order, state.direction, state.witness)
  }

  package var state: State {
    State(
      lines: lines.state, wide: wide, head: head, hasJudgedEncoding: hasJudgedEncoding, wideOffset: wideOffset,
      wideLineStart: wideLineStart, ends: ends, order: order, direction: direction, witness: witness)
  }

  package mutating func resume(from state: State) { self = TextDecoder(dialect, resuming: state) }

  package var traits: LogTraits {
    var traits = lines.state.report.traits
    traits.isOrderBroken = order.isBroken
    traits.isDirectionDoubtful = isSignOpen && direction.verdict == .unknown && witness.doubtsDirection
    return traits
  }

  package var rows: Int { lines.state.report.rows }

  package var report: DecodingReport {
    var report = lines.report
    report.traits = traits
    report.rows -= order.missingRows
    if lines.state.rows.addsStepTimes { report.warn("no time of the test: the times of its steps are added up") }
    for remark in order.remarks { report.warn(remark) }
    if let remark = direction.remark { report.warn(remark) }
    for remark in witness.remarks { report.warn(remark) }
    if report.traits.isDirectionDoubtful, let doubt = witness.doubt { report.warn(doubt) }
    let facts = [("current", lines.state.rows.signRemark), ("dates", lines.state.day.order.remark)]
    for (label, value) in facts where report.preamble.count < 40 {
      if let value { report.preamble.append(PreambleFact(label: label, value: value)) }
    }
    return report
  }

  package mutating func rest() { lines.rest() }

  package mutating func decode(_ bytes: Span<UInt8>, into batch: inout SampleBatch) {
    let first = batch.samples.count
    var start = 0
    if !hasJudgedEncoding {
      while !WideText.isJudgeable(head), start < bytes.count {
        head.append(bytes[start])
        start += 1
      }
      guard WideText.isJudgeable(head) else { return }
      beginReading(into: &batch)
    }
    pass(bytes.extracting(start..<bytes.count), into: &batch)
    review(&batch, from: first)
  }

  package mutating func finish(into batch: inout SampleBatch) {
    let first = batch.samples.count
    if !hasJudgedEncoding { beginReading(into: &batch) }
    let read = batch.samples.count
    let end = ends.finish()
    if !end.isEmpty { lines.decode(end.span, into: &batch) }
    lines.finish(into: &batch)
    if wide != nil { place(&batch, from: read) }
    review(&batch, from: first, isEnd: true)
  }

  /// Whether neither the format nor a column of words says which way the current goes.
  private var isSignOpen: Bool {
    guard dialect.judgesDirection else { return false }
    return !dialect.phaseDecidesSign || !lines.state.rows.hasPhases
  }

  private mutating func beginReading(into batch: inout SampleBatch) {
    hasJudgedEncoding = true
    wide = WideText(head: head)
    let held = head
    head = []
    pass(held.span, into: &batch)
  }

  private mutating func pass(_ bytes: Span<UInt8>, into batch: inout SampleBatch) {
    guard var wide else { return read(bytes, into: &batch) }
    var text: [UInt8] = []
    for index in 0..<bytes.count {
      wideOffset += 1
      let length = text.count
      wide.take(bytes[index], into: &text)
      guard text.count > length, let last = text.last, last == 0x0A || last == 0x0D else { continue }
      let first = batch.samples.count
      read(text.span, into: &batch)
      text.removeAll(keepingCapacity: true)
      place(&batch, from: first)
      if last == 0x0A || !ends.areNewlines { wideLineStart = wideOffset }
    }
    if !text.isEmpty { read(text.span, into: &batch) }
    self.wide = wide
  }

  private mutating func read(_ bytes: Span<UInt8>, into batch: inout SampleBatch) {
    var index = 0
    if !ends.areNewlines {
      let text = ends.turn(bytes, from: &index)
      lines.decode(text.span, into: &batch)
    }
    if index < bytes.count { lines.decode(bytes.extracting(index..<bytes.count), into: &batch) }
  }

  /// Puts samples where their line begins in the file, and not in its UTF-8.
  private func place(_ batch: inout SampleBatch, from first: Int) {
    for index in first..<batch.samples.count { batch.samples[index].byteOffset = wideLineStart }
  }

  private mutating func review(_ batch: inout SampleBatch, from first: Int, isEnd: Bool = false) {
    let isOwnClock = lines.state.rows.isOwnClock
    order.settle(&batch.samples, from: first, isOwnClock: isOwnClock)
    if isEnd { order.finish(into: &batch.samples, isOwnClock: isOwnClock) }
    if isSignOpen, lines.state.report.traits.counterKind == .separate {
      direction.settle(&batch.samples, from: first)
    }
    if isEnd { direction.finish(into: &batch.samples) }
    witness.look(at: batch.samples, from: first)
  }
}
