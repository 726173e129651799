import Glibc

/// A regular file open for reading at any place, closed when it goes out of use.
final class SeekableFile {
  private let descriptor: Int32
  /// Bytes when it was opened; a file that grows meanwhile is read up to here.
  let size: Int

  /// Opens a file; nothing else than a regular one has places.
  init(_ path: String) throws(ContainerTrouble) {
    let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw .latest }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      Glibc.close(descriptor)
      throw ContainerTrouble("is not a file that can be read at any place")
    }
    self.descriptor = descriptor
    size = max(0, Int(status.st_size))
  }

  deinit { Glibc.close(descriptor) }

  /// Fills the front of the buffer from a place in the file; the answer is smaller than asked at the end of the file.
  func read(at offset: Int, count: Int, into buffer: inout [UInt8]) throws(ContainerTrouble) -> Int {
    let wanted = min(max(0, count), max(0, size - offset))
    if buffer.count < wanted { buffer.append(contentsOf: repeatElement(0, count: wanted - buffer.count)) }
    var filled = 0
    while filled < wanted {
      let got = unsafe buffer.withUnsafeMutableBytes { bytes in
        let target = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[filled..<wanted])
        return unsafe pread(descriptor, target.baseAddress, target.count, off_t(offset + filled))
      }
      if got == 0 { break }
      if got > 0 {
        filled += got
      } else if errno != EINTR {
        throw .latest
      }
    }
    return filled
  }

  /// Exactly these bytes; an error if the file ends before.
  func bytes(at offset: Int, count: Int, of what: String) throws(ContainerTrouble) -> [UInt8] {
    var buffer: [UInt8] = []
    guard offset >= 0, try read(at: offset, count: count, into: &buffer) == count else {
      throw ContainerTrouble("\(what) lies beyond the end of the file")
    }
    return Array(buffer.prefix(count))
  }
}

extension ContainerTrouble {
  /// What the system complained about last.
  static var latest: ContainerTrouble { ContainerTrouble("cannot be read: \(unsafe String(cString: strerror(errno)))") }
}

extension Array<UInt8> {
  /// A little-endian number of `width` bytes; 0 outside.
  func littleEndian(at offset: Int, bytes width: Int) -> Int {
    guard offset >= 0, offset + width <= count else { return 0 }
    return (0..<width).reversed().reduce(0) { $0 << 8 | Int(self[offset + $1]) }
  }
}
