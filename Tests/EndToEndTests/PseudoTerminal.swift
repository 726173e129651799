import Glibc
import Testing

/// A program on a pseudo-terminal: keys in, screen out, and what it leaves behind.
final class PseudoTerminal {
  enum Ending: Equatable, CustomStringConvertible {
    case exited(Int32)
    case killed(signal: Int32)

    var description: String {
      switch self {
      case .exited(let code): "exited with \(code)"
      case .killed(let signal): "killed by signal \(signal)"
      }
    }
  }

  private(set) var screen: ScreenModel
  /// Everything that the program has written.
  private(set) var output: [UInt8] = []
  private(set) var process: pid_t = 0
  /// Whether questions are answered as a terminal does.
  var answersQuestions = true
  /// The line settings before the program started.
  private(set) var initialSettings: [UInt32] = []
  private var master: Int32 = -1
  /// Held open to ask for the line settings, also when the program has ended.
  private var line: Int32 = -1
  /// Readable when the program and its children have ended: each holds the other end of a pipe.
  private var life: Int32 = -1
  private var ending: Ending?
  /// Long enough for a loaded machine; only a test that fails waits for it.
  private static let patience = Duration.seconds(20)

  struct CannotStart: Error {
    var what: String
  }

  /// Starts a program; the environment holds only what is given, `TERM`, and what programs need to run at all.
  init(
    _ arguments: [String], terminal: String? = "xterm-256color", environment: [String: String] = [:],
    width: Int = 80, height: Int = 24
  ) throws {
    screen = ScreenModel(width: width, height: height)
    var size = winsize(ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
    var name = [CChar](repeating: 0, count: 128)
    guard unsafe openpty(&master, &line, &name, nil, &size) == 0 else { throw CannotStart(what: "no pseudo-terminal") }
    initialSettings = lineSettings
    for descriptor in [master, line] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    var pipe: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&pipe) == 0 else { throw CannotStart(what: "no pipe") }
    for descriptor in pipe { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    life = pipe[0]
    defer { close(pipe[1]) }

    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    // The leader of a new session gets the first terminal that it opens as its own.
    unsafe posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
    unsafe posix_spawn_file_actions_adddup2(&actions, pipe[1], 9)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    let newSession: Int16 = 0x80
    unsafe posix_spawnattr_setflags(&attributes, newSession | Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var all = sigset_t()
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)

    var variables = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
    for name in ["HOME", "LD_LIBRARY_PATH"] {
      if let value = unsafe getenv(name) { variables[name] = unsafe String(cString: value) }
    }
    variables["TERM"] = terminal
    variables.merge(environment) { $1 }
    let status = unsafe Self.withStrings(arguments) { argv in
      unsafe Self.withStrings(variables.map { "\($0)=\($1)" }) { envp in
        unsafe posix_spawn(&process, arguments[0], &actions, &attributes, argv, envp)
      }
    }
    guard status == 0 else { throw CannotStart(what: arguments[0]) }
  }

  deinit {
    if ending == nil, process > 0 {
      kill(process, SIGKILL)
      var status: Int32 = 0
      unsafe waitpid(process, &status, 0)
    }
    for descriptor in [master, line, life] where descriptor >= 0 { close(descriptor) }
  }

  // MARK: Keys and signals

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe write(master, bytes, bytes.count)
  }

  func send(signal: Int32) { kill(process, signal) }

  func resize(width: Int, height: Int) {
    readWaiting()
    screen.resize(width: width, height: height)
    var size = winsize(ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Takes the terminal away, as a lost connection does.
  func hangUp() {
    close(master)
    master = -1
  }

  // MARK: Expectations

  /// Waits until the screen fulfils a condition; records what was on it if that does not happen.
  @discardableResult
  func expect(
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation, where condition: (ScreenModel) -> Bool
  ) -> Bool {
    let deadline = ContinuousClock.now + Self.patience
    readWaiting()
    while !condition(screen) {
      guard wait(for: master, until: deadline) else {
        Issue.record("expected \(what); the screen shows:\n\(screen.text)", sourceLocation: sourceLocation)
        return false
      }
      if readWaiting() == 0, hasEnded { break }
    }
    if condition(screen) { return true }
    Issue.record("the program ended before \(what); the screen shows:\n\(screen.text)", sourceLocation: sourceLocation)
    return false
  }

  /// Waits until a text stands on the screen.
  @discardableResult
  func expect(text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Bool {
    expect("“\(text)”", sourceLocation: sourceLocation) { $0.text.contains(text) }
  }

  /// Waits for the program's end; nil if it does not come.
  func waitForEnd() -> Ending? {
    if let ending { return ending }
    let deadline = ContinuousClock.now + Self.patience
    var entries = [
      pollfd(fd: life, events: Int16(POLLIN), revents: 0), pollfd(fd: master, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let left = deadline - ContinuousClock.now
      guard left > .zero, unsafe poll(&entries, 2, Int32(left.components.seconds * 1000 + 1)) >= 0 else { return nil }
      // A program that cannot write does not end.
      readWaiting()
      if entries[0].revents != 0 { break }
    }
    var status: Int32 = 0
    guard unsafe waitpid(process, &status, 0) == process else { return nil }
    readWaiting()
    ending = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: status & 0x7F)
    return ending
  }

  // MARK: What is left behind

  /// The line settings that a program may change, as one comparable value.
  var lineSettings: [UInt32] {
    var settings = termios()
    guard unsafe tcgetattr(line, &settings) == 0 else { return [] }
    return [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
  }

  /// How many times the program has called write(2) or the like.
  var writeCalls: Int? {
    guard let file = unsafe fopen("/proc/\(process)/io", "r") else { return nil }
    defer { unsafe fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe fread(&buffer, 1, buffer.count, file)
    for line in String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("syscw: ") {
      return Int(line.dropFirst(7))
    }
    return nil
  }

  // MARK: Plumbing

  private var hasEnded: Bool {
    var entry = pollfd(fd: life, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, 0) > 0
  }

  private func wait(for descriptor: Int32, until deadline: ContinuousClock.Instant) -> Bool {
    let left = deadline - ContinuousClock.now
    guard left > .zero else { return false }
    var entries = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: life, events: Int16(POLLIN), revents: 0),
    ]
    return unsafe poll(&entries, 2, Int32(left.components.seconds * 1000 + 1)) > 0
  }

  @discardableResult
  private func readWaiting() -> Int {
    guard master >= 0 else { return 0 }
    var total = 0
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&entry, 1, 0) > 0, Int32(entry.revents) & POLLIN != 0 else { return total }
      let count = unsafe read(master, &buffer, buffer.count)
      guard count > 0 else { return total }
      total += count
      output += buffer[..<count]
      let asked = screen.questions
      screen.feed(buffer[..<count])
      if answersQuestions { for _ in asked..<screen.questions { type("\u{1B}[0n") } }
    }
  }

  /// Lends the texts as the null-terminated array that C expects.
  private static func withStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe body(pointers)
  }
}
