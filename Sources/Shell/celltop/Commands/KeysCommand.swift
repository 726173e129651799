import ArgumentParser
import Canvas
import Screens

/// `celltop keys`: every command of the dashboard with its keys.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "List the dashboard's commands and their keys.",
    discussion: "In config.toml, [keys] gives a command other keys: next-problem = [\"!\", \"n\"].")

  @ArgumentParser.Flag(help: "One JSON object a command.") var json = false

  func run() {
    let output = LineWriter()
    var table = TextTable(["COMMAND", "WHERE", "KEYS", "WHAT"])
    for binding in KeyMap().bindings {
      let keys = binding.keys.map(\.name)
      if json {
        var object = JSONObject()
        object.add("command", binding.name)
        object.add("where", "\(binding.scope)")
        object.add("keys", keys)
        object.add("help", binding.help)
        output.write(object.text)
      } else {
        table.add([binding.name, "\(binding.scope)", keys.joined(separator: " "), binding.help])
      }
    }
    if !json { for line in table.lines { output.write(line) } }
    output.flush()
  }
}
