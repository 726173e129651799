import CyclerFormats
import Testing

@Suite("README")
struct ReadmeTests {
  @Test("its table of formats is the registry's")
  func formats() {
    let lines = Set(SourceTree.text(of: "README.md").split(separator: "\n").map(String.init))
    for format in FormatRegistry.all {
      let row =
        "| \(format.title) | \(format.isText ? "text" : "binary") | \(format.growth.rawValue) | \(format.notes) |"
      #expect(lines.contains(row), "README lacks the line: \(row)")
    }
  }
}
