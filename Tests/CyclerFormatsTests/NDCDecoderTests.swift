import CellModel
import TestSupport
import Testing

@testable import CyclerFormats

@Suite("Neware .ndc pages")
struct NDCDecoderTests {
  @Test("of every version join rows, times, counters and steps", arguments: [UInt8(11), 14, 16, 17])
  func versions(version: UInt8) throws {
    let log = DecodedLog(NewareTest.plating(version: version).stream(), NewareNDAX())
    #expect(log.rows.count == 192 && log.plainReport.badRows == 0 && log.plainReport.warnings == [])
    let times: [Double] = (0..<192).map { Double($0 < 101 ? $0 : $0 - 1) }
    let steps: [Int32] = (0..<192).map { $0 < 101 ? 1 : 2 }
    let phases: [Phase] = (0..<192).map { $0 < 101 ? .discharge : .charge }
    #expect(log.rows.map(\.testTime) == times)
    #expect(log.rows.map(\.vendorStep) == steps)
    #expect(log.rows.allSatisfy { $0.vendorCycle == 1 })
    #expect(log.rows.map(\.phase) == phases)
    // Twelve rows have stored times, every other one lies between two of them.
    #expect(log.plainReport.interpolatedRows == 180)
    let middle = log.rows[33]
    #expect(abs(middle.voltage - 0.467) < 1e-6 && abs(middle.current + 0.001) < 1e-9)
    // 20 s as stored, and 13 s at 1 mA from there.
    #expect(abs(middle.dischargeCounter - 33 / 3600.0) < 1e-8 && middle.counter == 0)
    #expect(middle.wallTime == 1_772_442_000 + 21 + 13)
    let last = try #require(log.rows.last)
    #expect(abs(last.counter - 90 / 3600.0) < 1e-8 && last.dischargeCounter == 0)
  }

  @Test("give the same rows whichever file comes first")
  func order() {
    let test = NewareTest.plating(cycles: 6)
    let expected = DecodedLog(test.stream(), NewareNDAX()).rows.map { Self.withoutPlace($0) }
    #expect(expected.count == 1152)
    for order in [[NDCFileKind.data, .runInfo, .steps], [.runInfo, .data, .steps], [.data, .steps, .runInfo]] {
      // The heads come first, so that the decoder knows what is to come.
      var bytes: [UInt8] = []
      for kind in order { NewareTest.frame(Array(test.file(kind, []).prefix(4096)), kind, from: 0, into: &bytes) }
      for kind in order { NewareTest.frame(test.file(kind, test.rows(kind)), kind, from: 1, into: &bytes) }
      let log = DecodedLog(bytes, NewareNDAX())
      #expect(log.rows.map { Self.withoutPlace($0) } == expected, "\(order)")
    }
  }

  private static func withoutPlace(_ sample: Sample) -> SampleBits {
    var sample = sample
    sample.byteOffset = 0
    return SampleBits(sample)
  }

  @Test("growing row by row, each page coming again, give the same rows as at the end")
  func growing() {
    let whole = NewareTest.plating(cycles: 4)
    let expected = DecodedLog(whole.stream(), NewareNDAX()).rows.map { Self.withoutPlace($0) }
    var random = SeededGenerator(seed: 77)
    for _ in 0..<6 {
      var decoder = NewareNDC().makeDecoder()
      var batch = SampleBatch()
      var part = NewareTest()
      var sent: [NDCFileKind: Int] = [:]
      while part.data.count < whole.data.count || part.infos.count < whole.infos.count
        || part.steps.count < whole.steps.count
      {
        // Each file runs ahead of the others or behind them.
        part.data = Array(whole.data.prefix(part.data.count + Int.random(in: 0...40, using: &random)))
        part.infos = Array(whole.infos.prefix(part.infos.count + Int.random(in: 0...3, using: &random)))
        part.steps = Array(whole.steps.prefix(part.steps.count + Int.random(in: 0...1, using: &random)))
        var bytes: [UInt8] = []
        for kind in [NDCFileKind.data, .steps, .runInfo] {
          let file = part.file(kind, part.rows(kind))
          NewareTest.frame(file, kind, from: max(0, (sent[kind] ?? 0) - 1), origin: .folder, into: &bytes)
          sent[kind] = file.count / 4096
        }
        let before = batch.samples.count
        decoder.decode(bytes.span, into: &batch)
        // Never a row that is not there, and never more than a stretch between two stored times behind.
        #expect(batch.samples.count <= part.data.count && batch.samples.count >= before)
      }
      decoder.finish(into: &batch)
      #expect(batch.samples.map { Self.withoutPlace($0) } == expected)
      #expect(decoder.report.badRows == 0 && decoder.report.staleRows == 0)
    }
  }

  @Test("come up to the newest row whose time is certain")
  func certainty() {
    var test = NewareTest.plating()
    test.infos.removeLast(3)
    let open = DecodedLog(test.stream(), NewareNDAX(), finish: false)
    // The stored times reach to 40 s of the second step.
    #expect(open.rows.count == 101 + 41)
    #expect(DecodedLog(test.stream(), NewareNDAX()).rows.count == 192)
  }

  @Test("may have rows that were never filled")
  func holes() {
    let test = NewareTest.plating()
    var bytes = test.stream([.steps])
    NewareTest.frame(test.file(.runInfo, test.infos, holes: [0, 5]), .runInfo, from: 0, into: &bytes)
    NewareTest.frame(test.file(.data, test.data), .data, from: 0, into: &bytes)
    #expect(
      DecodedLog(bytes, NewareNDAX()).rows.map { Self.withoutPlace($0) }
        == DecodedLog(test.stream(), NewareNDAX()).rows.map { Self.withoutPlace($0) })
  }

  @Test("caught while they are written are left until they come again")
  func torn() {
    let test = NewareTest.plating()
    var file = test.file(.data, test.data)
    var bytes = test.stream([.steps, .runInfo])
    // The mask is new, the count of rows still old.
    file[4096 + 2] -= 1
    NewareTest.frame(file, .data, from: 0, into: &bytes)
    let torn = DecodedLog(bytes, NewareNDAX())
    #expect(torn.rows.isEmpty && torn.plainReport.badRows == 1)
    #expect(torn.plainReport.firstBadRow?.expected.contains("while it was being written") == true)
    file[4096 + 2] += 1
    NewareTest.frame(file, .data, from: 1, into: &bytes)
    let mended = DecodedLog(bytes, NewareNDAX())
    #expect(mended.rows.count == 192 && mended.plainReport.badRows == 0)
  }

  @Test("caught while they are written are counted file by file, the same in every run")
  func tornTwice() {
    let test = NewareTest.plating()
    var bytes: [UInt8] = []
    for (number, kind) in [NDCFileKind.steps, .runInfo, .data].enumerated() {
      var file = test.file(kind, test.rows(kind))
      // Another page of each file.
      for _ in 0..<number { file += file.suffix(4096) }
      file[file.count - 4096 + 2] += 1
      NewareTest.frame(file, kind, from: 0, into: &bytes)
    }
    let reports = (0..<20).map { _ in DecodedLog(bytes, NewareNDAX()).plainReport.firstBadRow?.line }
    #expect(Set(reports).count == 1)
  }

  @Test("whose last rows are zero, and therefore not sent, have every row at a byte of the stream")
  func unsentZeroes() {
    var test = NewareTest.plating()
    test.data = test.data.map { $0.map { _ in 0 } }
    let bytes = test.stream()
    let log = DecodedLog(bytes, NewareNDAX())
    #expect(log.rows.count == 192)
    #expect(log.rows.allSatisfy { bytes.indices.contains($0.byteOffset) })
  }

  @Test("without times have no rows, and say which file is missing")
  func timeless() {
    let log = DecodedLog(NewareTest.plating().stream([.data]), NewareNDC())
    #expect(log.rows.isEmpty)
    #expect(log.plainReport.warnings.count == 1 && log.plainReport.warnings[0].contains("_runInfo.ndc"))
  }

  @Test("without steps have rows without a cycle")
  func stepless() {
    let log = DecodedLog(NewareTest.plating().stream([.runInfo, .data]), NewareNDC())
    #expect(log.rows.count == 192)
    #expect(log.rows.allSatisfy { $0.vendorCycle == Sample.absent && $0.phase == .unstated })
    #expect(log.rows.last?.testTime == 190)
  }

  @Test("never let a counter run backwards where the estimate passed what was counted")
  func estimates() {
    var test = NewareTest()
    test.addStep(cycle: 0, number: 1, type: 1)
    // 3.6 mA for 10 s by the rows, of which the instrument counted only half.
    for _ in 0...10 { test.addRow(1, 0.0036) }
    test.add(.init(index: 1, step: 1, milliseconds: 0, interval: 1000))
    test.add(.init(index: 11, step: 1, milliseconds: 10_000, interval: 1000, charge: 0.005))
    let counters = DecodedLog(test.stream(), NewareNDAX()).rows.map(\.counter)
    #expect(zip(counters, counters.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(abs((counters.last ?? 0) - 0.005) < 1e-9)
  }

  @Test("of a single file of version 5 are read as they stand, however they are cut")
  func plainFile() throws {
    var framed = NewareNDC().sampleBytes.span
    framed = framed.extracting(16 + 3 + 16..<framed.count)
    var file: [UInt8] = [1, 0, 5] + Array(repeating: 0, count: 4093)
    for index in framed.indices { file.append(framed[index]) }
    file += Array(repeating: 0, count: 8192 - file.count)
    guard case .known(let format, let what) = FormatRegistry.identify(LogHead(file, isWholeFile: true)) else {
      Issue.record("not recognised")
      return
    }
    #expect(format.id == "neware-ndc" && what.contains("version 5"))
    let whole = DecodedLog(file, format)
    #expect(whole.rows.count == 5 && whole.plainReport.warnings == [])
    for cut in stride(from: 1, to: file.count, by: 97) { #expect(DecodedLog(file, format, cuts: [cut]) == whole) }
    // A page of which the end is missing has the rows that are whole.
    #expect(DecodedLog(Array(file.prefix(4096 + 132 + 87 * 3 + 40)), format).rows.count == 3)
  }

  @Test("take temperatures from the channel that TestInfo.xml names")
  func temperatures() {
    var test = NewareTest()
    test.addStep(cycle: 0, number: 1, type: 4)
    for _ in 0..<3 { test.addRow(1, 0) }
    for index in 1...3 {
      test.add(.init(index: UInt32(index), step: 1, milliseconds: UInt32(index) * 1000, interval: 1000))
    }
    func stream(_ kinds: [Int]?) -> [UInt8] {
      var bytes: [UInt8] = []
      if let kinds {
        let channels = kinds.enumerated().map { "<Aux\($0 + 1) AuxID=\"\($0 + 1)\" ChlType=\"\($1)\" />" }.joined()
        let info = "<root><TestInfo AuxCount=\"2\">\(channels)</TestInfo></root>"
        NDCPages.frame(Array(info.utf8), number: 0, file: NDCPages.testInfo, origin: .archive, into: &bytes)
      }
      for (number, base) in [(20, Float(100)), (21, 25)] {
        var rows: [[UInt8]] = []
        for row in 0..<3 {
          var log = BinaryLog()
          log.add(base + Float(row))
          rows.append(log.bytes)
        }
        let file = test.file(.auxiliary, rows)
        for page in 0..<2 {
          NDCPages.frame(
            file[(page * 4096)..<((page + 1) * 4096)], number: page, file: UInt8(number), origin: .archive, into: &bytes
          )
        }
      }
      return bytes + test.stream()
    }
    #expect(DecodedLog(stream([102, 103]), NewareNDAX()).rows.map(\.temperature) == [25, 26, 27])
    #expect(DecodedLog(stream([103, 102]), NewareNDAX()).rows.map(\.temperature) == [100, 101, 102])
    let silent = DecodedLog(stream(nil), NewareNDAX())
    #expect(silent.rows.count == 3 && silent.rows.allSatisfy { $0.temperature.isNaN })
    #expect(
      silent.plainReport.warnings == ["the file does not say what its auxiliary channels measure: they are left out"])
  }

  @Test("of a version that is not known are not guessed at")
  func unknownVersion() {
    var test = NewareTest.plating()
    test.version = 15
    let log = DecodedLog(test.stream(), NewareNDAX())
    #expect(log.rows.isEmpty && log.plainReport.warnings.first == "pages of version 15 are not known and not read")
  }

  // MARK: Versions with whole rows

  /// A row of version 2 or 5 without its padding in front.
  private static func wholeRow(_ index: UInt32, version: UInt8) -> [UInt8] {
    var row = BinaryLog()
    row.pad(to: version == 2 ? 8 : 1)
    row.add(index)
    row.add(UInt32(0))
    row.bytes += [1, 2, 0, 0, 0, 0, 0]
    row.add(UInt64(index - 1) * 1000)
    row.add(Int32(31_000) - Int32(index))
    row.add(Int32(-10_000))
    row.add(UInt32(0))
    row.add(Int64(0))
    row.add(Int64(index - 1) * -10_000)
    row.add(Int64(0))
    row.add(Int64(0))
    row.bytes += [0xEA, 7, 3, 2, 9, 0, UInt8(index % 60)]
    row.add(Int32(5))
    row.pad(to: version == 2 ? 94 : 87)
    return row.bytes
  }

  @Test("of version 2 have small pages without a mask, in which empty places have no number")
  func version2() {
    func file(_ rows: UInt32) -> [UInt8] {
      var bytes: [UInt8] = [1, 0, 2] + Array(repeating: 0, count: 509)
      for first in stride(from: UInt32(1), through: rows, by: 5) {
        var page = Array(repeating: UInt8(0), count: 5)
        for index in first...min(rows, first + 4) { page += Self.wholeRow(index, version: 2) }
        bytes += page + Array(repeating: 0, count: 512 - page.count)
      }
      return bytes
    }
    let whole = DecodedLog(file(23), NewareNDC())
    #expect(whole.rows.map(\.testTime) == (0..<23).map(Double.init))
    #expect(whole.rows.allSatisfy { $0.current == -0.001 && $0.phase == .discharge && $0.vendorCycle == 1 })
    #expect(abs((whole.rows.last?.dischargeCounter ?? 0) - 22 / 3600.0) < 1e-9)
    #expect(whole.rows.last?.wallTime == 1_772_442_023 && whole.plainReport.warnings == [])
    // Row by row, the newest page coming again.
    var decoder = NewareNDC().makeDecoder()
    var batch = SampleBatch()
    for rows in UInt32(1)...23 {
      let bytes = file(rows)
      var frames: [UInt8] = []
      for number in max(0, bytes.count / 512 - 2)..<(bytes.count / 512) {
        let page = bytes[(number * 512)..<((number + 1) * 512)]
        NDCPages.frame(page, number: number, file: 0, origin: .folder, into: &frames)
      }
      decoder.decode(frames.span, into: &batch)
      #expect(batch.samples.count == Int(rows))
    }
    #expect(batch.samples.map(\.row) == (1...23).map { Int32($0) })
  }

  /// An auxiliary row with a temperature.
  private static func auxiliary(_ index: UInt32, version: UInt8, mark: UInt8, tenths: Int16) -> [UInt8] {
    var row = BinaryLog()
    switch (version, mark) {
    case (11, 0x65), (16, 0x65):
      row.add(mark)
      row.add(Float(1))
      row.add(tenths)
    case (11, _):
      row.add(mark)
      row.add(index)
      row.pad(to: 35)
      row.add(tenths)
      row.pad(to: 88)
    default:
      row.pad(to: 1)
      row.add(index)
      row.pad(to: 34)
      row.add(tenths)
      row.pad(to: 87)
    }
    return row.bytes
  }

  @Test(
    "have temperatures beside them in every layout",
    arguments: [(UInt8(11), UInt8(0x65)), (11, 0x74), (16, 0x65), (5, 0)])
  func auxiliaryLayouts(version: UInt8, mark: UInt8) {
    var test = NewareTest(version: version)
    test.addStep(cycle: 0, number: 1, type: 4)
    for index in 1...3 {
      test.addRow(1, 0)
      test.add(.init(index: UInt32(index), step: 1, milliseconds: UInt32(index) * 1000, interval: 1000))
    }
    if version == 5 { test.data = (1...3).map { Self.wholeRow($0, version: 5) } }
    let temperatures = (1...3).map { Self.auxiliary($0, version: version, mark: mark, tenths: 250 - Int16($0)) }
    var bytes: [UInt8] = []
    NewareTest.frame(test.file(.auxiliary, temperatures), .auxiliary, from: 0, into: &bytes)
    let log = DecodedLog(bytes + test.stream(version == 5 ? [.data] : [.steps, .runInfo, .data]), NewareNDAX())
    #expect(log.rows.map(\.temperature) == [24.9, 24.8, 24.7])
    #expect(log.plainReport.warnings == [])
  }
}
