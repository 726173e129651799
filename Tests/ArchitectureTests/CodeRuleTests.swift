import Testing

@Suite("Rules of the code")
struct CodeRuleTests {
  /// The lines of every source file in which a pattern occurs.
  private static func places(
    of pattern: some RegexComponent, in files: [SourceFile] = SourceTree.sources
  ) -> [String] {
    files.flatMap { file in
      file.code.enumerated().compactMap { index, line in
        line.firstMatch(of: pattern) == nil ? nil : "\(file.path):\(index + 1)"
      }
    }
  }

  private static let pure = SourceTree.sources.filter {
    $0.path.hasPrefix("Sources/Core/") || $0.path.hasPrefix("Sources/Interface/")
  }

  @Test("nothing is forced: no try!, no as!, no unwrapping by force")
  func noForce() {
    #expect(Self.places(of: /\btry!/) == [])
    #expect(Self.places(of: /\bas!/) == [])
    #expect(Self.places(of: /[\w\)\]]!(?!=)/) == [])
    #expect(Self.places(of: /\b(fatalError|preconditionFailure)\(/) == [])
  }

  @Test("nothing is left undone")
  func nothingOpen() {
    let marks = /\b(TODO|FIXME|XXX:|HACK)\b/
    let open = SourceTree.sources.flatMap { file in
      file.lines.enumerated().compactMap { $1.firstMatch(of: marks) == nil ? nil : "\(file.path):\($0 + 1)" }
    }
    #expect(open == [])
  }

  @Test("Core and Interface read no clock, start no task, take no lock and touch no raw memory")
  func pureCode() {
    #expect(Self.places(of: /\b(ContinuousClock|SuspendingClock|clock_gettime|gettimeofday)\b/, in: Self.pure) == [])
    #expect(Self.places(of: /\b(Task|Mutex|DispatchQueue|Thread|async|await)\b/, in: Self.pure) == [])
    #expect(Self.places(of: /\b(unsafe|nonisolated\(unsafe\)|Unsafe\w+|@unchecked)\b/, in: Self.pure) == [])
    #expect(Self.places(of: /\b(SystemRandomNumberGenerator|\.random\(in: [^,)]*\))/, in: Self.pure) == [])
  }

  @Test("files are short enough to be read at a sitting")
  func lengths() {
    for file in SourceTree.sources { #expect(file.lines.count < 330, "\(file.path) has \(file.lines.count) lines") }
  }
}
