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
          let reason = head.bytes.isEmpty ? "the file is empty" : "too little of the file is there to tell"
          object.add("recognised", reason)
          if !json { output.write("\(name): undecided: \(reason)") }
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
          let stranger = UnknownLog(head)
          object.add("recognised", stranger.refusal)
          object.add("description", stranger.description)
          if !json {
            output.write("\(name): unknown: \(stranger.refusal)")
            for line in stranger.description { output.write("  \(line)") }
          }
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
    var backward = BackwardRows()
    do {
      while case let chunk = try file.next(), !chunk.isEmpty {
        decoder.decode(chunk.span, into: &batch)
        backward.count(batch.samples)
        batch.samples.removeAll(keepingCapacity: true)
      }
    } catch {
      warnings.append("read in part: \(error.reason)")
    }
    decoder.finish(into: &batch)
    backward.count(batch.samples)
    let report = decoder.report
    warnings += report.warnings
    if backward.rows > 0 { warnings.append("test time goes back \(backward.rows) times") }
    // What was assumed or turned stands among the facts, because it is usual for some formats.
    warnings += report.preamble.filter { ["current", "dates"].contains($0.label) }.map { "\($0.label): \($0.value)" }
    if let remark = report.badRowsRemark { warnings.append(remark) }
    if report.rows == 0 { warnings.append("no row in it yet") }
    if report.interpolatedRows > 0 {
      warnings.append(
        "times and counters of \(report.interpolatedRows) of \(report.rows) rows are interpolated between stored ones")
    }
    if report.staleRows > 0 { warnings.append("\(report.staleRows) stale copies of records left out") }
    return warnings
  }
}

/// Rows whose test time lies before the row above, within one test.
private struct BackwardRows {
  private(set) var rows = 0
  private var time = -Double.infinity

  mutating func count(_ samples: [Sample]) {
    for sample in samples {
      if sample.testTime < time, !sample.startsTest { rows += 1 }
      if sample.testTime == sample.testTime { time = sample.testTime }
    }
  }
}
