import CellModel

/// Reads a table in three layers: rows of cycles, below each its steps, below each its records.
///
/// A row's layer is the number of empty cells it begins with. Only records are samples; what the rows above them say
/// (cycle, step, direction) is put on each. The records' own decoder sees every byte in its place, the upper rows as
/// blanks, so that lines, offsets and malformed rows are counted as in any other log.
package struct LayeredTableDecoder: SampleDecoder {
  /// How the first header cell of each layer and the column of step types are called.
  package struct Names: Sendable {
    var cycle: [String]
    var step: [String]
    var stepType: [String]
  }

  /// Everything that changes while reading; a checkpoint of the decoder.
  package struct State: Equatable, Codable, Sendable {
    var records = TextLogDecoder.State()
    var upper = UpperLayers()
  }

  /// Where the reader stands in the upper layers.
  struct UpperLayers: Equatable, Codable, Sendable {
    /// The bytes of a line that is, or may become, a row above the records.
    var held: [UInt8] = []
    /// Whether the bytes up to the next newline belong to the records' decoder.
    var isPassing = false
    /// Cells of a cycle row; what follows them in the same line is the cycle's first step.
    var cycleWidth = Int.max
    var stepTypeCell: Int?
    var cycle = Sample.absent
    var step = Sample.absent
    var phase = Phase.unstated
  }

  /// Bytes above which a line cannot be a row above the records.
  private static let longestUpperRow = 8192
  private static let comma = UInt8(ascii: ",")

  private let names: Names
  private let phases: PhaseVocabulary
  private var records: TextLogDecoder
  private var upper: UpperLayers

  package init(_ dialect: TextDialect, names: Names, resuming state: State = State()) {
    self.names = names
    phases = dialect.phases
    records = TextLogDecoder(dialect, resuming: state.records)
    upper = state.upper
  }

  package var state: State { State(records: records.state, upper: upper) }

  package mutating func resume(from state: State) {
    records.resume(from: state.records)
    upper = state.upper
  }

  package var report: DecodingReport { records.report }

  /// Whether the records' header has been read.
  private var hasHeader: Bool { records.state.layout != nil }

  package mutating func decode(_ bytes: Span<UInt8>, into batch: inout SampleBatch) {
    // What lies between `start` and `index` is the records' decoder's.
    var start = 0
    var index = 0
    while index < bytes.count {
      if upper.isPassing {
        upper.isPassing = bytes[index] != 0x0A
        index &+= 1
        continue
      }
      if upper.held.isEmpty, index &+ 1 < bytes.count, bytes[index] == Self.comma, bytes[index &+ 1] == Self.comma,
        hasHeader
      {
        upper.isPassing = true
        index &+= 2
        continue
      }
      if index > start { pass(bytes.extracting(start..<index), into: &batch) }
      upper.held.append(bytes[index])
      index &+= 1
      start = index
      if upper.held.last == 0x0A {
        readUpperRow(into: &batch)
      } else if upper.held.count >= Self.longestUpperRow || upper.held == [Self.comma, Self.comma] && hasHeader {
        release(into: &batch)
        upper.isPassing = true
      }
    }
    if start < bytes.count { pass(bytes.extracting(start..<bytes.count), into: &batch) }
  }

  package mutating func finish(into batch: inout SampleBatch) {
    let first = batch.samples.count
    records.finish(into: &batch)
    stamp(&batch, from: first)
  }

  private mutating func pass(_ bytes: Span<UInt8>, into batch: inout SampleBatch) {
    let first = batch.samples.count
    records.decode(bytes, into: &batch)
    stamp(&batch, from: first)
  }

  private func stamp(_ batch: inout SampleBatch, from first: Int) {
    for index in first..<batch.samples.count {
      batch.samples[index].vendorCycle = upper.cycle
      batch.samples[index].vendorStep = upper.step
      batch.samples[index].phase = upper.phase
    }
  }

  /// Gives the held bytes to the records' decoder as they are.
  private mutating func release(into batch: inout SampleBatch) {
    let line = upper.held
    upper.held.removeAll(keepingCapacity: true)
    pass(line.span, into: &batch)
  }

  private mutating func readUpperRow(into batch: inout SampleBatch) {
    let cells = HeaderCell.split(TextEncoding.decode(upper.held), by: Self.comma).map(\.text)
    let level = cells.prefix(2).prefix(while: \.isEmpty).count
    if level < 2, adopt(cells, level: level) {
      for index in upper.held.indices.dropLast() { upper.held[index] = 0x20 }
    } else if level == 2, !hasHeader {
      // The names of a header may hold tabs, which must not be taken for its delimiter.
      for index in upper.held.indices where upper.held[index] == 0x09 { upper.held[index] = 0x20 }
    } else if level < 2, hasHeader {
      // A malformed upper row must not pass for a record whose columns happen to hold numbers.
      for index in upper.held.indices where upper.held[index] == Self.comma { upper.held[index] = 0x20 }
    }
    release(into: &batch)
  }

  /// Takes a header or row of the upper layers; false if the line is neither.
  private mutating func adopt(_ cells: [String], level: Int) -> Bool {
    if level == 0 {
      if names.cycle.contains(cells[0]) {
        upper.cycleWidth = (cells.lastIndex { !$0.isEmpty } ?? 0) + 1
        return true
      }
      guard let cycle = Int32(cells[0]), cells.count > 1 || upper.cycleWidth == 1 else { return false }
      upper.cycle = cycle
      upper.step = Sample.absent
      upper.phase = .unstated
      // The file's first step stands behind the first cycle, in the same line.
      if upper.cycleWidth < cells.count { adoptStep([""] + cells[upper.cycleWidth...]) }
      return true
    }
    guard cells.count > 1 else { return false }
    if names.step.contains(cells[1]) {
      upper.stepTypeCell = cells.firstIndex(where: names.stepType.contains)
      return true
    }
    return adoptStep(cells)
  }

  @discardableResult
  private mutating func adoptStep(_ cells: [String]) -> Bool {
    guard cells.count > 1, let step = Int32(cells[1]) else { return false }
    upper.step = step
    if let cell = upper.stepTypeCell, cell < cells.count { upper.phase = phases.phase(of: cells[cell]) }
    return true
  }
}
