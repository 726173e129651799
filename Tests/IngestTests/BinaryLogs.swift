import CZlib

private func little(_ value: Int, _ width: Int) -> [UInt8] {
  (0..<width).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> ($0 * 8)) : 0 }
}

/// The files of a Neware test that plates at 1 mA, and strips if its steps end, a row every second, the times stored
/// every tenth row.
struct NewareSet {
  let data: [UInt8]
  let runInfo: [UInt8]
  let steps: [UInt8]

  /// So many rows, in steps of a length that is a multiple of ten; `times` is the test of which they are the beginning.
  ///
  /// A running test stores a time only when it has come.
  init(rows: Int, times whole: NewareSet? = nil, step length: Int = 1_000_000) {
    var infos: [[UInt8]] = []
    for row in 0..<rows where row % 10 == 0 || (whole == nil && row == rows - 1) {
      let (step, second) = (row / length, row % length)
      let (none, passed) = (Self.float(0), Self.float(Double(second) / 3.6e6))
      let counters: [UInt8] = step % 2 == 0 ? none + passed : passed + none
      infos.append(
        little(second * 1000, 4) + [0] + counters + little(0, 16) + little(1000, 4) + little(1_772_442_000 + row, 4)
          + little(1 + step, 4) + little(row + 1, 4) + little(0, 10))
    }
    data = Self.file(
      1, (0..<rows).map { Self.float(3 - Double($0) / 1e4) + Self.float($0 / length % 2 == 0 ? -0.001 : 0.001) })
    runInfo = Self.file(18, infos)
    let begun: [[UInt8]] = (0...(max(0, rows - 1) / length)).map { step in
      little(step / 2, 4) + little(step + 1, 4) + little(0, 16) + [step % 2 == 0 ? 2 : 1] + little(0, 12)
    }
    steps = Self.file(7, begun)
  }

  private static func float(_ value: Double) -> [UInt8] { little(Int(Float(value).bitPattern), 4) }

  private static func file(_ kind: UInt8, _ rows: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = [kind, 0, 14] + Array(repeating: 0, count: 4093)
    let room = 3963 / (rows.first?.count ?? 1)
    for start in stride(from: 0, to: rows.count, by: room) {
      let taken = rows[start..<min(rows.count, start + room)]
      var page = [kind + 1, 0] + little(taken.count, 2) + Array(repeating: 0, count: 128)
      for row in 0..<taken.count { page[4 + row / 8] |= 1 << UInt8(row % 8) }
      page += taken.joined()
      bytes += page + Array(repeating: 0, count: 4096 - page.count)
    }
    return bytes
  }

  /// The loose files of a test of some name.
  func files(_ name: String) -> [String: [UInt8]] {
    ["\(name).ndc": data, "\(name)_step.ndc": steps, "\(name)_runInfo.ndc": runInfo]
  }

  /// The files in a zip archive, stored.
  func archive() -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    let members = [("data.ndc", data), ("data_step.ndc", steps), ("data_runInfo.ndc", runInfo)]
    for (name, content) in members {
      let checksum = unsafe Int(crc32(0, content, UInt32(content.count)))
      let fields =
        little(20, 2) + little(0, 8) + little(checksum, 4) + little(content.count, 4) + little(content.count, 4)
        + little(name.utf8.count, 2) + little(0, 2)
      directory +=
        [0x50, 0x4B, 1, 2] + little(20, 2) + fields + little(0, 10) + little(bytes.count, 4) + Array(name.utf8)
      bytes += [0x50, 0x4B, 3, 4] + fields + Array(name.utf8) + content
    }
    return bytes + directory + [0x50, 0x4B, 5, 6] + little(0, 4) + little(3, 2) + little(3, 2)
      + little(directory.count, 4) + little(bytes.count, 4) + little(0, 2)
  }
}

/// A BioLogic file of an open-circuit technique as EC-Lab 11.5 or later writes it while it runs.
enum BiologicSet {
  /// So many records of 13 bytes, 10 s apart, behind a head of fixed length that may state another number of them.
  static func file(records: Int, stated: Int? = nil) -> [UInt8] {
    var bytes = Array("BIO-LOGIC MODULAR FILE\u{1A}".utf8) + Array(repeating: 0x20, count: 25) + little(0, 4)
    bytes += module("VMP Set", version: 10, Array(repeating: 7, count: 6600))
    // Flags, time/s, Ewe/V: the ids are big-endian.
    var body = little(stated ?? records, 4) + [3, 0, 1, 0, 4, 0, 6]
    body += Array(repeating: 0, count: 1007 - body.count)
    for record in 0..<records {
      let time = Double(record * 10).bitPattern
      body += [3] + little(Int(bitPattern: UInt(time)), 8) + little(Int(Float(0.5).bitPattern), 4)
    }
    return bytes + module("VMP data", version: 11, body, stated: 1007 + (stated ?? records) * 13)
  }

  /// The module that EC-Lab writes behind the records when the test ends.
  static func log(days: Double) -> [UInt8] {
    module("VMP LOG", version: 10, little(0, 585) + little(Int(days.bitPattern), 8) + little(0, 100))
  }

  private static func module(_ name: String, version: Int, _ body: [UInt8], stated: Int? = nil) -> [UInt8] {
    func padded(_ text: String, _ width: Int) -> [UInt8] {
      Array(text.utf8) + Array(repeating: 0x20, count: width - text.utf8.count)
    }
    return padded("MODULE", 6) + padded(name, 10) + padded(name, 25) + little(0xFFFF_FFFF, 4)
      + little(stated ?? body.count, 4)
      + little(0, 4) + little(version, 4) + padded("10/31/25", 8) + body
  }
}
