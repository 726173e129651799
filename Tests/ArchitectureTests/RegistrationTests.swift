import Canvas
import CyclerFormats
import Foundation
import Metrics
import Screens
import Settings
import Testing
import Themes

@Suite("What stands in a folder is registered")
struct RegistrationTests {
  private static func typeName(_ value: Any) -> String { String(describing: type(of: value)) }

  /// The types that a folder's files declare with this conformance.
  private static func conforming(to name: String, in folder: String) -> Set<String> {
    var names: Set<String> = []
    for file in SourceTree.swiftFiles(in: folder) {
      for line in file.code {
        guard let match = line.firstMatch(of: /\bstruct\s+(\w+)\s*:\s*([^{]+)/) else { continue }
        let conformances = match.2.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        if conformances.contains(name) { names.insert(String(match.1)) }
      }
    }
    return names
  }

  @Test("every log format, one a file")
  func formats() {
    let folder = "Sources/Core/CyclerFormats/Formats"
    let files = Set(SourceTree.swiftFiles(in: folder).map(\.name))
    #expect(files == Set(FormatRegistry.all.map(Self.typeName)))
    let kinds = ["CyclerFormat", "TableFormat"].map { Self.conforming(to: $0, in: folder) }
    #expect(files == kinds.reduce([]) { $0.union($1) })
  }

  @Test("every metric")
  func metrics() {
    #expect(Self.conforming(to: "Metric", in: "Sources/Core/Metrics") == Set(MetricRegistry.all.map(Self.typeName)))
  }

  @Test("every screen, one a file")
  func screens() {
    let folder = "Sources/Interface/Screens/Screens"
    let files = Set(SourceTree.swiftFiles(in: folder).map(\.name))
    #expect(files == Set(ScreenRegistry.all.map(Self.typeName)))
    #expect(files == Self.conforming(to: "Screen", in: "Sources/Interface/Screens"))
    #expect(Set(ScreenRegistry.all.map(\.id)).count == ScreenRegistry.all.count)
  }

  @Test("every theme, and each loads without a warning")
  func themes() throws {
    let folder = SourceTree.root.appendingPathComponent("Themes").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".toml") }
    #expect(Set(files) == Set(ShippedThemes.all.map { $0.name + ".toml" }))
    let catalogue = ThemeCatalogue(folder: nil)
    for (name, text) in ShippedThemes.all {
      #expect(text == SourceTree.text(of: "Themes/\(name).toml"))
      let loaded = try catalogue.load(name)
      #expect(loaded.warnings.map(\.description) == [])
      #expect(loaded.theme.name == name)
      for role in Role.allCases where !["trace", "heat"].contains(where: role.name.hasPrefix) {
        #expect(text.contains("\n\(role.name) ") || text.contains("base ="), "\(name) says nothing of \(role.name)")
      }
    }
  }
}
