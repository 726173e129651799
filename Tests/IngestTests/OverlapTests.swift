import CellModel
import Fleet
import Settings
import TestSupport
import Testing

@testable import celltop

@Suite("Files that hold rows of each other")
struct OverlapTests {
  private static let start = 1_767_600_000.0
  /// Four cycles of a Li|NCM cell, 41 rows each, whose voltage never stands still under current.
  static let rows = sloped(
    DatedLog(
      start: start,
      script: "R1@3.5 C1@4 D0.9@3.7 R0.5@3.5 / C1@4 D0.9@3.7 R0.5@3.5 / C1@4 D0.8@3.7 R0.5@3.5 / C1@4 D0.7@3.7 R0.5@3.5"
    ))

  /// Rows with a tenth of a millivolt more in each.
  private static func sloped(_ log: DatedLog, by slope: Double = 0.0001) -> [String] {
    log.rows.enumerated().map { place, row in
      var cells = row.split(separator: ",").map(String.init)
      cells[7] = "\((Double(cells[7]) ?? 0) + slope * Double(place + 1))"
      return cells.joined(separator: ",")
    }
  }

  static func bytes(_ rows: some Sequence<String>, hasDates: Bool = true, newline: String = "\n") -> [UInt8] {
    var lines = [DatedLog.header] + rows
    if !hasDates { lines = lines.map { withoutDate($0) } }
    return Array((lines.joined(separator: newline) + newline).utf8)
  }

  private static func withoutDate(_ row: String) -> String {
    var cells = row.split(separator: ",", omittingEmptySubsequences: false)
    cells.remove(at: 2)
    return cells.joined(separator: ",")
  }

  private static func read(_ folder: TestFolder, _ settings: CellSettings = CellSettings()) -> Ingest {
    var ingest = Ingest([folder.path], settings: settings)
    ingest.readAll()
    return ingest
  }

  private static func table(_ fold: ChannelFold?) -> [String] {
    fold?.allCycles.map {
      "\($0.number) \($0.charge) \($0.discharge) \($0.isComplete) \(fold?.efficiency(of: $0) ?? .nan)"
    }
      ?? []
  }

  /// The cycles of the test in one file.
  private static func whole() throws -> [String] {
    let folder = try TestFolder()
    try folder.append(bytes(rows), to: "whole.csv")
    return table(read(folder).channels.first)
  }

  @Test(
    "exports of all that was measured so far are one channel, that of the longest, and the others are told of",
    arguments: [["x_1.csv", "x_2.csv", "x_3.csv"], ["x_2026-01-06.csv", "x_2026-01-13.csv", "x_2026-01-20.csv"]],
    [
      true, false,
    ])
  func cumulative(names: [String], hasDates: Bool) throws {
    let folder = try TestFolder()
    for (name, count) in zip(names, [60, 110, Self.rows.count]) {
      // The newer export ends its lines otherwise: the rows tell, not the bytes.
      try folder.append(
        Self.bytes(Self.rows.prefix(count), hasDates: hasDates, newline: count > 100 ? "\r\n" : "\n"), to: name)
    }
    var ingest = Self.read(folder)
    #expect(ingest.channels.map(\.id.text) == [names[2]])
    #expect(Self.table(ingest.channels.first) == (try Self.whole()))
    let told = ingest.state(focus: nil).cells.first?.source.warnings ?? []
    #expect(told.contains("\(names[0]) left out: all of its rows stand in \(names[1]) too"))
    #expect(told.contains("\(names[1]) left out: all of its rows stand in \(names[2]) too"))
  }

  @Test("the next export takes the channel's place while the folder is watched")
  func nextExport() throws {
    let folder = try TestFolder()
    try folder.append(Self.bytes(Self.rows.prefix(80)), to: "x_1.csv")
    var ingest = Ingest([folder.path], settings: CellSettings())
    ingest.lookNow()
    while ingest.readOne() {}
    #expect(ingest.channels.map(\.id.text) == ["x_1.csv"])
    try folder.append(Self.bytes(Self.rows), to: "x_2.csv")
    ingest.lookNow()
    while ingest.readOne() {}
    ingest.finish()
    #expect(ingest.channels.map(\.id.text) == ["x_2.csv"])
    #expect(Self.table(ingest.channels.first) == (try Self.whole()))
    // A file that holds something else from now on is a cell of its own again.
    try folder.append(Array("1000,999999,02/01/2026 10:00:00,0,9,9,0,3.5,0,0\n".utf8), to: "x_1.csv")
    ingest.lookNow()
    while ingest.readOne() {}
    #expect(ingest.channels.map(\.id.text).sorted() == ["x_1.csv", "x_2.csv"])
  }

  @Test(
    "an export that was left out is a cell again, with all it holds, when another test takes the longer one's place")
  func replaced() throws {
    let folder = try TestFolder()
    try folder.append(Self.bytes(Self.rows.prefix(90)), to: "x_1.csv")
    try folder.append(Self.bytes(Self.rows), to: "x_2.csv")
    var ingest = Ingest([folder.path], settings: CellSettings())
    ingest.lookNow()
    while ingest.readOne() {}
    #expect(ingest.channels.map(\.id.text) == ["x_2.csv"])
    let other = DatedLog(start: Self.start + 1e6, script: "R1@3.4 C1@4 D0.9@3.7 R0.5@3.4")
    try folder.replace("x_2.csv", by: other.bytes)
    ingest.lookNow()
    while ingest.readOne() {}
    ingest.finish()
    #expect(ingest.channels.map(\.id.text).sorted() == ["x_1.csv", "x_2.csv"])
    #expect(ingest.channels.first { $0.id.text == "x_1.csv" }?.rows == 90)
  }

  @Test(
    "rows that end one file and begin the next count once", arguments: ["x_1.csv", "x_2026-01-06.csv", "x.csv"],
    [true, false])
  func overlap(first: String, hasDates: Bool) throws {
    let second = ["x_1.csv": "x_2.csv", "x_2026-01-06.csv": "x_2026-01-07.csv", "x.csv": "x_cont.csv"][first] ?? ""
    let folder = try TestFolder()
    try folder.append(Self.bytes(Self.rows.prefix(90), hasDates: hasDates), to: first)
    try folder.append(Self.bytes(Self.rows.dropFirst(60), hasDates: hasDates), to: second)
    let fold = try #require(Self.read(folder).channels.first)
    #expect(fold.segments.count == 2 && fold.rows == Self.rows.count)
    #expect(fold.segments.last?.continuity == .exact)
    #expect(fold.segments.last?.reason.contains("its first 30 rows are the last of the file before") == true)
    #expect(Self.table(fold) == (try Self.whole()))
  }

  @Test("the same however they are found, and put aside in between")
  func order() throws {
    let folder = try TestFolder()
    var ingest = Ingest([folder.path], settings: CellSettings())
    for (name, part) in [("x_2.csv", Self.rows[60...]), ("x_1.csv", Self.rows[..<90])] {
      let bytes = Self.bytes(part)
      for from in stride(from: 0, to: bytes.count, by: 1000) {
        try folder.append(Array(bytes[from..<min(bytes.count, from + 1000)]), to: name)
        ingest.lookNow()
        while ingest.readOne() {}
      }
    }
    ingest.finish()
    #expect(ingest.channels.map(\.segments.count) == [2])
    #expect(Self.table(ingest.channels.first) == (try Self.whole()))
  }

  @Test("two cells whose files overlap in time stay apart, whatever their names", arguments: [true, false])
  func apart(hasDates: Bool) throws {
    let folder = try TestFolder()
    let other = Self.sloped(
      DatedLog(start: Self.start, script: "R1@3.5 C1@4 D0.9@3.7 R0.5@3.5 / C1@4 D0.9@3.7 R0.5@3.5"), by: 0.00011)
    for (first, second) in [("x_1.csv", "x_2.csv"), ("y_2026-01-06.csv", "y_2026-01-07.csv"), ("z.csv", "z_cont.csv")] {
      try folder.append(Self.bytes(Self.rows.prefix(80), hasDates: hasDates), to: first)
      try folder.append(Self.bytes(other, hasDates: hasDates), to: second)
      try folder.append(Self.bytes(other.dropFirst(40), hasDates: hasDates), to: first.replacing(".csv", with: "b.csv"))
    }
    let channels = Self.read(folder).channels
    #expect(channels.allSatisfy { $0.segments.count == 1 })
  }

  @Test("files that cells.toml names are not joined where they hold different rows of one time, and it is said")
  func contradiction() throws {
    let folder = try TestFolder()
    let other = Self.sloped(
      DatedLog(start: Self.start, script: "R1@3.5 C1@4 D0.9@3.7 R0.5@3.5 / C1@4 D0.9@3.7 R0.5@3.5"), by: 0.00011)
    try folder.append(Self.bytes(Self.rows.prefix(60)), to: "a.csv")
    try folder.append(Self.bytes(other.dropFirst(30)), to: "b.csv")
    try folder.append(Self.bytes(Self.rows.dropFirst(40)), to: "c.csv")
    func settings(_ files: String) -> CellSettings {
      CellSettings.sound("schema = 1\n[[cell]]\nname = \"Li-7\"\nfiles = [\(files)]\n")
    }
    var ingest = Self.read(folder, settings("\"a.csv\", \"b.csv\""))
    #expect(ingest.channels.map(\.segments.count) == [1, 1, 1])
    let sentence = "b.csv is not joined with a.csv: they overlap in time, and their rows differ"
    #expect(ingest.state(focus: nil).cells.contains { $0.source.warnings.contains(sentence) })
    // The same rows count once, where the person says that it is one test.
    let joined = Self.read(folder, settings("\"a.csv\", \"c.csv\"")).channels.first { $0.segments.count == 2 }
    #expect(Self.table(joined) == (try Self.whole()))
    #expect(joined?.segments.last?.provenance == .given)
  }
}
