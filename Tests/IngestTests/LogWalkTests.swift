import CellModel
import CyclerFormats
import Cycling
import Fleet
import Screens
import Settings
import TestSupport
import Testing

@testable import celltop

@Suite("Logs that are read again")
struct LogWalkTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private static let header =
    "Test Time / s,Voltage / V,Current / A,Cycle Count / 1,Charging Capacity / Ah,Discharging Capacity / Ah\n"

  /// A Li|Cu cell's log: plates for an hour, strips almost as long, so many rows a half-cycle.
  private static func log(cycles: Int, rows: Int) -> [UInt8] {
    var text = header + "0.0,2.9,0.0,1,0.0,0.0\n"
    for cycle in 0..<cycles {
      for (half, sign) in [-1.0, 1.0].enumerated() {
        for row in 1...rows {
          let share = Double(row) / Double(rows)
          let time = Double(cycle * 2 + half) * 4000 + 10 + share * 3600
          let passed = share * 0.001
          let charged = Double(cycle) * 0.001 + (half == 1 ? passed : 0)
          let discharged = Double(cycle) * 0.001 + (half == 0 ? passed : 0.001)
          text += "\(time),\(sign * 0.05),\(sign * 0.001),\(cycle + 1),\(charged),\(discharged)\n"
        }
      }
    }
    return Array(text.utf8)
  }

  private func spans(_ name: String) -> [CycleSpan] {
    var ingest = Ingest(
      ["\(folder.path)/\(name)"], settings: CellSettings(), options: IngestOptions(pollInterval: 0.01))
    ingest.readAll()
    let cycles = ingest.channels.first?.allCycles ?? []
    return cycles.indices.map { CycleSpan(cycles[$0], next: $0 + 1 < cycles.count ? cycles[$0 + 1] : nil) }
  }

  private func curves(_ walk: inout LogWalk, _ spans: [CycleSpan]) throws -> (curves: [CycleCurve], rows: Int) {
    var fold: CurveFold?
    var rows = 0
    try walk.read(from: spans.map(\.start).min() ?? 0) { samples, charges in
      var current = fold ?? CurveFold(spans, charges: charges)
      current.fold(samples)
      charges = current.charges
      rows += samples.count
      fold = current
      return current.isDone
    }
    fold?.finish()
    return (fold?.curves ?? [], rows)
  }

  @Test("a reading that begins on the way gives what one from the first byte gives, and reads less")
  func waypoints() throws {
    try folder.write(Self.log(cycles: 8, rows: 12_000), to: "a.csv")
    let spans = spans("a.csv")
    #expect(spans.count == 8)
    var fresh = try LogWalk("\(folder.path)/a.csv")
    let late = try curves(&fresh, [spans[6]])
    #expect(abs((late.curves.first?.first.capacity ?? 0) - 1) < 1e-9)
    let again = try curves(&fresh, [spans[6]])
    #expect(again.curves == late.curves && again.rows < late.rows / 2)
    let early = try curves(&fresh, [spans[0]])
    #expect(early.curves.map(\.number) == [1] && early.rows < late.rows)
  }

  @Test("a log that must be unpacked gives the same capacities as its cycles")
  func packed() throws {
    try folder.write(NewareSet(rows: 800).archive(), to: "a.ndax")
    let spans = spans("a.ndax")
    var walk = try LogWalk("\(folder.path)/a.ndax")
    let found = try curves(&walk, spans)
    #expect(abs((found.curves.first?.first.capacity ?? 0) - 799 / 3600.0) < 1e-6)
    #expect(walk.isCurrent())
    try folder.write(NewareSet(rows: 900).archive(), to: "a.ndax")
    #expect(!walk.isCurrent(), "a packed log is written anew as a whole")
  }

  @Test("a log that was replaced or cut off is begun anew, and one that is gone is said to be gone")
  func replaced() throws {
    let log = Self.log(cycles: 1, rows: 50)
    try folder.write(log, to: "a.csv")
    let walk = try LogWalk("\(folder.path)/a.csv")
    try folder.write(log + Array("8000.0,0.0,0.0,1,0.001,0.001\n".utf8), to: "a.csv")
    #expect(walk.isCurrent(), "it has only grown")
    try folder.write(Array(log.dropLast(200)), to: "a.csv")
    #expect(!walk.isCurrent())
    try folder.replace("a.csv", by: log)
    #expect(!walk.isCurrent())
    folder.remove("a.csv")
    #expect(throws: LogFile.Failure.self) { try LogWalk("\(folder.path)/a.csv") }
    #expect(throws: LogFile.Failure.self) { try LogWalk("-") }
  }

  @Test("rows are the file's own lines with their numbers and places, malformed ones among them")
  func lines() throws {
    var log = Self.log(cycles: 2, rows: 40)
    log += Array("nonsense,abc\u{9}x\r\n20000.0,0.1,0.0,2,0.002,0.002\n".utf8)
    try folder.write(log, to: "a.csv")
    let path = "\(folder.path)/a.csv"
    let lines = log.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    for place in [RowsRequest.Place.end, .row(100), .time(5000), .offset(0), .offset(4000)] {
      let request = RowsRequest(cell: CellID("a"), path: path, place: place, before: 30, after: 30)
      var walk = try LogWalk(path)
      var window = RowWindow(request)
      try walk.read(from: 0) { samples, charges in
        charges.count(samples)
        return window.take(samples)
      }
      let answer = try window.lines(in: try LogFile(path), firstRow: walk.firstRow ?? 0)
      #expect(answer.header + "\n" == Self.header)
      #expect(answer.rows.count >= 30 && answer.rows.indices.contains(answer.target))
      for row in answer.rows {
        #expect(row.number < lines.count)
        let line = String(lines[min(lines.count - 1, max(0, row.number - 1))]).replacing("\t", with: "  ")
        #expect(line.hasPrefix(row.text), "\(place) line \(row.number)")
        #expect(row.byteOffset == lines.prefix(row.number - 1).reduce(0) { $0 + $1.utf8.count + 1 })
      }
      switch place {
      case .end: #expect(answer.rows.contains { $0.sample == nil && $0.text.hasPrefix("nonsense") })
      case .row(let number): #expect(answer.rows[answer.target].number == number)
      case .time(let time): #expect((answer.rows[answer.target].sample?.testTime ?? 0) >= time)
      case .offset(let offset): #expect(answer.rows[answer.target].byteOffset >= offset)
      }
    }
  }
}
