import CellModel
import Checkpoints
import Cycling
import Fleet
import Glibc
import Settings
import SimulatedLab
import Tailing
import TestSupport
import Testing

@testable import celltop

@Suite("A restart")
struct ResumeTests {
  private static func options(_ store: CheckpointStore?) -> IngestOptions {
    var options = IngestOptions()
    options.threads = 2
    options.smallestBacklog = 1
    options.store = store
    return options
  }

  /// What one run makes of a folder, and whether it read a log's bytes that an earlier run had read.
  private static func run(_ folder: TestFolder, _ store: CheckpointStore?, _ settings: CellSettings = CellSettings())
    -> String
  {
    var ingest = Ingest([folder.path], settings: settings, options: options(store))
    ingest.look()
    while ingest.readOne() {}
    ingest.putAsideAll(ingest.state(focus: nil), seconds: 60)
    ingest.finish()
    let sources = ingest.state(focus: nil).cells.map { "\($0.id) \($0.source)" }.sorted()
    return text(of: ingest.channels) + sources.joined(separator: "\n")
  }

  @Test(
    "tells what a fresh reading tells, of every format and of tests in several files", arguments: [2] as [UInt64])
  func law(seed: UInt64) throws {
    let folder = try TestFolder()
    let place = StatePlace()
    var random = TestSupport.SeededGenerator(seed: seed)
    var lab = SimulatedLab(cells: 20, seed: seed, cycles: 8, startTime: 1_736_154_000, formats: LogFormat.all)
    var files = Array(repeating: [UInt8](), count: 20)
    lab.advance(to: .infinity) { files[$0] += $1 }
    var rest: [(name: String, bytes: ArraySlice<UInt8>)] = []
    for (specification, bytes) in zip(lab.specifications, files) {
      let name = specification.path.replacing("/", with: "-")
      let cut = Int.random(in: 0...bytes.count, using: &random)
      try folder.append(Array(bytes[..<cut]), to: name)
      rest.append((name, bytes[cut...]))
    }
    for week in 0..<4 {
      let start = 1_767_600_000.0 + Double(week) * 604_800
      let log = DatedLog(start: start, script: "R1@3.5 C1@4 D0.9@3.7 / C1@4 D0.9@3.7 R1@3.5")
      let name = "cell_\(DatedLog.day(start)).csv"
      let cut = [log.bytes.count, log.bytes.count, log.bytes.count / 2, 0][week]
      if cut > 0 { try folder.append(Array(log.bytes[..<cut]), to: name) }
      rest.append((name, log.bytes[cut...]))
    }
    // Exports that begin before the last one's end, and such of all that was measured so far.
    let rows = OverlapTests.rows
    for (name, log) in [
      ("over_1.csv", OverlapTests.bytes(rows[..<90])), ("over_2.csv", OverlapTests.bytes(rows[60...])),
      ("all_1.csv", OverlapTests.bytes(rows[..<90])), ("all_2.csv", OverlapTests.bytes(rows)),
    ] {
      let cut = name.hasSuffix("1.csv") ? log.count : log.count / 2
      try folder.append(Array(log[..<cut]), to: name)
      rest.append((name, log[cut...]))
    }
    _ = Self.run(folder, place.store())
    #expect(place.files.count >= 18)
    for one in rest {
      let half = one.bytes.startIndex + one.bytes.count / 2
      try folder.append(Array(one.bytes[..<half]), to: one.name)
    }
    #expect(Self.run(folder, place.store()) == Self.run(folder, nil))
    for one in rest {
      let half = one.bytes.startIndex + one.bytes.count / 2
      try folder.append(Array(one.bytes[half...]), to: one.name)
    }
    let whole = Self.run(folder, nil)
    #expect(Self.run(folder, place.store()) == whole)
    // Nothing new: all is taken up as it is.
    #expect(Self.run(folder, place.store()) == whole)
    let named = CellSettings.sound("schema = 1\n[defaults]\nformation_cycles = 1\nnominal_mAh = 2\n")
    #expect(Self.run(folder, place.store(), named) == Self.run(folder, nil, named))
    for file in place.files {
      let descriptor = unsafe open(file, O_WRONLY)
      _ = unsafe pwrite(descriptor, [0xFF] as [UInt8], 1, 200)
      close(descriptor)
    }
    #expect(Self.run(folder, place.store()) == whole)
  }

  @Test("takes containers up again, and reads them anew when they changed")
  func containers() throws {
    let folder = try TestFolder()
    let place = StatePlace()
    try folder.append(NewareSet(rows: 200).archive(), to: "a.ndax")
    let first = Self.run(folder, place.store())
    #expect(place.files.count == 1)
    #expect(Self.run(folder, place.store()) == first)
    folder.remove("a.ndax")
    try folder.append(NewareSet(rows: 300).archive(), to: "a.ndax")
    let second = Self.run(folder, place.store())
    #expect(second == Self.run(folder, nil) && second != first)
  }

  // MARK: When a log is gone on with

  private static func job(_ path: String, _ facts: CellFacts = CellFacts()) -> Backlog.Job {
    var tail = Tail(path: RawPath(path))
    var scratch: [UInt8] = []
    _ = tail.look(now: 1, scratch: &scratch)
    return Backlog.Job(
      cell: CellID("a.csv"), name: "a", facts: facts, trace: .full, stitches: true,
      files: [.init(id: .standardInput, path: RawPath(path), state: tail.state)])
  }

  @Test("goes on with a log that grew, and only with that")
  func identity() throws {
    let folder = try TestFolder()
    let place = StatePlace()
    let log = DatedLog(start: 1_767_600_000, script: "R1@3.5 C1@4 D0.9@3.7 / C1@4 D0.9@3.7 R1@3.5").bytes
    let (path, cut) = ("\(folder.path)/a.csv", log.count - 50)
    try folder.append(Array(log[..<cut]), to: "a.csv")
    var reader = BacklogReader(store: place.store())
    let outcome = reader.read(Self.job(path)) { _ in true }
    #expect(outcome.isSaved)
    func resumes(_ facts: CellFacts = CellFacts(), stamp: UInt64 = 1) -> Bool {
      place.store(stamp: stamp).resume(Self.job(path, facts)) != nil
    }
    #expect(resumes())
    #expect(!resumes(stamp: 2))
    var named = CellFacts()
    named.name = "Li-7"
    #expect(resumes(named))
    named.formationCycles = Marked(1, .given)
    #expect(!resumes(named))
    // Written without having grown.
    folder.age("a.csv", by: 100)
    #expect(!resumes())
    folder.remove("a.csv")
    // A longer copy, as rsync makes one.
    try folder.append(log, to: "a.csv")
    #expect(resumes())
    folder.remove("a.csv")
    try folder.append(Array(log[..<(cut - 1)]), to: "a.csv")
    #expect(!resumes())
    folder.remove("a.csv")
    var other = log
    other[cut - 2] ^= 1
    try folder.append(other, to: "a.csv")
    #expect(!resumes())
  }

  @Test("shows at once what was last known, with its age, until the logs were read")
  func lastKnown() throws {
    let folder = try TestFolder()
    let place = StatePlace()
    let log = DatedLog(start: 1_767_600_000, script: "R1@3.5 C1@4 D0.9@3.7 / C1@4 D0.9@3.7 R1@3.5").bytes
    for name in ["a.csv", "b.csv"] { try folder.append(log + Array("\n\(name)".utf8), to: name) }
    var options = Self.options(place.store())
    options.fleetName = "lab"
    var first = Ingest([folder.path], settings: CellSettings(), options: options)
    first.look()
    while first.readOne() {}
    first.settle()
    let state = first.state(focus: nil)
    first.putAsideAll(state, seconds: 60)
    let known = try #require(place.store().lastKnown("lab"))
    #expect(place.store().lastKnown("other lab") == nil)
    folder.remove("b.csv")
    var second = Ingest([folder.path], settings: CellSettings(), options: options)
    second.recall(known)
    let begin = second.state(focus: nil)
    #expect(begin.cells.map(\.id) == state.cells.map(\.id) && begin.cells.allSatisfy { $0.asOf == state.now })
    #expect(begin.cells.map(\.lastEfficiency) == state.cells.map(\.lastEfficiency))
    #expect(!begin.progress.isComplete)
    second.look()
    while second.readOne() {}
    #expect(second.state(focus: nil).cells.map(\.asOf) == [nil, state.now])
    second.settle()
    #expect(second.state(focus: nil).cells.map(\.id.text) == ["a.csv"])
  }
}
