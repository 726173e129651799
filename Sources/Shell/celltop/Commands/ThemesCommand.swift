import ArgumentParser
import CellModel
import Settings

/// `celltop themes`: the themes that `--theme` accepts.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes", abstract: "List the colour themes: those of the program and your own.")

  @ArgumentParser.Flag(help: "One JSON object a theme.") var json = false

  func run() {
    let output = LineWriter()
    let catalogue = ThemeCatalogue(folder: SettingsFile.folder().map { $0 + "/themes" })
    var table = TextTable(["THEME", "WHERE", "PROBLEMS"])
    for entry in catalogue.entries {
      let problems = Self.problems(of: entry.name, in: catalogue).map { SafeText.clean($0.description) }
      let name = SafeText.clean(entry.name)
      if json {
        var object = JSONObject()
        object.add("name", name)
        object.add("path", entry.path.map { SafeText.clean($0) })
        object.add("problems", problems)
        output.write(object.text)
      } else {
        let place = entry.path.map { SafeText.clean($0) } ?? "comes with celltop"
        table.add([name, place, problems.joined(separator: "; ")])
      }
    }
    if !json { for line in table.lines { output.write(line) } }
    output.flush()
  }

  private static func problems(of name: String, in catalogue: ThemeCatalogue) -> [SettingsProblem] {
    do throws(SettingsProblem) {
      return try catalogue.load(name).warnings
    } catch {
      return [error]
    }
  }
}
