import CellModel

/// Reads a table with one row a half-cycle: its end, duration, charge, energy, first and last voltage.
///
/// A row becomes three samples: the half-cycle's begin, its middle and its end, with the charge on a counter. The middle's
/// voltage is the one with which the mean voltage is energy ÷ charge, if that lies between the row's own voltages.
/// Work and memory are bounded by the longest line.
package struct HalfCycleTableDecoder: SampleDecoder {
  /// Where a row's values stand, and the words for the two directions.
  package struct Columns: Sendable {
    var endTime: String
    var direction: String
    var chargeWord: String
    var dischargeWord: String
    var cycle: String
    /// Coulomb.
    var charge: String
    var duration: String
    var firstVoltage: String
    var lastVoltage: String
    /// Joule.
    var energy: String
    var temperature: String
  }

  /// Everything that changes while reading; a checkpoint of the decoder.
  package struct State: Equatable, Codable, Sendable {
    var report = DecodingReport()
    var carry: [UInt8] = []
    var isSkippingLongLine = false
    /// Where the next line begins in the file, and its number from 1.
    var offset = 0
    var line = 1
    var headerLine = 0
    /// Names of the table's columns; empty outside the table.
    var names: [String] = []
    var charged = 0.0
    var discharged = 0.0
  }

  private static let longestLine = 1 << 16

  private let columns: Columns
  package private(set) var state: State

  package init(_ columns: Columns, resuming state: State = State()) {
    self.columns = columns
    self.state = state
    self.state.report.traits.counterKind = .separate
    self.state.report.warn("one row a half-cycle: there is no trace between its begin, middle and end")
  }

  package mutating func resume(from state: State) { self = HalfCycleTableDecoder(columns, resuming: state) }

  package var report: DecodingReport { state.report }

  package mutating func decode(_ bytes: Span<UInt8>, into batch: inout SampleBatch) {
    for index in 0..<bytes.count {
      guard bytes[index] == 0x0A else {
        if state.carry.count < Self.longestLine {
          state.carry.append(bytes[index])
        } else {
          state.isSkippingLongLine = true
        }
        continue
      }
      take(endingAt: 1, into: &batch)
    }
  }

  package mutating func finish(into batch: inout SampleBatch) {
    let fields = state.carry.count { $0 == 0x09 }
    // Half a line is no row.
    guard !state.names.isEmpty, fields >= state.names.count - 1 else { return }
    take(endingAt: 0, into: &batch)
  }

  private mutating func take(endingAt newline: Int, into batch: inout SampleBatch) {
    let text = TextEncoding.decode(state.carry.last == 0x0D ? state.carry.dropLast() : state.carry[...])
    let length = state.carry.count + newline
    defer {
      state.carry.removeAll(keepingCapacity: true)
      state.isSkippingLongLine = false
      state.offset += length
      state.line += 1
    }
    if state.isSkippingLongLine {
      countBadRow("a line of at most \(Self.longestLine) bytes, found a longer one")
      return
    }
    let cells = text.split(separator: "\t", omittingEmptySubsequences: false).map { $0.filter { !$0.isWhitespace } }
    guard text.hasPrefix("\t") else {
      // A typed line between tables ends one; what a power cut left is a malformed row of it.
      if text.first.map({ $0.isASCII && $0.isUppercase }) == true {
        state.names = []
      } else if !state.names.isEmpty, !text.allSatisfy(\.isWhitespace) {
        countBadRow("a row that begins with a tab")
      }
      return
    }
    if cells.contains(columns.endTime), cells.contains(columns.charge) {
      state.names = cells
      state.headerLine = state.line
    } else if !state.names.isEmpty, state.line > state.headerLine + 1 {
      read(cells, into: &batch)
    }
  }

  private mutating func read(_ cells: [String], into batch: inout SampleBatch) {
    guard cells.contains(where: { !$0.isEmpty }) else { return }
    func number(_ name: String) -> Double? {
      guard let index = state.names.firstIndex(of: name), index < cells.count else { return nil }
      let field = Array(cells[index].utf8) + [0x0A]
      let scanned = DecimalScanner.scan(field.span, from: 0, to: field.count, comma: true)
      return scanned.end == field.count - 1 && scanned.end > 0 ? scanned.value : nil
    }
    let word = state.names.firstIndex(of: columns.direction).flatMap { $0 < cells.count ? cells[$0] : nil }
    guard let word, [columns.chargeWord, columns.dischargeWord].contains(word) else {
      countBadRow("\(columns.chargeWord) or \(columns.dischargeWord) in “\(columns.direction)”")
      return
    }
    guard let end = number(columns.endTime), let charge = number(columns.charge),
      let duration = number(columns.duration),
      let first = number(columns.firstVoltage), let last = number(columns.lastVoltage), duration > 0, charge >= 0
    else {
      countBadRow("numbers in “\(columns.endTime)”, “\(columns.charge)”, “\(columns.duration)” and the voltages")
      return
    }
    let isCharge = word == columns.chargeWord
    var sample = Sample(testTime: end - duration, voltage: first, current: (isCharge ? 1 : -1) * charge / duration)
    sample.row = Int32(clamping: state.line)
    sample.byteOffset = state.offset
    sample.vendorCycle = number(columns.cycle).flatMap { Int32(exactly: $0) } ?? Sample.absent
    sample.phase = isCharge ? .charge : .discharge
    sample.temperature = number(columns.temperature).map { Float($0) } ?? .nan
    sample.startsTest = state.report.rows == 0
    append(sample, passed: 0, isCharge, to: &batch)
    sample.startsTest = false
    if let energy = number(columns.energy), charge > 0 {
      // The trapezoids over two halves of the charge give (first + 2·middle + last) / 4.
      let middle = (4 * energy.magnitude / charge - first - last) / 2
      if middle >= min(first, last), middle <= max(first, last) {
        sample.testTime = end - duration / 2
        sample.voltage = middle
        append(sample, passed: charge / 7.2, isCharge, to: &batch)
        state.charged -= isCharge ? charge / 7.2 : 0
        state.discharged -= isCharge ? 0 : charge / 7.2
      }
    }
    sample.testTime = end
    sample.voltage = last
    append(sample, passed: charge / 3.6, isCharge, to: &batch)
    noteResolution(of: cells)
  }

  /// Adds a sample at which the counter of its direction stands `passed` mAh higher.
  private mutating func append(_ sample: Sample, passed: Double, _ isCharge: Bool, to batch: inout SampleBatch) {
    var sample = sample
    if isCharge { state.charged += passed } else { state.discharged += passed }
    sample.counter = state.charged
    sample.dischargeCounter = state.discharged
    batch.samples.append(sample)
    state.report.rows += 1
  }

  private mutating func noteResolution(of cells: [String]) {
    guard let index = state.names.firstIndex(of: columns.charge), index < cells.count else { return }
    let decimals = cells[index].split(maxSplits: 1) { $0 == "." || $0 == "," }.dropFirst().first?.utf8.prefix {
      0x30...0x39 ~= $0
    }
    let step = 1 / PowersOfTen.exact[min(22, decimals?.count ?? 0)] / 3.6
    let known = state.report.traits.capacityResolution
    if !(known <= step) { state.report.traits.capacityResolution = step }
  }

  private mutating func countBadRow(_ expected: String) {
    state.report.badRows += 1
    if state.report.firstBadRow == nil { state.report.firstBadRow = BadRow(line: state.line, expected: expected) }
  }
}
