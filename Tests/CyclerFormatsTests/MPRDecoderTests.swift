import CellModel
import Testing

@testable import CyclerFormats

@Suite("BioLogic .mpr files")
struct MPRDecoderTests {
  /// Flags, sequence, time, voltage, increment of charge: what a galvanostatic technique stores.
  private static let ids: [UInt16] = [1, 2, 3, 131, 4, 6, 7]

  private static func record(_ number: Int, mode: UInt8 = 1) -> [UInt8] {
    var log = BinaryLog()
    log.add(mode)
    log.add(UInt16(2))
    log.add(Double(number) * 10)
    log.add(Float(0.5))
    log.add(0.25)
    return log.bytes
  }

  private static func file(
    records: Int, stated: UInt32? = nil, version: UInt32 = 11, ids: [UInt16] = ids,
    each: (Int) -> [UInt8] = { record($0) }
  ) -> [UInt8] {
    let head = ModularFile.dataHead(ids, points: stated ?? UInt32(records), version: version)
    let body = head + (0..<records).flatMap(each)
    let isNew = version >= 10
    return ModularFile.magic + ModularFile.module("VMP Set", Array(repeating: 7, count: 300), isNew: isNew)
      + ModularFile.module("VMP data", body, version: version, isNew: isNew)
  }

  @Test("of every age have the same rows", arguments: [UInt32(0), 2, 3, 10, 11])
  func versions(version: UInt32) {
    let log = DecodedLog(Self.file(records: 4, version: version), BiologicMPR())
    #expect(log.rows.map(\.testTime) == [0, 10, 20, 30])
    #expect(log.rows.allSatisfy { $0.voltage == 0.5 && $0.vendorStep == 2 && $0.counter == 0.25 })
    #expect(log.plainReport.warnings == [])
  }

  @Test("growing in place give every record as it comes, whatever their head said when it was read")
  func growing() {
    let full = Self.file(records: 40)
    for seen in [0, 1, 7, 39] {
      let early = Self.file(records: seen)
      // The decoder saw the head with a small count and never sees the count change.
      let bytes = early + full.suffix(full.count - early.count)
      let log = DecodedLog(bytes, BiologicMPR(), cuts: [early.count, early.count + 5, early.count + 20], finish: false)
      #expect(log.rows.count == 40)
      #expect(log.samples == DecodedLog(full, BiologicMPR()).samples)
    }
  }

  @Test("may claim any number of records", arguments: [UInt32(0), 1, 3, 1000, .max])
  func lyingCount(stated: UInt32) {
    let log = DecodedLog(Self.file(records: 12, stated: stated) + ModularFile.log(days: 46083.375), BiologicMPR())
    #expect(log.rows.count == 12)
  }

  @Test("end their records where another module begins, and say there when the test began")
  func logModule() {
    let log = DecodedLog(Self.file(records: 3) + ModularFile.log(days: 46083.375), BiologicMPR())
    #expect(log.rows.count == 3)
    #expect(log.rows.allSatisfy { $0.wallTime.isNaN })
    #expect(log.plainReport.preamble.contains(.init(label: "started", value: "2026-03-02 09:00:00")))
    #expect(log.plainReport.warnings == [])
  }

  @Test("with a second data module of other capacity columns mean the same as a whole and as they grow")
  func laterModule() {
    // Time, potential, current and a half-cycle's charge.
    let later = Self.file(records: 3, ids: [4, 6, 8, 211]) { number in
      var log = BinaryLog()
      log.add(Double(number) * 10)
      log.add(Float(0.5))
      log.add(Float(-1))
      log.add(-Double(number))
      return log.bytes
    }
    let first = Self.file(records: 3)
    let log = DecodedLog(first + later.dropFirst(ModularFile.magic.count), BiologicMPR())
    let before = DecodedLog(first, BiologicMPR())
    #expect(log.plainReport.traits == before.plainReport.traits)
    #expect(log.rows.count == 6)
    #expect(log.rows.suffix(3).allSatisfy { $0.counter.isNaN && $0.current == -0.001 })
    #expect(log.plainReport.warnings == ["a later data module has other capacity columns, left unread"])
  }

  @Test("without a current have the mean that the charge makes, and rest where the cell was at open circuit")
  func derivedCurrent() {
    let log = DecodedLog(Self.file(records: 3) { Self.record($0, mode: $0 == 2 ? 3 : 1) }, BiologicMPR())
    #expect(log.plainReport.traits.currentKind == .intervalMean)
    #expect(log.plainReport.traits.counterKind == .increments)
    // 0.25 mAh in 10 s.
    #expect(log.rows.map(\.current) == [0, 0.09, 0.09])
    #expect(log.rows.map(\.phase) == [.unstated, .unstated, .rest])
  }

  @Test("count half-cycles in pairs, as EC-Lab's own cycle number")
  func cycles() {
    let log = DecodedLog(
      Self.file(records: 6, version: 3, ids: [1, 4, 6, 467, 468]) {
        var record = BinaryLog()
        record.add(UInt8(1))
        record.add(Double($0))
        record.add(Float(3))
        record.add(Double($0) / 8)
        record.add(UInt32($0))
        return record.bytes
      }, BiologicMPR())
    #expect(log.plainReport.traits.counterKind == .halfCycle)
    #expect(log.rows.map(\.vendorCycle) == [0, 0, 1, 1, 2, 2])
    #expect(log.rows.map(\.counter) == [0, 0.125, 0.25, 0.375, 0.5, 0.625])
  }

  @Test("with an unknown column keep those before it, if the head tells how long a record is")
  func unknownColumn() {
    let each: (Int) -> [UInt8] = { Self.record($0) + [1, 2, 3, 4, 5] }
    let known = DecodedLog(Self.file(records: 5, ids: Self.ids + [600, 8], each: each), BiologicMPR())
    #expect(known.rows.map(\.testTime) == [0, 10, 20, 30, 40])
    #expect(known.plainReport.warnings == ["column 600 is unknown: it and the columns behind it are left out"])
    // A test that had not begun when its head was read: the times of the records tell.
    let bytes =
      Self.file(records: 9, stated: 0, ids: Self.ids + [600, 8], each: each) + ModularFile.log(days: 46083.375)
    let open = DecodedLog(bytes, BiologicMPR())
    #expect(open.rows.map(\.testTime) == (0..<9).map { Double($0) * 10 })
    #expect(open.plainReport.warnings == known.plainReport.warnings)
    for cut in stride(from: 1, to: bytes.count, by: 13) {
      #expect(DecodedLog(bytes, BiologicMPR(), cuts: [cut]) == open)
    }
    let empty = Self.file(records: 0, ids: Self.ids + [600]) + ModularFile.log(days: 46083.375)
    #expect(DecodedLog(empty, BiologicMPR()).plainReport.preamble.contains { $0.label == "started" })
  }

  @Test("with an unknown column and times that tell nothing are given up in bounded memory")
  func unmeasurable() {
    let noise = Self.file(records: 400, stated: 0, ids: Self.ids + [600]) { _ in Array(repeating: 0xFF, count: 31) }
    let log = DecodedLog(noise, BiologicMPR())
    #expect(log.rows.isEmpty && log.plainReport.warnings.contains("the length of a record cannot be told"))
  }

  @Test("with a module that is no module are read up to it, and the report says where")
  func strayBytes() {
    let bytes = Self.file(records: 3) + ModularFile.module("VMP loop", [1, 2, 3]) + Array(repeating: 0, count: 90)
    let log = DecodedLog(bytes, BiologicMPR())
    #expect(log.rows.count == 3)
    #expect(log.plainReport.warnings == ["no module begins at byte \(bytes.count - 90): what follows is not read"])
  }

  @Test("with a record of no finite numbers lose that record only")
  func notFinite() {
    let log = DecodedLog(
      Self.file(records: 5) { $0 == 2 ? Array(repeating: 0xFF, count: Self.record(0).count) : Self.record($0) },
      BiologicMPR())
    #expect(log.rows.map(\.row) == [1, 2, 4, 5])
    #expect(log.plainReport.badRows == 1 && log.plainReport.firstBadRow?.line == 3)
  }
}
