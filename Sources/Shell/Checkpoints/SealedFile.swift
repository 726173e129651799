import CZlib
import Glibc

/// Bytes in a file that are either exactly those that this build of the program wrote, or none.
///
/// Written under a passing name and renamed, so that a reader finds the old file or the new one whole, however many
/// programs write at once and whenever one of them is ended.
package struct SealedFile: Sendable {
  /// Where the file lies.
  package let path: String
  private let stamp: UInt64

  /// Bytes above which a file is not read: some hundred times what a channel needs.
  private static let limit = 256 << 20
  private static let mark = Array("celltop\u{1}".utf8)
  /// The mark, the stamp, the length of the content and its check sum.
  private static let headSize = 8 + 8 + 8 + 8

  /// Names a file; `stamp` says which build may read what is in it.
  package init(_ path: String, stamp: UInt64) {
    self.path = path
    self.stamp = stamp
  }

  /// Whether the file is there, whatever it holds.
  package var exists: Bool { unsafe access(path, F_OK) == 0 }

  /// What was written; nil if there is nothing, or it is not what this build wrote.
  package func read() -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      Self.headSize...Self.limit ~= Int(status.st_size)
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        return unsafe Glibc.read(descriptor, rest.baseAddress, rest.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      filled += count
    }
    let content = Array(bytes[Self.headSize...])
    return Array(bytes[..<Self.headSize]) == head(of: content) ? content : nil
  }

  /// Writes the content in the place of what was there; false if it could not be written.
  @discardableResult
  package func write(_ content: [UInt8]) -> Bool {
    let draft = "\(path).\(getpid()).\(UInt32(truncatingIfNeeded: pthread_self()))"
    let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return false }
    let isWritten = Self.write(head(of: content), to: descriptor) && Self.write(content, to: descriptor)
    // A disk that is full may say so only now.
    let isClosed = close(descriptor) == 0
    guard isWritten, isClosed, unsafe rename(draft, path) == 0 else {
      unsafe unlink(draft)
      return false
    }
    return true
  }

  /// Notes that the content is still of use, so that it is not taken for an old one.
  package func touch() { _ = unsafe utimensat(AT_FDCWD, path, nil, 0) }

  /// Takes the file away.
  package func remove() { unsafe unlink(path) }

  private func head(of content: [UInt8]) -> [UInt8] {
    var head = Self.mark
    let sum = unsafe crc32(crc32(0, nil, 0), content, UInt32(truncatingIfNeeded: content.count))
    for word in [stamp, UInt64(content.count), UInt64(sum)] {
      for shift in 0..<8 { head.append(UInt8(truncatingIfNeeded: word >> (8 * UInt64(shift)))) }
    }
    return head
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }
}
