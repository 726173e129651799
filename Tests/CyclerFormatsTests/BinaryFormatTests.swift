import CellModel
import Foundation
import TestSupport
import Testing

@testable import CyclerFormats

@Suite("Every binary format")
struct BinaryFormatTests {
  @Test("gives the same samples at any one cut, and byte by byte", arguments: binaryFormatIndices)
  func cuts(index: Int) {
    let format = FormatRegistry.all[index]
    let bytes = format.sampleBytes
    let whole = DecodedLog(bytes, format)
    #expect(whole.rows.count == 5)
    for cut in 0...bytes.count where DecodedLog(bytes, format, cuts: [cut]) != whole {
      Issue.record("\(format.id) differs when cut behind byte \(cut)")
      break
    }
    #expect(DecodedLog(bytes, format, cuts: Array(1..<bytes.count)) == whole)
  }

  @Test("gives of a file cut short the rows that are whole", arguments: binaryFormatIndices)
  func truncated(index: Int) throws {
    let format = FormatRegistry.all[index]
    let bytes = format.sampleBytes
    let whole = DecodedLog(bytes, format)
    let last = try #require(whole.rows.last)
    let size = last.byteOffset - whole.rows[whole.rows.count - 2].byteOffset
    for length in stride(from: 0, through: bytes.count, by: 7) {
      let cut = DecodedLog(Array(bytes[..<length]), format)
      let expected = whole.rows.count { $0.byteOffset + size <= length }
      #expect(cut.samples == Array(whole.samples.prefix(expected)), "\(length) bytes")
      #expect(cut.plainReport.badRows == 0)
    }
  }

  @Test("goes on from a saved state as if it had never stopped", arguments: binaryFormatIndices)
  func resumed(index: Int) throws {
    let format = FormatRegistry.all[index]
    switch format.makeDecoder() {
    case is MPRDecoder: try Self.resume(format, from: \MPRDecoder.state, MPRDecoder.init(resuming:))
    case is IviumDecoder: try Self.resume(format, from: \IviumDecoder.state, IviumDecoder.init(resuming:))
    case is NDADecoder: try Self.resume(format, from: \NDADecoder.state, NDADecoder.init(resuming:))
    case is NDCDecoder: try Self.resume(format, from: \NDCDecoder.state, NDCDecoder.init(resuming:))
    default: Issue.record("no state is known of \(format.id)")
    }
  }

  private static func resume<Decoder: SampleDecoder, State: Codable>(
    _ format: any CyclerFormat, from state: KeyPath<Decoder, State>, _ make: (State) -> Decoder
  ) throws {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let reader = JSONDecoder()
    reader.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let bytes = format.sampleBytes
    let whole = DecodedLog(bytes, format)
    for cut in stride(from: 0, through: bytes.count, by: 37) {
      var before = try #require(format.makeDecoder() as? Decoder)
      var batch = SampleBatch()
      before.decode(bytes.span.extracting(0..<cut), into: &batch)
      var after = make(try reader.decode(State.self, from: encoder.encode(before[keyPath: state])))
      after.decode(bytes.span.extracting(cut..<bytes.count), into: &batch)
      after.finish(into: &batch)
      #expect(batch.samples.map { SampleBits($0) } == whole.samples, "saved behind byte \(cut)")
      #expect(String(describing: after.report) == whole.report, "saved behind byte \(cut)")
    }
  }

  // MARK: Damage

  /// Feeds bytes in random pieces and checks what must hold for any bytes at all.
  private static func feed(
    _ bytes: [UInt8], _ format: any CyclerFormat, _ random: inout SeededGenerator
  ) {
    var decoder = format.makeDecoder()
    var batch = SampleBatch()
    var from = 0
    while from < bytes.count {
      let to = min(bytes.count, from + Int.random(in: 1...600, using: &random))
      decoder.decode(bytes.span.extracting(from..<to), into: &batch)
      from = to
      #expect(held(decoder) <= 4 * 4096)
    }
    decoder.finish(into: &batch)
    let report = decoder.report
    #expect(report.rows == batch.samples.count)
    #expect((report.badRows > 0) == (report.firstBadRow != nil))
    #expect(report.warnings.count <= 20 && report.preamble.count <= 40)
    for fact in report.preamble { #expect(!fact.value.unicodeScalars.contains(where: SafeText.isHarmful)) }
    for sample in batch.samples {
      #expect(bytes.indices.contains(sample.byteOffset))
      #expect(sample.testTime.isFinite && sample.voltage.isFinite)
    }
  }

  /// Bytes that a decoder carries from chunk to chunk.
  private static func held(_ decoder: any SampleDecoder) -> Int {
    switch decoder {
    case let decoder as MPRDecoder: decoder.state.carry.bytes.count
    case let decoder as NDADecoder: decoder.state.carry.bytes.count
    case let decoder as IviumDecoder: decoder.state.carry.count
    case let decoder as NDCDecoder: decoder.state.carry.bytes.count
    default: Int.max
    }
  }

  private static func damage(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0...Int.random(in: 0...6, using: &random) where bytes.count > 8 {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0...6, using: &random) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
      case 3: bytes.removeLast(bytes.count - place)
      case 4: bytes.removeSubrange(place..<min(bytes.count, place + 40))
      case 5: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 200)], at: place)
      // Counts, lengths and offsets beyond everything.
      default: for index in place..<min(bytes.count, place + 4) { bytes[index] = 0xFF }
      }
    }
    return bytes
  }

  @Test("is read to its end when it is damaged, in bounded memory", arguments: binaryFormatIndices)
  func damaged(index: Int) {
    let format = FormatRegistry.all[index]
    var random = SeededGenerator(seed: 500 + UInt64(index))
    for _ in 0..<1500 { Self.feed(Self.damage(format.sampleBytes, &random), format, &random) }
  }

  @Test("survives noise, alone and behind every part of a good file", arguments: binaryFormatIndices)
  func noise(index: Int) {
    let format = FormatRegistry.all[index]
    var random = SeededGenerator(seed: 600 + UInt64(index))
    let good = format.sampleBytes
    for _ in 0..<300 {
      let noise = (0..<3000).map { _ in UInt8.random(in: 0...255, using: &random) }
      Self.feed(good.prefix(Int.random(in: 0...good.count, using: &random)) + noise, format, &random)
    }
  }
}
