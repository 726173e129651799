import Canvas
import CellModel
import Screens
import Settings

/// The files that say what the cells are and how the dashboard looks, and the options that go before them.
struct SettingsSources: Sendable {
  var paths: [String] = []
  /// A `cells.toml` that was named; nil looks for one beside the logs.
  var meta: String?
  var theme: String?
  var ascii = false
  var mouse: Bool?
  /// The person's own settings; nil where there is no home.
  var folder = SettingsFile.folder()

  /// The file given, else `cells.toml` in the first folder watched that has one, else beside the first log that has one.
  var cellsFile: String? {
    if let meta { return meta }
    let inside = paths.map { $0.hasSuffix("/") ? $0 + "cells.toml" : $0 + "/cells.toml" }
    let beside = paths.map { path in path.lastIndex(of: "/").map { String(path[...$0]) + "cells.toml" } ?? "cells.toml"
    }
    return (inside + beside).first(where: SettingsFile.exists)
  }

  /// The person's own `config.toml`; nil where there is no home.
  var configurationFile: String? { folder.map { $0 + "/config.toml" } }
  var catalogue: ThemeCatalogue { ThemeCatalogue(folder: folder.map { $0 + "/themes" }) }

  /// What is known of the cells, and what is wrong in the file; nothing is known where there is no file.
  func readCells(limits: AlertThresholds) -> (settings: CellSettings, problems: [SettingsProblem]) {
    var read = (settings: CellSettings(), problems: [SettingsProblem]())
    if let file = cellsFile {
      do throws(SettingsProblem) {
        read = CellSettings.read(try SettingsFile.read(file), file: file)
      } catch {
        read.problems = [error]
      }
    }
    read.settings.limits = limits
    return read
  }

  /// The person's own configuration, and what is wrong in it.
  func readConfiguration() -> (configuration: Configuration, problems: [SettingsProblem]) {
    guard let file = configurationFile, SettingsFile.exists(file) else { return (Configuration(), []) }
    do throws(SettingsProblem) {
      return Configuration.read(
        try SettingsFile.read(file), file: file, commands: KeyMap().bindings.map(\.name),
        themes: catalogue.entries.map(\.name))
    } catch {
      return (Configuration(), [error])
    }
  }

  /// How the dashboard looks and answers, and what is wrong in the files that say so.
  func readChoices() -> (choices: Choices, problems: [SettingsProblem]) {
    var choices = Choices()
    var problems: [SettingsProblem] = []
    (choices.configuration, problems) = readConfiguration()
    choices.themeName = ThemeChoice.name(option: theme, configuration: choices.configuration.theme)
    do throws(SettingsProblem) {
      let loaded = try catalogue.load(choices.themeName)
      choices.theme = loaded.theme
      problems += loaded.warnings
    } catch {
      problems.append(error)
      if let dark = try? catalogue.load("dark") { choices.theme = dark.theme }
    }
    choices.themeNames = catalogue.entries.map(\.name)
    choices.isASCII = ascii || choices.configuration.ascii
    if choices.isASCII { (choices.theme.symbols, choices.theme.charts) = (.ascii, .ascii) }
    choices.mouse = mouse ?? choices.configuration.mouse
    let changes = choices.configuration.keys.mapValues { $0.map(\.name) }
    for problem in choices.keyMap.rebind(changes) {
      problems.append(SettingsProblem(.error, file: configurationFile ?? "config.toml", place: nil, message: problem))
    }
    return (choices, problems)
  }
}

/// What is read without a screen: what is wrong goes to standard error.
extension SettingsSources {
  /// What is known of the cells, with a person's own limits where the file sets none.
  func cellSettings(limits: AlertThresholds? = nil) -> CellSettings {
    var own = limits
    if own == nil {
      let read = readConfiguration()
      Self.complainOf(read.problems)
      own = read.configuration.alert
    }
    let read = readCells(limits: own ?? AlertThresholds())
    Self.complainOf(read.problems)
    return read.settings
  }

  /// Says what is wrong on standard error.
  static func complainOf(_ problems: [SettingsProblem]) {
    for problem in problems { complain("celltop: \(SafeText.clean(problem.description))") }
  }
}

/// How the dashboard looks and answers, after all files and options were read.
struct Choices: Sendable {
  var configuration = Configuration()
  var theme = Theme(name: "plain")
  /// The name by which the theme was asked for.
  var themeName = "plain"
  var keyMap = KeyMap()
  var mouse = false
  /// Themes that can be chosen while the dashboard runs.
  var themeNames: [String] = []
  var isASCII = false
}
