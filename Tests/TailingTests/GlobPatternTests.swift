import Testing

@testable import Tailing

@Suite("Glob patterns")
struct GlobPatternTests {
  @Test(
    "Names that match",
    arguments: [
      ("*.csv", "cell.csv"), ("*", "a"), ("a*b*c", "aXbYc"), ("a*b*c", "abbbc"), ("?", "µ"), ("cell?", "cell1"),
      ("[0-9]", "5"), ("[!0-9]", "x"), ("[^0-9]", "x"), ("[]]", "]"), ("[a-]", "-"), ("[µ-π]", "ν"), ("[abc", "[abc"),
      ("\\*", "*"), ("\\[x]", "[x]"), (".*", ".hidden"), ("**", "a"), ("*a*a*a*a", "aaaaaaaa"), ("a b", "a b"),
      ("x\ny", "x\ny"), ("", ""),
    ])
  func matching(pattern: String, name: String) {
    #expect(GlobPattern(pattern.utf8).matches(name.utf8))
  }

  @Test(
    "Names that do not match",
    arguments: [
      ("*.csv", "cell.CSV"), ("*.csv", ".csv"), ("?", ""), ("?", "ab"), ("*", ".hidden"), ("[!0-9]", "5"),
      ("[z-a]", "m"), ("a*b", "ac"), ("\\*", "x"), ("cell", "cell2"), ("cell2", "cell"), ("[!.]x", ".x"),
    ])
  func notMatching(pattern: String, name: String) {
    #expect(!GlobPattern(pattern.utf8).matches(name.utf8))
  }

  @Test("A character that is not UTF-8 counts as one")
  func strayBytes() {
    #expect(GlobPattern("a?b".utf8).matches([0x61, 0xFF, 0x62]))
    #expect(GlobPattern([0x2A, 0xFF]).matches([0x61, 0xFF]))
    #expect(!GlobPattern("??".utf8).matches("é".utf8))
  }

  @Test("A pattern made to be slow is not")
  func hostile() {
    let pattern = GlobPattern((String(repeating: "a*", count: 100) + "b").utf8)
    #expect(!pattern.matches(String(repeating: "a", count: 4000).utf8))
  }
}
