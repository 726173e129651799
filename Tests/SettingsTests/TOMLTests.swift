import Settings
import Testing

@Suite("The language of the settings files")
struct TOMLTests {
  /// A value in one line; tables by the names of their members.
  private func text(_ node: TOMLNode) -> String {
    switch node.value {
    case .string(let text): "\"\(text)\""
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .bool(let value): "\(value)"
    case .list(let elements): "[" + elements.map(text).joined(separator: " ") + "]"
    case .table(let members):
      "{" + members.sorted { $0.key < $1.key }.map { "\($0.key):\(text($0.value))" }.joined(separator: " ") + "}"
    case .other: "time"
    }
  }

  @Test(
    "every kind of value is read as TOML 1.0 means it",
    arguments: [
      ("a = 1_000", "{a:1000}"), ("a = -0", "{a:0}"), ("a = 0xDEAD_beef", "{a:3735928559}"), ("a = 0o17", "{a:15}"),
      ("a = 0b101", "{a:5}"), ("a = 9223372036854775807", "{a:9223372036854775807}"),
      ("a = 6.26e-3", "{a:0.00626}"), ("a = +1e2", "{a:100.0}"), ("a = -inf", "{a:-inf}"), ("a = nan", "{a:nan}"),
      ("a = true # yes", "{a:true}"), ("a = 1979-05-27", "{a:time}"), ("a = 1979-05-27 07:32:00.5Z", "{a:time}"),
      ("a = 07:32:00", "{a:time}"), ("a = 1979-05-27T07:32:00-07:00", "{a:time}"),
      ("a = \"\\u00e9\\t\\\"\"", "{a:\"é\t\"\"}"), ("a = 'C:\\new'", "{a:\"C:\\new\"}"),
      ("a = \"\"\"\r\nx \\\n   y\"\"\"\"", "{a:\"x y\"\"}"), ("a = \'\'\'x\'\'\'", "{a:\"x\"}"),
      ("a = [1, # one\n 'b', [], ]", "{a:[1 \"b\" []]}"), ("a = {}", "{a:{}}"),
      ("a = { b.c = 1, b.d = 2 }", "{a:{b:{c:1 d:2}}}"), ("'x y'.\"\" = 1", "{x y:{:1}}"), ("3.14 = 1", "{3:{14:1}}"),
      ("[a.b]\nc = 1\n[a]\nd = 2", "{a:{b:{c:1} d:2}}"), ("a.b.c = 1\n[a.b.d]\ne = 2", "{a:{b:{c:1 d:{e:2}}}}"),
      ("[[a]]\nb = 1\n[a.c]\nd = 2\n[[a]]\nb = 3", "{a:[{b:1 c:{d:2}} {b:3}]}"), ("\u{FEFF}a = 1", "{a:1}"),
    ])
  func values(source: String, meaning: String) throws {
    #expect(text(try TOMLNode(parsing: source, file: "x.toml")) == meaning)
  }

  @Test(
    "what TOML 1.0 forbids is a mistake with its place",
    arguments: [
      ("a = 01", "1:5"), ("a = 1__0", "1:5"), ("a = 1.", "1:5"), ("a = .5", "1:5"), ("a = 0xG", "1:5"),
      ("a = +0x1", "1:5"),
      ("a = 9223372036854775808", "1:5"), ("a = True", "1:5"), ("a = 1979-13-01", "1:5"), ("a = 24:00:00", "1:5"),
      ("a = 12:", "1:5"), ("a = 1 b = 2", "1:7"), ("a = 'x\ny'", "1:5"), ("a = \"\\q\"", "1:6"),
      ("a = \"\\ud800\"", "1:6"), ("a = \"\u{1}\"", "1:6"), ("# \u{7F}", "1:3"), ("a", "1:2"), ("a.b", "1:4"),
      ("é = 1", "1:1"), ("a = {b = 1,}", "1:12"), ("a = {b = 1\n}", "1:11"), ("a = 1\n\na = 2", "3:1"),
      ("[a]\n[a]", "2:2"), ("[a]\n[[a]]", "2:3"), ("[[a]]\n[a]", "2:2"), ("a = []\n[[a]]", "2:3"),
      ("a = {}\n[a.b]", "2:2"), ("a = {}\na.b = 1", "2:1"), ("[a.b]\n[a]\nb.c = 1", "3:1"),
      ("a.b = 1\n[a]", "2:2"), ("[ [a]]", "1:3"), ("[a] ]", "1:5"), ("a = \"\"\"x", "1:5"),
    ])
  func mistakes(source: String, place: String) {
    let problem = #expect(throws: SettingsProblem.self) { try TOMLNode(parsing: source, file: "x.toml") }
    #expect(problem?.description.hasPrefix("x.toml:\(place): ") == true, "\(problem?.description ?? "")")
  }
}
