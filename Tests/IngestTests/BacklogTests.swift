import CellModel
import Fleet
import Settings
import SimulatedLab
import TestSupport
import Testing

@testable import celltop

@Suite("A backlog read by several threads")
struct BacklogTests {
  /// A lab's logs in every format, a test of three files, a copy, and two files that are no logs.
  private static func fill(_ folder: TestFolder) throws {
    var lab = SimulatedLab(cells: 20, seed: 5, cycles: 8, startTime: 1_736_154_000, formats: LogFormat.all)
    var files = Array(repeating: [UInt8](), count: 20)
    lab.advance(to: .infinity) { files[$0] += $1 }
    for (specification, bytes) in zip(lab.specifications, files) {
      try folder.append(bytes, to: specification.path.replacing("/", with: "-"))
    }
    for week in 0..<3 {
      let start = 1_767_600_000.0 + Double(week) * 604_800
      let log = DatedLog(start: start, script: "R1@3.5 C1@4 D0.9@3.7 / C1@4 D0.9@3.7 R1@3.5")
      try folder.append(log.bytes, to: "cell_\(DatedLog.day(start)).csv")
    }
    try folder.append(files[0], to: "zz-copy.csv")
    try folder.append(Array("this is no log\n".utf8), to: "notes.txt")
    try folder.append([], to: "empty.csv")
  }

  @Test("the outcome is that of one thread", arguments: [2, 5])
  func threads(count: Int) throws {
    let folder = try TestFolder()
    try Self.fill(folder)
    var outcomes: [String] = []
    for threads in [1, count] {
      var options = IngestOptions()
      options.threads = threads
      options.smallestBacklog = 1
      var ingest = Ingest([folder.path], settings: CellSettings(), options: options)
      ingest.readAll()
      let state = ingest.state(focus: nil)
      #expect(state.cells.count == 21 && ingest.skipped.map(\.name) == ["notes.txt"])
      #expect(state.progress.isComplete && state.progress.bytesDone == state.progress.bytesTotal)
      let summaries = state.cells.map { "\($0.id) \($0.name) \($0.condition) \($0.flags) \($0.source)" }
      outcomes.append(text(of: ingest.channels) + ingest.channels.map(\.id.text).joined() + "\(summaries)")
    }
    #expect(outcomes[0] == outcomes[1])
  }

  @Test("progress is told while a backlog is read, and rows that come afterwards are followed")
  func progress() throws {
    let folder = try TestFolder()
    try Self.fill(folder)
    var options = IngestOptions()
    options.threads = 2
    options.smallestBacklog = 1
    var ingest = Ingest([folder.path], settings: CellSettings(), options: options)
    ingest.look()
    var seen: [Int] = []
    while ingest.readOne() { seen.append(ingest.state(focus: nil).progress.bytesDone) }
    #expect(seen == seen.sorted() && (seen.last ?? 0) > 0)
    let next = DatedLog(start: 1_767_600_000.0 + 3 * 604_800, script: "R1@3.5 C1@4 D0.9@3.7 R1@3.5")
    try folder.append(next.bytes, to: "cell_\(DatedLog.day(next.start)).csv")
    ingest.lookNow()
    while ingest.readOne() {}
    #expect(ingest.channels.first { $0.segments.count > 1 }?.segments.count == 4)
  }
}
