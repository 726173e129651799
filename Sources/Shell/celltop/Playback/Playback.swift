import Glibc
import Synchronization

/// Something that writes logs as its own time passes: a simulated lab, finished logs played again.
protocol LogSource: SendableMetatype {
  /// Writes everything up to a moment of the source's time, s; infinity writes all there is.
  mutating func write(upTo seconds: Double) throws
}

/// Plays a source on a thread of its own, so many times faster than real time.
final class Playback<Source: LogSource>: Sendable {
  private let source: Mutex<Source>
  private let isEnded = Mutex(false)
  private let speed: Double

  init(_ source: sending Source, speed: Double) {
    self.source = Mutex(source)
    self.speed = speed
  }

  /// Starts playing, from what lies before the source's time.
  func start() {
    BackgroundThread.start {
      self.write(upTo: 0)
      let begin = WallClock.now()
      while !self.isEnded.withLock({ $0 }) {
        self.write(upTo: (WallClock.now() - begin) * self.speed)
        usleep(100_000)
      }
    }
  }

  /// Ends the playing; returns when the last write is over.
  func end() {
    isEnded.withLock { $0 = true }
    source.withLock { _ in }
  }

  /// Writes up to a moment of the source's time at once.
  func write(upTo seconds: Double) {
    source.withLock { source in
      // Ended while it waited: the folder is about to be removed.
      guard !isEnded.withLock({ $0 }) else { return }
      // A full disk ends the playing, not the dashboard.
      do { try source.write(upTo: seconds) } catch { isEnded.withLock { $0 = true } }
    }
  }
}
