import CellModel
import Fleet
import Settings
import TestSupport
import Testing

@testable import celltop

@Suite("Several files, one test")
struct StitchingTests {
  private static let start = 1_767_600_000.0
  private static let week = 604_800.0

  /// Four weeks of a Li|NCM cell: the third file is cut in the middle of a charge.
  private static let weeks = [
    "R1@3.5 C1@4 D0.9@3.7 / C1@4 D0.9@3.7 R1@3.5", "R1@3.6 C1@4 D0.8@3.7 / C1@4 D0.8@3.7 R1@3.5",
    "R1@3.6 C1@4 D0.7@3.7 / C0.4@4", "R1@3.8 C0.6@4 D0.6@3.7 / C1@4 D0.6@3.7 R1@3.5",
  ]

  private static func name(_ week: Int, _ cell: String = "cell_07") -> String {
    "\(cell)_\(DatedLog.day(start + Double(week) * Self.week + 86400)).csv"
  }

  private static func log(_ week: Int) -> [UInt8] {
    DatedLog(start: start + Double(week) * Self.week, script: weeks[week]).bytes
  }

  private static func read(
    _ folder: TestFolder, _ settings: CellSettings = CellSettings(), stitches: Bool = true
  ) -> [ChannelFold] {
    var options = IngestOptions()
    options.stitches = stitches
    var ingest = Ingest([folder.path], settings: settings, options: options)
    ingest.readAll()
    return ingest.channels
  }

  @Test("weekly files are one channel: cycles and test time go on, stored numbers stay, a cut half-cycle has no CE")
  func weekly() throws {
    let folder = try TestFolder()
    for week in 0..<4 { try folder.append(Self.log(week), to: Self.name(week)) }
    let channels = Self.read(folder)
    let fold = try #require(channels.first)
    #expect(channels.count == 1 && fold.id == CellID(Self.name(0)))
    #expect(fold.segments.map { $0.path.split(separator: "/").last.map(String.init) } == (0..<4).map { Self.name($0) })
    #expect(fold.segments.dropFirst().allSatisfy { !$0.reason.isEmpty && $0.continuity == .gap })
    let cycles = fold.allCycles
    #expect(cycles.map(\.number) == Array(1...7).map(Int32.init))
    #expect(cycles.map(\.vendorCycle) == [1, 2, 1, 2, 1, 2, 2])
    #expect(cycles.map(\.isComplete) == [true, true, true, true, true, false, true])
    let efficiencies = cycles.map { fold.efficiency(of: $0).map { ($0 * 100).rounded() } }
    #expect(efficiencies == [90, 90, 80, 80, 70, nil, 60])
    #expect(cycles.map { fold.segment(of: $0).path.hasSuffix(Self.name(2)) }.filter { $0 }.count == 2)
    // The first row of the third file stands two weeks behind that of the first.
    #expect(fold.segments.map { $0.startTime / Self.week } == [0, 1, 2, 3])
  }

  @Test("the order in which files are found, and how they are cut, change nothing", arguments: 0..<8)
  func permutations(seed: Int) throws {
    var random = TestSupport.SeededGenerator(seed: UInt64(seed))
    let whole = try TestFolder()
    for week in 0..<4 { try whole.append(Self.log(week), to: Self.name(week)) }
    let expected = text(of: Self.read(whole)).replacing(whole.path, with: "")
    let folder = try TestFolder()
    var ingest = Ingest([folder.path], settings: CellSettings())
    for week in Array(0..<4).shuffled(using: &random) {
      let bytes = Self.log(week)
      var from = 0
      while from < bytes.count {
        let to = min(bytes.count, from + Int.random(in: 300...4000, using: &random))
        try folder.append(Array(bytes[from..<to]), to: Self.name(week))
        from = to
        ingest.lookNow()
        while ingest.readOne() {}
      }
    }
    ingest.finish()
    #expect(text(of: ingest.channels).replacing(folder.path, with: "") == expected)
  }

  @Test("cells that run side by side, or whose names differ by a plain number, stay apart")
  func apart() throws {
    let folder = try TestFolder()
    // Replicates one after the other on the same channel: only their number tells them apart.
    for replicate in 1...3 {
      let log = DatedLog(start: Self.start + Double(replicate) * Self.week, script: Self.weeks[0])
      try folder.append(log.bytes, to: "LiNMC-0\(replicate).csv")
    }
    // Two cells with dated files at the same time, and a third kind under another format of name.
    for week in 0..<2 {
      try folder.append(Self.log(week), to: Self.name(week, "a_1"))
      let other = DatedLog(start: Self.start + Double(week) * Self.week + 5, script: Self.weeks[week])
      try folder.append(other.bytes, to: Self.name(week, "a_2"))
    }
    // A fresh Li|Cu cell that took the place of the one before: 2.9 V is no relaxed 0 V.
    try folder.append(DatedLog(start: Self.start, script: "R1@2.9 D1 C0.98@1 R1@0.6").bytes, to: "licu_2026-01-06.csv")
    let fresh = DatedLog(start: Self.start + Self.week, script: "R1@2.9 D1 C0.98@1 R1@0.6")
    try folder.append(fresh.bytes, to: "licu_\(DatedLog.day(Self.start + Self.week)).csv")
    let channels = Self.read(folder)
    #expect(channels.map(\.segments.count).sorted() == [1, 1, 1, 1, 1, 2, 2])
    #expect(channels.filter { $0.segments.count == 2 }.map(\.id.text) == [Self.name(0, "a_1"), Self.name(0, "a_2")])
  }

  @Test("a numbered file whose cycles and test time go on is the continuation")
  func numbered() throws {
    let folder = try TestFolder()
    let first = DatedLog(start: Self.start, script: "R1@3.5 C1@4 D0.9@3.7 / C1@4 D0.9@3.7 / C1@4 D0.9@3.7 R1@3.5")
    let length = 8.7 * 3600
    let second = DatedLog(
      start: Self.start + length + 30, script: "R1@3.5 C1@4 D0.8@3.7 R1@3.5", cyclesBefore: 3, timeBefore: length + 30)
    try folder.append(first.bytes, to: "x_1.csv")
    try folder.append(second.bytes, to: "x_2.csv")
    let channels = Self.read(folder)
    #expect(channels.map(\.segments.count) == [2])
    #expect(channels.first?.allCycles.map(\.vendorCycle) == [1, 2, 3, 4])
    #expect(channels.first?.segments.last?.reason.contains("goes on") == true)
  }

  @Test("a numbered file that begins inside the step in which the one before it ended is the continuation")
  func insideStep() throws {
    let folder = try TestFolder()
    let rows = DatedLog(start: Self.start, script: "R1@3.5 C1@4 D0.9@3.7 R1@3.5 / C1@4 D0.9@3.7 R1@3.5").rows
    try folder.append(Array(([DatedLog.header] + rows[..<25]).joined(separator: "\n").utf8 + [0x0A]), to: "x_1.csv")
    let later = rows[25...].map { row in
      var cells = row.split(separator: ",").map(String.init)
      cells[1] = "\((Double(cells[1]) ?? 0) - 9000)"
      // The discharge began two hours into the test.
      cells[3] = "\((Double(cells[1]) ?? 0) + 1800)"
      return cells.joined(separator: ",")
    }
    try folder.append(Array(([DatedLog.header] + later).joined(separator: "\n").utf8 + [0x0A]), to: "x_2.csv")
    // The next cell on the same channel, minutes later.
    try folder.append(
      DatedLog(start: Self.start + 7 * 3600, script: "R1@3.5 C1@4 D0.9@3.7").bytes, to: "x_3.csv")
    let channels = Self.read(folder)
    #expect(channels.map(\.segments.count) == [2, 1])
    #expect(
      channels.first?.segments.last?.reason.hasSuffix("the step in which the file before it ended goes on") == true)
    #expect(
      channels.first?.allCycles.map { (channels[0].efficiency(of: $0) ?? 0) * 10 }.map { $0.rounded() } == [9, 9])
  }

  @Test("--no-stitch leaves every file a cell")
  func off() throws {
    let folder = try TestFolder()
    for week in 0..<3 { try folder.append(Self.log(week), to: Self.name(week)) }
    try folder.append(Self.log(0), to: "copy.csv")
    #expect(Self.read(folder, stitches: false).count == 4)
  }

  @Test("a copy is left out once, with the reason, and never the file that a series needs")
  func copies() throws {
    let folder = try TestFolder()
    for week in 0..<3 { try folder.append(Self.log(week), to: Self.name(week)) }
    try folder.append(Self.log(1), to: "again.csv")
    var ingest = Ingest([folder.path], settings: CellSettings())
    ingest.readAll()
    let state = ingest.state(focus: nil)
    #expect(ingest.channels.map(\.segments.count) == [3])
    let sentence = "again.csv left out: the same content as \(Self.name(1))"
    #expect(state.events.filter { $0.text == sentence }.count == 1)
    #expect(state.cells.first?.source.warnings.contains(sentence) == true)
    // It is no copy any more when it holds something else.
    try folder.append(Array("1000,999999,02/01/2026 10:00:00,0,9,9,0,3.5,0,0\n".utf8), to: "again.csv")
    ingest.lookNow()
    while ingest.readOne() {}
    #expect(ingest.channels.map(\.id.text).sorted() == ["again.csv", Self.name(0)])
  }

  @Test("the same rows in an export with fewer digits are left out")
  func exports() throws {
    let folder = try TestFolder()
    let rows = DatedLog(start: Self.start, script: Self.weeks[0]).rows
    try folder.append(Self.log(0), to: "cell.csv")
    let shorter = rows.map { $0.replacing("0.0009", with: "0.00090") }
    try folder.append(Array((([DatedLog.header] + shorter).joined(separator: "\r\n") + "\r\n").utf8), to: "cell.txt")
    // Another cell of the same schedule, whose voltage differs.
    try folder.append(
      DatedLog(start: Self.start, script: Self.weeks[0].replacing("@3.7", with: "@3.71")).bytes, to: "cell_2.csv")
    let channels = Self.read(folder)
    #expect(channels.map(\.id.text).sorted() == ["cell.csv", "cell_2.csv"])
  }

  @Test("cells.toml joins what nothing else tells, and says so")
  func given() throws {
    let folder = try TestFolder()
    try folder.append(Self.log(1), to: "alpha.csv")
    try folder.append(Self.log(0), to: "omega.csv")
    try folder.append(Self.log(2), to: "other.csv")
    let settings = CellSettings.sound(
      """
      schema = 1
      [[cell]]
      name = "Li-7"
      files = ["alpha*", "omega.csv"]
      configuration = "full"
      """)
    let channels = Self.read(folder, settings)
    #expect(channels.map(\.id.text).sorted() == ["omega.csv", "other.csv"])
    let joined = try #require(channels.first { $0.id == CellID("omega.csv") })
    #expect(joined.segments.map(\.provenance).last == .given && joined.facts.name == "Li-7")
    #expect(joined.configuration == Marked(.full, .given) && joined.allCycles.count == 4)
  }

  @Test("a file that grows behind its successor is no part of the test any more; one that is rewritten is read again")
  func growsBehind() throws {
    let folder = try TestFolder()
    try folder.append(Self.log(0), to: Self.name(0))
    try folder.append(Self.log(1), to: Self.name(1))
    var ingest = Ingest([folder.path], settings: CellSettings())
    ingest.lookNow()
    while ingest.readOne() {}
    #expect(ingest.channels.map(\.segments.count) == [2])
    // A month later than the successor began.
    let late = DatedLog(start: Self.start + 5 * Self.week, script: "R1@3.5")
    try folder.append(Array((late.rows.joined(separator: "\n") + "\n").utf8), to: Self.name(0))
    ingest.lookNow()
    while ingest.readOne() {}
    #expect(ingest.channels.map(\.segments.count) == [1, 1])
  }
}
