import Testing

@Suite("Documentation of what other modules see")
struct DocumentationTests {
  private static var declaration: Regex<(Substring, Substring, Substring)> {
    /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:package|public)\s+(?:(?:static|mutating|borrowing|consuming|final|indirect|nonisolated)\s+)*(func|struct|enum|class|actor|protocol)\s+(`?\w+`?|[<=>+*-]+)/
  }

  /// Names of the functions that protocols of the sources or of the standard library require: their meaning is
  /// documented where they are required.
  private static let witnesses: Set<String> = {
    var names: Set<String> = ["<", "==", "hash", "encode", "next", "run", "validate", "makeIterator", "callAsFunction"]
    for file in SourceTree.sources {
      var depth: Int?
      for line in file.code {
        if let start = depth {
          if line.contains("func "), let match = line.firstMatch(of: /\bfunc\s+(\w+)/) { names.insert(String(match.1)) }
          if line.prefix(while: { $0 == " " }).count <= start, line.contains("}") { depth = nil }
        } else if line.contains("protocol "), line.firstMatch(of: /\bprotocol\s+\w+/) != nil {
          depth = line.prefix(while: { $0 == " " }).count
        }
      }
    }
    return names
  }()

  @Test("every type and function has its sentence")
  func sentences() {
    var missing: [String] = []
    let declaration = Self.declaration
    for file in SourceTree.sources {
      for (index, line) in file.code.enumerated() {
        // A cheap look first: a regex a line would take ten times as long.
        guard line.contains("package ") || line.contains("public "), let match = line.firstMatch(of: declaration)
        else { continue }
        let name = String(match.2)
        if match.1 == "func", Self.witnesses.contains(name) { continue }
        var above = index - 1
        while above >= 0, file.lines[above].firstMatch(of: /^\s*@\w+/) != nil { above -= 1 }
        let comment = above >= 0 ? file.lines[above].drop { $0 == " " } : ""
        if !comment.hasPrefix("///") { missing.append("\(file.path):\(index + 1) \(name)") }
      }
    }
    #expect(missing == [])
  }

  @Test("a documentation comment begins with a sentence of its own, not with an empty line")
  func firstLines() {
    for file in SourceTree.sources {
      for (index, line) in file.lines.enumerated() {
        let comment = line.drop { $0 == " " }
        guard comment.hasPrefix("///"), index == 0 || !file.lines[index - 1].drop(while: { $0 == " " }).hasPrefix("///")
        else { continue }
        #expect(comment.count > 5, "\(file.path):\(index + 1)")
      }
    }
  }
}
