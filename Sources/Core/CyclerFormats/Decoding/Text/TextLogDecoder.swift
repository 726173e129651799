import CellModel

/// Reads any delimited text log: a preamble, a header line found by its columns, and rows.
///
/// Work and memory a chunk are bounded: at most a line is carried from chunk to chunk, and a line longer than
/// `longestLine` is skipped and counted.
package struct TextLogDecoder: SampleDecoder {
  /// Bytes above which a line cannot be a row (the widest real header has 13 kB).
  static let longestLine = 1 << 20
  /// Seconds by which a step may be older than the test on a first row: some testers begin a test with a step's own clock.
  private static let firstRowSlack = 60.0
  private static let tooLong = "a line of at most \(longestLine) bytes, found a longer one"

  private let dialect: TextDialect
  /// Everything that changes while reading; a checkpoint of the decoder.
  package private(set) var state: State
  /// How the newest rows were written, which makes the next ones cheap to read.
  private var shapes = RowShapes()

  /// What a decoder must remember between chunks.
  package struct State: Equatable, Codable, Sendable {
    var report = DecodingReport()
    var layout: RowLayout?
    /// The unfinished line at the end of the last chunk.
    var carry: [UInt8] = []
    /// Where the carried line begins in the file.
    var offset = 0
    /// Number of the next line, from 1.
    var line = 1
    /// Line of the newest header.
    var headerLine = 0
    var isSkippingLongLine = false
    var phases = PhaseCache()
    var day = DayMemory()
    var rows = RowHistory()
  }

  package init(_ dialect: TextDialect, resuming state: State = State()) {
    self.dialect = dialect
    self.state = state
    if state.line == 1, let order = dialect.dateOrder { self.state.day.order = DateOrder(order) }
  }

  package mutating func resume(from state: State) { self = TextLogDecoder(dialect, resuming: state) }

  package var report: DecodingReport { state.report }
  package mutating func rest() { shapes = RowShapes() }

  package mutating func decode(_ bytes: Span<UInt8>, into batch: inout SampleBatch) {
    var start = 0
    if state.isSkippingLongLine || !state.carry.isEmpty {
      guard let newline = LineText.newline(in: bytes, from: 0) else {
        carry(bytes, from: 0)
        return
      }
      start = newline + 1
      if state.isSkippingLongLine {
        state.isSkippingLongLine = false
        state.offset += start
        state.line += 1
      } else {
        for index in 0..<start { state.carry.append(bytes[index]) }
        let line = state.carry
        state.carry.removeAll(keepingCapacity: true)
        readLines(line.span, from: 0, to: line.count, into: &batch)
      }
    }
    var stop = bytes.count
    while stop > start, bytes[stop - 1] != 0x0A { stop -= 1 }
    if stop > start { readLines(bytes, from: start, to: stop, into: &batch) }
    carry(bytes, from: max(start, stop))
  }

  package mutating func finish(into batch: inout SampleBatch) {
    guard !state.carry.isEmpty, let layout = state.layout else { return }
    // Half a line is no row: "3.70" of "3.7012" would be a wrong voltage.
    guard state.carry.count(where: { $0 == layout.delimiter }) >= layout.width - 1 else { return }
    let line = state.carry + [0x0A]
    state.carry.removeAll()
    readLines(line.span, from: 0, to: line.count, into: &batch)
  }

  private mutating func carry(_ bytes: borrowing Span<UInt8>, from start: Int) {
    guard start < bytes.count else { return }
    if state.isSkippingLongLine || state.carry.count + bytes.count - start > Self.longestLine {
      if !state.isSkippingLongLine { countBadRow(expected: Self.tooLong) }
      state.isSkippingLongLine = true
      state.offset += state.carry.count + bytes.count - start
      state.carry.removeAll()
      return
    }
    for index in start..<bytes.count { state.carry.append(bytes[index]) }
  }

  // MARK: Lines

  /// Reads whole lines; `end` lies behind a newline.
  private mutating func readLines(
    _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, into batch: inout SampleBatch
  ) {
    let base = state.offset - start
    var index = start
    while index < end {
      if state.layout == nil {
        let next = (LineText.newline(in: bytes, from: index) ?? end - 1) + 1
        if next - index > Self.longestLine {
          countBadRow(expected: Self.tooLong)
        } else {
          readPreamble(bytes, from: index, to: next)
        }
        state.line += 1
        index = next
      } else {
        index = readRows(bytes, from: index, to: end, base: base, into: &batch)
      }
    }
    state.offset = base + end
  }

  private mutating func readPreamble(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) {
    let text = LineText.text(bytes, from: start, to: end)
    if let columns = dialect.columns.resolve(text) {
      state.headerLine = state.line
      adopt(columns, of: text)
    } else {
      if let label = dialect.startLabel, text.hasPrefix(label) {
        let date = Array(text.utf8.dropFirst(label.utf8.count)) + [0x0A]
        state.rows.startWallTime = ClockScanner.date(date.span, from: 0, to: date.count, comma: true).seconds
      }
      for label in dialect.preambleLabels where text.hasPrefix(label.prefix) && state.report.preamble.count < 40 {
        let value = SafeText.clean(TextDialect.value(text.dropFirst(label.prefix.count)), limit: 200)
        state.report.preamble.append(.init(label: label.fact, value: value))
      }
    }
  }

  /// Takes the header's columns: one kind of counter, and whatever else a sample has.
  private mutating func adopt(_ columns: ResolvedColumns, of header: String) {
    // A delimiter that ends the header names no column, and rows need not have it.
    let cells = header.utf8.split(separator: columns.delimiter, omittingEmptySubsequences: false)
    let width = cells.count - (cells.last?.allSatisfy { $0 == 0x20 || $0 == 0x22 } == true ? 1 : 0)
    var columns = columns
    var traits = state.report.traits
    traits.countersResetEachStep = dialect.countersResetEachStep
    let counters = dialect.counterPreference.first(where: columns.offers) ?? .none
    // Folds take one kind of counter a log: rows under a later header without it have none.
    let isFirst = state.report.rows == 0
    if isFirst { traits.counterKind = counters }
    if counters != traits.counterKind { state.report.warn("a later header has other capacity columns, left unread") }
    let kept = columns.offers(traits.counterKind) ? traits.counterKind : .none
    columns.keepCounters(of: kept)
    // Known, so that it is not taken for the test's time; nothing is made of it, and clocks are dear to read.
    let stepTime = columns.has(.testTime) ? columns.stepTime : []
    state.rows.addsStepTimes = columns.countStepTimesOnly()
    let hasCurrent = columns.has(.current)
    let isMean = columns.columns.contains { $0.quantity == .current && $0.isIntervalMean }
    let derivesCurrent = !hasCurrent && [.separate, .signed, .halfCycle, .increments].contains(kept)
    if isFirst { traits.currentKind = isMean || derivesCurrent ? .intervalMean : .instantaneous }
    state.report.traits = traits
    state.rows.derivesCurrent = derivesCurrent
    state.rows.countsBothDirections = kept == .separate
    state.rows.restartsEachHalfCycle = kept == .halfCycle
    state.rows.countsIncrements = kept == .increments
    state.rows.adopt(columns, isFirst: isFirst)
    // No cell of a few mA has more than 6 V; packs of some volts more are cycled with amperes.
    let isMilliampere = columns.columns.contains { $0.quantity == .current && $0.scale == 1e-3 }
    state.rows.highestVoltage = isMilliampere ? 6 : 50
    if state.report.rows > 0 { state.rows.beginBlock() }
    state.layout = RowLayout(
      delimiter: columns.delimiter,
      columns: columns.columns.map { .init(index: $0.index, quantity: $0.quantity, scale: $0.scale) }, width: width,
      titles: columns.columns.map(\.title), stepTime: stepTime)
    shapes = RowShapes()
    if !hasCurrent, kept == .none { state.report.warn("no current column: every row counts as rest") }
  }

  // MARK: Rows

  private mutating func readRows(
    _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, base: Int, into batch: inout SampleBatch
  ) -> Int {
    guard let layout = state.layout else { return start }
    // Locals: a stored property in this loop would be checked for exclusive access a row.
    var memory = FieldMemory(phases: state.phases, day: state.day)
    let columns = layout.columns.span
    let delimiter = layout.delimiter
    let blank = Sample()
    var history = state.rows
    var line = state.line
    var smallestExponent = ScannedRow.noExponent
    // The newest quoted line without its quotes.
    var plain: [UInt8] = []
    var index = start
    var countedSamples = batch.samples.count
    rows: while index < end {
      if shapes.isReady() {
        var place = RowShapes.Place(base: base, line: line)
        index = shapes.read(
          bytes, from: index, to: end, place: &place, day: memory.day, history: &history, dialect: dialect,
          into: &batch.samples)
        line = place.line
        state.report.staleRows += place.staleRows
        if place.finest >= 0 { smallestExponent = min(smallestExponent, 0 - place.finest) }
        if index >= end { break }
      }
      let mayMistakeDates = memory.day.order.isOpen
      var row = RowScanner.scan(
        bytes, from: index, to: end, columns: columns, delimiter: delimiter, blank: blank, memory: &memory,
        vocabulary: dialect.phases
      )
      let isQuoted = row.failure == .quoted
      if isQuoted {
        let next = row.next
        plain = QuotedLine.unquote(bytes, from: index, to: next, delimiter: layout.delimiter)
        row = RowScanner.scan(
          plain.span, from: 0, to: plain.count, columns: columns, delimiter: delimiter, blank: blank, memory: &memory,
          vocabulary: dialect.phases)
        row.next = next
      }
      if row.next - index > Self.longestLine {
        // A line that came in one chunk is treated like one that had to be carried.
        countBadRow(expected: Self.tooLong, line: line)
        line += 1
        index = row.next
        continue
      }
      if row.failure != nil || row.sample.voltage.isNaN {
        state.rows = history
        state.report.rows += batch.samples.count - countedSamples
        countedSamples = batch.samples.count
        let judgement = judge(
          row, bytes, from: index, unquoted: isQuoted ? plain : nil, layout: layout, line: line)
        if judgement != .sample {
          line += 1
          index = row.next
          if judgement == .otherTable {
            history = state.rows
            break rows
          }
          continue
        }
      }
      if mayMistakeDates || memory.day.order.isOpen { history.settleDates(by: &row, &memory.day) }
      if row.failure == nil, !isQuoted, shapes.mayLearn() {
        learn(row, bytes, from: index, layout: layout, memory.day)
      }
      row.sample.row = Int32(truncatingIfNeeded: line)
      row.sample.byteOffset = base + index
      line &+= 1
      smallestExponent = min(smallestExponent, row.counterExponent)
      let time = row.sample.testTime
      if history.complete(&row.sample, row.absoluteTime, dialect) {
        if row.sample.startsTest, !layout.stepTime.isEmpty {
          let step = RowScanner.scan(
            bytes, from: index, to: end, columns: layout.stepTime.span, delimiter: delimiter, blank: blank,
            memory: &memory, vocabulary: dialect.phases)
          row.sample.isInsideStep = step.sample.testTime > time + Self.firstRowSlack
        }
        batch.samples.append(row.sample)
      } else {
        state.report.staleRows += 1
      }
      index = row.next
    }
    state.phases = memory.phases
    state.day = memory.day
    state.rows = history
    state.line = line
    state.report.rows += batch.samples.count - countedSamples
    noteResolution(smallestExponent, layout)
    return index
  }

  @inline(never)
  private mutating func learn(
    _ row: ScannedRow, _ bytes: borrowing Span<UInt8>, from start: Int, layout: RowLayout, _ day: DayMemory
  ) {
    guard RowShapes.isWorthLearning(row.next - start, before: bytes.count - row.next) else { return }
    var text: [UInt8] = []
    for index in start..<row.next { text.append(bytes[index]) }
    if let shape = RowShape(of: row, text, layout, day) { shapes.learn(shape) }
  }

  private enum Judgement { case sample, skipped, otherTable }

  /// Decides about a row that did not scan: blank, another header, the next block's preamble, or malformed.
  private mutating func judge(
    _ row: ScannedRow, _ bytes: borrowing Span<UInt8>, from start: Int, unquoted: [UInt8]?, layout: RowLayout,
    line: Int
  ) -> Judgement {
    let text = LineText.text(bytes, from: start, to: row.next)
    if text.allSatisfy(\.isWhitespace) || line == state.headerLine + 1 && dialect.isUnitLine(text) { return .skipped }
    if dialect.endsTable(text) {
      state.layout = nil
      return .otherTable
    }
    if let columns = dialect.columns.resolve(text) {
      state.headerLine = line
      adopt(columns, of: text)
      return .otherTable
    }
    guard let failure = row.failure else {
      if !row.sample.current.isNaN || !row.sample.counter.isNaN { return .sample }
      countBadRow(expected: "a voltage or a current, found neither", line: line)
      return .skipped
    }
    countBadRow(
      expected: unquoted.map { failure.expected($0.span, layout) } ?? failure.expected(bytes, layout), line: line)
    return .skipped
  }

  private mutating func countBadRow(expected: String, line: Int? = nil) {
    state.report.badRows += 1
    if state.report.firstBadRow == nil {
      state.report.firstBadRow = BadRow(line: line ?? state.line, expected: expected)
    }
  }

  private mutating func noteResolution(_ exponent: Int, _ layout: RowLayout) {
    guard exponent <= 0, let column = layout.columns.first(where: { $0.quantity.dimension == .capacity }) else {
      return
    }
    let step = column.scale * (exponent >= -22 ? 1 / PowersOfTen.exact[-exponent] : 0)
    let known = state.report.traits.capacityResolution
    if !(known <= step) { state.report.traits.capacityResolution = step }
  }
}
