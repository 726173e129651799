import Glibc

/// An open file, closed when it goes out of use.
struct Descriptor: ~Copyable {
  private var number: Int32

  /// No file.
  init() {
    number = -1
  }

  /// Leaves the time of a file's last access alone: `O_NOATIME`, which Glibc's module hides.
  ///
  /// Else each row that is read is a write to the log's disk. Granted for one's own files.
  private static let keepsAccessTime: Int32 = 0o1_000_000

  /// Opens a file for reading.
  ///
  /// Non-blocking, so that a pipe that took a log's name between two looks cannot stop the reader.
  init(opening path: RawPath) throws(ReadTrouble) {
    var flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | Self.keepsAccessTime
    repeat {
      number = unsafe path.withCString { unsafe open($0, flags) }
      guard number < 0, errno == EPERM, flags & Self.keepsAccessTime != 0 else { continue }
      flags ^= Self.keepsAccessTime
      number = unsafe path.withCString { unsafe open($0, flags) }
    } while number < 0 && errno == EINTR
    if number < 0 { throw .latest }
  }

  /// Takes over an open descriptor.
  init(taking number: Int32) {
    self.number = number
  }

  deinit {
    if number >= 0 { Glibc.close(number) }
  }

  var isOpen: Bool { number >= 0 }

  /// The kernel's number, for `poll`; negative if closed, which `poll` passes over.
  var raw: Int32 { number }

  /// Closes the file, if one is open.
  mutating func close() {
    if number >= 0 { Glibc.close(number) }
    number = -1
  }

  /// What the open file is now, even if its name is gone.
  func status() -> Result<Entry, ReadTrouble> {
    var status = stat()
    while unsafe fstat(number, &status) != 0 {
      if errno != EINTR { return .failure(.latest) }
    }
    return .success(Entry(status))
  }

  /// Reads at a place of a regular file until `range` of the buffer is full or the file ends; returns the count.
  func read(at offset: Int, into buffer: inout [UInt8], range: Range<Int>) throws(ReadTrouble) -> Int {
    let range = range.clamped(to: 0..<buffer.count)
    var filled = 0
    while filled < range.count {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        let target = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[range.dropFirst(filled)])
        return unsafe pread(number, target.baseAddress, target.count, offset + filled)
      }
      if count > 0 {
        filled += count
      } else if count == 0 {
        break
      } else if errno != EINTR {
        throw .latest
      }
    }
    return filled
  }

  /// Reads what a pipe or terminal holds, at most `limit` bytes; 0 at its end, nil if nothing is there yet.
  func readAvailable(into buffer: inout [UInt8], limit: Int = .max) throws(ReadTrouble) -> Int? {
    while true {
      var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
      // `poll` first: making a shared standard input non-blocking would change it for the parent's shell as well.
      let ready = unsafe poll(&request, 1, 0)
      if ready == 0 { return nil }
      if ready > 0 {
        let count = unsafe buffer.withUnsafeMutableBytes {
          unsafe Glibc.read(number, $0.baseAddress, min($0.count, max(0, limit)))
        }
        if count >= 0 { return count }
      }
      if errno == EAGAIN { return nil }
      if errno != EINTR { throw .latest }
    }
  }
}
