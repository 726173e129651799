import CellModel

/// Reads the pages of a Neware test, framed (see ``NDCPages``) or as a single `.ndc` file.
///
/// A page may come again with more rows: only those are taken that were not there before. A page whose count of rows
/// does not fit its mask was caught while it was being written, and is left until it comes again.
package struct NDCDecoder: SampleDecoder {
  /// Everything that changes while reading; a checkpoint of the decoder.
  package private(set) var state: State

  /// What a decoder must remember between chunks.
  package struct State: Equatable, Codable, Sendable {
    var report = DecodingReport()
    var stage = Stage.opening
    var carry = ByteCarry()
    /// Bytes of the stream taken so far.
    var position = 0
    var files: [UInt8: NDCFile] = [:]
    /// Kinds of the auxiliary channels in their order, where `TestInfo.xml` tells them.
    var channels: [Int]?
    var temperatureFile: UInt8?
    var timeline = NDCTimeline()
    var clock = NDAClock()

    package init() {}
  }

  struct Frame: Equatable, Codable, Sendable {
    var file: UInt8
    var number: Int
    var length: Int
  }

  enum Stage: Equatable, Codable, Sendable {
    case opening, frame
    case page(Frame)
    /// Pages of a single file follow one another.
    case plain(number: Int, size: Int)
    case lost
  }

  package init(resuming state: State = State()) { self.state = state }

  package mutating func resume(from state: State) { self.state = state }

  package var report: DecodingReport { state.report }

  package mutating func decode(_ bytes: Span<UInt8>, into batch: inout SampleBatch) {
    var index = 0
    while advance(bytes, &index, into: &batch) {}
    state.position += bytes.count
  }

  package mutating func finish(into batch: inout SampleBatch) {
    // A page cut short still has the rows that are whole.
    switch state.stage {
    case .page(let frame): take(frame, into: &batch)
    case .plain(let number, let size) where !state.carry.bytes.isEmpty:
      take(Frame(file: 0, number: number, length: size), into: &batch)
    default: break
    }
    state.carry.clear()
    if state.stage != .opening { state.stage = .lost }
    drain(isEnd: true, into: &batch)
    for (_, file) in state.files.sorted(by: { $0.key < $1.key }) {
      guard let page = file.suspect else { continue }
      countBad("a page with as many rows as it says, found one caught while it was being written", of: page)
    }
    if state.timeline.untimedRows > 0 {
      let what = state.files.values.contains { $0.kind == .runInfo } ? "before the first stored time" : "without a time"
      state.report.warn(
        "\(state.timeline.untimedRows) rows \(what) are left out: times stand in the file “_runInfo.ndc” of the test")
    }
    state.report.staleRows = state.timeline.staleRows
  }

  /// Goes on by one part of the stream; false when the chunk holds too little of it.
  private mutating func advance(
    _ bytes: borrowing Span<UInt8>, _ index: inout Int, into batch: inout SampleBatch
  ) -> Bool {
    switch state.stage {
    case .opening:
      guard state.carry.gather(4, from: bytes, at: &index) else { return false }
      let head = state.carry.bytes
      if head == NDCPages.mark {
        state.stage = .frame
      } else if let size = NDCPages.pageSize(ofFileBeginning: head) {
        state.stage = .plain(number: 0, size: size)
      } else {
        lose("the file does not begin as a Neware .ndc file of a known version")
      }
    case .frame:
      guard state.carry.gather(NDCPages.headSize, from: bytes, at: &index) else { return false }
      let head = state.carry.bytes
      state.carry.clear()
      let length = Int(head.span.uint32(at: 12))
      guard head.starts(with: NDCPages.mark), length <= NDCPages.testInfoLimit else {
        lose("no page begins at byte \(state.position + index - head.count): what follows is not read")
        break
      }
      state.stage = .page(Frame(file: head[5], number: Int(head.span.uint32(at: 8)), length: length))
    case .page(let frame):
      guard state.carry.gather(frame.length, from: bytes, at: &index) else { return false }
      state.stage = .frame
      state.position += index
      take(frame, into: &batch)
      state.position -= index
      state.carry.clear()
      drain(isEnd: false, into: &batch)
    case .plain(let number, let size):
      guard state.carry.gather(size, from: bytes, at: &index) else { return false }
      state.stage = .plain(number: number + 1, size: size)
      state.position += index
      take(Frame(file: 0, number: number, length: size), into: &batch)
      state.position -= index
      state.carry.clear()
      drain(isEnd: false, into: &batch)
    case .lost:
      index = bytes.count
      return false
    }
    return true
  }

  private mutating func lose(_ warning: String) {
    state.report.warn(warning)
    state.carry.clear()
    state.stage = .lost
  }

  private mutating func countBad(_ expected: String, of page: Int) {
    state.report.badRows += 1
    if state.report.firstBadRow == nil { state.report.firstBadRow = BadRow(line: page, expected: expected) }
  }

  // MARK: Pages

  /// Takes what is carried as a page, or the part of one that is there.
  private mutating func take(_ frame: Frame, into batch: inout SampleBatch) {
    let held = state.carry.bytes
    if frame.file == NDCPages.testInfo {
      state.channels = NDCChannels.kinds(in: held)
      return
    }
    guard frame.number > 0 else { return begin(frame.file, held.span) }
    guard var file = state.files[frame.file], let layout = file.layout else { return }
    // A page is as long as its file's version says; what was not sent of it is zero, what is not there yet has no rows.
    let isCut = held.count < frame.length
    var page = Array(held.prefix(layout.pageSize))
    page.append(contentsOf: repeatElement(0, count: layout.pageSize - page.count))
    let available = isCut ? held.count : page.count
    let first = page[layout.firstRow]
    guard let rowSize = layout.rowSize(of: file.kind, first: first) else {
      if file.kind == .auxiliary { state.report.warn("an auxiliary channel of an unknown layout is left out") }
      return
    }
    let span = page.span
    let count = (layout.pageSize - layout.firstRow - 1) / rowSize
    guard file.accepts(span, number: frame.number, layout, rows: count, isCut: isCut) else {
      state.files[frame.file] = file
      return
    }
    let base = state.position - held.count
    for row in 0..<count where file.isNew(row, on: frame.number, in: span, layout) {
      let start = layout.firstRow + row * rowSize
      guard start + rowSize <= available else { break }
      // A row of zeroes at the page's end was not sent.
      let offset = base + min(start, held.count - 1)
      if file.kind == .data, layout.hasWholeRows {
        takeWholeRow(span, at: start, layout, offset: offset, into: &batch)
      } else {
        takePart(
          span, at: start, layout, file, frame, size: rowSize, index: (frame.number - 1) * count + row + 1,
          offset: offset)
      }
      file.note(row, on: frame.number)
    }
    state.files[frame.file] = file
    if state.timeline.hasOverflowed {
      lose("the times of the rows are not where the rows are: what follows is not read")
    }
  }

  private mutating func begin(_ number: UInt8, _ head: borrowing Span<UInt8>) {
    guard state.files[number] == nil else { return }
    guard let kind = NDCFileKind(rawValue: head.uint8(at: 0)) else { return }
    let layout = NDCLayout(version: head.uint8(at: 2))
    if layout == nil { state.report.warn("pages of version \(head.uint8(at: 2)) are not known and not read") }
    state.files[number] = NDCFile(kind: kind, layout: layout)
    guard let layout else { return }
    switch kind {
    case .data:
      state.report.traits.counterKind = .separate
      state.report.traits.countersResetEachStep = true
      if !layout.hasWholeRows { state.report.traits.capacityResolution = Double(Float.ulpOfOne) }
    case .steps: state.timeline.expectsSteps = true
    case .auxiliary: beginAuxiliary(number, layout)
    case .log, .events, .runInfo: break
    }
  }

  /// Takes the first auxiliary file that holds temperatures; what a file holds, the versions 14 and 17 do not say.
  private mutating func beginAuxiliary(_ number: UInt8, _ layout: NDCLayout) {
    guard state.temperatureFile == nil else { return }
    if layout == .v14 || layout == .v17 {
      let place = state.files.count { $0.key < number && $0.value.kind == .auxiliary }
      guard let channels = state.channels, channels.indices.contains(place) else {
        state.report.warn("the file does not say what its auxiliary channels measure: they are left out")
        return
      }
      // 103 an auxiliary temperature, 106 one of a multi-channel box.
      guard [103, 106].contains(channels[place]) else { return }
    }
    state.temperatureFile = number
    if !layout.hasWholeRows { state.timeline.expectsTemperatures = true }
  }

  // MARK: Rows

  private mutating func takePart(
    _ page: borrowing Span<UInt8>, at start: Int, _ layout: NDCLayout, _ file: NDCFile, _ frame: Frame, size: Int,
    index: Int, offset: Int
  ) {
    switch file.kind {
    case .data:
      let (voltage, current) = layout.measurement(page, at: start)
      guard voltage.isFinite, current.isFinite else {
        return countBad("a voltage and a current, found no finite numbers", of: index)
      }
      state.timeline.append(.init(index: index, voltage: voltage, current: current, offset: offset))
    case .runInfo:
      let info = layout.runInfo(page, at: start)
      guard info.index > 0, info.charge.isFinite, info.discharge.isFinite else {
        return countBad("a row number and two counters, found no finite numbers", of: index)
      }
      state.timeline.append(info)
    case .steps: state.timeline.append(layout.step(page, at: start))
    case .auxiliary:
      guard frame.file == state.temperatureFile else { return }
      let own = layout.auxiliaryIndex(page, at: start, size: size) ?? index
      state.timeline.append(temperature: layout.temperature(page, at: start, size: size), of: own)
    case .log, .events: break
    }
  }

  private mutating func takeWholeRow(
    _ page: borrowing Span<UInt8>, at start: Int, _ layout: NDCLayout, offset: Int, into batch: inout SampleBatch
  ) {
    guard let row = layout.wholeRow(page, at: start) else { return }
    guard row.index > state.clock.newestIndex || state.report.rows == 0 else {
      state.report.staleRows += 1
      return
    }
    var sample = state.clock.sample(of: row)
    sample.temperature = state.timeline.temperature(of: Int(row.index))
    sample.row = Int32(truncatingIfNeeded: row.index)
    give(sample, offset: offset, resolution: row.resolution, into: &batch)
  }

  private mutating func drain(isEnd: Bool, into batch: inout SampleBatch) {
    while let sample = state.timeline.next(isEnd: isEnd) {
      give(sample, offset: sample.byteOffset, resolution: 0, into: &batch)
    }
    state.report.interpolatedRows = state.timeline.interpolatedRows
  }

  private mutating func give(_ sample: Sample, offset: Int, resolution: Double, into batch: inout SampleBatch) {
    var sample = sample
    sample.byteOffset = offset
    sample.startsTest = state.report.rows == 0
    if resolution > 0, !(state.report.traits.capacityResolution <= resolution) {
      state.report.traits.capacityResolution = resolution
    }
    state.report.rows += 1
    batch.samples.append(sample)
  }
}
