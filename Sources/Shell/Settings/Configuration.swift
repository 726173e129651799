package import Canvas
package import CellModel

/// A person's own choices: `$XDG_CONFIG_HOME/celltop/config.toml`.
package struct Configuration: Equatable, Sendable {
  /// nil or `auto` leaves the choice to the terminal.
  package var theme: String?
  package var ascii = false
  package var mouse = false
  /// Seconds between two looks at logs on file systems that do not notify; nil is the built-in pace.
  package var pollInterval: Double?
  /// Keys by the name of their command; they replace the command's usual ones.
  package var keys: [String: [Key]] = [:]
  /// Limits for every cell; those of a `cells.toml` go before them.
  package var alert = AlertThresholds()

  /// The built-in choices.
  package init() {}

  /// Reads a file's text; what is wrong is listed, and passed over in the configuration.
  ///
  /// `commands` are the names that keys may be bound to, `themes` those that can be chosen; nil leaves them unchecked.
  package static func read(
    _ text: String, file: String, commands: [String]? = nil, themes: [String]? = nil
  ) -> (configuration: Configuration, problems: [SettingsProblem]) {
    var configuration = Configuration()
    do throws(SettingsProblem) {
      let root = try TOMLNode(parsing: text, file: file)
      var reader = SettingsReader(file: file, kind: .error)
      let members = reader.members(of: root, allowed: ["theme", "ascii", "mouse", "poll_interval_s", "keys", "alert"])
      if let node = members["theme"], let theme = reader.text(node) {
        if let themes, theme != "auto", !themes.contains(theme) {
          reader.note("no theme “\(theme)”" + NearestName.hint(theme, in: themes), at: node.place)
        } else {
          configuration.theme = theme
        }
      }
      configuration.ascii = reader.bool(members["ascii"]) ?? false
      configuration.mouse = reader.bool(members["mouse"]) ?? false
      configuration.pollInterval = reader.number(members["poll_interval_s"], in: 0.1...3600)
      configuration.alert = CellLayer.thresholds(members["alert"], &reader)
      configuration.readKeys(members["keys"], commands, &reader)
      return (configuration, reader.problems)
    } catch {
      return (configuration, [error])
    }
  }

  private mutating func readKeys(_ node: TOMLNode?, _ commands: [String]?, _ reader: inout SettingsReader) {
    var owners: [Key: String] = [:]
    for (command, node) in reader.entries(of: node) {
      if let commands, !commands.contains(command) {
        reader.note("unknown command “\(command)”" + NearestName.hint(command, in: commands), at: node.place)
        continue
      }
      var bound: [Key] = []
      for element in reader.list(node) {
        guard let name = reader.text(element) else { continue }
        guard let key = KeyName.key(named: name) else {
          reader.note("unknown key “\(name)”" + KeyName.hint(name), at: element.place)
          continue
        }
        if let owner = owners[key] {
          reader.note("“\(name)” is bound to “\(owner)” already", at: element.place)
          continue
        }
        owners[key] = command
        bound.append(key)
      }
      keys[command] = bound
    }
  }
}
