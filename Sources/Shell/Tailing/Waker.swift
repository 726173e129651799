import Glibc

/// Ends another thread's wait for changes, for example because the user asked for something.
package final class Waker: Sendable {
  private let readEnd: Int32
  private let writeEnd: Int32

  /// Makes a pipe; without one (no descriptors left) waking is lost and the waiter goes by its time-out.
  package init() {
    var ends: [Int32] = [-1, -1]
    let made = unsafe pipe(&ends) == 0
    readEnd = made ? ends[0] : -1
    writeEnd = made ? ends[1] : -1
    for end in ends where end >= 0 {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
  }

  deinit {
    for end in [readEnd, writeEnd] where end >= 0 { close(end) }
  }

  /// Ends the present wait, or the next one if nobody waits now; may be called from any thread.
  package func wake() {
    var byte: UInt8 = 1
    // A full pipe is a wake that has not been noticed yet, which is all that is wanted.
    while unsafe write(writeEnd, &byte, 1) < 0, errno == EINTR {}
  }

  /// Waits for a wake, at most so many seconds.
  package func wait(seconds: Double) {
    var request = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
    if unsafe poll(&request, 1, Int32(max(0, min(86_400, seconds)) * 1000)) > 0 { drain() }
  }

  /// The descriptor that becomes readable on ``wake()``.
  var descriptor: Int32 { readEnd }

  /// Forgets all wakes so far.
  func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while true {
      let count = unsafe read(readEnd, &bytes, 64)
      if count == 64 || (count < 0 && errno == EINTR) { continue }
      return
    }
  }
}
