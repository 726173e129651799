import Archives
import CellModel
import Glibc
import Synchronization
import Tailing

/// Puts tests aside on a thread of its own, so that neither encoding nor a slow disk holds up the reading; at the end of the
/// program, for which somebody waits, on as many as there are cores.
final class CheckpointWriter: Sendable {
  /// What is to be put aside.
  enum Task: Sendable {
    case test(CheckpointStore.Test)
    case container(CheckpointStore.Contents, LogContainer)
    case fleet(LastKnown, name: String)
    case prune
  }

  private struct Content {
    var waiting: [Task] = []
    var threads = 0
    /// How many threads there may be.
    var mostThreads = 1
  }

  /// Tests that may wait: each holds its channel as it was, which the reading goes on from with a copy.
  static let room = 32

  private let store: CheckpointStore
  private let stitches: Bool
  private let content = Mutex(Content())
  private let rest = Waker()

  init(_ store: CheckpointStore, stitches: Bool) {
    self.store = store
    self.stitches = stitches
  }

  /// How many more may wait.
  var vacancies: Int { max(0, Self.room - content.withLock { $0.waiting.count }) }

  /// Has something put aside, soon.
  func add(_ task: Task) {
    let mustStart = content.withLock { content in
      content.waiting.append(task)
      guard content.threads < content.mostThreads else { return false }
      content.threads += 1
      return true
    }
    if mustStart { BackgroundThread.start { self.work() } }
  }

  /// Lets so many threads work at what is added from now on.
  func hurry(threads: Int) { content.withLock { $0.mostThreads = max(1, threads) } }

  /// Waits until everything is on disk, so many seconds at most.
  func waitUntilDone(seconds: Double) {
    let end = MonotonicClock.now() + seconds
    while content.withLock({ $0.threads > 0 }), MonotonicClock.now() < end {
      rest.wait(seconds: end - MonotonicClock.now())
    }
  }

  /// Works off what waits and ends: between two rounds of saving minutes pass.
  private func work() {
    while let task = next() {
      switch task {
      case .test(let test): store.save(test, stitches: stitches)
      case .container(let contents, let container): store.save(contents, of: container)
      case .fleet(let fleet, let name): store.save(fleet, as: name)
      case .prune: store.prune()
      }
    }
    rest.wake()
  }

  private func next() -> Task? {
    content.withLock { content in
      guard !content.waiting.isEmpty else {
        content.threads -= 1
        return nil
      }
      return content.waiting.removeFirst()
    }
  }
}
