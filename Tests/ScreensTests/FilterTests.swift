import CellModel
import Fleet
import Screens
import TestSupport
import Testing

@Suite("Filter expressions")
struct FilterTests {
  private func names(_ text: String) throws -> [String] {
    let filter = try FilterParser.parse(text)
    return SampleFleet.state(healthy: 6).cells.filter { filter.matches($0, now: SampleFleet.now) }.map(\.name)
  }

  @Test("an empty filter shows everything")
  func empty() throws {
    #expect(try FilterParser.parse("") == .everything)
    #expect(try FilterParser.parse("   ") == .everything)
  }

  @Test(
    "comparisons, in the units of the table",
    arguments: [
      ("ce<98.37", ["LMB-0108", "电池-07 长名字的通道"]),
      ("ret<90", ["LMB-0108", "LMB-0077"]),
      ("ret<90 ce>98", ["LMB-0077"]),
      ("cyc>=205", ["LMB-0273", "LMB-0190 électrolyte"]),
      ("v<0", ["LMB-1002", "LMB-1005"]),
      ("i<-2.9 and type=full", ["LMB-0077"]),
      ("age>10m & age<1h", ["LMB-0523"]),
      ("for<1h state=warn", ["LMB-0190 électrolyte", "电池-07 长名字的通道"]),
      ("ci>40000", ["LMB-0108"]),
      ("state=fail,turn", ["LMB-0273", "LMB-0108", "LMB-0077"]),
      ("stage=2", ["LMB-0077"]),
      ("flag=bad-rows", ["LMB-0108"]),
      ("type=sym | format=unknown", ["LMB-0524", "new"]),
      ("chan~^rack1/", ["LMB-0108", "LMB-0077"]),
      ("chan~rack?/01*.csv$ and !state=stale", ["LMB-0273"]),
      ("0077", ["LMB-0077"]),
      ("\"长名字\"", ["电池-07 长名字的通道"]),
      ("not (state=fail or state=warn) and cyc>80", ["LMB-0077", "LMB-0523"]),
      ("ce!=3 ce<=95.2%", ["LMB-0108"]),
    ] as [(String, [String])])
  func finds(text: String, expected: [String]) throws {
    #expect(try names(text) == expected)
  }

  @Test(
    "what people say of a cell is found by its column, with a colon or a sign, and by a word alone",
    arguments: [
      ("tag:dry", ["A1", "A2"]), ("tag=\"dry room\"", ["A1"]), ("tag:\"dry room\"", ["A1"]),
      ("group=lhce", ["A1", "A3"]),
      ("electrolyte~fsi", ["A2"]), ("note:leak*", ["A3"]), ("leaked", ["A3"]), ("dry !tag:room", ["A2"]),
      ("state:run", []), ("group!=LHCE", ["A2"]), ("any~room", ["A1"]),
    ] as [(String, [String])])
  func labels(text: String, expected: [String]) throws {
    let filter = try FilterParser.parse(text)
    let cells = [
      labelled("A1", group: "LHCE", tags: ["dry room", "batch 7"]),
      labelled("A2", tags: ["dry"], electrolyte: "LiFSI-DME"), labelled("A3", group: "LHCE", note: "Leaked at filling"),
    ]
    #expect(cells.filter { filter.matches($0, now: 0) }.map(\.name) == expected)
  }

  private func labelled(
    _ name: String, group: String? = nil, tags: [String] = [], electrolyte: String? = nil, note: String? = nil
  ) -> CellSummary {
    var cell = CellSummary(id: CellID(name + ".csv"), name: name, format: "arbin-csv", path: name + ".csv")
    (cell.labels.group, cell.labels.tags, cell.labels.electrolyte, cell.labels.note) = (group, tags, electrolyte, note)
    return cell
  }

  @Test("a colon without a value says what is missing, and one behind another word belongs to it")
  func colons() throws {
    #expect(throws: FilterError(position: 4, message: "a value is missing after \":\"")) {
      try FilterParser.parse("tag:")
    }
    #expect(try FilterParser.parse("a:b") == FilterParser.parse("\"a:b\""))
  }

  @Test("and binds more tightly than or, not more tightly than both")
  func precedence() throws {
    #expect(try FilterParser.parse("a|b c") == FilterParser.parse("a | (b & c)"))
    #expect(try FilterParser.parse("!a b") == FilterParser.parse("(!a) b"))
    #expect(try FilterParser.parse("a and b or c") == FilterParser.parse("(a b)|c"))
  }

  @Test("a missing number fits no comparison")
  func missing() throws {
    #expect(try !names("ce<1000").contains("new"))
    #expect(try !names("ce>=0").contains("new"))
    #expect(try names("!ce>=0").contains("new"))
  }

  @Test(
    "errors say where",
    arguments: [
      ("ce<", 3, "missing"), ("ce<abc", 3, "not a number"), ("(ce<99", 6, ")"), ("ce<99)", 5, "closed"),
      ("foo=1", 0, "no column"), ("  stat=fail", 2, "state?"), ("ce~9", 3, "number"), ("type<full", 5, "word"),
      ("| a", 0, "column before"), ("a |", 3, "missing"), ("\"abc", 0, "never closed"), ("<5", 0, "column before"),
      ("a & & b", 4, "column before"), ("ce<age>5", 3, "not a number"), ("age>5x", 4, "s, m, h or d"),
    ] as [(String, Int, String)])
  func errors(text: String, position: Int, words: String) {
    do {
      _ = try FilterParser.parse(text)
      Issue.record("\(text) was accepted")
    } catch {
      #expect(error.position == position)
      #expect(error.message.contains(words), "\(error.message)")
    }
  }

  @Test("deep nesting is refused, not followed")
  func depth() {
    let open = String(repeating: "(", count: 5000)
    #expect(throws: FilterError.self) { try FilterParser.parse(open + "a") }
    #expect(throws: FilterError.self) { try FilterParser.parse(String(repeating: "!", count: 5000) + "a") }
  }

  @Test("whatever is typed is accepted or refused, and error positions lie within the text")
  func anything() {
    var random = SeededGenerator(seed: 7)
    let pieces = [
      "ce", "<", ">", "=", "~", "!", "(", ")", "|", "&", " ", "99", "and", "or", "not", "\"", "电", "*", "-", "age",
      "5m", ",",
    ]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
      do {
        _ = try FilterParser.parse(text)
      } catch {
        #expect((0...text.unicodeScalars.count).contains(error.position), "\(text)")
      }
    }
  }

  @Test(
    "patterns",
    arguments: [
      ("a*c", true, "abbc", true), ("a*c", true, "abbcd", false), ("b", false, "abc", true),
      ("^b", false, "abc", false),
      ("c$", false, "abc", true), ("a?c", true, "abc", true), ("", true, "", true), ("*", true, "", true),
      ("a*a*a*a*a*b", true, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false), ("ABC", false, "xabcx", true),
    ] as [(String, Bool, String, Bool)])
  func patterns(pattern: String, isWhole: Bool, text: String, fits: Bool) {
    #expect(TextPattern(pattern, isWhole: isWhole).matches(text) == fits)
  }
}
