import ArgumentParser
import CyclerFormats
import Settings

/// `celltop formats`: the registry of log formats as a table.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats", abstract: "List the log formats that celltop reads.")

  @ArgumentParser.Flag(help: "One JSON object a format.") var json = false

  func run() {
    let output = LineWriter()
    var table = TextTable(["FORMAT", "WHAT", "KIND", "WRITTEN", "NOTES"])
    for format in LabFormats.shelf.all {
      if json {
        var object = JSONObject()
        object.add("format", format.id)
        object.add("title", format.title)
        object.add("kind", format.isText ? "text" : "binary")
        object.add("written", format.growth.rawValue)
        object.add("notes", format.notes)
        output.write(object.text)
      } else {
        table.add([format.id, format.title, format.isText ? "text" : "binary", format.growth.rawValue, format.notes])
      }
    }
    if !json { for line in table.lines { output.write(line) } }
  }
}
