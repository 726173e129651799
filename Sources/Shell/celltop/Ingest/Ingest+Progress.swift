import Fleet
import Tailing

/// How far the reading has come, and whether there is anything to tell.
extension Ingest {
  /// Whether the fleet's state would tell anything new but the time.
  mutating func hasNews() -> Bool {
    updateProgress()
    return fleet.review(now: WallClock.now())
  }

  /// Counts files and bytes that were read, and those that are to be.
  mutating func updateProgress() {
    // Before the first look nothing is known but what an earlier run left.
    if order.isEmpty, !saved.hasSettled { return }
    var progress = LoadingProgress()
    for file in order {
      switch files[file] {
      case .skipped, .leftOut: continue
      default: break
      }
      guard let state = watcher.state(of: file) else { continue }
      progress.filesTotal += 1
      progress.bytesTotal += state.stamp?.size ?? 0
      progress.bytesDone += state.offset
      if state.pending == 0, !containers.isDue(file) { progress.filesDone += 1 }
    }
    progress.bytesDone += backlog?.bytesRead ?? 0
    fleet.progress = progress
  }
}
