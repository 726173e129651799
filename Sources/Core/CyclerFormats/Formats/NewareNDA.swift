/// Neware's binary export `.nda` (BTS up to 7, and 9): records of fixed length behind a head.
///
/// Counters restart at zero in every step, and every step counts its own time. What a unit of current and capacity means
/// depends on the instrument's range, which each record names.
package struct NewareNDA: CyclerFormat {
  package let id = "neware-nda"
  package let title = "Neware .nda (BTS 5 to 7 and 9)"
  package let notes = "versions 8, 22, 23, 26, 29 and 130; BTS 9.0 stores no cycle number"
  package let growth = LogGrowth.export

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    let mark = Array("NEWARE".utf8)
    guard head.bytes.count > 14 else {
      let isBeginning = mark.starts(with: head.bytes) || head.bytes.starts(with: mark)
      return !head.bytes.isEmpty && head.isWholeFile && isBeginning ? .perhaps : .no
    }
    let version = head.bytes[14]
    guard head.bytes.starts(with: mark), [8, 22, 23, 26, 29, 130].contains(version) else { return .no }
    return .yes(what: "“NEWARE”, version \(version)")
  }

  package func makeDecoder() -> any SampleDecoder { NDADecoder() }

  /// A plating and a stripping step of 1 mAh at 1 mA, in a file of BTS 7.
  package var sampleBytes: [UInt8] {
    var bytes = Array("NEWARE20260302".utf8) + [29]
    bytes += Array(repeating: 0, count: 48 - bytes.count)
    bytes += Self.bytes(UInt32(100)) + Self.bytes(UInt32(28))
    bytes += Array(repeating: 0, count: 128 - bytes.count)
    let rows: [(step: UInt16, type: UInt8, time: UInt64, voltage: Int32, current: Int32, charge: Int64)] = [
      (1, 4, 0, 29011, 0, 0), (2, 2, 0, 1210, -10_000, 0), (2, 2, 3_600_000, -512, -10_000, -36_000_000),
      (3, 1, 0, 498, 10_000, 0), (3, 1, 3_564_000, 10_000, 10_000, 35_640_000),
    ]
    bytes += [0xAA, 0] + Self.bytes(UInt32(1)) + Array(repeating: 0, count: 80)
    for (number, row) in rows.enumerated() {
      bytes += [0x55, 0] + Self.bytes(UInt32(number + 1)) + Self.bytes(UInt32(0)) + Self.bytes(row.step)
      bytes += [row.type, UInt8(row.step)] + Self.bytes(row.time) + Self.bytes(UInt32(bitPattern: row.voltage))
      bytes += Self.bytes(UInt32(bitPattern: row.current)) + Array(repeating: 0, count: 8)
      bytes += Self.bytes(UInt64(max(0, row.charge))) + Self.bytes(UInt64(max(0, -row.charge)))
      // 2026-03-02 at 9, 10 or 11 o'clock; range 5 mA, by which a unit of current is 0.1 µA.
      bytes += Array(repeating: 0, count: 16) + Self.bytes(UInt16(2026)) + [3, 2, UInt8(9 + number / 2), 0, 0, 0]
      bytes += Self.bytes(UInt32(5)) + Array(repeating: 0, count: 4)
    }
    return bytes
  }

  private static func bytes(_ number: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}
