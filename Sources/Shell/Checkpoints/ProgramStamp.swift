import CZlib
import Glibc

/// Which build of the program this is.
///
/// What one build puts aside no other one takes up: its types may be the same and its rules not. The bytes of the program
/// itself decide, because time stamps are set to the same value by some packagers.
package enum ProgramStamp {
  /// The size and the check sum of the running program's file; the process number where it cannot be read, so that
  /// nothing is taken up.
  package static let current: UInt64 = {
    let descriptor = unsafe open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return UInt64(truncatingIfNeeded: getpid()) }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var sum = crc32(0, nil, 0)
    var size: UInt64 = 0
    while true {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      sum = unsafe crc32(sum, buffer, UInt32(count))
      size += UInt64(count)
    }
    return size << 32 | UInt64(sum)
  }()
}
