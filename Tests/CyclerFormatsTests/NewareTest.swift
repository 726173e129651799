@testable import CyclerFormats

/// The `.ndc` files of a Neware test, made by hand row by row.
struct NewareTest {
  struct Info {
    var index: UInt32
    var step: UInt32
    var milliseconds: UInt32
    var interval: UInt32
    var charge: Float = 0
    var discharge: Float = 0
    var unix: UInt32 = 1_772_442_000
  }

  var version: UInt8 = 14
  var data: [[UInt8]] = []
  var infos: [[UInt8]] = []
  var steps: [[UInt8]] = []

  init(version: UInt8 = 14) { self.version = version }

  /// V and A.
  mutating func addRow(_ voltage: Float, _ current: Float) {
    var row = BinaryLog()
    let isCoarse = version == 14 || version == 17
    row.add(isCoarse ? voltage : voltage * 1e4)
    row.add(isCoarse ? current : current * 1e3)
    data.append(row.bytes)
  }

  /// mAh.
  mutating func add(_ info: Info) {
    var row = BinaryLog()
    let unit: Float = version == 14 || version == 17 ? 1e-3 : 3600
    row.add(info.milliseconds)
    row.add(UInt8(0))
    row.add(info.charge * unit)
    row.add(info.discharge * unit)
    row.pad(to: 29)
    row.add(info.interval)
    row.add(info.unix)
    row.add(info.step)
    row.add(info.index)
    row.pad(to: version == 11 ? 47 : version == 14 ? 55 : 100)
    infos.append(row.bytes)
  }

  mutating func addStep(cycle: UInt32, number: UInt32, type: UInt8) {
    var row = BinaryLog()
    row.add(cycle)
    row.add(number)
    row.pad(to: 24)
    row.add(type)
    row.pad(to: version == 11 || version == 14 ? 37 : 100)
    steps.append(row.bytes)
  }

  /// Plates for 100 s and strips for 90 s at 1 mA, a row every second, the times stored every 20 s.
  static func plating(version: UInt8 = 14, cycles: Int = 1) -> NewareTest {
    var test = NewareTest(version: version)
    for cycle in 0..<cycles {
      for (number, length) in [(1, 100), (2, 90)] {
        test.addStep(cycle: UInt32(cycle), number: UInt32(number), type: number == 1 ? 2 : 1)
        for second in 0...length {
          let current: Float = number == 1 ? -0.001 : 0.001
          test.addRow(0.5 - Float(second) / 1000, current)
          guard second % 20 == 0 || second == length else { continue }
          let count = Float(second) / 3600
          test.add(
            Info(
              index: UInt32(test.data.count), step: UInt32(7 + 2 * cycle + number), milliseconds: UInt32(second) * 1000,
              interval: 1000, charge: number == 2 ? count : 0, discharge: number == 1 ? count : 0,
              unix: 1_772_442_000 + UInt32(test.data.count)))
        }
      }
    }
    return test
  }

  /// A file of this kind: a head, and pages filled from the front; `holes` are rows of a page that stay empty.
  func file(_ kind: NDCFileKind, _ rows: [[UInt8]], holes: Set<Int> = []) -> [UInt8] {
    var bytes: [UInt8] = [kind.rawValue, 0, version, 0, 1] + Array(repeating: 0, count: 4091)
    guard let size = rows.first?.count else { return bytes }
    let places = (0..<((4096 - 133) / size)).filter { !holes.contains($0) }
    var index = 0
    while index < rows.count {
      let taken = rows[index..<min(rows.count, index + places.count)]
      var page = Array(repeating: UInt8(0), count: 4096)
      page[0] = kind.rawValue + 1
      page[2] = UInt8(truncatingIfNeeded: taken.count)
      page[3] = UInt8(truncatingIfNeeded: taken.count >> 8)
      for (row, place) in zip(taken, places) {
        page[4 + place / 8] |= 1 << UInt8(place % 8)
        page.replaceSubrange((132 + place * size)..<(132 + (place + 1) * size), with: row)
      }
      bytes += page
      index += taken.count
    }
    return bytes
  }

  /// The stream of all its pages: files one after the other, in this order of kinds.
  func stream(_ order: [NDCFileKind] = [.steps, .runInfo, .data], origin: NDCPages.Origin = .archive) -> [UInt8] {
    var bytes: [UInt8] = []
    for kind in order { Self.frame(file(kind, rows(kind)), kind, from: 0, origin: origin, into: &bytes) }
    return bytes
  }

  func rows(_ kind: NDCFileKind) -> [[UInt8]] {
    switch kind {
    case .data: data
    case .runInfo: infos
    case .steps: steps
    default: []
    }
  }

  static func frame(
    _ file: [UInt8], _ kind: NDCFileKind, from first: Int, origin: NDCPages.Origin = .archive, into bytes: inout [UInt8]
  ) {
    for number in first..<max(first, file.count / 4096) {
      NDCPages.frame(
        file[(number * 4096)..<((number + 1) * 4096)], number: number, file: kind.rawValue, origin: origin, into: &bytes
      )
    }
  }
}
