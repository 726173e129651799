import CyclerFormats
import Fleet
import Tailing

/// The last line of a finished log, which often ends without a newline.
extension Ingest {
  /// Seconds for which a log must not have changed before its last line counts as whole.
  static let lastLinePatience = 60.0
  /// Seconds between two looks for such logs.
  static let lastLineInterval = 10.0

  /// Takes the last lines of logs at rest, where they have every column; more of the log gives the line back first.
  mutating func takeLastLines(now: Double) {
    let clock = MonotonicClock.now()
    guard clock >= nextLastLines, backlog == nil else { return }
    nextLastLines = clock + Self.lastLineInterval
    for file in order {
      guard case .channel(let position, let format) = files[file], format.isText, let state = watcher.state(of: file),
        state.pending == 0, let stamp = state.stamp, now - Double(stamp.modified) * 1e-9 >= Self.lastLinePatience,
        lastLines[file] != state.offset, !containers.holds(file)
      else { continue }
      if let number = seriesOf[file], series[number]?.currentFile != file { continue }
      lastLines[file] = state.offset
      fleet.takeLastLine(of: position)
    }
  }
}
