/// Decides which theme is meant where several places may say.
package enum ThemeChoice {
  /// The theme's name: the command line's, else `CELLTOP_THEME`, else the configuration's, else what suits the terminal.
  ///
  /// Nothing is asked of the terminal: `NO_COLOR` means `mono`, a light background in `COLORFGBG` means `light`.
  /// `variable` looks the environment up.
  package static func name(
    option: String?, configuration: String?, variable: (String) -> String? = SettingsFile.environment
  ) -> String {
    if let chosen = option ?? variable("CELLTOP_THEME") ?? configuration, chosen != "auto" { return chosen }
    if variable("NO_COLOR") != nil { return "mono" }
    // "foreground;background", sometimes with a word between; 7 and 9 to 15 are light.
    let background = variable("COLORFGBG")?.split(separator: ";").last.flatMap { Int($0) }
    if let background, background == 7 || (9...15).contains(background) { return "light" }
    return "dark"
  }
}
