import Glibc

/// Small files that the program writes.
enum WrittenFile {
  /// Writes a text; says what went wrong, nil if nothing did.
  ///
  /// A file that is not to be replaced must not be there.
  static func write(_ text: String, to path: String, replaces: Bool) -> String? {
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (replaces ? O_TRUNC : O_EXCL)
    let descriptor = unsafe open(path, flags, 0o644)
    guard descriptor >= 0 else { return problem(path) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let reason = problem(path)
        unsafe unlink(path)
        return reason
      }
      done += count
    }
    return nil
  }

  /// Makes a folder and those above it that are missing.
  static func makeFolders(_ path: String) {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/" + part
      _ = unsafe mkdir(made, 0o700)
    }
  }

  private static func problem(_ path: String) -> String { unsafe "\(path): \(String(cString: strerror(errno)))" }
}
