package import Canvas
private import Themes

/// All themes: those in the program, and the person's own, which may take a shipped one's name.
package struct ThemeCatalogue: Sendable {
  /// A theme that can be asked for.
  package struct Entry: Equatable, Sendable {
    package var name: String
    /// The file of a theme of the person's own; nil if it comes with the program.
    package var path: String?
  }

  /// A theme, and what was passed over while it was read.
  package struct Loaded: Equatable, Sendable {
    package var theme: Theme
    package var warnings: [SettingsProblem]
  }

  /// By name, the shipped ones first.
  package let entries: [Entry]
  private let folder: String?

  /// Lists the themes; `folder` holds the person's own, and need not exist.
  package init(folder: String?) {
    self.folder = folder
    let own = folder.map(SettingsFile.names(inFolder:)) ?? []
    let ownNames = own.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
    let shipped = ShippedThemes.all.map(\.name)
    self.entries = (shipped + ownNames.filter { !shipped.contains($0) }).map { name in
      Entry(name: name, path: ownNames.contains(name) ? folder.map { "\($0)/\(name).toml" } : nil)
    }
  }

  /// Loads a theme with everything it inherits; throws if there is none of that name or it is no TOML.
  package func load(_ name: String) throws(SettingsProblem) -> Loaded { try load(name, within: []) }

  private func load(_ name: String, within heirs: [String]) throws(SettingsProblem) -> Loaded {
    let shipped = ShippedThemes.all.first { $0.name == name }
    let text: String
    let file: String
    // A theme that inherits from its own name means the shipped one that it stands in for.
    if let path = entries.first(where: { $0.name == name })?.path, !heirs.contains(name) {
      text = try SettingsFile.read(path)
      file = path
    } else if let shipped, heirs.last == name || !heirs.contains(name) {
      text = shipped.text
      file = "\(name).toml"
    } else {
      let hint = NearestName.hint(name, in: entries.map(\.name))
      throw SettingsProblem(.error, file: folder ?? "themes", place: nil, message: "no theme “\(name)”" + hint)
    }
    var inherited: [SettingsProblem] = []
    let read = try ThemeReader.read(text, file: file, name: name, names: entries.map(\.name)) { base in
      guard heirs.count < 8 else { return nil }
      do throws(SettingsProblem) {
        let loaded = try load(base, within: heirs + [name])
        inherited = loaded.warnings
        return loaded.theme
      } catch {
        // That a theme is not there is said where its name stands.
        if entries.contains(where: { $0.name == base }) { inherited = [error] }
        return nil
      }
    }
    return Loaded(theme: read.theme, warnings: inherited + read.warnings)
  }
}
