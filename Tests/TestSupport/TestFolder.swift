import Glibc

/// A folder of files for one test, gone with it.
package final class TestFolder {
  package let path: String

  private struct CannotMake: Error {}

  package init() throws {
    var template = Array("\(P_tmpdir)/celltop-test-XXXXXX".utf8CString)
    let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return false }
      return unsafe mkdtemp(start) != nil
    }
    guard isMade else { throw CannotMake() }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    guard let folder = unsafe opendir(path) else { return }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      names.append(name)
    }
    unsafe closedir(folder)
    for name in names where name != "." && name != ".." { unsafe unlink("\(path)/\(name)") }
    unsafe rmdir(path)
  }

  /// Writes a whole file in place, and gives its path.
  @discardableResult
  package func write(_ bytes: [UInt8], to name: String, mode: UInt32 = 0o644) throws -> String {
    try put(bytes, into: name, O_TRUNC, mode: mode)
    return "\(path)/\(name)"
  }

  /// Appends to a file, creating it if need be.
  package func append(_ bytes: [UInt8], to name: String) throws { try put(bytes, into: name, O_APPEND, mode: 0o644) }

  /// Appends text to a file, creating it if need be.
  package func append(_ text: String, to name: String) throws { try append(Array(text.utf8), to: name) }

  /// Puts a finished copy in a file's place, as rsync does.
  package func replace(_ name: String, by bytes: [UInt8]) throws {
    try write(bytes, to: ".new")
    guard unsafe rename("\(path)/.new", "\(path)/\(name)") == 0 else { throw CannotMake() }
  }

  package func remove(_ name: String) { unsafe unlink("\(path)/\(name)") }

  /// Puts a file's time stamp into the past, seconds from now.
  package func age(_ name: String, by seconds: Double) {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    let past = timespec(tv_sec: now.tv_sec - Int(seconds), tv_nsec: 0)
    var times = [past, past]
    _ = unsafe utimensat(AT_FDCWD, "\(path)/\(name)", &times, 0)
  }

  private func put(_ bytes: [UInt8], into name: String, _ way: Int32, mode: UInt32) throws {
    let descriptor = unsafe open("\(path)/\(name)", O_WRONLY | O_CREAT | way | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw CannotMake() }
    defer { close(descriptor) }
    guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw CannotMake() }
  }
}
