import CellModel
import CyclerFormats
import Cycling
import Screens
import Synchronization

/// Reads logs again for the screens, off the main thread: the newest wish first, and older ones of its kind not at all.
final class LogReader: Sendable {
  private struct Content {
    var curves: CurveRequest?
    var rows: RowsRequest?
    var isRunning = false
  }
  private let content = Mutex(Content())
  private let mailbox: Mailbox

  init(_ mailbox: Mailbox) { self.mailbox = mailbox }

  /// Asks for curves; the answer comes through the mailbox.
  func read(_ request: CurveRequest) { want { $0.curves = request } }

  /// Asks for rows; the answer comes through the mailbox.
  func read(_ request: RowsRequest) { want { $0.rows = request } }

  private func want(_ change: (inout Content) -> Void) {
    let mustStart = content.withLock { content in
      change(&content)
      defer { content.isRunning = true }
      return !content.isRunning
    }
    if mustStart { BackgroundThread.start { self.run() } }
  }

  private enum Job {
    case curves(CurveRequest)
    case rows(RowsRequest)
  }

  // Nil ends the thread; the next wish starts another one.
  private func nextJob() -> Job? {
    content.withLock { content in
      if let request = content.curves {
        content.curves = nil
        return .curves(request)
      }
      if let request = content.rows {
        content.rows = nil
        return .rows(request)
      }
      content.isRunning = false
      return nil
    }
  }

  /// Whether somebody wants something else by now.
  private var isOvertaken: Bool { content.withLock { $0.curves != nil || $0.rows != nil } || mailbox.isEnded }

  private func run() {
    // The log that was read last is likely to be the next one.
    var walk: LogWalk?
    while let job = nextJob() {
      switch job {
      case .curves(let request):
        if let answer = curves(request, &walk) { mailbox.publish(answer) }
      case .rows(let request):
        if let answer = rows(request, &walk) { mailbox.publish(answer) }
      }
    }
  }

  private func open(_ path: String, _ walk: inout LogWalk?) throws(LogFile.Failure) -> LogWalk {
    if let known = walk, known.path == path, known.isCurrent() { return known }
    walk = nil
    return try LogWalk(path)
  }

  // Nil if a newer wish made it pointless.
  private func curves(_ request: CurveRequest, _ walk: inout LogWalk?) -> CurveAnswer? {
    do throws(LogFile.Failure) {
      var log = try open(request.path, &walk)
      var fold: CurveFold?
      var isStale = false
      try log.read(from: request.spans.map(\.start).min() ?? 0) { samples, charges in
        var current = fold ?? CurveFold(request.spans, charges: charges)
        fold = nil
        current.fold(samples)
        charges = current.charges
        let isDone = current.isDone
        fold = current
        isStale = isOvertaken
        return isDone || isStale
      }
      walk = log
      guard !isStale else { return nil }
      fold?.finish()
      return CurveAnswer(request, curves: fold?.curves ?? [])
    } catch {
      return CurveAnswer(request, curves: [], problem: error.reason)
    }
  }

  // Of a packed log the last place that is known.
  private static func nearEnd(of path: String) throws(LogFile.Failure) -> Int {
    let file = try LogFile(path)
    return file.isPacked ? Int.max : max(0, file.size - LogFile.chunkSize)
  }

  private func rows(_ request: RowsRequest, _ walk: inout LogWalk?) -> RowsAnswer? {
    do throws(LogFile.Failure) {
      var log = try open(request.path, &walk)
      var window = RowWindow(request)
      var isStale = false
      // Times do not say where in the file they are, and rows before the place are wanted too.
      let start: Int =
        switch request.place {
        case .offset(let offset): max(0, offset - LogFile.chunkSize)
        case .time, .row: 0
        case .end: try Self.nearEnd(of: request.path)
        }
      try log.read(from: start) { samples, charges in
        charges.count(samples)
        isStale = isOvertaken
        return window.take(samples) || isStale
      }
      walk = log
      guard !isStale else { return nil }
      return log.format.sample.isEmpty
        ? window.records()
        : try window.lines(
          in: try LogFile(request.path), firstRow: log.firstRow ?? 0)
    } catch {
      return RowsAnswer(request, problem: error.reason)
    }
  }
}
