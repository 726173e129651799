import CellModel
import CyclerFormats
import Screens

/// The rows of a log around one place, with the text that stands there.
struct RowWindow {
  private let request: RowsRequest
  private var before: [Sample] = []
  private var after: [Sample] = []
  private var isFound = false
  init(_ request: RowsRequest) { self.request = request }

  /// Takes samples in the order of the file; true when no more are needed.
  mutating func take(_ samples: [Sample]) -> Bool {
    for sample in samples {
      if !isFound {
        switch request.place {
        case .offset(let offset): isFound = sample.byteOffset >= offset
        case .row(let row): isFound = Int(sample.row) >= row
        case .time(let time): isFound = sample.testTime >= time
        case .end: break
        }
      }
      if isFound {
        after.append(sample)
        if after.count > request.after { return true }
      } else {
        before.append(sample)
        // Cut seldom: taking from the front moves all the rest.
        if before.count > 4 * (request.before + 1) { before.removeFirst(before.count - request.before) }
      }
    }
    return false
  }

  /// The samples of the window, and which of them was asked for.
  var samples: (all: [Sample], target: Int) {
    let earlier = before.suffix(request.before)
    return (earlier + after, after.isEmpty ? max(0, earlier.count - 1) : earlier.count)
  }

  /// The rows of a binary log: what was read, in words.
  func records() -> RowsAnswer {
    let (samples, target) = samples
    let rows = samples.map { sample in
      LogRow(number: Int(sample.row), byteOffset: sample.byteOffset, text: RowsScreen.words(sample), sample: sample)
    }
    return RowsAnswer(request, rows: rows, target: target, header: "decoded record", isBinary: true)
  }

  /// The rows of a text log as they stand in the file; lines without a sample are among them.
  ///
  /// The line of column names stands above the row that begins at `firstRow`.
  func lines(in file: LogFile, firstRow: Int) throws(LogFile.Failure) -> RowsAnswer {
    let (samples, target) = samples
    guard let first = samples.first, let last = samples.last else {
      return RowsAnswer(request, problem: "the log has no rows")
    }
    let start = first.byteOffset
    let bytes = try file.bytes(from: start, count: min(Self.textLimit, last.byteOffset - start + Self.lineLimit))
    var bySample: [Int: Sample] = [:]
    for sample in samples { bySample[sample.byteOffset] = sample }
    var rows: [LogRow] = []
    var position = 0
    var number = Int(first.row)
    var chosen = 0
    while position < bytes.count, start + position <= last.byteOffset {
      let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
      let sample = bySample[start + position]
      // A cell in quotation marks may hold a newline; the row's own number is the sounder one.
      if let sample { number = Int(sample.row) }
      let line = bytes[position..<min(end, position + Self.lineLimit)]
      if sample?.byteOffset == samples[target].byteOffset { chosen = rows.count }
      rows.append(
        LogRow(number: number, byteOffset: start + position, text: Self.text(line), sample: sample))
      number += 1
      position = end + 1
    }
    let header = try header(in: file, firstRow: firstRow)
    return RowsAnswer(request, rows: rows, target: chosen, header: header)
  }

  // The last line above the first row.
  private func header(in file: LogFile, firstRow: Int) throws(LogFile.Failure) -> String {
    guard firstRow > 0 else { return "" }
    let start = max(0, firstRow - Self.lineLimit)
    let bytes = try file.bytes(from: start, count: firstRow - start)
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: true)
    return lines.last.map(Self.text) ?? ""
  }

  private static let textLimit = 4 << 20
  private static let lineLimit = 8192

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var line = bytes
    if line.last == 0x0D { line.removeLast() }
    // Tabs would be one dot each; two blanks keep columns apart.
    return TextEncoding.decode(line).replacing("\t", with: "  ")
  }
}
