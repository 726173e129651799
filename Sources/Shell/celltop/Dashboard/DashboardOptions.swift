import ArgumentParser
import Canvas
import CellModel
import Screens
import Settings

/// What every command that opens the dashboard takes.
struct DashboardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("What is known of the cells; by default cells.toml beside the logs.", valueName: "cells.toml"))
  var meta: String?
  @Option(help: "Colour theme; `celltop themes` lists them.") var theme: String?
  @ArgumentParser.Flag(help: "Draw with ASCII only.") var ascii = false
  @ArgumentParser.Flag(inversion: .prefixedNo, help: "Take clicks and the wheel; selecting text then needs Shift.")
  var mouse: Bool?
  @ArgumentParser.Flag(help: "Print one screen as text and exit.") var once = false
  @ArgumentParser.Flag(help: "Print lines as things change, for screen readers; needs no terminal.") var plain = false
  @ArgumentParser.Flag(
    name: .customLong("no-state"),
    help: "Read all logs from their first bytes, and keep nothing of them for the next start.")
  var noState = false
  @OptionGroup var reading: ReadingOptions

  /// The person's own choices, with these options over them; what is wrong in the files goes to standard error.
  func choices() -> Choices {
    var choices = Choices()
    let catalogue = Self.catalogue
    choices.configuration = Self.configuration()
    let wanted = ThemeChoice.name(option: theme, configuration: choices.configuration.theme)
    do throws(SettingsProblem) {
      let loaded = try catalogue.load(wanted)
      choices.theme = loaded.theme
      for warning in loaded.warnings { complain("celltop: \(SafeText.clean(warning.description))") }
    } catch {
      complain("celltop: \(SafeText.clean(error.description))")
      if let dark = try? catalogue.load("dark") { choices.theme = dark.theme }
    }
    choices.themeNames = catalogue.entries.map(\.name)
    choices.isASCII = ascii || choices.configuration.ascii
    if ascii || choices.configuration.ascii {
      choices.theme.symbols = .ascii
      choices.theme.charts = .ascii
    }
    choices.mouse = mouse ?? choices.configuration.mouse
    let changes = choices.configuration.keys.mapValues { $0.map(\.name) }
    for problem in choices.keyMap.rebind(changes) { complain("celltop: config.toml: \(SafeText.clean(problem))") }
    return choices
  }

  private static var catalogue: ThemeCatalogue {
    ThemeCatalogue(folder: SettingsFile.folder().map { $0 + "/themes" })
  }

  /// The person's own `config.toml`; what is wrong in it goes to standard error.
  static func configuration() -> Configuration {
    guard let file = SettingsFile.folder().map({ $0 + "/config.toml" }), SettingsFile.exists(file) else {
      return Configuration()
    }
    do throws(SettingsProblem) {
      let read = Configuration.read(
        try SettingsFile.read(file), file: file, commands: KeyMap().bindings.map(\.name),
        themes: catalogue.entries.map(\.name))
      for problem in read.problems { complain("celltop: \(SafeText.clean(problem.description))") }
      return read.configuration
    } catch {
      complain("celltop: \(SafeText.clean(error.description))")
      return Configuration()
    }
  }

  /// What is known of the cells, with a person's own limits where the file sets none.
  func cellSettings(for paths: [String], limits: AlertThresholds = configuration().alert) -> CellSettings {
    var settings = cellSettings(besides: paths)
    settings.limits = limits
    return settings
  }

  /// The file given, else `cells.toml` in the first folder watched.
  private func cellSettings(besides paths: [String]) -> CellSettings {
    var file = meta
    if file == nil {
      file = paths.map { $0.hasSuffix("/") ? $0 + "cells.toml" : $0 + "/cells.toml" }.first(where: SettingsFile.exists)
    }
    if file == nil {
      let besides = paths.map { path in
        path.lastIndex(of: "/").map { String(path[...$0]) + "cells.toml" } ?? "cells.toml"
      }
      file = besides.first(where: SettingsFile.exists)
    }
    guard let file else { return CellSettings() }
    do throws(SettingsProblem) {
      let read = CellSettings.read(try SettingsFile.read(file), file: file)
      for problem in read.problems { complain("celltop: \(SafeText.clean(problem.description))") }
      return read.settings
    } catch {
      complain("celltop: \(SafeText.clean(error.description))")
      return CellSettings()
    }
  }
}

/// How the dashboard looks and answers, after all files and options were read.
struct Choices {
  var configuration = Configuration()
  var theme = Theme(name: "plain")
  var keyMap = KeyMap()
  var mouse = false
  /// Themes that can be chosen while the dashboard runs.
  var themeNames: [String] = []
  var isASCII = false
}
