import CellModel
import Foundation
import TestSupport
import Testing

@testable import CyclerFormats

@Suite("However a log's bytes are cut")
struct ChunkingTests {
  /// A log with everything that the decoder remembers from row to row: bad rows, blank lines, a second header.
  private static func eventfulLog(_ format: any CyclerFormat) -> [UInt8] {
    let lines = format.sample.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    let header = lines[lines.count - 6]
    var text = lines.joined(separator: "\n") + "\n"
    text += "\n" + lines[lines.count - 1] + "garbage\n" + "half a row\n" + header + "\n"
    text += lines.suffix(3).joined(separator: "\r\n") + "\r\n" + lines[lines.count - 1]
    return Array(text.utf8)
  }

  @Test("at any one place, the samples and the report are the same", arguments: textFormatIndices)
  func everyCut(index: Int) {
    let format = FormatRegistry.all[index]
    for bytes in [format.sampleBytes, Self.eventfulLog(format)] {
      let whole = DecodedLog(bytes, format)
      #expect(whole.rows.count >= 5)
      for cut in 0...bytes.count where DecodedLog(bytes, format, cuts: [cut]) != whole {
        Issue.record("\(format.id) differs when cut behind byte \(cut)")
        break
      }
    }
  }

  @Test("byte by byte, the samples and the report are the same", arguments: textFormatIndices)
  func singleBytes(index: Int) {
    let format = FormatRegistry.all[index]
    let bytes = Self.eventfulLog(format)
    #expect(DecodedLog(bytes, format, cuts: Array(1..<bytes.count)) == DecodedLog(bytes, format))
  }

  @Test("at random places, the samples and the report are the same", arguments: textFormatIndices)
  func randomCuts(index: Int) {
    let format = FormatRegistry.all[index]
    var random = SeededGenerator(seed: UInt64(index))
    let bytes = Self.eventfulLog(format)
    let whole = DecodedLog(bytes, format)
    for _ in 0..<200 {
      let cuts = (0..<2).map { _ in Int.random(in: 0...bytes.count, using: &random) }
      #expect(DecodedLog(bytes, format, cuts: cuts) == whole, "\(format.id) cut at \(cuts)")
    }
  }

  @Test("a decoder resumed from its saved state goes on as if it had never stopped", arguments: textFormatIndices)
  func resumedState(index: Int) throws {
    let format = FormatRegistry.all[index]
    if let dialect = dialects[format.id] {
      try Self.resume(
        format, TextDecoder(dialect), { $0.state },
        { (state: TextDecoder.State) in
          TextDecoder(dialect, resuming: state)
        })
    } else if format is GamryHalfCycles {
      let start = try #require(format.makeDecoder() as? HalfCycleTableDecoder)
      try Self.resume(format, start, { $0.state }, { GamryHalfCycles.decoder(resuming: $0) })
    } else {
      let layered = try #require(format as? NewareLayeredCSV, "no dialect is listed for \(format.id)")
      let (dialect, names) = (NewareLayeredCSV.dialect, NewareLayeredCSV.names)
      try Self.resume(
        layered, LayeredTableDecoder(dialect, names: names), { $0.state },
        { (state: LayeredTableDecoder.State) in
          LayeredTableDecoder(dialect, names: names, resuming: state)
        })
    }
  }

  private static func resume<Decoder: SampleDecoder, State: Codable>(
    _ format: any CyclerFormat, _ fresh: Decoder, _ state: (Decoder) -> State, _ resumed: (State) -> Decoder
  ) throws {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let bytes = Self.eventfulLog(format)
    let whole = DecodedLog(bytes, format)
    for cut in stride(from: 0, through: bytes.count, by: 37) {
      var before = fresh
      var batch = SampleBatch()
      before.decode(bytes.span.extracting(0..<cut), into: &batch)
      var after = resumed(try decoder.decode(State.self, from: try encoder.encode(state(before))))
      after.decode(bytes.span.extracting(cut..<bytes.count), into: &batch)
      after.finish(into: &batch)
      #expect(batch.samples.map { SampleBits($0) } == whole.samples, "saved behind byte \(cut)")
      #expect(String(describing: after.report) == whole.report, "saved behind byte \(cut)")
    }
  }

  @Test("LF and CRLF give the same values", arguments: textFormatIndices)
  func lineEnds(index: Int) {
    let format = FormatRegistry.all[index]
    let plain = DecodedLog(format.sample, format)
    // In Swift a CR and a LF make one Character; the text is rebuilt by its scalars.
    let windows = DecodedLog(Array(format.sampleBytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }), format)
    #expect(windows.plainReport.badRows == 0)
    func values(_ log: DecodedLog) -> [SampleBits] {
      log.rows.map {
        var row = $0
        row.byteOffset = 0
        return SampleBits(row)
      }
    }
    #expect(values(windows) == values(plain))
  }

  @Test(
    "a last line without a newline counts when the log has ended, half a line never",
    arguments: textFormatIndices.filter(instantFormatIndices.contains))
  func lastLine(index: Int) {
    let format = FormatRegistry.all[index]
    let bytes = format.sampleBytes
    let whole = DecodedLog(bytes, format)
    let open = Array(bytes.dropLast())
    #expect(DecodedLog(open, format).samples == whole.samples)
    #expect(DecodedLog(open, format, finish: false).samples == Array(whole.samples.dropLast()))
    guard let last = whole.rows.last else { return }
    let half = Array(bytes[..<(last.byteOffset + (bytes.count - last.byteOffset) / 2)])
    let cut = DecodedLog(half, format)
    #expect(cut.samples == Array(whole.samples.dropLast()))
    #expect(cut.plainReport.badRows == 0)
  }
}
