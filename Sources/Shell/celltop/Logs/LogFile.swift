import Archives
import CyclerFormats
import Glibc

/// A log read once from beginning to end, in bounded chunks; one that lies in a container is unpacked on the way.
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
  /// What gives the bytes if they must be unpacked.
  private var container: (any ContainerReader)?
  private var trouble: ContainerTrouble?
  /// Bytes that were unpacked and not given out yet.
  private var kept: ArraySlice<UInt8>?

  /// Opens a file; `-` is standard input.
  init(_ path: String) throws(Failure) {
    self.path = path
    let descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(path: path, reason: unsafe String(cString: strerror(errno))) }
    self.descriptor = descriptor
    guard path != "-" else { return }
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, 8192, 0) }
    guard count > 0, let kind = LogContainer.recognise(buffer[..<count]) else { return }
    do { container = try kind.open(path) } catch { throw failure(of: error) }
  }

  private func failure(of trouble: ContainerTrouble) -> Failure {
    Failure(path: path, reason: "it \(trouble.description)")
  }

  /// Whether the log must be unpacked, so that places in it are no places in the file.
  var isPacked: Bool { container != nil }

  /// What the log was unpacked from, and what was noticed there; nil for a log that is read as it stands.
  var origin: (what: String, remarks: [String])? { container.map { ($0.what, $0.remarks) } }

  deinit { if descriptor > STDERR_FILENO { close(descriptor) } }

  /// The next bytes; empty at the end.
  func next() throws(Failure) -> ArraySlice<UInt8> {
    if let kept {
      self.kept = nil
      return kept
    }
    if let container { return try unpack(container) }
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { return buffer[..<count] }
      guard errno == EINTR else { throw Failure(path: path, reason: unsafe String(cString: strerror(errno))) }
    }
  }

  private func unpack(_ container: any ContainerReader) throws(Failure) -> ArraySlice<UInt8> {
    if let trouble { throw failure(of: trouble) }
    buffer.removeAll(keepingCapacity: true)
    do {
      // Further tests follow with headers of their own.
      while buffer.isEmpty, try container.next(into: &buffer) != .end {}
    } catch {
      // What came before the error is good; the error is told behind it.
      trouble = error
      guard !buffer.isEmpty else { throw failure(of: error) }
    }
    return buffer[...]
  }

  /// Bytes of the file as it is now.
  var size: Int {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Goes on reading at a byte; of an unpacked log the bytes before it are unpacked and let go.
  func skip(to position: Int) throws(Failure) {
    guard position > 0 else { return }
    guard container == nil else {
      var left = position
      while left > 0 {
        let chunk = try next()
        guard !chunk.isEmpty else { return }
        if chunk.count > left { kept = chunk.dropFirst(left) }
        left -= min(left, chunk.count)
      }
      return
    }
    guard lseek(descriptor, off_t(position), SEEK_SET) == off_t(position) else {
      throw Failure(path: path, reason: unsafe String(cString: strerror(errno)))
    }
  }

  /// So many bytes from a place on, fewer at the file's end.
  func bytes(from position: Int, count: Int) throws(Failure) -> [UInt8] {
    guard container == nil else { return try unpackedBytes(from: position, count: count) }
    var bytes = [UInt8](repeating: 0, count: max(0, count))
    var done = 0
    while done < bytes.count {
      let got = unsafe bytes[done...].withUnsafeMutableBytes {
        unsafe pread(descriptor, $0.baseAddress, $0.count, off_t(position + done))
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw Failure(path: path, reason: unsafe String(cString: strerror(errno))) }
      if got == 0 { break }
      done += got
    }
    bytes.removeLast(bytes.count - done)
    return bytes
  }

  // Unpacking only goes forward, so that every stretch begins anew.
  private func unpackedBytes(from position: Int, count: Int) throws(Failure) -> [UInt8] {
    let file = try LogFile(path)
    try file.skip(to: position)
    var bytes: [UInt8] = []
    while bytes.count < count, case let chunk = try file.next(), !chunk.isEmpty { bytes += chunk }
    return Array(bytes.prefix(count))
  }

  /// The first bytes, as many as recognition wants.
  static func head(of path: String) throws(Failure) -> LogHead {
    try LogFile(path).head()
  }

  /// The first bytes from here on, as many as recognition wants.
  func head() throws(Failure) -> LogHead {
    var bytes: [UInt8] = []
    while bytes.count <= LogHead.limit {
      let chunk = try next()
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
