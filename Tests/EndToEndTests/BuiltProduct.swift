import Glibc

/// Finds the programs that were built together with these tests.
enum BuiltProduct {
  /// The path of an executable product; nil if it was not built.
  static func path(of name: String) -> String? {
    var folder = testExecutable
    while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
      folder = String(folder[..<slash])
      let candidate = "\(folder)/\(name)"
      if unsafe access(candidate, X_OK) == 0 { return candidate }
    }
    return nil
  }

  private static var testExecutable: String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }
}
