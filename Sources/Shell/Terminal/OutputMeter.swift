import Glibc

/// Counts the bytes that frames cost, by the system's own account of what the process has written.
///
/// ncurses writes for itself and tells nobody how much; what other threads write meanwhile is a byte now and then.
final class OutputMeter {
  private let account: Int32
  private var buffer = [UInt8](repeating: 0, count: 256)
  private(set) var frames = 0
  private(set) var bytes = 0

  init() { account = unsafe open("/proc/self/io", O_RDONLY | O_CLOEXEC) }

  deinit { if account >= 0 { close(account) } }

  /// Carries out the sending of one frame and adds what it wrote.
  func count(_ send: () -> Void) {
    let before = written()
    send()
    frames += 1
    if let before, let after = written() { bytes += max(0, after - before) }
  }

  /// The second figure of the account, `wchar: N`; nil where the system keeps none.
  private func written() -> Int? {
    guard account >= 0 else { return nil }
    let count = unsafe pread(account, &buffer, buffer.count, 0)
    guard count > 0 else { return nil }
    let lines = buffer[..<count].split(separator: UInt8(ascii: "\n"))
    guard lines.count > 1, let colon = lines[1].firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return Int(String(decoding: lines[1][(colon + 1)...].drop { $0 == UInt8(ascii: " ") }, as: UTF8.self))
  }
}
