import CellModel
import Foundation
import TestSupport
import Testing

@testable import CyclerFormats
@testable import Fleet

@Suite("Inputs that fuzzing has found")
struct FoundInputTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fuzzing/Found")

  private static let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? []

  private struct Reading: Equatable {
    var samples: [SampleBits] = []
    var places: [Int] = []
    var report = ""
    var cycles: [String] = []
    var warnings: [String] = []
    var rows = 0
  }

  private static func read(_ bytes: [UInt8], as format: any CyclerFormat, pieces length: Int) -> Reading {
    var reading = Reading()
    var decoder = format.makeDecoder()
    var fold = ChannelFold(id: CellID("found"), path: "found", format: format)
    var batch = SampleBatch()
    for start in stride(from: 0, to: bytes.count, by: length) {
      let piece = start..<min(bytes.count, start + length)
      decoder.decode(bytes.span.extracting(piece), into: &batch)
      fold.decode(bytes.span.extracting(piece))
    }
    decoder.finish(into: &batch)
    fold.finish()
    reading.samples = batch.samples.map { SampleBits($0) }
    reading.places = batch.samples.map(\.byteOffset)
    reading.report = String(describing: decoder.report)
    reading.cycles = fold.allCycles.map { String(describing: $0) }
    reading.warnings = decoder.report.warnings
    reading.rows = decoder.report.rows
    return reading
  }

  @Test("are read to their end, the same however they are cut", arguments: names)
  func laws(name: String) throws {
    let bytes = Array(try Data(contentsOf: Self.folder.appendingPathComponent(name)))
    // A file that no format claims was found under the format that its name begins with.
    var format = FormatRegistry.all.first { name.hasPrefix($0.id) }
    if case .known(let known, _) = FormatRegistry.identify(LogHead(bytes, isWholeFile: true)) { format = known }
    let found = try #require(format)
    let whole = Self.read(bytes, as: found, pieces: max(1, bytes.count))
    #expect(whole.rows == whole.samples.count)
    #expect(whole.places.allSatisfy(bytes.indices.contains))
    #expect(whole.warnings.count <= 20)
    for length in [1, 7, 100, 4096] { #expect(Self.read(bytes, as: found, pieces: length) == whole) }
  }

  @Test("a later header without the counters of the first one leaves its rows to the current, and is told")
  func laterHeader() throws {
    let bytes = Array(
      try Data(contentsOf: Self.folder.appendingPathComponent("later-header-without-counters.csv")))
    let reading = Self.read(bytes, as: DigatronCSV(), pieces: bytes.count)
    #expect(reading.rows == 7)
    #expect(reading.warnings.contains("a later header has other capacity columns, left unread"))
    var fold = ChannelFold(id: CellID("found"), path: "found", format: DigatronCSV())
    fold.decode(bytes.span)
    fold.finish()
    #expect(fold.allCycles.count == 2)
    #expect(abs((fold.allCycles.first?.charge ?? 0) - 0.556) < 1e-9, "by the counter")
    // 2 A: half a second's trapezoid within the step.
    #expect(abs((fold.allCycles.last?.charge ?? 0) - 1 / 3.6) < 1e-9, "by the current")
  }
}
