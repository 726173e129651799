import Glibc

/// A program that runs beside, of which the standard output is read; no shell is between.
final class ChildProcess {
  /// Seconds without a byte after which it is taken for stuck.
  private static let patience = 120.0

  private var process: pid_t = 0
  private let output: Int32
  private let complaintsEnd: Int32
  private let name: String
  private var hasEnded = false
  /// Seconds waited since it last wrote.
  private var silence = 0.0
  /// The first bytes of what it complained of.
  private var complaints: [UInt8] = []
  private var mayComplain = true
  private static let longestComplaint = 2000
  private var buffer = [UInt8](repeating: 0, count: 64 * 1024)

  /// Starts a program that is found on the search path.
  init(_ program: String, _ arguments: [String]) throws(ContainerTrouble) {
    name = program
    var ends: [Int32] = [-1, -1]
    var errors: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw .latest }
    guard unsafe pipe(&errors) == 0 else {
      for end in ends { close(end) }
      throw .latest
    }
    for end in ends + errors { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    output = ends[0]
    complaintsEnd = errors[0]
    // What is complained of is looked at beside and never waited for.
    _ = fcntl(complaintsEnd, F_SETFL, O_NONBLOCK)
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO)
    var strings = unsafe ([program] + arguments).map { unsafe strdup($0) }
    unsafe strings.append(nil)
    let failure = unsafe posix_spawnp(&process, program, &actions, nil, strings, environ)
    for index in unsafe strings.indices { unsafe free(strings[index]) }
    unsafe posix_spawn_file_actions_destroy(&actions)
    close(ends[1])
    close(errors[1])
    guard failure == 0 else {
      process = 0
      guard failure != ENOENT else {
        throw ContainerTrouble("is an Access database, for which mdbtools is needed: apt-get install mdbtools")
      }
      throw ContainerTrouble("cannot be read by \(program): \(unsafe String(cString: strerror(failure)))")
    }
  }

  deinit {
    close(output)
    close(complaintsEnd)
    guard process > 0 else { return }
    kill(process, SIGKILL)
    _ = status()
  }

  /// Appends what the program wrote; false when it will write no more.
  ///
  /// Waits for it, with a `patience` no longer than so many seconds, and then may append nothing.
  func read(into bytes: inout [UInt8], patience: Double? = nil) throws(ContainerTrouble) -> Bool {
    while true {
      // A program whose complaints nobody takes away would stand still.
      let ends = [output, mayComplain ? complaintsEnd : -1]
      var requests = ends.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      let wait = min(patience ?? Self.patience, Self.patience)
      let ready = unsafe poll(&requests, 2, Int32(wait * 1000))
      if ready == 0 {
        silence += wait
        guard silence < Self.patience else {
          throw ContainerTrouble("cannot be read: \(name) gave nothing for \(Int(Self.patience)) s")
        }
        return true
      }
      if ready > 0 {
        silence = 0
        if requests[1].revents != 0 { takeComplaints() }
        if requests[0].revents == 0 { continue }
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(output, $0.baseAddress, $0.count) }
        if count > 0 { bytes += buffer[..<count] }
        if count >= 0 { return count > 0 }
      }
      guard errno == EINTR else { throw .latest }
    }
  }

  private func takeComplaints() {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(complaintsEnd, $0.baseAddress, $0.count) }
      if count == 0 { mayComplain = false }
      guard count > 0 else { return }
      complaints += buffer[..<min(count, Self.longestComplaint - complaints.count)]
    }
  }

  /// The first line that it complained of, as far as that is ASCII; nil if there was none.
  var complaint: String? {
    takeComplaints()
    let line = complaints.split(separator: 0x0A).first { !$0.allSatisfy { $0 <= 0x20 } }
    return line.map { String(decoding: $0.prefix(80).filter { 0x20...0x7E ~= $0 }, as: UTF8.self) }
  }

  /// Waits for the program's end; its exit status, or 128 and the signal that ended it.
  func status() -> Int {
    guard process > 0 else { return 127 }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { break }
    }
    process = 0
    return status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(status & 0x7F)
  }
}
