/// The cells of one row of a sheet, in one piece of memory that is used again for the next row.
struct SheetRow {
  /// Bytes that the cells of one row may have together; then one more cell.
  private static let limit = 1 << 20

  private(set) var text: [UInt8] = []
  private var cells: [Range<Int>] = []

  /// Columns, up to the last one that holds something.
  var width: Int { cells.count }
  /// What stands in a column; empty where nothing does.
  subscript(column: Int) -> ArraySlice<UInt8> { column < cells.count ? text[cells[column]] : [] }

  mutating func clear() {
    text.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
  }

  /// Puts a value into a column; what passes the bound of a row is left out.
  mutating func set(_ column: Int, _ value: some Collection<UInt8>) {
    guard text.count < Self.limit else { return }
    while cells.count <= column { cells.append(text.count..<text.count) }
    let start = text.count
    text.append(contentsOf: value)
    cells[column] = start..<text.count
  }

  /// The cells as texts.
  var titles: [String] { (0..<width).map { String(decoding: self[$0], as: UTF8.self) } }
}

/// The rows of one sheet of a workbook, in order.
///
/// By ECMA-376, part 1, 18.3: cells name their place (`r`), their type (`t`) and hold a number, the place of a shared
/// string, or a text of their own.
struct SheetRows {
  /// Columns that a row may have.
  private static let columnLimit = 1024

  private var tokens: XMLTokens
  private let strings: SharedStrings

  init(_ member: ZipMember, _ strings: SharedStrings) {
    tokens = XMLTokens(member)
    self.strings = strings
  }

  private enum Kind { case plain, shared, inline }

  /// Reads the next row into `row`; false behind the last.
  mutating func next(into row: inout SheetRow) throws(ContainerTrouble) -> Bool {
    row.clear()
    var isInRow = false
    var column = -1
    var kind = Kind.plain
    var isValue = false
    var value: [UInt8] = []
    while let token = try tokens.next() {
      switch token {
      case .open(let name, let attributes, let isEmpty):
        if tokens.isName(name, "row") {
          if isEmpty { return true }
          isInRow = true
          column = -1
        } else if tokens.isName(name, "c"), isInRow {
          column = tokens.attribute("r", in: attributes).flatMap(Self.column) ?? column + 1
          let type = tokens.attribute("t", in: attributes) ?? []
          kind = type == [0x73] ? .shared : type == Array("inlineStr".utf8) ? .inline : .plain
          value.removeAll(keepingCapacity: true)
        } else if tokens.isName(name, "v") || kind == .inline && tokens.isName(name, "t") {
          isValue = !isEmpty
        }
      case .text(let range):
        if isValue, value.count < 64 * 1024 { value += tokens.decoded(range) }
      case .close(let name):
        if tokens.isName(name, "v") || tokens.isName(name, "t") {
          isValue = false
        } else if tokens.isName(name, "c"), isInRow, 0..<Self.columnLimit ~= column, !value.isEmpty {
          if kind == .shared {
            row.set(column, strings[Int(String(decoding: value, as: UTF8.self)) ?? -1])
          } else {
            row.set(column, value)
          }
        } else if tokens.isName(name, "row") {
          return true
        }
      }
    }
    return false
  }

  /// The column of a reference such as `AB12`, from 0.
  private static func column(_ reference: [UInt8]) -> Int? {
    var number = 0
    for byte in reference {
      guard 0x41...0x5A ~= byte, number < 100_000 else { break }
      number = number * 26 + Int(byte) - 0x40
    }
    return number > 0 ? number - 1 : nil
  }
}

/// The texts of a workbook that its cells name by number.
struct SharedStrings {
  /// Bytes of all texts together; logs have headers and step words.
  private static let limit = 64 << 20
  private static let countLimit = 4 << 20

  private var text: [UInt8] = []
  private var ends: [Int] = []

  /// No texts.
  init() {}

  /// Reads the member `sharedStrings.xml`.
  init(_ member: ZipMember) throws(ContainerTrouble) {
    var tokens = XMLTokens(member)
    var isText = false
    var isReading = false
    while let token = try tokens.next() {
      guard text.count <= Self.limit, ends.count <= Self.countLimit else {
        throw ContainerTrouble("is a workbook with more text than a log has", isStranger: true)
      }
      switch token {
      case .open(let name, _, let isEmpty):
        if tokens.isName(name, "t") { isText = !isEmpty && !isReading }
        // How a text is read aloud is no part of it.
        if tokens.isName(name, "rPh") { isReading = !isEmpty }
        if tokens.isName(name, "si"), isEmpty { ends.append(text.count) }
      case .text(let range):
        if isText { text += tokens.decoded(range) }
      case .close(let name):
        if tokens.isName(name, "t") { isText = false }
        if tokens.isName(name, "rPh") { isReading = false }
        if tokens.isName(name, "si") { ends.append(text.count) }
      }
    }
  }

  /// The text with this number; empty if there is none.
  subscript(number: Int) -> ArraySlice<UInt8> {
    guard ends.indices.contains(number) else { return [] }
    return text[(number > 0 ? ends[number - 1] : 0)..<ends[number]]
  }
}
