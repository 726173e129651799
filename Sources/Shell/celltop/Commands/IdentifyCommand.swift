import ArgumentParser
import CellModel
import CyclerFormats

/// `celltop identify`: which format a file has, and by which marks.
struct IdentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify", abstract: "Say which format each file has, how sure that is, and what was recognised.",
    discussion: "Exits with 3 if a file is of no known format or cannot be read.")

  @Argument(help: "Log files.") var files: [String]
  @ArgumentParser.Flag(help: "One JSON object a file.") var json = false

  func run() throws {
    let output = LineWriter()
    var allKnown = true
    for path in files {
      var object = JSONObject()
      let name = SafeText.clean(path)
      object.add("file", name)
      do {
        let log = try LogFile(path)
        let head = try log.head()
        switch LabFormats.identify(head) {
        case .known(let format, let marks):
          let what = log.origin.map { "\(marks); \($0.what)" } ?? marks
          object.add("format", format.id)
          object.add("sure", "certain")
          object.add("recognised", what)
          let warnings = try (log.origin?.remarks ?? []) + warnings(of: path, format)
          object.add("warnings", warnings)
          if !json {
            output.write("\(name): \(format.id) (\(format.title)); certain: \(what)")
            for warning in warnings { output.write("  warning: \(warning)") }
          }
        case .undecided:
          allKnown = false
          object.add("format", String?.none)
          object.add("recognised", "too little of the file is there to tell")
          if !json { output.write("\(name): undecided: too little of the file is there to tell") }
        case .unknown:
          if let file = SideFile.recognise(unknown: head) {
            object.add("format", file.id)
            object.add("sure", "certain")
            object.add("recognised", file.title)
            object.add("warnings", [file.meaning])
            if !json {
              output.write("\(name): \(file.id) (\(file.title)); certain")
              output.write("  warning: \(file.meaning)")
            }
            break
          }
          allKnown = false
          object.add("format", String?.none)
          object.add("recognised", "no format that celltop reads")
          if !json { output.write("\(name): unknown: no format that celltop reads") }
        }
      } catch {
        allKnown = false
        object.add("error", error.description)
        if !json { output.write("\(name): unreadable: \(SafeText.clean(error.reason))") }
      }
      if json { output.write(object.text) }
    }
    output.flush()
    if !allKnown { throw ExitCode(3) }
  }

  private func warnings(of path: String, _ format: any CyclerFormat) throws(LogFile.Failure) -> [String] {
    var decoder = format.makeDecoder()
    var batch = SampleBatch()
    let file = try LogFile(path)
    var warnings: [String] = []
    do {
      while case let chunk = try file.next(), !chunk.isEmpty {
        decoder.decode(chunk.span, into: &batch)
        batch.samples.removeAll(keepingCapacity: true)
      }
    } catch {
      warnings.append("read in part: \(error.reason)")
    }
    decoder.finish(into: &batch)
    warnings += decoder.report.warnings
    if decoder.report.badRows > 0, let first = decoder.report.firstBadRow {
      warnings.append(
        "\(decoder.report.badRows) malformed rows, the first in line \(first.line): expected \(first.expected)")
    }
    if decoder.report.staleRows > 0 { warnings.append("\(decoder.report.staleRows) stale copies of records left out") }
    return warnings
  }
}
