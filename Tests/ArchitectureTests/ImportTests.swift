import Testing

@Suite("Who may import whom")
struct ImportTests {
  /// The pipeline: every module with what it may import.
  private static let allowed: [String: Set<String>] = [
    "BinaryCoding": [], "CellModel": [], "CyclerFormats": ["CellModel"], "Cycling": ["CellModel"],
    "Metrics": ["CellModel"],
    "Stages": ["CellModel"], "SimulatedLab": ["CellModel"],
    "Fleet": ["CellModel", "CyclerFormats", "Cycling", "Metrics", "Stages"],
    "Canvas": [], "Screens": ["CellModel", "CyclerFormats", "Cycling", "Metrics", "Stages", "Fleet", "Canvas"],
  ]

  @Test("the sources are found, and every folder with sources is a module of the manifest")
  func modules() {
    #expect(SourceTree.sources.count > 100)
    #expect(ManifestTarget.all.count >= 12)
    for file in SourceTree.sources where file.path.hasPrefix("Sources/") {
      let owners = ManifestTarget.all.filter { file.path.hasPrefix($0.folder + "/") }
      #expect(owners.count == 1, "\(file.path) belongs to \(owners.map(\.name))")
    }
  }

  @Test("Core imports Core in pipeline order, Interface imports Core and Interface, neither anything else")
  func pureModules() {
    for target in ManifestTarget.all where !target.folder.hasPrefix("Sources/Shell/") {
      guard let allowed = Self.allowed[target.name] else {
        Issue.record("\(target.name) has no place in the pipeline: add it to the table")
        continue
      }
      #expect(target.uses.isSubset(of: allowed), "\(target.name) declares \(target.uses.subtracting(allowed))")
      for file in SourceTree.sources where file.path.hasPrefix(target.folder + "/") {
        #expect(file.imports.isSubset(of: allowed), "\(file.path) imports \(file.imports.subtracting(allowed))")
      }
    }
  }

  @Test("the manifest declares what is imported, and nothing more")
  func declarations() {
    let system: Set<String> = [
      "Glibc", "Synchronization", "Foundation", "FoundationEssentials", "Dispatch", "_StringProcessing",
    ]
    for target in ManifestTarget.all {
      let files = SourceTree.sources.filter { $0.path.hasPrefix(target.folder + "/") }
      let imported = files.reduce(into: Set<String>()) { $0.formUnion($1.imports) }.subtracting(system)
      let undeclared = imported.subtracting(target.uses)
      #expect(undeclared.isEmpty, "\(target.name) does not declare \(undeclared)")
      // The program links whole modules; every other module uses what it declares.
      if target.name != "celltop" {
        #expect(imported == target.uses, "\(target.name) does not use \(target.uses.subtracting(imported))")
      }
    }
  }

  @Test("only Terminal touches ncurses")
  func curses() {
    for file in SourceTree.sources where !file.path.hasPrefix("Sources/Shell/Terminal/") {
      #expect(!file.imports.contains("CNcurses") && !file.imports.contains("CTerminalGuard"), "\(file.path)")
    }
  }
}
