import CellModel

/// Reads BioLogic's modular files while they grow and after.
///
/// While a test runs the data module is the last one, and EC-Lab counts its records up in the module's head, behind the
/// reader's back. The count is therefore never believed: records are read until another module begins where the next
/// record would.
package struct MPRDecoder: SampleDecoder {
  /// Everything that changes while reading; a checkpoint of the decoder.
  package private(set) var state: State

  /// What a decoder must remember between chunks.
  package struct State: Equatable, Codable, Sendable {
    var report = DecodingReport()
    var stage = Stage.magic
    var carry = ByteCarry()
    /// Bytes of the file taken so far.
    var position = 0
    var columns = MPRColumns(ids: [])
    /// Records of all data modules so far.
    var record = 0
    var startsTest = false
    var lastTime = Double.nan
    var lastCharge = 0.0
    /// Wall clock at test time 0, s; NaN while nothing that says it has been read.
    var startWallTime = Double.nan

    package init() {}
  }

  enum Stage: Equatable, Codable, Sendable {
    case magic, moduleHead
    case skipping(Int)
    case dataHead(length: Int, version: Int)
    /// How long a record is shows where the next ones begin.
    case measuring(size: Int)
    case records
    case log(length: Int)
    /// Nothing more can be told.
    case lost
  }

  package init(resuming state: State = State()) { self.state = state }

  package mutating func resume(from state: State) { self.state = state }

  /// Starts with what is known of the beginning of the test, s since 1970; NaN if nothing.
  package init(startedAt: Double) {
    self.init()
    guard startedAt.isFinite else { return }
    state.startWallTime = startedAt
    if !startedAt.isNaN { state.report.startWallTime = startedAt }
    state.report.preamble.append(.init(label: "started", value: CalendarDate.text(startedAt.rounded())))
  }

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
    case .magic:
      guard state.carry.gather(52, from: bytes, at: &index) else { return false }
      let isModular = state.carry.bytes.span.holds("BIO-LOGIC MODULAR FILE\u{1A}", at: 0)
      state.carry.clear()
      if isModular { state.stage = .moduleHead } else { lose("the file does not begin as a BioLogic modular file") }
    case .moduleHead:
      guard state.carry.gather(57, from: bytes, at: &index) else { return false }
      let isNew = state.carry.bytes.span.uint32(at: 41) == .max
      guard !isNew || state.carry.gather(65, from: bytes, at: &index) else { return false }
      beginModule(at: state.position + index - state.carry.bytes.count)
      state.carry.clear()
    case .skipping(let length):
      let step = min(length, bytes.count - index)
      index += step
      state.stage = length > step ? .skipping(length - step) : .moduleHead
      return length <= step
    case .dataHead(let length, let version):
      guard state.carry.gather(MPRModules.recordsOffset(version), from: bytes, at: &index) else { return false }
      beginRecords(length: length, version: version)
      state.carry.clear()
    case .measuring(let size):
      return measure(size, bytes, &index, into: &batch)
    case .records:
      return readRecords(bytes, &index, into: &batch)
    case .log(let length):
      guard state.carry.gather(min(length, MPRModules.logSize), from: bytes, at: &index) else { return false }
      readLog()
      state.stage = .skipping(length - state.carry.bytes.count)
      state.carry.clear()
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

  // MARK: Modules

  private mutating func beginModule(at offset: Int) {
    let held = state.carry.bytes
    guard let head = MPRModules.head(held.span) else {
      lose("no module begins at byte \(offset): what follows is not read")
      return
    }
    let (length, version) = (head.length, head.version)
    switch head.name {
    case "VMP data":
      guard MPRModules.recordsOffset(version) > 0 else {
        state.report.warn("data of version \(version) is not known and not read")
        state.stage = .skipping(length)
        return
      }
      if !head.date.isEmpty, state.report.preamble.count < 40 {
        state.report.preamble.append(.init(label: "date", value: head.date))
      }
      state.stage = .dataHead(length: length, version: version)
    case "VMP LOG": state.stage = .log(length: length)
    default: state.stage = .skipping(length)
    }
  }

  private mutating func beginRecords(length: Int, version: Int) {
    let held = state.carry.bytes
    let head = held.span
    let points = Int(head.uint32(at: 0))
    let count = Int(head.uint8(at: 4))
    let idWidth = version == 0 ? 1 : 2
    let rest = length - head.count
    guard 5 + count * idWidth <= head.count else {
      state.stage = .skipping(max(0, rest))
      state.report.warn("a data module names \(count) columns, more than its head holds")
      return
    }
    var columns = MPRColumns(
      ids: (0..<count).map { column in
        let place = 5 + column * idWidth
        switch version {
        case 0: return Int(head.uint8(at: place))
        // The head turned big-endian with EC-Lab 11.50; the records did not.
        case 10...: return Int(head.uint16(at: place).byteSwapped)
        default: return Int(head.uint16(at: place))
        }
      })
    let stated = points > 0 && rest > 0 && rest % points == 0 ? rest / points : 0
    if let id = columns.unknownID {
      state.report.warn("column \(id) is unknown: it and the columns behind it are left out")
      columns.size = stated > columns.knownSize && stated <= 4096 ? stated : 0
    } else if stated > 0, stated != columns.size {
      state.report.warn("the head tells of records of \(stated) bytes, its columns make \(columns.size)")
    }
    guard columns.time != nil, columns.voltage != nil else {
      state.stage = .skipping(max(0, rest))
      state.report.warn("records without time or voltage are not read")
      return
    }
    adopt(columns)
  }

  private mutating func adopt(_ columns: MPRColumns) {
    var columns = columns
    if state.report.rows == 0 {
      columns.describe(&state.report.traits)
    } else if columns.counterKind != state.report.traits.counterKind {
      // Folds take one kind of counter a log: the rows of a later module with another one have none.
      state.report.warn("a later data module has other capacity columns, left unread")
      columns.isWithoutCounter = true
    }
    state.columns = columns
    state.startsTest = true
    state.lastTime = .nan
    state.lastCharge = 0
    // A test that has just begun has no records yet by which its head could tell their length.
    state.stage = columns.size > 0 ? .records : .measuring(size: columns.knownSize + 1)
  }

  /// Finds the length of records with an unknown column: the shortest at which the times of five records ascend.
  private mutating func measure(
    _ size: Int, _ bytes: borrowing Span<UInt8>, _ index: inout Int, into batch: inout SampleBatch
  ) -> Bool {
    guard state.carry.gather(6, from: bytes, at: &index) else { return false }
    if state.carry.bytes.span.holds("MODULE", at: 0) {
      state.stage = .moduleHead
      return true
    }
    let count = 5
    guard size <= 1024 else {
      lose("the length of a record cannot be told")
      return true
    }
    guard state.carry.gather(count * size, from: bytes, at: &index) else { return false }
    let held = state.carry.bytes
    guard state.columns.hasAscendingTimes(held.span, records: count, size: size) else {
      state.stage = .measuring(size: size + 1)
      return true
    }
    state.columns.size = size
    state.stage = .records
    state.carry.clear()
    let start = state.position + index - held.count
    for record in 0..<count { read(held.span, at: record * size, offset: start + record * size, into: &batch) }
    return true
  }

  /// Finds the test's start in the log module.
  private mutating func readLog() {
    // Rows that were given a start keep it.
    guard state.startWallTime.isNaN else { return }
    let held = state.carry.bytes
    guard let start = MPRModules.start(inLog: held.span) else { return }
    state.startWallTime = start
    state.report.startWallTime = start
    let text = CalendarDate.text(start.rounded())
    if state.report.preamble.count < 40 { state.report.preamble.append(.init(label: "started", value: text)) }
  }

  // MARK: Records

  private mutating func readRecords(
    _ bytes: borrowing Span<UInt8>, _ index: inout Int, into batch: inout SampleBatch
  ) -> Bool {
    let size = state.columns.size
    if !state.carry.bytes.isEmpty {
      guard state.carry.gather(6, from: bytes, at: &index) else { return false }
      if state.carry.bytes.span.holds("MODULE", at: 0) {
        state.stage = .moduleHead
        return true
      }
      guard state.carry.gather(size, from: bytes, at: &index) else { return false }
      let record = state.carry.bytes
      state.carry.clear()
      read(record.span, at: 0, offset: state.position + index - size, into: &batch)
    }
    while bytes.count - index >= size {
      if bytes[index] == 0x4D, bytes.holds("MODULE", at: index) {
        state.stage = .moduleHead
        return true
      }
      read(bytes, at: index, offset: state.position + index, into: &batch)
      index += size
    }
    guard state.carry.gather(6, from: bytes, at: &index), state.carry.bytes.span.holds("MODULE", at: 0) else {
      _ = state.carry.gather(size, from: bytes, at: &index)
      return false
    }
    state.stage = .moduleHead
    return true
  }

  private mutating func read(
    _ bytes: borrowing Span<UInt8>, at start: Int, offset: Int, into batch: inout SampleBatch
  ) {
    let columns = state.columns
    state.record += 1
    var sample = Sample()
    sample.testTime = columns.time?.value(in: bytes, at: start) ?? .nan
    sample.voltage = columns.voltage?.value(in: bytes, at: start) ?? .nan
    guard sample.testTime.isFinite, sample.voltage.isFinite else {
      state.report.badRows += 1
      if state.report.firstBadRow == nil {
        state.report.firstBadRow = BadRow(line: state.record, expected: "a time and a voltage, found no finite numbers")
      }
      return
    }
    if columns.hasMode, let flags = columns.flags, bytes.uint8(at: start &+ flags) & 3 == 3 { sample.phase = .rest }
    sample.counter = columns.counter?.value(in: bytes, at: start) ?? .nan
    sample.current = columns.current?.value(in: bytes, at: start) ?? derivedCurrent(bytes, at: start, sample)
    if let temperature = columns.temperature { sample.temperature = Float(temperature.value(in: bytes, at: start)) }
    if let sequence = columns.sequence { sample.vendorStep = Int32(bytes.uint16(at: start &+ sequence)) }
    if let cycle = columns.cycle?.value(in: bytes, at: start), cycle.magnitude < 2e9 {
      sample.vendorCycle = Int32(cycle.rounded())
    } else if let place = columns.halfCycle {
      // EC-Lab's own `cycle number`, which it stores only when somebody asks for it.
      sample.vendorCycle = Int32(bytes.uint32(at: start &+ place) / 2)
    }
    sample.wallTime = state.startWallTime + sample.testTime
    sample.row = Int32(truncatingIfNeeded: state.record)
    sample.byteOffset = offset
    sample.startsTest = state.startsTest
    state.startsTest = false
    state.report.rows += 1
    batch.samples.append(sample)
  }

  /// The mean current since the row before, for techniques that store charge only (GCPL); A.
  private mutating func derivedCurrent(_ bytes: borrowing Span<UInt8>, at start: Int, _ sample: Sample) -> Double {
    let charge: Double
    if let increment = state.columns.increment {
      charge = increment.value(in: bytes, at: start)
    } else if let counter = state.columns.signedCounter {
      let sum = counter.value(in: bytes, at: start)
      charge = sum - state.lastCharge
      state.lastCharge = sum
    } else {
      if sample.phase != .rest { state.report.warn("no current column: every row counts as rest") }
      return .nan
    }
    let interval = sample.testTime - state.lastTime
    state.lastTime = sample.testTime
    return interval > 0 && charge.isFinite ? charge * 3.6 / interval : 0
  }
}
