import CellModel
import CyclerFormats
import Cycling
import Fleet
import Glibc
import Synchronization
import Tailing

/// The first reading of many files, by as many threads as there are cores.
///
/// A thread takes a whole test at a time, with a buffer of its own, in the turns in which one thread would read it, so that
/// the outcome is the same. What was read is handed over in the order of the tests; nothing is read ahead of its fold.
final class Backlog: Sendable {
  /// One test, from its first byte.
  struct Job: Sendable {
    struct File: Sendable {
      var id: FileID
      var path: RawPath
      var state: TailState
      /// Why it goes on from the file before.
      var link: StitchPlan.Link?
    }
    var cell: CellID
    var name: String
    var facts: CellFacts
    var trace: TraceDepth
    /// Whether files are joined at all.
    var stitches: Bool
    var files: [File]
  }

  /// What became of a test.
  struct Outcome: Sendable {
    var job: Job
    /// nil where the first file could not be recognised or read.
    var channel: Channel?
    /// The formats of the files that were begun; the last of them may have stopped short.
    var formats: [any CyclerFormat] = []
    /// Whether all that was read is put aside.
    var isSaved = false
  }

  private struct Content {
    var next = 0
    var outcomes: [Int: Outcome] = [:]
    var delivered = 0
    var bytesRead = 0
    var isCancelled = false
  }
  private let jobs: [Job]
  private let store: CheckpointStore?
  private let content = Mutex(Content())
  private let news = Waker()

  /// Starts reading; tests that were put aside in the store go on from there.
  init(_ jobs: [Job], threads: Int, store: CheckpointStore? = nil) {
    self.jobs = jobs
    self.store = store
    for _ in 0..<max(1, min(threads, jobs.count)) { BackgroundThread.start { self.work() } }
  }

  /// Cores that this process may use.
  static func cores() -> Int { max(1, min(64, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }

  /// Bytes of the tests that are not handed over yet.
  var bytesRead: Int { content.withLock { $0.bytesRead } }

  /// Whether everything was handed over.
  var isOver: Bool { content.withLock { $0.delivered == jobs.count } }

  /// Ends the threads at their next turn; what they read is lost.
  func cancel() { content.withLock { $0.isCancelled = true } }

  /// The tests that were read meanwhile, in order; waits a moment for one if there is none.
  func take(waiting seconds: Double) -> [Outcome] {
    let ready = takeReady()
    if !ready.isEmpty { return ready }
    news.wait(seconds: seconds)
    return takeReady()
  }

  private func takeReady() -> [Outcome] {
    content.withLock { content in
      var ready: [Outcome] = []
      while let outcome = content.outcomes.removeValue(forKey: content.delivered) {
        content.delivered += 1
        content.bytesRead -= outcome.job.files.reduce(0) { $0 + $1.state.offset }
        ready.append(outcome)
      }
      return ready
    }
  }

  // MARK: Threads

  private func work() {
    var reader = BacklogReader(store: store)
    while let index = nextJob() {
      let outcome = reader.read(jobs[index]) { count in
        content.withLock { content in
          content.bytesRead += count
          return !content.isCancelled
        }
      }
      content.withLock { $0.outcomes[index] = outcome }
      news.wake()
    }
  }

  private func nextJob() -> Int? {
    content.withLock { content in
      guard content.next < jobs.count, !content.isCancelled else { return nil }
      defer { content.next += 1 }
      return content.next
    }
  }
}

/// Reads tests from their first bytes to their ends, one after another, on one thread.
struct BacklogReader {
  let store: CheckpointStore?
  private var buffer = [UInt8](repeating: 0, count: LogWatcher.turn)
  private var batch = SampleBatch()

  init(store: CheckpointStore?) { self.store = store }

  /// Reads a test as far as it can be read; `goesOn` is told of the bytes of each turn and may end the reading.
  mutating func read(_ job: Backlog.Job, _ goesOn: (Int) -> Bool) -> Backlog.Outcome {
    var outcome = Backlog.Outcome(job: job)
    let resumed = store?.resume(job)
    if let resumed {
      outcome.channel = resumed.channel
      outcome.formats = resumed.files.map(\.format)
      for (place, file) in resumed.files.enumerated() { outcome.job.files[place].state = file.state }
      _ = goesOn(resumed.channel.fold.bytesRead)
    }
    for place in job.files.indices.dropFirst(max(0, outcome.formats.count - 1)) {
      let file = outcome.job.files[place]
      var tail = Tail(path: file.path, resuming: file.state)
      let isWhole = read(&tail, file, job, &outcome, goesOn)
      // A file that was not recognised is left as it was.
      guard outcome.formats.count > place else { break }
      outcome.job.files[place].state = tail.state
      if !isWhole { break }
    }
    if let channel = outcome.channel {
      outcome.isSaved = channel.fold.bytesRead == resumed?.channel.fold.bytesRead || save(channel, outcome)
    }
    return outcome
  }

  private func save(_ channel: Channel, _ outcome: Backlog.Outcome) -> Bool {
    guard let store else { return false }
    let files = zip(outcome.job.files, outcome.formats).map { file, format in
      CheckpointStore.Test.File(path: file.path, state: file.state, format: format, link: file.link)
    }
    return store.save(CheckpointStore.Test(channel: channel, files: files), stitches: outcome.job.stitches)
  }

  /// Reads one file; false if it is not as it was, or cannot be read on.
  private mutating func read(
    _ tail: inout Tail, _ file: Backlog.Job.File, _ job: Backlog.Job, _ outcome: inout Backlog.Outcome,
    _ goesOn: (Int) -> Bool
  ) -> Bool {
    let path = file.path.description
    // Of a file that is gone on with the first bytes were seen by an earlier run.
    var isFirst = tail.state.offset == 0
    // Taken out and put back, so that nothing of the channel is copied.
    var channel = outcome.channel
    outcome.channel = nil
    var bytes: [UInt8] = []
    swap(&bytes, &buffer)
    defer {
      outcome.channel = channel
      swap(&bytes, &buffer)
    }
    while true {
      switch tail.next(into: &bytes, limit: LogWatcher.turn) {
      case .chunk(let chunk):
        if isFirst {
          let head = Array(bytes[chunk.range].prefix(LogHead.limit + 1))
          guard let format = LogOpening.format(head, isWholeFile: chunk.reachesEnd, path: path) else { return false }
          if let link = file.link, channel != nil {
            channel?.goOn(inFile: path, format: format, as: link)
          } else {
            channel = Channel(
              ChannelFold(id: job.cell, path: path, format: format, facts: job.facts, trace: job.trace),
              name: job.name)
          }
          outcome.formats.append(format)
          isFirst = false
        }
        let now = WallClock.now()
        channel?.decode(
          bytes.span.extracting(chunk.range), through: &batch,
          changedAt: tail.state.stamp.map { Double($0.modified) * 1e-9 } ?? now, now: now)
        if !goesOn(chunk.range.count) { return false }
      case .nothing:
        channel?.rest()
        return !isFirst
      case .changed, .trouble: return false
      }
    }
  }
}
