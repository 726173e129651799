import Cycling

/// How logs are followed.
struct IngestOptions: Sendable {
  /// Seconds between two looks at every file.
  var pollInterval = 5.0
  /// Whether the logs are followed, and not only read to their ends once.
  var follows = true
  /// Whether files that are one test are read as one channel, and copies are left out.
  var stitches = true
  /// Threads that read a backlog.
  var threads = 1
  /// How much of each channel's trace is kept.
  var trace = TraceDepth.full
  /// Where tests are put aside for the next run; nil keeps nothing.
  var store: CheckpointStore?
  /// Names what is watched, to find its last known state again; nil keeps none.
  var fleetName: String?
  /// Bytes below which one thread is done before others have begun.
  var smallestBacklog = 1 << 20
}
