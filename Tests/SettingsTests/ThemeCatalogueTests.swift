import Canvas
import Glibc
import Settings
import Testing

@Suite("Theme catalogue")
struct ThemeCatalogueTests {
  /// A folder of theme files for one test.
  private struct Folder {
    let path: String
    private let files: [String]

    init(_ themes: [String: String]) throws {
      var template = Array("\(P_tmpdir)/celltop-themes-XXXXXX".utf8CString)
      let path = try #require(unsafe mkdtemp(&template).map { unsafe String(cString: $0) })
      self.path = path
      self.files = themes.keys.map { "\(path)/\($0)" }
      for (name, text) in themes {
        let bytes = Array(text.utf8)
        let descriptor = unsafe open("\(path)/\(name)", O_WRONLY | O_CREAT, 0o600)
        try #require(unsafe write(descriptor, bytes, bytes.count) == bytes.count)
        close(descriptor)
      }
    }

    func remove() {
      for file in files { unsafe unlink(file) }
      unsafe rmdir(path)
    }
  }

  @Test("own themes stand beside the shipped ones, and may take their place and inherit from them")
  func ownThemes() throws {
    let folder = try Folder([
      "mine.toml": "base = \"dark\"\n[roles]\nrun = 40",
      "dark.toml": "base = \"dark\"\n[roles]\nfail = 196",
      "notes.txt": "no theme",
    ])
    defer { folder.remove() }
    let catalogue = ThemeCatalogue(folder: folder.path)
    #expect(catalogue.entries.map(\.name) == ["dark", "light", "colour-blind", "mono", "mine"])
    let mine = try catalogue.load("mine")
    #expect(mine.warnings == [])
    #expect(mine.theme.name == "mine")
    #expect(mine.theme[.run].foreground == 40)
    #expect(mine.theme[.fail].foreground == 196, "inherits from the dark theme that the person made")
    #expect(mine.theme[.warn].foreground == 178, "which inherits from the shipped one")
  }

  @Test("themes that inherit from each other end, with a warning")
  func circle() throws {
    let folder = try Folder(["a.toml": "base = \"b\"", "b.toml": "base = \"a\""])
    defer { folder.remove() }
    let loaded = try ThemeCatalogue(folder: folder.path).load("a")
    #expect(!loaded.warnings.isEmpty)
  }

  @Test("a broken base is named with its own line, and the theme still loads")
  func brokenBase() throws {
    let folder = try Folder(["a.toml": "base = \"b\"\n[roles]\nfail = 9", "b.toml": "\n= 1"])
    defer { folder.remove() }
    let loaded = try ThemeCatalogue(folder: folder.path).load("a")
    #expect(loaded.theme[.fail].foreground == 9)
    #expect(loaded.warnings.contains { $0.file.hasSuffix("/b.toml") && $0.place?.line == 2 })
  }

  @Test("a theme that is not there is refused with the nearest name")
  func missing() {
    let problem = #expect(throws: SettingsProblem.self) { try ThemeCatalogue(folder: nil).load("drak") }
    #expect(problem?.message == "no theme “drak” (did you mean “dark”?)")
  }
}
