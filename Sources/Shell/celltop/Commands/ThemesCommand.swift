import ArgumentParser
import CellModel
import Settings

/// `celltop themes`: the themes that `--theme` accepts.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes", abstract: "List the colour themes: those of the program and your own.")

  @ArgumentParser.Flag(help: "Print JSON.")
  var json = false

  func run() {
    let catalogue = ThemeCatalogue(folder: SettingsFile.folder().map { $0 + "/themes" })
    let width = catalogue.entries.map(\.name.count).max() ?? 0
    var objects: [String] = []
    for entry in catalogue.entries {
      let problems = Self.problems(of: entry.name, in: catalogue)
      if json {
        let texts = problems.map { Self.quoted($0.description) }.joined(separator: ", ")
        let path = entry.path.map(Self.quoted) ?? "null"
        objects.append("{\"name\": \(Self.quoted(entry.name)), \"path\": \(path), \"problems\": [\(texts)]}")
      } else {
        let padding = String(repeating: " ", count: width - entry.name.count)
        print(SafeText.clean(entry.name + padding + "  " + (entry.path ?? "comes with celltop")))
        for problem in problems { print("  " + SafeText.clean(problem.description)) }
      }
    }
    if json { print("[\n  " + objects.joined(separator: ",\n  ") + "\n]") }
  }

  private static func problems(of name: String, in catalogue: ThemeCatalogue) -> [SettingsProblem] {
    do throws(SettingsProblem) {
      return try catalogue.load(name).warnings
    } catch {
      return [error]
    }
  }

  /// A JSON string; control characters are replaced, so only quotes and backslashes need escapes.
  private static func quoted(_ text: String) -> String {
    let escaped = SafeText.clean(text).map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }
    return "\"" + escaped.joined() + "\""
  }
}
