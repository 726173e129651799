/// BioLogic's own binary file (EC-Lab, BT-Lab): modules, of which the data module grows record by record.
///
/// `Q charge/discharge` is signed and restarts with every half-cycle, as in the text export; the stored cycle is half the
/// half-cycle number, as EC-Lab's own `cycle number`. The start of the test stands in the log module, which EC-Lab writes
/// behind the data when the test ends, and from the beginning in the `.mpl` beside it.
package struct BiologicMPR: CyclerFormat {
  package let id = "biologic-mpr"
  package let title = "BioLogic .mpr (EC-Lab, BT-Lab)"
  package let notes = "while EC-Lab writes it; wall clock from the `.mpl` beside it"

  /// When the test began, s since 1970; NaN if nobody knows.
  package var startedAt = Double.nan

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    let mark = Array("BIO-LOGIC MODULAR FILE\u{1A}".utf8)
    if head.bytes.starts(with: mark) { return .yes(what: "“BIO-LOGIC MODULAR FILE”") }
    return !head.bytes.isEmpty && head.isWholeFile && mark.starts(with: head.bytes) ? .perhaps : .no
  }

  package func makeDecoder() -> any SampleDecoder { MPRDecoder(startedAt: startedAt) }

  package var told: String { String(startedAt.bitPattern) }

  /// A plating and a stripping half-cycle of 1 mAh at 1 mA, in a file of EC-Lab 10 or 11.
  package var sampleBytes: [UInt8] {
    var bytes = Array("BIO-LOGIC MODULAR FILE\u{1A}".utf8)
    bytes += Array(repeating: 0x20, count: 25) + [0, 0, 0, 0]
    let ids: [UInt8] = [1, 2, 3, 131, 4, 6, 8, 211, 212]
    var data = Self.bytes(UInt32(5)) + [UInt8(ids.count)] + ids
    data += Array(repeating: 0, count: 100 - data.count)
    let rows: [(flags: UInt8, step: UInt16, time: Double, voltage: Float, current: Float, charge: Double)] = [
      (3, 0, 0, 2.9011, 0, 0), (1, 1, 10, 0.121, -1, 0), (1, 1, 3610, -0.0512, -1, -1),
      (5, 2, 3610.5, 0.0498, 1, 0.5 / 3600), (5, 2, 7174.5, 1, 1, 0.990_138_888_888_888_9),
    ]
    for row in rows {
      data += [row.flags] + Self.bytes(row.step) + Self.bytes(row.time.bitPattern) + Self.bytes(row.voltage.bitPattern)
      data += Self.bytes(row.current.bitPattern) + Self.bytes(row.charge.bitPattern)
      data += Self.bytes(UInt32(row.step == 2 ? 1 : 0))
    }
    var log = Array(repeating: UInt8(0), count: 600)
    // 2026-03-02 09:00, in days since 1899-12-30.
    log.replaceSubrange(585..<593, with: Self.bytes(46083.375.bitPattern))
    return bytes + Self.module("VMP Set", Array(repeating: 0, count: 64)) + Self.module("VMP data", data)
      + Self.module("VMP LOG", log)
  }

  private static func module(_ name: String, _ body: [UInt8]) -> [UInt8] {
    func padded(_ text: String, _ width: Int) -> [UInt8] {
      Array(text.utf8) + Array(repeating: 0x20, count: width - text.utf8.count)
    }
    return padded("MODULE", 6) + padded(name, 10) + padded(name, 25) + bytes(UInt32(body.count)) + bytes(UInt32(0))
      + padded("03/02/26", 8) + body
  }

  private static func bytes(_ number: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}
