import Glibc

/// How many files the watcher may hold open at a time.
enum OpenFileLimit {
  /// Raises the process's limit as far as it may itself, and gives half of it to the watcher.
  static func raised() -> Int {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0 else { return cautious }
    if limit.rlim_cur < limit.rlim_max {
      limit.rlim_cur = min(limit.rlim_max, enough)
      _ = unsafe setrlimit(resource, &limit)
      _ = unsafe getrlimit(resource, &limit)
    }
    return Int(min(limit.rlim_cur, enough)) / 2
  }

  /// For a machine that does not tell its limit: half of the smallest one in use.
  private static let cautious = 128
  /// Ten thousand busy channels, twice.
  private static let enough: rlim_t = 20_000
}
