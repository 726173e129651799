import CellModel

/// Reads Ivium's .idf: a few bytes, lines `key=value`, then lines of time, current and potential in columns of fixed width.
///
/// Between the keys and the first row stand lines that name the table and count its rows; behind the table others may
/// follow. A line of three numbers is a row, a line with letters ends a table, anything else inside one is malformed.
package struct IviumDecoder: SampleDecoder {
  /// Everything that changes while reading; a checkpoint of the decoder.
  package struct State: Equatable, Codable, Sendable {
    var report = DecodingReport()
    var carry: [UInt8] = []
    var isSkippingLongLine = false
    var offset = 0
    var line = 1
    var isInTable = false
    /// Wall clock at test time 0 by `starttime`; NaN if the file does not say.
    var startWallTime = Double.nan
  }

  private static let longestLine = 4096

  package private(set) var state: State

  package init(resuming state: State = State()) { self.state = state }

  package mutating func resume(from state: State) { self.state = state }

  package var report: DecodingReport { state.report }

  package mutating func decode(_ bytes: Span<UInt8>, into batch: inout SampleBatch) {
    for index in 0..<bytes.count {
      if bytes[index] == 0x0A {
        endLine(into: &batch)
      } else if state.carry.count < Self.longestLine {
        state.carry.append(bytes[index])
      } else {
        state.isSkippingLongLine = true
        state.offset += 1
      }
    }
  }

  /// A line without its end may lack the last digits of a number, and nothing tells.
  package mutating func finish(into batch: inout SampleBatch) {}

  private mutating func endLine(into batch: inout SampleBatch) {
    let line = state.carry
    let start = state.offset
    state.carry.removeAll(keepingCapacity: true)
    state.offset += line.count + 1
    defer {
      state.line += 1
      state.isSkippingLongLine = false
    }
    guard !state.isSkippingLongLine else {
      if state.isInTable { countBadRow("a line of at most \(Self.longestLine) bytes, found a longer one") }
      return
    }
    if let numbers = Self.threeNumbers(line) {
      state.isInTable = true
      append(numbers, at: start, to: &batch)
      return
    }
    let text = TextEncoding.decode(line.filter { $0 >= 0x20 })
    if text.allSatisfy(\.isWhitespace) { return }
    if text.contains("=") || text.contains(where: { $0.isLetter && $0 != "E" && $0 != "e" }) {
      state.isInTable = false
      readKey(text)
    } else if state.isInTable {
      countBadRow("three numbers: time, current, potential")
    }
  }

  private mutating func append(_ numbers: (Double, Double, Double), at offset: Int, to batch: inout SampleBatch) {
    var sample = Sample(testTime: numbers.0, voltage: numbers.2, current: numbers.1)
    sample.wallTime = state.startWallTime + numbers.0
    sample.row = Int32(clamping: state.line)
    sample.byteOffset = offset
    sample.startsTest = state.report.rows == 0
    batch.samples.append(sample)
    state.report.rows += 1
  }

  private mutating func readKey(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { return }
    let (key, value) = (String(parts[0]), SafeText.clean(String(parts[1]), limit: 200))
    if key == "starttime" {
      // Always day before month, whatever the numbers.
      let fields = value.split { !$0.isNumber }.compactMap { Int($0) }
      if fields.count >= 6 {
        let iso =
          Array("\(fields[2])-\(Self.two(fields[1]))-\(Self.two(fields[0])) ".utf8)
          + Array("\(Self.two(fields[3])):\(Self.two(fields[4])):\(Self.two(fields[5]))\n".utf8)
        state.startWallTime = ClockScanner.date(iso.span, from: 0, to: iso.count, comma: true).seconds
      }
    }
    let facts = ["starttime": "started", "Title": "title", "Method": "method", "Technique": "technique"]
    if let label = facts[key], !value.isEmpty, state.report.preamble.count < 40 {
      state.report.preamble.append(.init(label: label, value: value))
    }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// The three numbers of a row; nil if the line is anything else.
  private static func threeNumbers(_ line: [UInt8]) -> (Double, Double, Double)? {
    let bytes = line + [0x0A]
    var values: [Double] = []
    var index = 0
    while true {
      while bytes[index] == 0x20 || bytes[index] == 0x09 || bytes[index] == 0x0D { index += 1 }
      if bytes[index] == 0x0A { break }
      guard values.count < 3 else { return nil }
      let scanned = DecimalScanner.scan(bytes.span, from: index, to: bytes.count, comma: true)
      guard scanned.end > index, scanned.value.isFinite, [0x20, 0x09, 0x0D, 0x0A].contains(bytes[scanned.end]) else {
        return nil
      }
      values.append(scanned.value)
      index = scanned.end
    }
    return values.count == 3 ? (values[0], values[1], values[2]) : nil
  }

  private mutating func countBadRow(_ expected: String) {
    state.report.badRows += 1
    if state.report.firstBadRow == nil { state.report.firstBadRow = BadRow(line: state.line, expected: expected) }
  }
}
