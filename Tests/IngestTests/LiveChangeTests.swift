import CellModel
import CyclerFormats
import Fleet
import Settings
import TestSupport
import Testing

@testable import celltop

@Suite("Logs and settings that change while they are followed")
struct LiveChangeTests {
  private static let script = "R1@3.5 C1@4 D0.9@3.7 / C1@4 D0.8@3.7 / C1@4 D0.7@3.7 R1@3.5"
  private static let start = 1_767_600_000.0

  private func follow(_ ingest: inout Ingest) {
    ingest.nextLastLines = -.infinity
    ingest.lookNow()
    while ingest.readOne() {}
    ingest.nextLastLines = -.infinity
    ingest.look()
  }

  @Test("a finished log's last line counts without its newline once the log is at rest, and never twice")
  func lastLine() throws {
    let folder = try TestFolder()
    let bytes = DatedLog(start: Self.start, script: Self.script).bytes
    // Cut within the last number of the last row: every column is there.
    try folder.append(Array(bytes.dropLast(3)), to: "cell.csv")
    var ingest = Ingest([folder.path], settings: CellSettings())
    follow(&ingest)
    let rows = try #require(ingest.channels.first).rows
    #expect(rows == 79, "the file may still be written")
    folder.age("cell.csv", by: 100)
    follow(&ingest)
    #expect(ingest.channels.first?.rows == 80)
    follow(&ingest)
    #expect(ingest.channels.first?.rows == 80)
    // The line goes on: the row is read as it is now, once.
    try folder.append(Array(bytes.suffix(3)), to: "cell.csv")
    follow(&ingest)
    #expect(ingest.channels.first?.rows == 80)
    let whole = SyntheticChannel.read(bytes)
    #expect(ingest.channels.first.map { "\($0.allCycles) \($0.stages)" } == "\(whole.allCycles) \(whole.stages)")
    #expect(ingest.channels.first?.lastSample?.dischargeCounter == whole.lastSample?.dischargeCounter)
  }

  @Test("a last line that lacks a column is no row however long the log rests")
  func halfLine() throws {
    let folder = try TestFolder()
    let bytes = DatedLog(start: Self.start, script: Self.script).bytes
    let comma = bytes.lastIndex(of: UInt8(ascii: ",")) ?? 0
    try folder.append(Array(bytes[..<comma]), to: "cell.csv")
    folder.age("cell.csv", by: 100_000)
    var ingest = Ingest([folder.path], settings: CellSettings())
    follow(&ingest)
    #expect(ingest.channels.first?.rows == 79 && ingest.channels.first?.report.badRows == 0)
  }

  @Test("new settings are applied to what was read; only another first half-cycle makes the log be read again")
  func settings() throws {
    let folder = try TestFolder()
    try folder.append(DatedLog(start: Self.start, script: Self.script).bytes, to: "a.csv")
    try folder.append(DatedLog(start: Self.start, script: Self.script).bytes + [0x0A], to: "b.csv")
    var ingest = Ingest([folder.path], settings: CellSettings())
    follow(&ingest)
    func changed(_ text: String) -> [String] {
      let settings = CellSettings.sound("schema = 1\n" + text)
      ingest.adopt(settings)
      while ingest.readOne() {}
      var fresh = Ingest([folder.path], settings: settings)
      follow(&fresh)
      #expect(celltop_text(ingest.channels) == celltop_text(fresh.channels), "\(text)")
      let state = ingest.state(focus: nil)
      #expect(state.cells.map(\.name).sorted() == fresh.state(focus: nil).cells.map(\.name).sorted())
      return state.events.map(\.text).filter { $0.hasPrefix("read again from") }
    }
    #expect(changed("[[cell]]\nid = \"a\"\nname = \"Li-7\"\nnominal_mAh = 1.1\nformation_cycles = 1\n") == [])
    #expect(changed("[defaults]\nstrip_cutoff_V = 3.2\n[alert]\nturn_cycles = 2\nturn_alarm = 1.5\n") == [])
    #expect(changed("[[cell]]\nid = \"a\"\nconfiguration = \"full\"\n[[cell]]\nid = \"b\"\nnote = \"x\"\n") == [])
    #expect(changed("[[cell]]\nid = \"a\"\nconfiguration = \"half\"\n").count == 1)
    #expect(changed("").count == 2)
  }

  @Test("settings that change while all cores read are taken up when they have read")
  func settingsDuringBacklog() throws {
    let folder = try TestFolder()
    try folder.append(DatedLog(start: Self.start, script: Self.script).bytes, to: "a.csv")
    try folder.append(DatedLog(start: Self.start + 1e6, script: Self.script).bytes, to: "b.csv")
    var options = IngestOptions()
    (options.threads, options.smallestBacklog) = (2, 0)
    var ingest = Ingest([folder.path], settings: CellSettings(), options: options)
    ingest.look()
    while ingest.backlog == nil, ingest.readOne() {}
    #expect(ingest.backlog != nil)
    let settings = CellSettings.sound(
      "schema = 1\n[[cell]]\nid = \"b\"\nname = \"Li-7\"\nconfiguration = \"half\"\n")
    ingest.adopt(settings)
    while ingest.readOne() {}
    var fresh = Ingest([folder.path], settings: settings)
    follow(&ingest)
    follow(&fresh)
    #expect(celltop_text(ingest.channels) == celltop_text(fresh.channels))
    #expect(ingest.state(focus: nil).cells.contains { $0.name == "Li-7" })
  }

  @Test("files that cells.toml joins from now on become one channel, and come apart again")
  func joins() throws {
    let folder = try TestFolder()
    try folder.append(DatedLog(start: Self.start, script: Self.script).bytes, to: "a.csv")
    try folder.append(DatedLog(start: Self.start + 1e6, script: Self.script).bytes, to: "b.csv")
    var ingest = Ingest([folder.path], settings: CellSettings())
    follow(&ingest)
    #expect(ingest.channels.count == 2)
    ingest.adopt(CellSettings.sound("schema = 1\n[[cell]]\nname = \"X\"\nfiles = [\"a*\", \"b*\"]\n"))
    while ingest.readOne() {}
    #expect(ingest.channels.map(\.segments.count) == [2] && ingest.state(focus: nil).cells.map(\.name) == ["X"])
    ingest.adopt(CellSettings())
    while ingest.readOne() {}
    #expect(ingest.channels.map(\.segments.count) == [1, 1])
  }
}

/// A channel that read bytes at once.
enum SyntheticChannel {
  static func read(_ bytes: [UInt8]) -> ChannelFold {
    var fold = ChannelFold(id: CellID("x"), path: "x", format: ArbinCSV())
    fold.decode(bytes.span)
    return fold
  }
}

private func celltop_text(_ channels: [ChannelFold]) -> String {
  channels.map { "\($0.id) \($0.allCycles) \($0.stages) \($0.reading) \($0.configuration) \($0.record())" }.joined()
}
