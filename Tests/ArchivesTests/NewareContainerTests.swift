import CellModel
import CyclerFormats
import TestSupport
import Testing

@testable import Archives

/// Files of a Neware test, version 14, made by hand.
struct NewareFiles {
  var data: [[UInt8]] = []
  var infos: [[UInt8]] = []
  var steps: [[UInt8]] = []

  /// So many rows, one a second, whose times are stored every tenth row.
  init(rows: Int) {
    for row in 0..<rows {
      data.append(Self.bytes(Float(3 - Double(row) / 1e4).bitPattern) + Self.bytes(Float(-0.001).bitPattern))
      guard row % 10 == 0 || row == rows - 1 else { continue }
      infos.append(
        Self.bytes(UInt32(row * 1000)) + [0] + Self.bytes(0) + Self.bytes(Float(Double(row) / 3.6e6).bitPattern)
          + Array(repeating: 0, count: 16) + Self.bytes(1000) + Self.bytes(UInt32(1_772_442_000 + row)) + Self.bytes(1)
          + Self.bytes(UInt32(row + 1)) + Array(repeating: 0, count: 10))
    }
    steps = [Self.bytes(0) + Self.bytes(1) + Array(repeating: 0, count: 16) + [2] + Array(repeating: 0, count: 12)]
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  static func file(_ kind: NDCFileKind, _ rows: ArraySlice<[UInt8]>) -> [UInt8] {
    var bytes: [UInt8] = [kind.rawValue, 0, 14] + Array(repeating: 0, count: 4093)
    guard let size = rows.first?.count else { return bytes }
    let room = (4096 - 133) / size
    for start in stride(from: rows.startIndex, to: rows.endIndex, by: room) {
      let taken = rows[start..<min(rows.endIndex, start + room)]
      var page = [kind.rawValue + 1, 0, UInt8(taken.count & 255), UInt8(taken.count >> 8)]
      page += Array(repeating: 0, count: 128)
      for row in 0..<taken.count { page[4 + row / 8] |= 1 << UInt8(row % 8) }
      page += taken.joined()
      bytes += page + Array(repeating: 0, count: 4096 - page.count)
    }
    return bytes
  }

  func archive() -> [UInt8] {
    ZipWriter.archive([
      .init(name: "VersionInfo.xml", bytes: Array("<root/>".utf8), isWide: true),
      .init(name: "data.ndc", bytes: Self.file(.data, data[...]), isWide: true),
      .init(name: "data_step.ndc", bytes: Self.file(.steps, steps[...]), isWide: true),
      .init(name: "data_runInfo.ndc", bytes: Self.file(.runInfo, infos[...]), isWide: true),
    ])
  }
}

/// Everything a container gives, decoded; and the error at its end.
struct Unpacked {
  var samples: [Sample] = []
  var format = ""
  var trouble: String?

  init(_ reader: any ContainerReader) {
    var decoder: (any SampleDecoder)?
    var batch = SampleBatch()
    do {
      while true {
        var bytes: [UInt8] = []
        let step = Result { () throws(ContainerTrouble) in try reader.next(into: &bytes) }
        if !bytes.isEmpty {
          if decoder == nil, case .known(let found, _) = FormatRegistry.identify(LogHead(bytes, isWholeFile: false)) {
            format = found.id
            decoder = found.makeDecoder()
          }
          decoder?.decode(bytes.span, into: &batch)
        }
        if try step.get() != .bytes { break }
      }
    } catch { trouble = "\(error)" }
    decoder?.finish(into: &batch)
    samples = batch.samples
  }
}

@Suite("Neware's archives and loose files")
struct NewareContainerTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private func unpack(_ bytes: [UInt8]) throws -> Unpacked {
    let path = try folder.write(bytes, to: "a.ndax")
    do { return Unpacked(try LogContainer.zip.open(path)) } catch { throw error }
  }

  @Test("an archive gives the rows of its files")
  func archive() throws {
    let unpacked = try unpack(NewareFiles(rows: 2500).archive())
    #expect(unpacked.trouble == nil && unpacked.format == "neware-ndax")
    #expect(unpacked.samples.map(\.testTime) == (0..<2500).map(Double.init))
    #expect(unpacked.samples.allSatisfy { $0.vendorCycle == 1 && $0.phase == .discharge })
    #expect(abs((unpacked.samples.last?.dischargeCounter ?? 0) - 2499 / 3600.0) < 1e-6)
  }

  @Test("an archive with a damaged member gives what is good, and says so")
  func partial() throws {
    let good = NewareFiles(rows: 2500).archive()
    var random = SeededGenerator(seed: 8)
    var partial = 0
    for _ in 0..<300 {
      var bad = good
      bad[Int.random(in: 0..<bad.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      guard let unpacked = try? unpack(bad) else { continue }
      #expect(unpacked.samples.count <= 2500)
      if unpacked.trouble != nil, !unpacked.samples.isEmpty { partial += 1 }
    }
    #expect(partial > 50)
  }

  @Test("an archive of something else, or of pages that are none, is refused with the reason")
  func strangers() throws {
    func trouble(_ members: [ZipWriter.Member]) throws -> String {
      do { return try unpack(ZipWriter.archive(members)).trouble ?? "nothing" } catch { return "\(error)" }
    }
    #expect(try trouble([.init(name: "a.txt", bytes: [1])]).contains("something else"))
    #expect(try trouble([.init(name: "data.ndc", bytes: Array(repeating: 9, count: 9000))]).contains("no .ndc file"))
    let data = NewareFiles.file(.data, NewareFiles(rows: 20).data[...])
    #expect(try trouble([.init(name: "data.ndc", bytes: Array(data.dropLast(5)))]).contains("ends within a page"))
  }

  @Test("loose files that grow row by row give the rows of the last state, none twice")
  func growing() throws {
    let whole = NewareFiles(rows: 1800)
    var random = SeededGenerator(seed: 21)
    let path = try folder.write(NewareFiles.file(.data, []), to: "t.ndc")
    #expect(LogContainer.recognise(NewareFiles.file(.data, whole.data.prefix(1))) == .pages)
    let pages = NewarePages(path)
    var decoder = NewareNDC().makeDecoder()
    var batch = SampleBatch()
    var counts = [0, 0, 0]
    while counts[0] < whole.data.count || counts[1] < whole.infos.count {
      counts[0] = min(whole.data.count, counts[0] + Int.random(in: 0...60, using: &random))
      counts[1] = min(whole.infos.count, counts[1] + Int.random(in: 0...7, using: &random))
      counts[2] = 1
      let stamp = LogContainer.pages.stamp(of: path)
      try folder.write(NewareFiles.file(.data, whole.data.prefix(counts[0])), to: "t.ndc")
      try folder.write(NewareFiles.file(.runInfo, whole.infos.prefix(counts[1])), to: "t_runInfo.ndc")
      try folder.write(NewareFiles.file(.steps, whole.steps.prefix(counts[2])), to: "t_step.ndc")
      #expect(LogContainer.pages.stamp(of: path) != stamp)
      var bytes: [UInt8] = []
      while try pages.next(into: &bytes) == .bytes {}
      decoder.decode(bytes.span, into: &batch)
      #expect(!pages.isReplaced && batch.samples.count <= counts[0])
    }
    decoder.finish(into: &batch)
    #expect(batch.samples.map(\.testTime) == (0..<1800).map(Double.init))
    let atOnce = Unpacked(NewarePages(path))
    func values(_ samples: [Sample]) -> [SampleBits] {
      samples.map {
        var sample = $0
        sample.byteOffset = 0
        return SampleBits(sample)
      }
    }
    #expect(values(atOnce.samples) == values(batch.samples))
    #expect(atOnce.format == "neware-ndc")
  }

  @Test("loose files of another test under the same name are noticed")
  func replaced() throws {
    let first = NewareFiles(rows: 900)
    var second = NewareFiles(rows: 900)
    second.data = second.data.map { Array($0.reversed()) }
    let path = try folder.write(NewareFiles.file(.data, first.data[...]), to: "t.ndc")
    for bytes in [NewareFiles.file(.data, second.data[...]), NewareFiles.file(.data, first.data.prefix(3))] {
      try folder.write(NewareFiles.file(.data, first.data[...]), to: "t.ndc")
      let pages = NewarePages(path)
      var given: [UInt8] = []
      while try pages.next(into: &given) == .bytes {}
      try folder.write(bytes, to: "t.ndc")
      #expect(try pages.next(into: &given) == .end && pages.isReplaced)
    }
  }
}
