/// Neware's archive `.ndax` of BTS 8, unpacked into the pages of its `.ndc` files.
///
/// Voltages and currents stand in one file, times and counters in another, cycles and steps in a third.
package struct NewareNDAX: CyclerFormat {
  package let id = "neware-ndax"
  package let title = "Neware .ndax (BTS 8)"
  package let notes = "export or scheduled backup, replaced whole; read again whole when it changes"
  package let growth = LogGrowth.export

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    let mark = NDCPages.mark + [NDCPages.Origin.archive.rawValue]
    if head.bytes.starts(with: mark) { return .yes(what: "pages of .ndc files") }
    return !head.bytes.isEmpty && head.isWholeFile && mark.starts(with: head.bytes) ? .perhaps : .no
  }

  package func makeDecoder() -> any SampleDecoder { NDCDecoder() }

  /// A plating and a stripping step of 1 mAh at 1 mA, in pages of version 14.
  package var sampleBytes: [UInt8] {
    var bytes: [UInt8] = []
    func add(_ kind: NDCFileKind, file: UInt8, _ rows: [[UInt8]]) {
      let mask = UInt8(truncatingIfNeeded: 1 << rows.count - 1)
      let head = [kind.rawValue, 0, 14]
      let page = [kind.rawValue + 1, 0, UInt8(rows.count), 0, mask] + Array(repeating: 0, count: 127) + rows.joined()
      NDCPages.frame(head, number: 0, file: file, origin: .archive, into: &bytes)
      NDCPages.frame(Array(page), number: 1, file: file, origin: .archive, into: &bytes)
    }
    add(
      .steps, file: 1,
      [4, 2, 1].enumerated().map { number, type in
        Self.bytes(UInt32(0)) + Self.bytes(UInt32(number + 1)) + Array(repeating: 0, count: 16) + [type]
          + Array(repeating: 0, count: 12)
      })
    let infos: [(step: UInt32, time: UInt32, charge: Float, discharge: Float)] = [
      (1, 0, 0, 0), (2, 0, 0, 0), (2, 3_600_000, 0, 0.001), (3, 0, 0, 0), (3, 3_564_000, 0.000_99, 0),
    ]
    add(
      .runInfo, file: 2,
      infos.enumerated().map { number, info in
        Self.bytes(info.time) + [0] + Self.bytes(info.charge.bitPattern) + Self.bytes(info.discharge.bitPattern)
          + Array(repeating: 0, count: 16) + Self.bytes(UInt32(1000))
          // 2026-03-02 9 o'clock and later.
          + Self.bytes(UInt32(1_772_442_000 + number * 1800)) + Self.bytes(info.step) + Self.bytes(UInt32(number + 1))
          + Array(repeating: 0, count: 10)
      })
    let rows: [(voltage: Float, current: Float)] = [
      (2.9011, 0), (0.121, -0.001), (-0.0512, -0.001), (0.0498, 0.001), (1, 0.001),
    ]
    add(.data, file: 0, rows.map { Self.bytes($0.voltage.bitPattern) + Self.bytes($0.current.bitPattern) })
    return bytes
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}
