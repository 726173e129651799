import Glibc

/// Why a file or a folder could not be read.
package struct ReadTrouble: Error, Hashable, Codable, Sendable {
  /// The kernel's error number (`errno`).
  package let code: Int32

  /// Wraps an error number.
  package init(code: Int32) {
    self.code = code
  }

  /// The name is taken by a folder, a device or a socket where a log is expected.
  package static let notAFile = ReadTrouble(code: ESPIPE)
  /// The list of files reached its bound; the files behind it are not watched.
  package static let tooMany = ReadTrouble(code: E2BIG)

  /// True where nothing stands under the name.
  package var isAbsence: Bool { code == ENOENT || code == ENOTDIR }
  /// True where the server replaced the file under an open handle; opening it anew decides what it is now.
  var isStaleHandle: Bool { code == ESTALE }
  /// True where the process or the machine has run out of descriptors, which says nothing about the file.
  var isShortageOfDescriptors: Bool { code == EMFILE || code == ENFILE }

  /// A few words for a person, in lower case, without the file's name.
  package var reason: String {
    switch code {
    case EACCES, EPERM: "permission denied"
    case ENOENT, ENOTDIR: "not found"
    case EIO: "input/output error"
    case ESTALE: "stale network file handle"
    case ELOOP: "symbolic links lead round in a circle"
    case ENAMETOOLONG: "name too long"
    case EISDIR, ESPIPE, ENODEV, ENXIO: "not a regular file"
    case EMFILE, ENFILE: "too many open files"
    case E2BIG: "too many files or folders"
    case ETIMEDOUT, EHOSTDOWN, EHOSTUNREACH, ENOTCONN: "the file server does not answer"
    default: "error \(code)"
    }
  }

  /// The error of the system call that has just failed on this thread.
  static var latest: ReadTrouble { ReadTrouble(code: errno) }
}
