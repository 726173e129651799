import Glibc

/// What one `stat` tells about a file: enough to see that something changed, not what.
package struct FileStamp: Hashable, Codable, Sendable {
  /// The file system's number.
  package var device: UInt64
  /// The file's number on its file system; reused by the kernel after a deletion.
  package var inode: UInt64
  /// Bytes.
  package var size: Int
  /// When the content last changed, nanoseconds since 1970 by the file server's clock.
  package var modified: Int64
  /// When content or attributes last changed, nanoseconds; unlike ``modified`` no program can set it.
  package var changed: Int64

  /// Makes a stamp from its parts.
  package init(device: UInt64, inode: UInt64, size: Int, modified: Int64, changed: Int64) {
    self.device = device
    self.inode = inode
    self.size = size
    self.modified = modified
    self.changed = changed
  }

  /// True if both stamps were taken of the same file, whatever its content.
  package func isSameFile(as other: FileStamp) -> Bool {
    device == other.device && inode == other.inode
  }
}

extension FileStamp {
  /// The stamp of the file under a path, following symbolic links; nil if there is none.
  package static func of(_ path: String) -> FileStamp? {
    guard case .success(.file(let stamp)) = Entry.at(RawPath(path)) else { return nil }
    return stamp
  }
}

/// What stands under a path.
enum Entry {
  case file(FileStamp)
  case folder(FileStamp)
  /// A pipe, a socket or a device.
  case other

  /// Looks a path up, following symbolic links.
  static func at(_ path: RawPath) -> Result<Entry, ReadTrouble> {
    var status = stat()
    repeat {
      if unsafe path.withCString({ unsafe fstatat(AT_FDCWD, $0, &status, 0) }) == 0 { return .success(Entry(status)) }
    } while errno == EINTR
    return .failure(.latest)
  }

  /// Sorts a status by kind.
  init(_ status: stat) {
    let stamp = FileStamp(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: max(0, Int(status.st_size)),
      modified: Entry.nanoseconds(status.st_mtim), changed: Entry.nanoseconds(status.st_ctim))
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file(stamp)
    case S_IFDIR: self = .folder(stamp)
    default: self = .other
    }
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
