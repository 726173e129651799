import Glibc

/// Seconds that run evenly whatever is done to the wall clock.
enum SteadyClock {
  static func now() -> Double {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
