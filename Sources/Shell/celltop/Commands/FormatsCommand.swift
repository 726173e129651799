import ArgumentParser
import CyclerFormats

/// `celltop formats`: the registry of log formats as a table.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats", abstract: "List the log formats that celltop reads.")

  @ArgumentParser.Flag(help: "One JSON object a format.") var json = false

  func run() {
    let output = LineWriter()
    var table = TextTable(["FORMAT", "WHAT", "NOTES"])
    for format in FormatRegistry.all {
      if json {
        var object = JSONObject()
        object.add("format", format.id)
        object.add("title", format.title)
        object.add("notes", format.notes)
        output.write(object.text)
      } else {
        table.add([format.id, format.title, format.notes])
      }
    }
    if !json { for line in table.lines { output.write(line) } }
  }
}
