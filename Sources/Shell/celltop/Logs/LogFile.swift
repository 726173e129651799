import CyclerFormats
import Glibc

/// A log read once from beginning to end, in bounded chunks.
final class LogFile {
  /// Why a file could not be read.
  struct Failure: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "\(path): \(reason)" }
  }

  /// Bytes a read.
  static let chunkSize = 256 * 1024

  private let descriptor: Int32
  private let path: String
  private var buffer = [UInt8](repeating: 0, count: chunkSize)

  /// Opens a file; `-` is standard input.
  init(_ path: String) throws(Failure) {
    self.path = path
    let descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(path: path, reason: unsafe String(cString: strerror(errno))) }
    self.descriptor = descriptor
  }

  deinit { if descriptor > STDERR_FILENO { close(descriptor) } }

  /// The next bytes; empty at the end.
  func next() throws(Failure) -> ArraySlice<UInt8> {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { return buffer[..<count] }
      guard errno == EINTR else { throw Failure(path: path, reason: unsafe String(cString: strerror(errno))) }
    }
  }

  /// The first bytes, as many as recognition wants.
  static func head(of path: String) throws(Failure) -> LogHead {
    let file = try LogFile(path)
    var bytes: [UInt8] = []
    while bytes.count <= LogHead.limit {
      let chunk = try file.next()
      guard !chunk.isEmpty else { return LogHead(bytes, isWholeFile: true) }
      bytes += chunk
    }
    return LogHead(bytes, isWholeFile: false)
  }

  /// A whole file of the kind that people write, at most 512 MiB.
  static func bytes(of path: String) throws(Failure) -> [UInt8] {
    let file = try LogFile(path)
    var bytes: [UInt8] = []
    while case let chunk = try file.next(), !chunk.isEmpty {
      bytes += chunk
      guard bytes.count <= 512 << 20 else { throw Failure(path: path, reason: "is too large for a per-cycle table") }
    }
    return bytes
  }
}
