import CellModel
import CyclerFormats
import Fleet
import Settings
import TestSupport
import Testing

@testable import celltop

@Suite("Ingest of logs that must be unpacked")
struct IngestContainerTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private static func state(_ ingest: borrowing Ingest) -> FleetState {
    var fleet = ingest.fleet
    return fleet.state(now: 0, focus: nil)
  }

  private func ingest(_ name: String? = nil) -> Ingest {
    Ingest(
      [name.map { "\(folder.path)/\($0)" } ?? folder.path], settings: CellSettings(),
      options: IngestOptions(pollInterval: 0.01))
  }

  @Test("an archive that grows by replacement is read again whole, and no row counts twice")
  func replacedArchive() throws {
    try folder.write(NewareSet(rows: 100).archive(), to: "a.ndax")
    var ingest = ingest()
    follow(&ingest, "100 rows") { $0.channels.first?.report.rows == 100 }
    #expect(ingest.channels.map(\.id.text) == ["a.ndax"])
    // In place, and as a renamed copy.
    try folder.write(NewareSet(rows: 250).archive(), to: "a.ndax")
    follow(&ingest, "250 rows") { $0.channels.first?.report.rows == 250 }
    try folder.replace("a.ndax", by: NewareSet(rows: 400).archive())
    follow(&ingest, "400 rows") { $0.channels.first?.report.rows == 400 }
    #expect(ingest.channels.count == 1)
    let cycle = ingest.channels.first?.allCycles.first
    #expect(abs((cycle?.firstCapacity ?? 0) - 399 / 3600.0) < 1e-6)
    // A scheduled export comes every few minutes: it is no event.
    #expect(ingest.state(focus: nil).events.allSatisfy { !$0.text.contains("read again") })
  }

  @Test("an archive caught half-written keeps what was read, says so, and is read when it is whole")
  func halfWritten() throws {
    try folder.write(NewareSet(rows: 100).archive(), to: "a.ndax")
    var ingest = ingest()
    follow(&ingest, "100 rows") { $0.channels.first?.report.rows == 100 }
    let next = NewareSet(rows: 300).archive()
    try folder.write(Array(next.prefix(next.count / 2)), to: "a.ndax")
    follow(&ingest, "the complaint") { $0.obstacles.contains { $0.reason.contains("not read again") } }
    #expect(ingest.channels.first?.report.rows == 100)
    try folder.write(next, to: "a.ndax")
    follow(&ingest, "300 rows") { $0.channels.first?.report.rows == 300 }
    #expect(ingest.obstacles.isEmpty)
  }

  @Test("an archive that cannot be read is named with the reason, and the others go on")
  func unreadable() throws {
    try folder.write(Array(NewareSet(rows: 50).archive().dropLast(30)), to: "bad.ndax")
    try folder.write(NewareSet(rows: 50).archive(), to: "good.ndax")
    var ingest = ingest()
    ingest.readAll()
    #expect(ingest.channels.map(\.id.text) == ["good.ndax"])
    #expect(ingest.obstacles.map(\.path) == ["\(folder.path)/bad.ndax"])
    #expect(ingest.obstacles.first?.reason.contains("cut short") == true)
  }

  @Test("an archive with a damaged member gives what is good, and its channel says that it is not all")
  func partial() throws {
    var bytes = NewareSet(rows: 1200).archive()
    // The last page of data, which is stored and not packed.
    bytes[30 + 8 + 3 * 4096 + 500] ^= 1
    try folder.write(bytes, to: "a.ndax")
    var ingest = ingest()
    ingest.readAll()
    #expect(ingest.channels.first?.report.rows == 1200)
    #expect(ingest.obstacles.first?.reason.contains("read in part: it has a damaged member “data.ndc”") == true)
    let cell = ingest.state(focus: nil).cells.first
    #expect(cell?.flags.contains { $0.code == .gone && $0.evidence.contains("read in part") } == true)
  }

  @Test("an archive that is damaged when it comes again does not take the place of what was whole")
  func damagedReplacement() throws {
    try folder.write(NewareSet(rows: 1300).archive(), to: "a.ndax")
    var ingest = ingest()
    follow(&ingest, "1300 rows") { $0.channels.first?.report.rows == 1300 }
    var bytes = NewareSet(rows: 1200).archive()
    bytes[30 + 8 + 3 * 4096 + 500] ^= 1
    try folder.write(bytes, to: "a.ndax")
    follow(&ingest, "the complaint") { $0.obstacles.contains { $0.reason.contains("not read again") } }
    #expect(ingest.channels.first?.report.rows == 1300)
  }

  @Test("an archive of something else is passed over with a word, and is no trouble")
  func stranger() throws {
    var bytes = NewareSet(rows: 10).archive()
    for index in bytes.indices where bytes[index...].starts(with: Array("data.ndc".utf8)) { bytes[index] = 0x65 }
    try folder.write(bytes, to: "other.zip")
    var ingest = ingest()
    ingest.readAll()
    #expect(ingest.obstacles.isEmpty && ingest.channels.isEmpty)
    #expect(ingest.skipped.first?.reason.contains("something else") == true)
  }

  @Test("loose pages that grow are followed row by row, without beginning anew")
  func loosePages() throws {
    let whole = NewareSet(rows: 900)
    var ingest = ingest()
    var rows = 0
    while rows < 900 {
      rows += 150
      let part = NewareSet(rows: rows, times: whole)
      try folder.write(part.runInfo, to: "t_runInfo.ndc")
      try folder.write(part.steps, to: "t_step.ndc")
      try folder.write(part.data, to: "t.ndc")
      let known = rows / 10 * 10 - 9
      follow(&ingest, "\(known) rows") { ($0.channels.first?.report.rows ?? 0) >= known }
    }
    ingest.finish()
    #expect(ingest.channels.map(\.id.text) == ["t.ndc"])
    #expect(ingest.channels.first?.report.rows == 900)
    let state = ingest.state(focus: nil)
    #expect(!state.events.contains { $0.text.contains("from the beginning") || $0.text.contains("skipped") })
  }

  @Test("an .mpr that runs has a wall clock from the .mpl beside it, and the .mpl is no complaint")
  func startTime() throws {
    try folder.write(
      Array("EC-Lab LOG FILE\n\nOCV\nAcquisition started on : 10/31/2025 16:46:48.500\n".utf8), to: "c_C01.mpl")
    try folder.write(BiologicSet.file(records: 3), to: "c_C01.mpr")
    var ingest = ingest()
    follow(&ingest, "3 rows") { $0.channels.first?.report.rows == 3 }
    #expect(ingest.channels.first?.lastSample?.wallTime == 1_761_929_208.5 + 20)
    // EC-Lab appends whole records and counts them up in the head, behind the reader's back.
    try folder.write(BiologicSet.file(records: 600), to: "c_C01.mpr")
    follow(&ingest, "600 rows") { $0.channels.first?.report.rows == 600 }
    #expect(ingest.channels.first?.lastSample?.wallTime == 1_761_929_208.5 + 5990)
    #expect(ingest.skipped.map(\.name) == ["c_C01.mpl"])
    let state = ingest.state(focus: nil)
    #expect(!state.events.contains { $0.text.contains("skipped") || $0.text.contains("from the beginning") })
  }

  @Test("an .mpl that comes after its .mpr gives the rows that are there a wall clock, each once")
  func lateStartTime() throws {
    try folder.write(BiologicSet.file(records: 40), to: "c_C01.mpr")
    var ingest = ingest()
    follow(&ingest, "40 rows") { $0.channels.first?.report.rows == 40 }
    #expect(ingest.channels.first?.lastSample?.wallTime.isNaN == true)
    try folder.write(
      Array("BT-Lab LOG FILE\r\nAcquisition started on : 10/31/2025 16:46:48.500\r\n".utf8), to: "c_C01.mpl")
    follow(&ingest, "the clock") { $0.channels.first?.lastSample?.wallTime == 1_761_929_208.5 + 390 }
    #expect(ingest.channels.count == 1 && ingest.channels.first?.report.rows == 40)
  }

  @Test("a finished .mpr without an .mpl has a wall clock from its own end")
  func finishedTest() throws {
    // 2026-03-02 09:00.
    try folder.write(BiologicSet.file(records: 5) + BiologicSet.log(days: 46083.375), to: "done.mpr")
    var ingest = ingest()
    ingest.readAll()
    #expect(ingest.channels.first?.report.rows == 5)
    #expect(ingest.channels.first?.lastSample?.wallTime == 1_772_442_040.0)
  }

  @Test("a container that goes keeps its history, and one that returns is read again")
  func gone() throws {
    try folder.write(NewareSet(rows: 100).archive(), to: "a.ndax")
    var ingest = ingest()
    follow(&ingest, "100 rows") { $0.channels.first?.report.rows == 100 }
    folder.remove("a.ndax")
    follow(&ingest, "the loss") { ingest in
      Self.state(ingest).cells.first?.flags.contains { $0.code == .gone } == true
    }
    #expect(ingest.channels.first?.report.rows == 100 && ingest.obstacles.isEmpty)
    try folder.write(NewareSet(rows: 120).archive(), to: "a.ndax")
    follow(&ingest, "120 rows") { $0.channels.first?.report.rows == 120 }
  }
}
