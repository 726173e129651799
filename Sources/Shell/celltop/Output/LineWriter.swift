import Glibc

/// Buffered lines to standard output; a reader that went away ends the program quietly.
final class LineWriter {
  private var buffer: [UInt8] = []

  func write(_ line: String) {
    buffer.append(contentsOf: line.utf8)
    buffer.append(0x0A)
    if buffer.count > 1 << 16 { flush() }
  }

  func flush() {
    var start = 0
    while start < buffer.count {
      let written = unsafe buffer.withUnsafeBytes { bytes in
        unsafe Glibc.write(STDOUT_FILENO, bytes.baseAddress?.advanced(by: start), bytes.count - start)
      }
      if written < 0 {
        if errno == EINTR { continue }
        exit(errno == EPIPE ? 0 : 1)
      }
      start += written
    }
    buffer.removeAll(keepingCapacity: true)
  }

  deinit { flush() }
}

/// One line to standard error.
func complain(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
