import CellModel
import CyclerFormats
import TestSupport
import Testing

@testable import Archives

/// A workbook made by hand.
struct WorkbookWriter {
  var sheets: [(name: String, rows: String)] = []
  var strings: [String] = []

  /// The members of the workbook as a zip file, each after `change` had its way with it.
  func archive(_ change: (inout [UInt8]) -> Void = { _ in }) -> [UInt8] {
    let names = sheets.enumerated().map { "<sheet name=\"\($1.name)\" sheetId=\"\($0 + 1)\" r:id=\"rId\($0 + 1)\"/>" }
    let links = sheets.indices.map { "<Relationship Id=\"rId\($0 + 1)\" Target=\"worksheets/sheet\($0 + 1).xml\"/>" }
    let texts = strings.map { "<si><t xml:space=\"preserve\">\($0)</t><rPh><t>read</t></rPh></si>" }
    var members = [
      ZipWriter.Member(
        name: "xl/workbook.xml", bytes: Self.xml("<workbook><sheets>\(names.joined())</sheets></workbook>")),
      ZipWriter.Member(
        name: "xl/_rels/workbook.xml.rels", bytes: Self.xml("<Relationships>\(links.joined())</Relationships>")),
      ZipWriter.Member(name: "xl/sharedStrings.xml", bytes: Self.xml("<sst>\(texts.joined())</sst>")),
    ]
    for (number, sheet) in sheets.enumerated() {
      members.append(
        ZipWriter.Member(
          name: "xl/worksheets/sheet\(number + 1).xml",
          bytes: Self.xml("<worksheet><sheetData>\(sheet.rows)</sheetData></worksheet>")))
    }
    for index in members.indices { change(&members[index].bytes) }
    return ZipWriter.archive(members)
  }

  private static func xml(_ text: String) -> [UInt8] { Array("<?xml version=\"1.0\"?>\n\(text)".utf8) }

  /// A row of numbers; nil leaves a cell out.
  static func row(_ number: Int, _ cells: [String?]) -> String {
    let columns = cells.enumerated().compactMap { column, value in
      value.map { "<c r=\"\(Character(Unicode.Scalar(UInt8(65 + column))))\(number)\"><v>\($0)</v></c>" }
    }
    return "<row r=\"\(number)\">\(columns.joined())</row>"
  }

  /// A row of texts in their cells.
  static func titles(_ titles: [String]) -> String {
    "<row>" + titles.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
  }
}

@Suite("Workbooks")
struct WorkbookTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private func open(_ writer: WorkbookWriter) throws -> any ContainerReader {
    let path = try folder.write(writer.archive(), to: "w.xlsx")
    return try LogContainer.zip.open(path)
  }

  /// The text of each test.
  private func texts(_ writer: WorkbookWriter) throws -> [String] {
    let reader = try open(writer)
    var texts: [String] = []
    var bytes: [UInt8] = []
    while true {
      let step = try reader.next(into: &bytes)
      guard step != .bytes else { continue }
      texts.append(String(decoding: bytes, as: UTF8.self))
      bytes = []
      if step == .end { break }
    }
    #expect(reader.testCount == texts.count)
    return texts
  }

  private static let arbin = ["Data_Point", "Test_Time(s)", "Date_Time", "Cycle_Index", "Current(A)", "Voltage(V)"]

  @Test("give the sheet of records, and pass over the others")
  func arbinSheet() throws {
    var writer = WorkbookWriter()
    writer.sheets = [
      ("Info", WorkbookWriter.titles(["TEST REPORT"])),
      (
        "Channel_1-008",
        WorkbookWriter.titles(Self.arbin)
          + WorkbookWriter.row(2, ["1", "30.000172977248113", "40408.4579", "1", "0", "3.5"])
          + WorkbookWriter.row(3, ["2", "60", nil, "1", "-1E-3", "3.4"])
      ),
      ("Statistics_1-008", WorkbookWriter.titles(Self.arbin) + WorkbookWriter.row(2, ["9", "1", "2", "3", "4", "5"])),
    ]
    #expect(
      try texts(writer) == [
        "Data_Point,Test_Time(s),Date_Time,Cycle_Index,Current(A),Voltage(V)\n"
          + "1,30.000172977248113,40408.4579,1,0,3.5\n2,60,,1,-1E-3,3.4\n"
      ])
  }

  @Test("find the header below the titles that somebody wrote above it")
  func titleRows() throws {
    var writer = WorkbookWriter()
    writer.sheets = [
      (
        "Cell 7",
        WorkbookWriter.titles(["Cell 7, dry room"]) + "<row r=\"2\"/>" + WorkbookWriter.titles(Self.arbin)
          + WorkbookWriter.row(4, ["1", "30", nil, "1", "0", "3.5"])
      )
    ]
    #expect(
      try texts(writer) == [
        "Data_Point,Test_Time(s),Date_Time,Cycle_Index,Current(A),Voltage(V)\n1,30,,1,0,3.5\n"
      ])
  }

  @Test("join the sheets of a channel, and keep channels apart")
  func channels() throws {
    func sheet(_ first: Int) -> String {
      WorkbookWriter.titles(Self.arbin)
        + (first..<(first + 2)).map { WorkbookWriter.row($0 + 1, ["\($0)", "\($0 * 10)", "40408", "1", "0", "3"]) }
        .joined()
    }
    var writer = WorkbookWriter()
    writer.sheets = [("Channel_11_1", sheet(1)), ("Channel_11_2", sheet(3)), ("Channel_12_1", sheet(1))]
    let header = Self.arbin.joined(separator: ",") + "\n"
    let rows = (1...4).map { "\($0),\($0 * 10),40408,1,0,3\n" }
    #expect(try texts(writer) == [header + rows.joined(), header + rows[0] + rows[1]])
    #expect(try open(writer).remarks == ["holds 2 channels, each a log of its own"])
    writer.sheets = [("Channel_1-007", sheet(1)), ("Channel_1-008", sheet(1))]
    #expect(try texts(writer).count == 2)
  }

  @Test("of Neware number records that have no number, and give clocks in seconds")
  func newareSheet() throws {
    var writer = WorkbookWriter()
    writer.strings = [
      "Date", "Total Time", "Cycle Index", "Current(mA)", "Voltage(V)", "Step Type", "CC &amp; DChg, x",
    ]
    let header = (0..<6).map {
      "<c r=\"\("ABCDEF".utf8.map { Character(Unicode.Scalar($0)) }[$0])1\" t=\"s\"><v>\($0)</v></c>"
    }
    let word = "<c r=\"F2\" t=\"s\"><v>6</v></c>"
    let row = WorkbookWriter.row(2, ["45351.25", "1.1574074074074073E-5", "1", "4.2", "3.7"])
    writer.sheets = [("record", "<row>\(header.joined())</row>" + row.replacing("</row>", with: "\(word)</row>"))]
    #expect(
      try texts(writer) == [
        "DataPoint,Date,Total Time,Cycle Index,Current(mA),Voltage(V),Step Type\n"
          + "1,45351.25,1.000000,1,4.2,3.7,\"CC & DChg, x\"\n"
      ])
  }

  @Test("of Landt give the test time in seconds and leave the dates alone, in English and Chinese")
  func landtSheet() throws {
    var writer = WorkbookWriter()
    let row = WorkbookWriter.row(2, ["1", "1.1574074074074073E-4", "45200.5", "1.0", "3.1", "0.5"])
    for title in [
      ["Record", "TestTime", "SysTime", "Current/mA", "Voltage/V", "Capacity/mAh"],
      ["记录序号", "测试时间", "系统时间", "电流/mA", "电压/V", "容量/mAh"],
    ] {
      writer.sheets = [("Sheet1", WorkbookWriter.titles(title) + row)]
      #expect(try texts(writer) == [title.joined(separator: ",") + "\n1,10.000000,45200.5,1.0,3.1,0.5\n"])
    }
  }

  @Test("without records say which sheets they have and what to export")
  func strangers() throws {
    var writer = WorkbookWriter()
    writer.sheets = [("Budget", WorkbookWriter.titles(["Item", "Price"])), ("Empty", "")]
    let path = try folder.write(writer.archive(), to: "b.xlsx")
    do {
      _ = try LogContainer.zip.open(path)
      Issue.record("opened")
    } catch {
      #expect(error.description.contains("“Budget”, “Empty”") && error.description.contains("export"))
    }
  }

  @Test("with cells in far columns, open tags and entities of any kind are read in bounded memory")
  func hostile() throws {
    var writer = WorkbookWriter()
    let bad =
      "<row><c r=\"ZZZZZZZZ9\"><v>1</v></c><c r=\"\"><v>2</v></c><c t=\"s\"><v>77</v></c><c t=\"s\"><v>x</v></c></row>"
    let entities = "<row><c t=\"inlineStr\"><is><t>&#x41;&#66;&bad;&#xFFFFFFFF;&amp</t></is></c></row>"
    writer.sheets = [("Channel_1", WorkbookWriter.titles(Self.arbin) + bad + entities + "<row><c><v>1")]
    let text = try texts(writer)[0]
    #expect(text.hasPrefix("Data_Point,") && text.contains("AB"))
    #expect(text.utf8.count < 2000)
    writer.sheets = [
      ("Channel_1", WorkbookWriter.titles(Self.arbin) + "<row><c t=\"" + String(repeating: "a", count: 2 << 20))
    ]
    #expect(throws: ContainerTrouble.self) { try texts(writer) }
  }

  @Test("damaged anywhere inside give rows or an error, and no more than they hold")
  func damage() throws {
    var writer = WorkbookWriter()
    writer.strings = Self.arbin
    let header = (0..<6).map { "<c t=\"s\"><v>\($0)</v></c>" }.joined()
    let rows = (1...40).map { WorkbookWriter.row($0 + 1, ["\($0)", "\($0 * 10)", "40408.5", "1", "-0.001", "3.5"]) }
    writer.sheets = [("Channel_1", "<row>\(header)</row>" + rows.joined()), ("Channel_2", "<row>\(header)</row>")]
    var random = SeededGenerator(seed: 12)
    let pieces = ["<", ">", "\"", "/>", "<row>", "</c>", "<c r=\"A1\" t=\"s\">", "&#x110000;", "<![CDATA[", "<!--"]
    for _ in 0..<400 {
      let archive = writer.archive { bytes in
        for _ in 0...Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0...3, using: &random) {
          case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
          case 1: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
          case 2: bytes.removeSubrange(place..<min(bytes.count, place + 30))
          default: bytes.removeLast(bytes.count - place)
          }
        }
      }
      let path = try folder.write(archive, to: "d.xlsx")
      guard let reader = try? LogContainer.zip.open(path) else { continue }
      var bytes: [UInt8] = []
      var steps = 0
      while let step = try? reader.next(into: &bytes), step != .end, steps < 100 { steps += 1 }
      #expect(steps < 100 && bytes.count < 400_000)
    }
  }
}
