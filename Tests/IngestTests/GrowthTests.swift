import CellModel
import Fleet
import Settings
import SimulatedLab
import TestSupport
import Testing

@testable import celltop

@Suite("A test that is followed while it runs, through a restart")
struct GrowthTests {
  /// The files of a test at some time, with the rows that can be known of them.
  private struct Moment {
    var files: [String: [UInt8]]
    var rows: Int
  }

  private static func ingest(_ folder: TestFolder, _ store: CheckpointStore?) -> Ingest {
    var options = IngestOptions(pollInterval: 0.01)
    options.store = store
    return Ingest([folder.path], settings: CellSettings(), options: options)
  }

  /// All that a folder's only channel knows; a page that came again stands elsewhere in the stream of pages.
  private static func known(_ ingest: borrowing Ingest) -> String {
    text(of: ingest.channels).replacing(#/byteOffset: \d+/#, with: "")
  }

  /// Follows a test from moment to moment, in two runs, and holds what is known at its end against a reading of the
  /// files as they are then.
  private func replay(_ moments: [Moment], restartAt restart: Int) throws {
    let folder = try TestFolder()
    let place = StatePlace()
    var run = Self.ingest(folder, place.store())
    for (number, moment) in moments.enumerated() {
      if number == restart {
        run.putAsideAll(run.state(focus: nil), seconds: 60)
        run = Self.ingest(folder, place.store())
      }
      for (name, bytes) in moment.files { try folder.write(bytes, to: name) }
      follow(&run, "\(moment.rows) rows at moment \(number)") { $0.channels.first?.rows == moment.rows }
    }
    #expect(run.channels.count == 1)
    #expect(!run.state(focus: nil).events.contains { $0.text.contains("from the beginning") })
    var fresh = Self.ingest(folder, nil)
    fresh.readAll()
    run.finish()
    #expect(Self.known(run) == Self.known(fresh))
  }

  @Test("has every point that EC-Lab has counted, ten minutes apart", arguments: 0...3)
  func openCircuit(restart: Int) throws {
    // The counts of four real looks at one file.
    let moments = [2, 600, 1202, 1803].map { Moment(files: ["a.mpr": BiologicSet.file(records: $0)], rows: $0) }
    try replay(moments, restartAt: restart)
  }

  @Test("has each record once, whether EC-Lab counts it before it is there or afterwards", arguments: [3, 4])
  func headAndRecords(seed: UInt64) throws {
    var random = TestSupport.SeededGenerator(seed: seed)
    let start = Array("EC-Lab LOG FILE\n\nOCV\nAcquisition started on : 03/02/2026 09:00:00.000\n".utf8)
    var moments = [Moment(files: ["a.mpl": start, "a.mpr": BiologicSet.file(records: 0)], rows: 0)]
    var records = 0
    while records < 400 {
      let next = records + Int.random(in: 1...60, using: &random)
      if Bool.random(using: &random) {
        moments.append(Moment(files: ["a.mpr": BiologicSet.file(records: records, stated: next)], rows: records))
      } else {
        // The last record is still being written.
        let bytes = BiologicSet.file(records: next + 1, stated: records)
        let cut = Int.random(in: 1...12, using: &random)
        moments.append(Moment(files: ["a.mpr": Array(bytes.dropLast(cut))], rows: next))
      }
      moments.append(Moment(files: ["a.mpr": BiologicSet.file(records: next)], rows: next))
      records = next
    }
    let whole = BiologicSet.file(records: records) + BiologicSet.log(days: 46083.375)
    moments.append(Moment(files: ["a.mpr": whole], rows: records))
    try replay(moments, restartAt: Int.random(in: 1..<moments.count, using: &random))
  }

  @Test("has each row of Neware's pages once, of which the newest is rewritten until it is full", arguments: [5, 6])
  func pages(seed: UInt64) throws {
    var random = TestSupport.SeededGenerator(seed: seed)
    let whole = NewareSet(rows: 1500, step: 400)
    var moments: [Moment] = []
    var rows = 20
    while rows < 1500 {
      let part = NewareSet(rows: rows, times: whole, step: 400)
      // A row's time is certain from the stored one behind it on.
      moments.append(Moment(files: part.files("t"), rows: (rows - 1) / 10 * 10 + 1))
      rows += Int.random(in: 1...250, using: &random)
    }
    moments.append(Moment(files: whole.files("t"), rows: 1500))
    try replay(moments, restartAt: Int.random(in: 1..<moments.count, using: &random))
  }

  @Test("has each row of every text format once, whatever pieces of lines come", arguments: [7] as [UInt64])
  func textLogs(seed: UInt64) throws {
    var random = TestSupport.SeededGenerator(seed: seed)
    let count = LogFormat.all.count
    var lab = SimulatedLab(cells: count, seed: seed, cycles: 4, startTime: 1_736_154_000, formats: LogFormat.all)
    var logs = Array(repeating: [UInt8](), count: count)
    lab.advance(to: .infinity) { logs[$0] += $1 }
    let names = lab.specifications.map { $0.path.replacing("/", with: "-") }
    let folder = try TestFolder()
    let place = StatePlace()
    var run = Self.ingest(folder, place.store())
    let cuts = logs.map { log in
      (0..<9).map { _ in Int.random(in: 0...log.count, using: &random) }.sorted() + [log.count]
    }
    for piece in 0..<10 {
      if piece == 5 {
        run.putAsideAll(run.state(focus: nil), seconds: 60)
        run = Self.ingest(folder, place.store())
      }
      for (log, (name, ends)) in zip(logs, zip(names, cuts)) {
        try folder.append(Array(log[(piece > 0 ? ends[piece - 1] : 0)..<ends[piece]]), to: name)
      }
      run.lookNow()
      while run.readOne() {}
    }
    #expect(run.channels.count == count)
    var fresh = Self.ingest(folder, nil)
    fresh.readAll()
    run.finish()
    #expect(Self.known(run) == Self.known(fresh))
  }
}
