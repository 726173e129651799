/// Neware's loose `.ndc` files, as the server of BTS 8 writes them while a test runs.
///
/// The files `…_runInfo.ndc` (times and counters) and `…_step.ndc` (cycles and steps) beside it belong to it; versions 2
/// and 5 have everything in one file.
package struct NewareNDC: CyclerFormat {
  package let id = "neware-ndc"
  package let title = "Neware .ndc (BTS 8 server)"
  package let notes = "grows page by page while the test runs; followed with _runInfo and _step beside it"

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    let mark = NDCPages.mark + [NDCPages.Origin.folder.rawValue]
    if head.bytes.starts(with: mark) { return .yes(what: "pages of .ndc files") }
    guard head.bytes.count >= 4 else {
      let isBeginning = mark.starts(with: head.bytes) || [1, 0].starts(with: head.bytes)
      return !head.bytes.isEmpty && head.isWholeFile && isBeginning ? .perhaps : .no
    }
    let isData = head.bytes[0] == NDCFileKind.data.rawValue
    guard isData, let size = NDCPages.pageSize(ofFileBeginning: head.bytes) else { return .no }
    guard head.bytes.count > size else { return head.isWholeFile ? .perhaps : .no }
    // The pages behind the head begin with the next number; those of version 2 with none.
    guard size == 512 || head.bytes[size] == NDCFileKind.data.rawValue + 1 else { return .no }
    return .yes(what: "pages of \(size) bytes, version \(head.bytes[2])")
  }

  package func makeDecoder() -> any SampleDecoder { NDCDecoder() }

  /// A plating and a stripping step of 1 mAh at 1 mA, in a page of version 5.
  package var sampleBytes: [UInt8] {
    let rows: [(step: UInt8, type: UInt8, time: UInt64, voltage: Int32, current: Int32, charge: Int64)] = [
      (1, 4, 0, 29011, 0, 0), (2, 2, 0, 1210, -10_000, 0), (2, 2, 3_600_000, -512, -10_000, -36_000_000),
      (3, 1, 0, 498, 10_000, 0), (3, 1, 3_564_000, 10_000, 10_000, 35_640_000),
    ]
    var page: [UInt8] = [2, 0, UInt8(rows.count), 0, 0x1F] + Array(repeating: 0, count: 127)
    for (number, row) in rows.enumerated() {
      page += [0x55] + Self.bytes(UInt32(number + 1)) + Self.bytes(UInt32(0)) + [row.step, row.type]
      page += Array(repeating: 0, count: 5) + Self.bytes(row.time) + Self.bytes(UInt32(bitPattern: row.voltage))
      page += Self.bytes(UInt32(bitPattern: row.current)) + Array(repeating: 0, count: 4)
      page += Self.bytes(UInt64(max(0, row.charge))) + Self.bytes(UInt64(max(0, -row.charge)))
      // 2026-03-02 at 9, 10 or 11 o'clock; range 5 mA, by which a unit of current is 0.1 µA.
      page += Array(repeating: 0, count: 16) + [0xEA, 7, 3, 2, UInt8(9 + number / 2), 0, 0] + Self.bytes(UInt32(5))
      page += Array(repeating: 0xFF, count: 8)
    }
    var bytes: [UInt8] = []
    NDCPages.frame([1, 0, 5], number: 0, file: 0, origin: .folder, into: &bytes)
    NDCPages.frame(page, number: 1, file: 0, origin: .folder, into: &bytes)
    return bytes
  }

  private static func bytes(_ number: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}
