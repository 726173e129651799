import ArgumentParser
import Cycling

/// How logs are read, for every command that reads logs.
struct ReadingOptions: ParsableArguments {
  @ArgumentParser.Flag(
    name: .customLong("no-stitch"),
    help: "Read every file as a cell of its own: join no continuations and leave out no copies.")
  var noStitch = false

  /// What follows from the options, for a command that reads to the end of the logs and draws no trace.
  var ingestOptions: IngestOptions {
    var options = IngestOptions()
    options.stitches = !noStitch
    options.threads = Backlog.cores()
    options.trace = .times
    options.follows = false
    return options
  }
}
