import CellModel
import Cycling
import Screens
import Synchronization

/// Reads logs again for the screens, off the main thread: the newest wish first, and older ones of its kind not at all.
final class LogReader: Sendable {
  private struct Content {
    var curves: CurveRequest?
    var isRunning = false
  }
  private let content = Mutex(Content())
  private let mailbox: Mailbox

  init(_ mailbox: Mailbox) { self.mailbox = mailbox }

  /// Asks for curves; the answer comes through the mailbox.
  func read(_ request: CurveRequest) { want { $0.curves = request } }

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
  }

  // Nil ends the thread; the next wish starts another one.
  private func nextJob() -> Job? {
    content.withLock { content in
      if let request = content.curves {
        content.curves = nil
        return .curves(request)
      }
      content.isRunning = false
      return nil
    }
  }

  /// Whether somebody wants something else by now.
  private var isOvertaken: Bool { content.withLock { $0.curves != nil } || mailbox.isEnded }

  private func run() {
    // The log that was read last is likely to be the next one.
    var walk: LogWalk?
    while let job = nextJob() {
      switch job {
      case .curves(let request):
        if let answer = curves(request, &walk) { mailbox.publish(answer) }
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
}
