import Glibc

/// The wall clock, and the zone that times are shown in.
enum WallClock {
  /// Seconds since 1970.
  static func now() -> Double {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Seconds to add to UTC for the zone of this session.
  static func utcOffset() -> Int {
    var seconds = Int(now())
    var parts = unsafe tm()
    _ = unsafe localtime_r(&seconds, &parts)
    return unsafe parts.tm_gmtoff
  }
}
