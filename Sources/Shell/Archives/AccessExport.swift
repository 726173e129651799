import Glibc

/// An Access database as Arbin's MITS 7 and older write it (`.res`): the table of records as CSV, in order.
///
/// The database is read by `mdb-export` of mdbtools, which must be installed. It gives rows in the order in which their
/// pages lie, which is not the order of the test; so they are collected and sorted by test and data point.
final class AccessExport: ContainerReader {
  /// What reads Access databases.
  static let program = "mdb-export"
  /// The table in which Arbin keeps records.
  private static let table = "Channel_Normal_Table"
  /// Bytes of exported text that are sorted; some 10 million records.
  private static let limit = 1 << 30

  /// Where a line stands in the exported text, and by what it is sorted.
  private struct Line {
    var test: Int64
    var point: Int64
    var start: Int
    var end: Int
  }

  let what = "an Access database, read by mdb-export"
  /// 1 until all was exported.
  private(set) var testCount = 1
  private(set) var remarks: [String] = []
  /// The program while it exports.
  private var process: ChildProcess?
  private var text: [UInt8] = []
  private var header = 0..<0
  private var lines: [Line] = []
  private var place = 0
  private var needsHeader = true
  private var isBetweenTests = false

  /// Whether a file's first bytes are those of an Access database of the engines JET or ACE.
  static func recognises(_ head: some Collection<UInt8>) -> Bool {
    head.starts(with: [0, 1, 0, 0])
      && ["Standard Jet DB\0", "Standard ACE DB\0"].contains { head.dropFirst(4).starts(with: $0.utf8) }
  }

  convenience init(_ path: String, waits: Bool) throws(ContainerTrouble) {
    try self.init(path, program: Self.program, waits: waits)
  }

  /// Exports by another program, which takes the same arguments; unless it `waits`, the export is read as it comes.
  init(_ path: String, program: String, waits: Bool = true) throws(ContainerTrouble) {
    // An argument that begins with a hyphen would be taken for an option.
    let argument = path.hasPrefix("-") ? "./" + path : path
    let process = try ChildProcess(program, [argument, Self.table])
    self.process = process
    while waits, try collect(from: process, patience: nil) {}
  }

  /// Takes what the program wrote, waiting so many seconds at most; false when that was all.
  private func collect(from process: ChildProcess, patience: Double?) throws(ContainerTrouble) -> Bool {
    if try process.read(into: &text, patience: patience) {
      guard text.count <= Self.limit else {
        throw ContainerTrouble("has more than \(Self.limit >> 20) MiB of records: export the channel as CSV")
      }
      return true
    }
    self.process = nil
    try sort(process.status(), complaint: process.complaint)
    return false
  }

  /// Puts the lines of all that was exported in order.
  private func sort(_ status: Int, complaint: String?) throws(ContainerTrouble) {
    guard status != 127 else {
      throw ContainerTrouble("is an Access database, for which mdbtools is needed: apt-get install mdbtools")
    }
    let headerEnd = text.firstIndex(of: 0x0A) ?? text.count
    let columns = Self.fields(text, 0..<headerEnd)
    let places = (columns.firstIndex(of: "Test_ID"), columns.firstIndex(of: "Data_Point"))
    guard let testPlace = places.0, let pointPlace = places.1 else {
      throw ContainerTrouble("is an Access database without Arbin's table \(Self.table)", isStranger: true)
    }
    if status != 0 || complaint != nil {
      // It ends well where a database is cut short, and only says so.
      let what = complaint.map { "says “\($0)”" } ?? "ended with status \(status)"
      remarks.append("mdb-export \(what): the records may not be all")
    }
    lines = Self.sorted(text, from: headerEnd + 1, testPlace, pointPlace)
    testCount = max(1, Set(lines.map(\.test)).count)
    if testCount > 1 { remarks.append("holds \(testCount) tests, each a log of its own") }
    header = 0..<min(headerEnd + 1, text.count)
  }

  func next(into bytes: inout [UInt8]) throws(ContainerTrouble) -> ContainerStep {
    if let process {
      // Little enough for other logs not to notice, and no idle turns meanwhile.
      if try collect(from: process, patience: 0.01) { return .waiting }
    }
    if isBetweenTests {
      isBetweenTests = false
      return .nextTest
    }
    let start = bytes.count
    if needsHeader {
      needsHeader = false
      bytes += text[header]
    }
    while bytes.count - start < ZipMember.piece / 2, place < lines.count, !isBetweenTests {
      let line = lines[place]
      bytes += text[line.start..<line.end]
      bytes.append(0x0A)
      place += 1
      isBetweenTests = place < lines.count && lines[place].test != line.test
    }
    needsHeader = isBetweenTests
    return bytes.count > start ? .bytes : .end
  }

  // MARK: Lines

  private static func fields(_ text: [UInt8], _ line: Range<Int>) -> [String] {
    text[line].split(separator: 0x2C, omittingEmptySubsequences: false).map {
      String(decoding: $0.filter { $0 != 0x22 && $0 != 0x0D }, as: UTF8.self)
    }
  }

  /// The lines of the text by test and data point; lines without these numbers are left out.
  private static func sorted(_ text: [UInt8], from start: Int, _ testPlace: Int, _ pointPlace: Int) -> [Line] {
    var lines: [Line] = []
    var index = start
    var isInOrder = true
    while index < text.count {
      let end = text[index...].firstIndex(of: 0x0A) ?? text.count
      if let test = number(text, index..<end, column: testPlace),
        let point = number(text, index..<end, column: pointPlace)
      {
        if let last = lines.last, (test, point) < (last.test, last.point) { isInOrder = false }
        lines.append(Line(test: test, point: point, start: index, end: end))
      }
      index = end + 1
    }
    if !isInOrder { lines.sort { ($0.test, $0.point, $0.start) < ($1.test, $1.point, $1.start) } }
    return lines
  }

  private static func number(_ text: [UInt8], _ line: Range<Int>, column: Int) -> Int64? {
    var index = line.lowerBound
    for _ in 0..<column {
      guard let comma = text[index..<line.upperBound].firstIndex(of: 0x2C) else { return nil }
      index = comma + 1
    }
    var number: Int64 = 0
    var digits = 0
    while index < line.upperBound, 0x30...0x39 ~= text[index], digits < 18 {
      number = number * 10 + Int64(text[index] - 0x30)
      digits += 1
      index += 1
    }
    return digits > 0 ? number : nil
  }
}
