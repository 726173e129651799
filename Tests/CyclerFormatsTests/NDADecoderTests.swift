import CellModel
import Testing

@testable import CyclerFormats

@Suite("Neware .nda files")
struct NDADecoderTests {
  private static func head(version: UInt8, start: UInt32 = 128) -> BinaryLog {
    var log = BinaryLog()
    log.add("NEWARE20260302", padded: 14)
    log.add(version)
    log.pad(to: 48)
    log.add(start)
    log.add(UInt32(0))
    log.pad(to: 128)
    return log
  }

  /// A row of BTS 6 or 7.
  private static func row(
    _ index: UInt32, cycle: UInt32 = 0, step: UInt16 = 1, type: UInt8 = 1, milliseconds: UInt64 = 0, current: Int32 = 0,
    charge: Int64 = 0, range: Int32 = 5, seconds: UInt64? = nil
  ) -> [UInt8] {
    var log = BinaryLog()
    log.add(UInt16(0x55))
    log.add(index)
    log.add(cycle)
    log.add(step)
    log.add(type)
    log.add(UInt8(truncatingIfNeeded: step))
    log.add(milliseconds)
    log.add(Int32(31234))
    log.add(current)
    log.pad(to: 38)
    log.add(charge)
    log.pad(to: 70)
    if let seconds {
      log.add(seconds)
    } else {
      log.add(UInt16(2026))
      log.bytes += [3, 2, 9, 0, 1, 0]
    }
    log.add(range)
    log.pad(to: 86)
    return log.bytes
  }

  @Test("scale currents and capacities by the range of each record")
  func ranges() {
    let table: [(Int32, Double)] = [
      (1, 1e-4), (5, 1e-4), (10, 1e-3), (50, 1e-3), (100, 1e-2), (1000, 0.1), (200_000, 0.1), (-1, 1e-5), (-50, 1e-4),
      (-500, 1e-3), (-6000, 1e-2), (-100_000_000, 10), (0, 0),
    ]
    for (range, unit) in table {
      let row = Self.row(1, current: 2000, charge: 7200, range: range)
      let log = DecodedLog(Self.head(version: 29).bytes + row, NewareNDA())
      #expect(abs((log.rows.first?.current ?? .nan) - 2 * unit) < 1e-12, "\(range)")
      #expect(abs((log.rows.first?.counter ?? .nan) - 2 * unit) < 1e-12, "\(range)")
    }
  }

  @Test("of BTS 6 keep seconds since 1970, of BTS 7 a date")
  func wallClock() {
    for version in [UInt8(22), 23] {
      let log = DecodedLog(Self.head(version: version).bytes + Self.row(1, seconds: 1_772_442_001), NewareNDA())
      #expect(log.rows.first?.wallTime == 1_772_442_001)
    }
    for version in [UInt8(26), 29] {
      let log = DecodedLog(Self.head(version: version).bytes + Self.row(1), NewareNDA())
      #expect(log.rows.first?.wallTime == 1_772_442_001)
    }
  }

  @Test("add up the times of their steps, also where one step is run again and again")
  func stepTimes() {
    var bytes = Self.head(version: 29).bytes
    for index in 0..<9 { bytes += Self.row(UInt32(index + 1), milliseconds: UInt64(index % 3) * 1000) }
    let log = DecodedLog(bytes, NewareNDA())
    #expect(log.rows.map(\.testTime) == [0, 1, 2, 2, 3, 4, 4, 5, 6])
    #expect(log.plainReport.traits.countersResetEachStep)
  }

  @Test("lose a record that repeats the newest one, and say so when records are out of order")
  func order() {
    let head = Self.head(version: 29).bytes
    let repeated = DecodedLog(head + Self.row(1) + Self.row(2) + Self.row(2) + Self.row(3), NewareNDA())
    #expect(repeated.rows.count == 3 && repeated.plainReport.staleRows == 1 && repeated.plainReport.warnings == [])
    let shuffled = DecodedLog(head + Self.row(1) + Self.row(3) + Self.row(2) + Self.row(4), NewareNDA())
    #expect(shuffled.rows.count == 4 && shuffled.plainReport.warnings.count == 1)
  }

  @Test("have temperatures in records of their own, and notes that are no rows")
  func auxiliaries() {
    var temperature = BinaryLog()
    temperature.add(UInt16(0x0165))
    temperature.add(UInt32(1))
    temperature.pad(to: 34)
    temperature.add(Int16(251))
    temperature.pad(to: 86)
    var note = BinaryLog()
    note.add(UInt16(0xAA))
    note.add(UInt32(1))
    note.pad(to: 86)
    let bytes = Self.head(version: 29).bytes + note.bytes + Self.row(1) + temperature.bytes + Self.row(2)
    let log = DecodedLog(bytes, NewareNDA())
    #expect(log.rows.count == 2 && log.plainReport.badRows == 0)
    #expect(log.rows.last?.temperature == 25.1)
  }

  @Test("whose head points short of the records are searched for the first one")
  func misplacedStart() {
    for start in [UInt32(60), 100, 0, .max] {
      var log = Self.head(version: 29, start: start)
      log.bytes += Array(repeating: 9, count: 33)
      log.bytes += Self.row(1) + Self.row(2)
      #expect(DecodedLog(log.bytes, NewareNDA()).rows.count == 2, "\(start)")
    }
  }

  @Test("of BTS 5 have one count for both directions")
  func version8() {
    func row(_ index: UInt32, type: UInt8, current: Int32, charge: Int64) -> [UInt8] {
      var log = BinaryLog()
      log.add(UInt8(0))
      log.add(index)
      log.add(UInt32(3))
      log.bytes += [1, type]
      log.add(UInt32(index * 10))
      log.add(Int32(21_000))
      log.add(current)
      log.pad(to: 31)
      log.add(charge)
      log.pad(to: 47)
      log.add(UInt64(1_442_376_523))
      log.pad(to: 59)
      return log.bytes
    }
    let bytes =
      Self.head(version: 8).bytes + row(1, type: 2, current: -2000, charge: 3_600_000)
      + row(2, type: 1, current: 2000, charge: 1_800_000)
    let log = DecodedLog(bytes, NewareNDA())
    #expect(log.rows.map(\.current) == [-0.002, 0.002])
    #expect(log.rows.map(\.counter) == [0, 0.5] && log.rows.map(\.dischargeCounter) == [1, 0])
    #expect(log.rows.map(\.vendorCycle) == [3, 3] && log.rows.map(\.phase) == [.discharge, .charge])
  }

  @Test("of BTS 9.1 have records of any length, up to the footer", arguments: [52, 56, 60])
  func bts91(size: Int) {
    func row(_ index: UInt32) -> [UInt8] {
      var log = BinaryLog()
      log.bytes = [85, 6, 1, 2, 0, 0, 0, 0]
      log.add(index)
      log.add(index * 10)
      log.add(UInt32(500_000_000))
      log.add(Float(-1500))
      log.add(Float(3.5))
      log.add(Float(-720))
      log.add(Float(0))
      log.add(UInt32(4))
      log.pad(to: 44)
      log.add(UInt32(1_716_796_973))
      log.pad(to: 52)
      if size >= 56 { log.add(Float(23.5)) }
      log.pad(to: size)
      return log.bytes
    }
    var log = Self.head(version: 130)
    let footer = 1024 + 6 * size
    log.bytes.replaceSubrange(18..<20, with: [UInt8(footer & 0xFF), UInt8(footer >> 8)])
    log.pad(to: 1024)
    for index in 1...6 { log.bytes += row(UInt32(index)) }
    log.bytes += Array(repeating: 85, count: 300)
    let whole = DecodedLog(log.bytes, NewareNDA())
    #expect(whole.rows.map(\.testTime) == [10.5, 20.5, 30.5, 40.5, 50.5, 60.5])
    #expect(whole.rows.allSatisfy { $0.current == -1.5 && $0.voltage == 3.5 && $0.vendorCycle == 5 })
    #expect(whole.rows.allSatisfy { abs($0.dischargeCounter - 0.2) < 1e-9 && $0.counter == 0 })
    #expect(whole.rows.allSatisfy { size < 56 ? $0.temperature.isNaN : $0.temperature == 23.5 })
    #expect(whole.plainReport.badRows == 0)
    #expect(DecodedLog(log.bytes, NewareNDA(), cuts: Array(1..<log.bytes.count)) == whole)
  }

  @Test("of BTS 9.0 have no cycle number, and say none")
  func bts90() {
    var log = Self.head(version: 130)
    log.pad(to: 1024)
    for index in 1...3 {
      var row = BinaryLog()
      row.bytes = [0x12, 0x50, 0, 7, 0x55, 0x81, 1, 6, 0, 1, 1, 0, 0, 0, 0, 0]
      row.add(UInt32(index))
      row.pad(to: 28)
      row.add(UInt64(index * 1_500_000))
      row.add(Float(4))
      row.add(Float(250))
      row.pad(to: 60)
      row.add(Float(36 * index))
      row.pad(to: 68)
      row.add(UInt64(1_461_068_461_483_000))
      row.pad(to: 88)
      log.bytes += row.bytes
    }
    let decoded = DecodedLog(log.bytes, NewareNDA())
    #expect(decoded.rows.map(\.testTime) == [1.5, 3, 4.5])
    #expect(decoded.rows.map(\.vendorCycle) == [Sample.absent, Sample.absent, Sample.absent])
    #expect(decoded.rows.allSatisfy { $0.current == 0.25 && $0.phase == .charge && $0.wallTime == 1_461_068_461.483 })
    #expect(DecodedLog(log.bytes, NewareNDA(), cuts: Array(1..<log.bytes.count)) == decoded)
  }
}
