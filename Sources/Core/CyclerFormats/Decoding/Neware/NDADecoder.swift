import CellModel

/// Reads Neware's `.nda` files in the order of the file.
///
/// Exports are not always in the order of their record numbers. A stream cannot be sorted: such a file is read as it
/// stands and the report says so; a record that repeats the newest one is left out.
package struct NDADecoder: SampleDecoder {
  /// Everything that changes while reading; a checkpoint of the decoder.
  package private(set) var state: State

  /// What a decoder must remember between chunks.
  package struct State: Equatable, Codable, Sendable {
    var report = DecodingReport()
    var stage = Stage.head
    var carry = ByteCarry()
    /// Bytes of the file taken so far.
    var position = 0
    var layout = NDALayout.v29
    var size = 0
    /// Where a footer begins behind the records.
    var end = Int.max
    /// What a row of BTS 9.1 begins with.
    var mark: UInt16 = 0
    var record = 0
    var clock = NDAClock()
    var temperature = Double.nan

    package init() {}
  }

  enum Stage: Equatable, Codable, Sendable {
    case head
    case skipping(Int, then: Next)
    /// The records should begin here; if not, they are looked for.
    case seeking(isFirst: Bool)
    /// Version 130 says by its first record which of two layouts it has.
    case choosing
    /// How long a record is shows where the next one begins.
    case measuring
    case records
    case done
  }

  enum Next: Equatable, Codable, Sendable { case seeking, choosing }

  /// Longest record that BTS 9.1 is believed to write.
  private static let longestRecord = 1024

  package init(resuming state: State = State()) { self.state = state }

  package mutating func resume(from state: State) { self.state = state }

  package var report: DecodingReport { state.report }

  package mutating func decode(_ bytes: Span<UInt8>, into batch: inout SampleBatch) {
    var index = 0
    while advance(bytes, &index, into: &batch) {}
    state.position += bytes.count
  }

  package mutating func finish(into batch: inout SampleBatch) {
    // Records have no end mark: part of one is no record.
    state.carry.clear()
  }

  /// Goes on by one part of the file; false when the chunk holds too little of it.
  private mutating func advance(
    _ bytes: borrowing Span<UInt8>, _ index: inout Int, into batch: inout SampleBatch
  ) -> Bool {
    switch state.stage {
    case .head:
      guard state.carry.gather(56, from: bytes, at: &index) else { return false }
      let head = state.carry.bytes
      state.carry.clear()
      begin(head.span)
    case .skipping(let length, let next):
      let step = min(length, bytes.count - index)
      index += step
      guard length == step else {
        state.stage = .skipping(length - step, then: next)
        return false
      }
      state.stage = next == .seeking ? .seeking(isFirst: true) : .choosing
    case .seeking(let isFirst):
      guard state.carry.gather(6, from: bytes, at: &index) else { return false }
      if beginsRecords(state.carry.bytes.span, isFirst: isFirst) {
        state.stage = .records
      } else {
        state.carry.dropFirst()
        state.stage = .seeking(isFirst: false)
      }
    case .choosing:
      guard state.carry.gather(8, from: bytes, at: &index) else { return false }
      let start = state.carry.bytes
      choose(start.span)
    case .measuring:
      return measure(bytes, &index, into: &batch)
    case .records:
      return readRecords(bytes, &index, into: &batch)
    case .done:
      index = bytes.count
      return false
    }
    return true
  }

  private mutating func lose(_ warning: String) {
    state.report.warn(warning)
    state.carry.clear()
    state.stage = .done
  }

  // MARK: Head

  private mutating func begin(_ head: borrowing Span<UInt8>) {
    guard head.holds("NEWARE", at: 0) else {
      lose("the file does not begin as a Neware file")
      return
    }
    let version = head.uint8(at: 14)
    let date = head.paddedText(at: 6, bytes: 8)
    if !date.isEmpty { state.report.preamble.append(.init(label: "file version of", value: date)) }
    state.report.traits.counterKind = .separate
    state.report.traits.countersResetEachStep = true
    switch version {
    case 8: state.layout = .v8
    case 22, 23: state.layout = .v22
    case 26, 29: state.layout = .v29
    case 130:
      let footer = head.uint64(at: 18)
      if footer > 1024, footer < 1 << 48 { state.end = Int(footer) }
      state.stage = .skipping(1024 - head.count, then: .choosing)
      return
    default:
      lose("version \(version) is not known")
      return
    }
    state.size = state.layout.size
    let start = Int(head.uint32(at: 48)) + Int(head.uint32(at: 52))
    // No head is this long: a start beyond it would skip the records.
    state.stage =
      start >= head.count && start < 1 << 24
      ? .skipping(start - head.count, then: .seeking) : .seeking(isFirst: false)
  }

  /// Whether the first record stands here: any record where the head says so, the one numbered 1 elsewhere.
  private func beginsRecords(_ bytes: borrowing Span<UInt8>, isFirst: Bool) -> Bool {
    let id = bytes.uint8(at: 0)
    if state.layout == .v8 {
      let index = bytes.uint32(at: 1)
      return isFirst ? (id == 0xFF || id == 0) && index > 0 : id == 0xFF && index == 1
    }
    let index = bytes.uint32(at: 2)
    if isFirst, id == 0x55 || id == 0x65 || id == 0xAA { return index > 0 }
    return (id == 0x55 || id == 0xAA) && bytes.uint8(at: 1) == 0 && index == 1
  }

  private mutating func choose(_ start: borrowing Span<UInt8>) {
    switch start.uint8(at: 0) {
    case 85:
      state.layout = .bts91
      state.mark = start.uint16(at: 0)
      state.stage = .measuring
    case 18:
      state.layout = .bts90
      state.size = state.layout.size
      state.stage = .records
    default: lose("records of BTS 9 begin with 85 or 18, found \(start.uint8(at: 0))")
    }
  }

  private mutating func measure(
    _ bytes: borrowing Span<UInt8>, _ index: inout Int, into batch: inout SampleBatch
  ) -> Bool {
    // 52 bytes hold all that a row has; the next row's first two follow.
    guard state.carry.gather(54, from: bytes, at: &index) else { return false }
    while true {
      let held = state.carry.bytes.count
      let isFooter = state.position + index >= state.end
      let isNext =
        state.carry.bytes[held - 2] == UInt8(truncatingIfNeeded: state.mark)
        && state.carry.bytes[held - 1] == UInt8(truncatingIfNeeded: state.mark >> 8)
      if isNext || isFooter {
        let first = state.carry.bytes
        state.carry.clear()
        state.size = isNext ? held - 2 : held
        state.stage = .records
        read(first.span, at: 0, offset: state.position + index - held, into: &batch)
        if isNext {
          var rest = 0
          _ = state.carry.gather(2, from: first.span.extracting((held - 2)...), at: &rest)
        }
        return true
      }
      guard held < Self.longestRecord else {
        lose("no second record within \(Self.longestRecord) bytes of the first")
        return false
      }
      guard state.carry.gather(held + 1, from: bytes, at: &index) else { return false }
    }
  }

  // MARK: Records

  private mutating func readRecords(
    _ bytes: borrowing Span<UInt8>, _ index: inout Int, into batch: inout SampleBatch
  ) -> Bool {
    let size = state.size
    if !state.carry.bytes.isEmpty {
      guard state.carry.gather(size, from: bytes, at: &index) else { return false }
      let record = state.carry.bytes
      state.carry.clear()
      let offset = state.position + index - size
      guard offset < state.end else {
        state.stage = .done
        return true
      }
      read(record.span, at: 0, offset: offset, into: &batch)
    }
    while bytes.count - index >= size {
      guard state.position + index < state.end else {
        state.stage = .done
        return true
      }
      read(bytes, at: index, offset: state.position + index, into: &batch)
      index += size
    }
    _ = state.carry.gather(size, from: bytes, at: &index)
    return false
  }

  private mutating func read(
    _ bytes: borrowing Span<UInt8>, at start: Int, offset: Int, into batch: inout SampleBatch
  ) {
    state.record += 1
    switch state.layout.read(bytes, at: start, size: state.size, mark: state.mark) {
    case .row(let row): take(row, offset: offset, into: &batch)
    case .temperature(let value): state.temperature = value
    case .aside: break
    case .unknown: countBad("a row, a note or an auxiliary channel, found another kind of record")
    }
  }

  private mutating func countBad(_ expected: String) {
    state.report.badRows += 1
    if state.report.firstBadRow == nil {
      state.report.firstBadRow = BadRow(line: state.record, expected: expected)
    }
  }

  private mutating func take(_ row: NDARow, offset: Int, into batch: inout SampleBatch) {
    guard row.voltage.isFinite, row.current.isFinite, row.stepTime.isFinite || row.totalTime.isFinite else {
      countBad("a time, a voltage and a current, found no finite numbers")
      return
    }
    if row.index == state.clock.newestIndex, state.report.rows > 0 {
      state.report.staleRows += 1
      return
    }
    if row.index < state.clock.newestIndex {
      state.report.warn("the records are not in the order of their numbers: read in the order of the file")
    }
    var sample = state.clock.sample(of: row)
    if row.temperature.isNaN { sample.temperature = Float(state.temperature) }
    sample.row = Int32(truncatingIfNeeded: state.record)
    sample.byteOffset = offset
    sample.startsTest = state.report.rows == 0
    if row.resolution > 0, !(state.report.traits.capacityResolution <= row.resolution) {
      state.report.traits.capacityResolution = row.resolution
    }
    state.report.rows += 1
    batch.samples.append(sample)
  }
}
