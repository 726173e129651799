import BinaryCoding
import CellModel
import CyclerFormats
import TestSupport
import Testing

@testable import Fleet

@Suite("A log that begins anew inside its file")
struct BlockTests {
  private static let header =
    "Date and Time,Cycle Number,Step Type,Run Time (h),Step Time (h),Current (A),Potential (V),Capacity (Ah)"
  private static let start = 1_772_442_000.0

  /// Four charges and discharges of a Li|NCM cell with rows every two minutes, and a rest behind each discharge.
  private static let rows = StepTrace(
    "R1@3.2 C1@4 D0.9@3.7 R0.2@3.5 / C1@4 D0.9@3.7 R0.2@3.5 / C1@4 D0.9@3.7 R0.2@3.5 / C1@4 D0.9@3.7 R0.2@3.5", .signed,
    rows: 31
  ).samples

  /// A Novonix log of the test, cut into blocks before the given rows; `pause` seconds pass before each of them.
  ///
  /// With `counts`, the run time and the capacity of a block go on where those before it stood; so many rows before each
  /// block are `lost`.
  private static func log(cutAt cuts: [Int], pause: Double, counts: Bool = false, lost: Int = 0) -> [UInt8] {
    var text = ""
    var (from, wall) = (0, start)
    for to in cuts.map({ $0 - lost }) + [rows.count] {
      text += "[Summary]\nNovonix UHPC data file\n[End Summary]\n[Data]\n\(header)\n"
      let first = rows[from]
      for row in rows[from..<to] {
        let (time, counter) = counts ? (0, 0) : (first.testTime, first.counter)
        let type = row.phase == .rest ? 0 : row.phase == .charge ? 1 : 2
        let step = row.testTime - (rows.first { $0.vendorStep == row.vendorStep }?.testTime ?? 0)
        text +=
          "\(date(wall + row.testTime)),\(row.vendorCycle),\(type),\((row.testTime - time) / 3600),\(step / 3600),"
        text += "\(row.current),\(row.voltage),\((row.counter - counter) / 1000)\n"
      }
      (from, wall) = (to + lost, wall + pause)
    }
    return Array(text.utf8)
  }

  /// `2026-03-02 09:00:00` of a Unix second in that March.
  private static func date(_ second: Double) -> String {
    let whole = Int(second - 1_772_323_200)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "2026-03-\(two(1 + whole / 86400)) \(two(whole / 3600 % 24)):\(two(whole / 60 % 60)):\(two(whole % 60))"
  }

  private static func read(_ bytes: [UInt8]) -> ChannelFold {
    var fold = ChannelFold(id: CellID("n7"), path: "n7.csv", format: NovonixCSV())
    fold.decode(bytes.span)
    fold.finish()
    return fold
  }

  private static func efficiencies(_ fold: ChannelFold) -> [Double?] {
    fold.allCycles.map { fold.efficiency(of: $0).map { ($0 * 1000).rounded() / 1000 } }
  }

  /// The middle of the third charge.
  private static var middle: Int {
    rows.firstIndex { $0.vendorCycle == 3 && $0.counter > 0.69 } ?? 0
  }

  /// Behind the last row of the third cycle.
  private static var end: Int { (rows.lastIndex { $0.vendorCycle == 3 } ?? 0) + 1 }

  @Test("has no CE where a block begins inside a charge, and shows what was seen of it", arguments: [20.0, 7200])
  func cut(pause: Double) {
    let fold = Self.read(Self.log(cutAt: [Self.middle], pause: pause))
    #expect(Self.efficiencies(fold) == [0.9, 0.9, nil, 0.9])
    #expect(fold.allCycles.map(\.isComplete) == [true, true, false, true])
    #expect(fold.allCycles.allSatisfy { $0.charge > 0.9 && ($0.discharge - 0.9).magnitude < 1e-9 })
  }

  @Test("has no CE where the charge in which a block begins had gone on before, by its step time alone")
  func insideStep() {
    // The block before ends in the rest behind the second discharge; run time and capacity say nothing.
    let lost = Self.middle - (Self.rows.firstIndex { $0.vendorCycle == 3 } ?? 0) + 5
    let fold = Self.read(Self.log(cutAt: [Self.middle], pause: 7200, lost: lost))
    #expect(Self.efficiencies(fold) == [0.9, 0.9, nil, 0.9])
    // One that begins with a charge was there from its beginning.
    let charge = Self.rows.firstIndex { $0.vendorCycle == 3 } ?? 0
    #expect(Self.efficiencies(Self.read(Self.log(cutAt: [charge], pause: 7200, lost: 5))) == [0.9, 0.9, 0.9, 0.9])
  }

  @Test("keeps every CE where a block begins between two cycles")
  func between() {
    let fold = Self.read(Self.log(cutAt: [Self.end], pause: 7200))
    #expect(Self.efficiencies(fold) == [0.9, 0.9, 0.9, 0.9])
  }

  @Test("keeps every CE where counter and clock go on at once under a repeated header")
  func seamless() {
    let fold = Self.read(Self.log(cutAt: [Self.middle, Self.middle + 40], pause: 0, counts: true))
    #expect(Self.efficiencies(fold) == [0.9, 0.9, 0.9, 0.9])
  }

  @Test("tells of the blocks between which something may be missing")
  func told() {
    func sentences(_ bytes: [UInt8]) -> [String] { Self.read(bytes).seriesSentences }
    let told = "the test begins anew inside the file, in line \(Self.middle + 11): what passed before is not known"
    #expect(sentences(Self.log(cutAt: [Self.middle], pause: 7200)).contains(told))
    #expect(!sentences(Self.log(cutAt: [Self.middle], pause: 0, counts: true)).contains { $0.contains("anew") })
  }

  @Test("tells the same however its bytes come, put aside in between or not")
  func pieces() throws {
    let bytes = Self.log(cutAt: [50, Self.middle], pause: 7200)
    let expected = text(Self.read(bytes))
    for size in [1, 997, 4096] {
      var fold = ChannelFold(id: CellID("n7"), path: "n7.csv", format: NovonixCSV())
      for from in stride(from: 0, to: bytes.count, by: size) {
        fold.decode(bytes.span.extracting(from..<min(bytes.count, from + size)))
      }
      fold.finish()
      #expect(text(fold) == expected)
    }
    for cut in stride(from: 0, to: bytes.count, by: 1499) {
      var fold = ChannelFold(id: CellID("n7"), path: "n7.csv", format: NovonixCSV())
      fold.decode(bytes.span.extracting(0..<cut))
      let writer = BinaryWriter()
      try writer.write { try fold.encode(to: $0) }
      let reader = BinaryReader(writer.bytes)
      fold = try reader.read { try ChannelFold(resuming: $0, format: NovonixCSV()) }
      fold.decode(bytes.span.extracting(cut..<bytes.count))
      fold.finish()
      #expect(text(fold) == expected)
    }
  }

  private func text(_ fold: ChannelFold) -> String {
    "\(fold.allCycles) \(fold.stages) \(fold.report) \(fold.seriesSentences) \(String(describing: fold.lastSample))"
  }
}
