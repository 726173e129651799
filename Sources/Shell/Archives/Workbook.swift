import CyclerFormats

/// A workbook (`.xlsx`) as the CSV text of the sheets in which a format knows its columns.
///
/// Arbin keeps a channel in one sheet or several (`Channel_1-008`; `Channel_11_1`, `Channel_11_2`), Neware the records in
/// `record`. Sheets of a channel follow one another as one log; other channels are other tests.
final class Workbook: ContainerReader {
  static let indexName = "xl/workbook.xml"

  /// A sheet whose header a format knows.
  private struct Table {
    var name: String
    var member: String
    /// Rows above the header: titles that somebody, or an export, wrote there.
    var titleRows: Int
    var header: [String]
    var numbering: String?
  }

  let what: String
  private(set) var remarks: [String] = []
  private let archive: ZipArchive
  private let strings: SharedStrings
  /// The sheets of each test, in order.
  private let tests: [[Table]]
  private var test = 0
  private var part = 0
  private var rows: SheetRows?
  private var text: SheetText?
  private var row = SheetRow()
  private var isBetweenTests = false

  var testCount: Int { tests.count }

  init(_ archive: ZipArchive) throws(ContainerTrouble) {
    self.archive = archive
    let texts = try archive.open("xl/sharedStrings.xml")
    strings = if let texts { try SharedStrings(texts) } else { SharedStrings() }
    var tests: [(key: String, parts: [Table])] = []
    var others: [String] = []
    for sheet in try Self.sheets(of: archive) {
      guard let table = try Self.table(sheet.name, sheet.member, archive, strings) else {
        others.append(sheet.name)
        continue
      }
      let key = Self.channel(of: sheet.name)
      if let known = tests.firstIndex(where: { $0.key == key }) {
        tests[known].parts.append(table)
      } else {
        tests.append((key, [table]))
      }
    }
    guard !tests.isEmpty else {
      let names = others.prefix(6).map { "“\($0)”" }.joined(separator: ", ")
      throw ContainerTrouble(
        "is a workbook in which no sheet holds records that celltop knows (\(names)): "
          + "export Arbin's channel sheets, Neware's record layer, or CSV", isStranger: true)
    }
    self.tests = tests.map(\.parts)
    what = "a workbook, sheet \(tests.flatMap(\.parts).prefix(4).map { "“\($0.name)”" }.joined(separator: ", "))"
    if tests.count > 1 { remarks.append("holds \(tests.count) channels, each a log of its own") }
  }

  // MARK: Sheets

  private static func sheets(of archive: ZipArchive) throws(ContainerTrouble) -> [(name: String, member: String)] {
    var targets: [String: String] = [:]
    if let member = try archive.open("xl/_rels/workbook.xml.rels") {
      var tokens = XMLTokens(member)
      while let token = try tokens.next() {
        guard case .open(let name, let attributes, _) = token, tokens.isName(name, "Relationship"),
          let id = tokens.attribute("Id", in: attributes), let target = tokens.attribute("Target", in: attributes)
        else { continue }
        let path = String(decoding: target, as: UTF8.self)
        targets[String(decoding: id, as: UTF8.self)] = path.hasPrefix("/") ? String(path.dropFirst()) : "xl/" + path
      }
    }
    guard let index = try archive.open(indexName) else { return [] }
    var sheets: [(name: String, member: String)] = []
    var tokens = XMLTokens(index)
    while let token = try tokens.next() {
      guard case .open(let name, let attributes, _) = token, tokens.isName(name, "sheet"), sheets.count < 1000,
        let title = tokens.attribute("name", in: attributes)
      else { continue }
      let id = tokens.attribute("r:id", in: attributes).map { String(decoding: $0, as: UTF8.self) }
      let member = id.flatMap { targets[$0] } ?? "xl/worksheets/sheet\(sheets.count + 1).xml"
      sheets.append((String(decoding: title, as: UTF8.self), member))
    }
    return sheets
  }

  /// Rows of a sheet among which its header is looked for.
  private static let headerDepth = 20

  /// Judges a sheet by its first rows; nil if no format knows the columns of any.
  private static func table(
    _ name: String, _ member: String, _ archive: ZipArchive, _ strings: SharedStrings
  ) throws(ContainerTrouble) -> Table? {
    let lower = name.lowercased()
    // Sums a cycle, under the same column names as the records.
    guard !lower.hasPrefix("statistic"), let source = try archive.open(member) else { return nil }
    var rows = SheetRows(source, strings)
    var row = SheetRow()
    for titleRows in 0..<headerDepth {
      guard try rows.next(into: &row) else { return nil }
      // Less than a time, a voltage and a current is a title.
      guard row.width >= 3 else { continue }
      let header = row.titles
      var numberings: [String?] = [nil]
      if lower.hasPrefix("channel") { numberings.append("Data_Point") }
      if lower.hasPrefix("record") || header.contains("Total Time") { numberings.append("DataPoint") }
      for numbering in numberings {
        var text: [UInt8] = []
        SheetText(header: header, numbering: numbering).header(row, into: &text)
        if case .known = FormatRegistry.identify(LogHead(text, isWholeFile: true)) {
          return Table(name: name, member: member, titleRows: titleRows, header: header, numbering: numbering)
        }
      }
    }
    return nil
  }

  /// The channel to which a sheet belongs: `Channel_11` for `Channel_11_2`, `record` for `record_2`.
  private static func channel(of name: String) -> String {
    var stem = Substring(name)
    while let last = stem.last, last.isNumber { stem.removeLast() }
    guard stem.count < name.count, let last = stem.last else { return name }
    guard last == "_" || last == "-" || !name.lowercased().hasPrefix("channel") else { return name }
    if last == "_" || last == "-" { stem.removeLast() }
    // `Channel_1-008` is channel 8 of box 1, not part 8 of channel 1.
    let isPart = last == "_" && stem.contains(where: \.isNumber) || !name.lowercased().hasPrefix("channel")
    return isPart ? String(stem) : name
  }

  // MARK: Reading

  func next(into bytes: inout [UInt8]) throws(ContainerTrouble) -> ContainerStep {
    let start = bytes.count
    while bytes.count - start < ZipMember.piece / 2, !isBetweenTests, test < tests.count {
      if rows == nil { try beginPart(into: &bytes) }
      guard var rows, var text else { break }
      // Taken out and put back, so that the reader's memory is not copied.
      self.rows = nil
      self.text = nil
      let hasRow = try rows.next(into: &row)
      if hasRow { text.row(row, into: &bytes) }
      self.text = text
      guard !hasRow else {
        self.rows = rows
        continue
      }
      part += 1
      guard part == tests[test].count else { continue }
      test += 1
      part = 0
      isBetweenTests = test < tests.count
    }
    guard bytes.count == start else { return .bytes }
    guard isBetweenTests else { return .end }
    isBetweenTests = false
    return .nextTest
  }

  private func beginPart(into bytes: inout [UInt8]) throws(ContainerTrouble) {
    let table = tests[test][part]
    guard let member = try archive.open(table.member) else { return test = tests.count }
    var rows = SheetRows(member, strings)
    for _ in 0...table.titleRows { _ = try rows.next(into: &row) }
    // A channel's next sheet goes on where the last one ended, unless its columns are others.
    if part == 0 || text == nil || table.header != tests[test][part - 1].header {
      let text = SheetText(header: table.header, numbering: table.numbering)
      text.header(row, into: &bytes)
      self.text = text
    }
    self.rows = rows
  }
}
