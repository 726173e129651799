import CellModel
import Foundation
import TestSupport
import Testing

@testable import CyclerFormats

/// Real logs, where the machine has some: `CELLTOP_CORPUS` names their folder.
private enum Corpus {
  static let folder = ProcessInfo.processInfo.environment["CELLTOP_CORPUS"]

  /// The files that some format claims, the largest left out: a debug build reads a few megabytes a second.
  static let files: [String] = {
    guard let folder, let names = FileManager.default.enumerator(atPath: folder) else { return [] }
    var files: [String] = []
    while let name = names.nextObject() as? String {
      let path = folder + "/" + name
      guard let handle = FileHandle(forReadingAtPath: path), let head = try? handle.read(upToCount: LogHead.limit + 1),
        let size = try? handle.seekToEnd(), size < 8_000_000
      else { continue }
      if case .known = FormatRegistry.identify(LogHead(Array(head), isWholeFile: head.count <= LogHead.limit)) {
        files.append(path)
      }
    }
    return files.sorted()
  }()
}

@Suite("Real logs", .enabled(if: Corpus.folder != nil))
struct CorpusTests {
  @Test("give the same samples and the same report however they are cut")
  func cuts() throws {
    #expect(!Corpus.files.isEmpty)
    var random = SeededGenerator(seed: 31)
    for path in Corpus.files {
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      guard case .known(let format, _) = FormatRegistry.identify(LogHead(bytes, isWholeFile: true)) else { continue }
      let whole = DecodedLog(bytes, format)
      let cuts = (0..<50).map { _ in Int.random(in: 0...bytes.count, using: &random) }
      #expect(DecodedLog(bytes, format, cuts: cuts) == whole, "\(path) cut at \(cuts)")
    }
  }

  @Test("of a test that ran have at each look the points that EC-Lab had counted, and at last those of the whole")
  func growth() throws {
    let looks = try Corpus.files.filter { $0.contains("/aurora_live_file_") }
      .map { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) }
    let whole = DecodedLog(try #require(looks.last), BiologicMPR())
    var decoder = BiologicMPR().makeDecoder()
    var batch = SampleBatch()
    var counts: [Int] = []
    var read = 0
    // The two numbers in the head that change are behind the reader by then.
    for look in looks {
      decoder.decode(look.span.extracting(read..<look.count), into: &batch)
      read = look.count
      counts.append(batch.samples.count)
    }
    #expect(counts == [2, 600, 1202, 1803])
    #expect(batch.samples.map { SampleBits($0) } == whole.samples)
  }

  @Test("have hardly a row that cannot be read")
  func badRows() throws {
    for path in Corpus.files {
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      guard case .known(let format, _) = FormatRegistry.identify(LogHead(bytes, isWholeFile: true)) else { continue }
      let report = DecodedLog(bytes, format).plainReport
      #expect(report.badRows * 100 <= report.rows, "\(path): \(String(describing: report.firstBadRow))")
    }
  }
}
