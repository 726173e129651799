import Glibc

/// The seconds that the watcher counts by: never going back, whatever is done to the wall clock.
package enum MonotonicClock {
  /// Seconds since some moment before the program began.
  package static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
