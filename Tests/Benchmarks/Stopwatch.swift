import Glibc

/// Measures CPU time: the machine may be shared, and waiting is not work.
enum Stopwatch {
  /// Seconds of CPU time that the process has used.
  static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// CPU seconds of each of `rounds` runs, the shortest first, after one that warms up.
  static func rounds(_ rounds: Int, _ work: () -> Void) -> [Double] {
    work()
    return (0..<rounds).map { _ in
      let start = now()
      work()
      return now() - start
    }.sorted()
  }
}

/// Keeps a result alive, so that the work behind it cannot be left out.
@inline(never)
func keep<Value>(_ value: Value) {}
