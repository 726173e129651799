import CellModel
import TestSupport
import Testing

@testable import CyclerFormats

@Suite("Hostile input")
struct HostileInputTests {
  /// Feeds bytes in random pieces and checks what must hold for any bytes at all.
  private static func feed(
    _ bytes: [UInt8], _ format: any CyclerFormat, _ random: inout SeededGenerator,
    location: SourceLocation = #_sourceLocation
  ) throws {
    var decoder = format.makeDecoder()
    var batch = SampleBatch()
    var from = 0
    while from < bytes.count {
      let to = min(bytes.count, from + Int.random(in: 1...600, using: &random))
      decoder.decode(bytes.span.extracting(from..<to), into: &batch)
      from = to
    }
    decoder.finish(into: &batch)
    let report = decoder.report
    // A file whose first line ends in a carriage return has all lines so.
    let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
    #expect(report.rows == batch.samples.count, sourceLocation: location)
    #expect(
      report.rows <= lines * format.samplesARow && report.badRows + report.staleRows <= lines, sourceLocation: location)
    #expect((report.badRows > 0) == (report.firstBadRow != nil), sourceLocation: location)
    #expect(report.warnings.count <= 20 && report.preamble.count <= 40, sourceLocation: location)
    if let bad = report.firstBadRow {
      #expect(1...lines ~= bad.line, sourceLocation: location)
      #expect(bad.expected.unicodeScalars.count < 300, sourceLocation: location)
      #expect(!bad.expected.unicodeScalars.contains(where: SafeText.isHarmful), sourceLocation: location)
    }
    for sample in batch.samples {
      #expect(bytes.indices.contains(sample.byteOffset), sourceLocation: location)
      #expect(!sample.voltage.isNaN || !sample.current.isNaN || !sample.counter.isNaN, sourceLocation: location)
    }
  }

  private static func mutate(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    let structural = Array(",;\t\"\n\r.-+eE:/0123456789dXx \u{0}".utf8)
    for _ in 0...Int.random(in: 0...6, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0...6, using: &random) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes.insert(structural.randomElement(using: &random) ?? 0, at: place)
      case 3: bytes.removeLast(bytes.count - place)
      case 4: bytes.removeSubrange(place..<min(bytes.count, place + 40))
      case 5: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 200)], at: place)
      default: bytes[place] = structural.randomElement(using: &random) ?? 0
      }
    }
    return bytes
  }

  @Test("a damaged log is read to its end, and what is bad is counted", arguments: textFormatIndices)
  func damagedLogs(index: Int) throws {
    let format = FormatRegistry.all[index]
    var random = SeededGenerator(seed: 100 + UInt64(index))
    for _ in 0..<1000 { try Self.feed(Self.mutate(format.sampleBytes, &random), format, &random) }
  }

  @Test("noise behind a good header gives no trap", arguments: textFormatIndices)
  func noise(index: Int) throws {
    let format = FormatRegistry.all[index]
    var random = SeededGenerator(seed: 200 + UInt64(index))
    let structural = Array(",;\t\"\n.-+eE:/0123456789d ".utf8)
    let lines = format.sample.split(separator: "\n")
    let head = Array((lines.dropLast(5).joined(separator: "\n") + "\n").utf8)
    for _ in 0..<200 {
      let noise = (0..<400).map { _ in structural.randomElement(using: &random) ?? 0 }
      try Self.feed(head + noise, format, &random)
      let bytes = (0..<300).map { _ in UInt8.random(in: 0...255, using: &random) }
      try Self.feed(head + bytes, format, &random)
      try Self.feed(bytes, format, &random)
    }
  }

  @Test("recognition survives any first bytes", arguments: formatIndices)
  func recognition(index: Int) {
    let format = FormatRegistry.all[index]
    var random = SeededGenerator(seed: 300 + UInt64(index))
    for _ in 0..<300 {
      let head = LogHead(Self.mutate(format.sampleBytes, &random), isWholeFile: Bool.random(using: &random))
      if case .known(let found, _) = FormatRegistry.identify(head) {
        // Landt's text differs from Maccor's by a blank before a unit, and an Arbin database's table from a copy of its
        // columns by one name, which the damage may have taken; the same decoder reads both.
        let twins = [("maccor-txt", "landt-txt"), ("arbin-csv", "arbin-res")]
        #expect(found.id == format.id || twins.contains { found.id == $0.0 && format.id == $0.1 })
      }
    }
  }

  @Test("numbers beyond every range give missing or huge values, no trap", arguments: textFormatIndices)
  func extremeNumbers(index: Int) throws {
    let format = FormatRegistry.all[index]
    var random = SeededGenerator(seed: 400 + UInt64(index))
    let lines = format.sample.split(separator: "\n").map(String.init)
    let separator: Character = lines[lines.count - 1].contains("\t") ? "\t" : ","
    let extremes = [
      "1e308", "-1e308", "1e309", "1e-400", "99999999999999999999999999", "-0", "nan", "inf", "1e99999999999",
      "2147483648", "-2147483649", "9999999999:99:99", "999999999d 99:99:99", "9999-99-99 99:99:99", "1/1/99999", "--",
      "1.2.3",
    ]
    for _ in 0..<400 {
      var fields = lines[lines.count - 1].split(separator: separator, omittingEmptySubsequences: false).map(String.init)
      for _ in 0..<3 {
        fields[Int.random(in: fields.indices, using: &random)] = extremes.randomElement(using: &random) ?? ""
      }
      let text = (lines + [fields.joined(separator: String(separator))]).joined(separator: "\n") + "\n"
      try Self.feed(Array(text.utf8), format, &random)
    }
  }

  @Test(
    "a line of three megabytes is one bad row, however it comes, and decoding goes on",
    arguments: [1 << 22, 65536])
  func endlessLine(piece: Int) {
    let format = BDFCSV()
    let lines = format.sample.split(separator: "\n")
    let head = Array((lines.dropLast().joined(separator: "\n") + "\n").utf8)
    let endless = Array(repeating: UInt8(ascii: "7"), count: 3_000_000) + [0x0A]
    let tail = Array((lines[lines.count - 1] + "\n").utf8)
    let bytes = head + endless + tail
    let log = DecodedLog(bytes, format, cuts: Array(stride(from: piece, to: bytes.count, by: piece)))
    #expect(log.rows.count == DecodedLog(format.sampleBytes, format).rows.count)
    #expect(log.plainReport.badRows == 1)
    #expect(log.plainReport.firstBadRow?.line == 6)
    #expect(
      log.plainReport.firstBadRow?.expected == "a line of at most 1048576 bytes, found a longer one")
    #expect(log.rows.last?.row == 7)
    #expect(log.rows.last?.byteOffset == head.count + endless.count)
  }

  @Test("what is carried between chunks never outgrows the longest line")
  func boundedCarry() {
    var decoder = TextLogDecoder(BDFCSV.dialect)
    var batch = SampleBatch()
    let piece = Array(repeating: UInt8(ascii: "x"), count: 100_000)
    for _ in 0..<24 {
      decoder.decode(piece.span, into: &batch)
      #expect(decoder.state.carry.count <= TextLogDecoder.longestLine)
    }
    #expect(decoder.state.carry.isEmpty && decoder.report.badRows == 1 && batch.samples.isEmpty)
  }

  @Test("a block of NUL bytes, as a power cut leaves, costs one row and no more", arguments: textFormatIndices)
  func zeroes(index: Int) {
    let format = FormatRegistry.all[index]
    let lines = format.sample.split(separator: "\n")
    let head = Array((lines.dropLast().joined(separator: "\n") + "\n").utf8)
    let zeroes = Array(repeating: UInt8(0), count: 5000) + [0x0A]
    let log = DecodedLog(head + zeroes + Array((lines[lines.count - 1] + "\n").utf8), format)
    #expect(log.rows.count == DecodedLog(format.sampleBytes, format).rows.count)
    #expect(log.plainReport.badRows == 1)
  }
}
