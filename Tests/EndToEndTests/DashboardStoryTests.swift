import Glibc
import TestSupport
import Testing

@Suite("Dashboard stories", .serialized)
struct DashboardStoryTests {
  private func append(_ text: String, to path: String, _ more: Int32 = 0) throws {
    let file = unsafe open(path, O_WRONLY | O_APPEND | more, 0o644)
    try #require(file >= 0)
    let bytes = Array(text.utf8)
    try #require(unsafe write(file, bytes, bytes.count) == bytes.count)
    close(file)
  }

  /// Puts a text in a file's place.
  private func save(_ text: String, to path: String) throws {
    try append("", to: path, O_CREAT | O_TRUNC)
    try append(text, to: path)
  }

  private static let row =
    "1070,6,5,Rest,00:15:00.000,38:47:42.907,0.0000,VOLT,0.00000000,0.00,0.00000000,0.00,0.00000000,0.00,0.00000000,0.00,"
    + "0.00000000,0.00,0.00000000,0.00,0.00000000,0.00,2025-01-07 23:47:42.907,0.000000,0.0000,0.0000,0,Close,25.0,\r\n"

  @Test("a folder is watched, a channel opened and left, and q gives the shell back")
  func openAndLeave() throws {
    let folder = try SimulatedFolder()
    defer { folder.remove() }
    let terminal = try folder.watch()
    terminal.expect("both cells") { $0.text.contains("LiCu-LHCE-01") && $0.text.contains("LiNCM811") }
    terminal.expect(text: "2 ch ")
    terminal.type("\r")
    terminal.expect("the channel alone") { $0.text.contains("LiCu-LHCE-01") && !$0.text.contains("LiNCM811") }
    terminal.type("q")
    terminal.expect(text: "LiNCM811")
    terminal.type("q")
    #expect(terminal.waitForEnd() == .exited(0))
    #expect(terminal.screen.modes == [7, 25])
    #expect(terminal.lineSettings == terminal.initialSettings)
    #expect(terminal.screen.unknown == [])
  }

  @Test("a row that the cycler appends appears on the screen")
  func followsTheLog() throws {
    let folder = try SimulatedFolder()
    defer { folder.remove() }
    let terminal = try folder.watch()
    terminal.expect(text: "2 ch ")
    // Half a row is no row: 0.12 must not be shown where 0.1234 is meant.
    let row = Self.row.replacing("VOLT", with: "0.1234")
    let cut = row.index(row.startIndex, offsetBy: 50)
    try append(String(row[..<cut]), to: folder.log)
    try append(String(row[cut...]), to: folder.log)
    terminal.expect(text: "0.1234")
    terminal.type("q")
    #expect(terminal.waitForEnd() == .exited(0))
  }

  @Test(
    "whatever ends the dashboard, the terminal is given back",
    arguments: [
      WayOut.quit, .interruptKey, .terminate, .hangUpSignal, .interrupt, .quitSignal, .killedBySegmentationFault,
    ])
  func givesBack(way: WayOut) throws {
    let folder = try SimulatedFolder()
    defer { folder.remove() }
    let terminal = try folder.watch(options: ["--mouse"])
    terminal.expect("the fleet, with the mouse on") { $0.text.contains("2 ch ") && $0.modes.contains(1000) }
    way.take(terminal)
    let ending = try #require(terminal.waitForEnd(), "\(way) does not end celltop")
    #expect(way.endings.contains(ending), "\(way): \(ending)")
    #expect(terminal.screen.modes == [7, 25], "\(way) leaves modes behind")
    #expect(terminal.lineSettings == terminal.initialSettings, "\(way) leaves the line settings changed")
  }

  @Test("a lost connection ends the dashboard")
  func hangUp() throws {
    let folder = try SimulatedFolder()
    defer { folder.remove() }
    let terminal = try folder.watch()
    terminal.expect(text: "2 ch ")
    terminal.hangUp()
    #expect([.killed(signal: SIGHUP), .exited(1)].contains(terminal.waitForEnd()))
  }

  @Test(
    "the dashboard starts and is readable on every terminal and locale",
    arguments: [
      "xterm-256color", "xterm", "xterm-direct", "screen", "screen-256color", "tmux-256color", "linux", "vt100", "ansi",
      "xterm-kitty", "xterm-ghostty", "no-such-terminal", "",
    ], ["C.UTF-8", "POSIX", "de_DE.UTF-8", "ja_JP.UTF-8"])
  func everyTerminal(name: String, locale: String) throws {
    let folder = try SimulatedFolder.shared.get()
    let terminal = try folder.watch(terminal: name, environment: ["LC_ALL": locale])
    terminal.expect("both cells") { $0.text.contains("LiCu-LHCE-01") && $0.text.contains("LiNCM811") }
    if ["vt100", "linux", "ansi"].contains(name) {
      #expect(!terminal.screen.text.unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) }, "no braille")
    }
    terminal.type("q")
    #expect(terminal.waitForEnd() == .exited(0))
    #expect(terminal.screen.unknown == [])
  }

  @Test("a file's name cannot steer the terminal")
  func hostileName() throws {
    let folder = try SimulatedFolder()
    defer { folder.remove() }
    let hostile = folder.path + "/evil\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}\n.csv"
    try #require(unsafe rename(folder.log, hostile) == 0)
    let terminal = try folder.watch()
    terminal.expect(text: "evil")
    terminal.type("G\r")
    terminal.expect("the channel") { !$0.text.contains("LiNCM811") }
    terminal.type("qq")
    #expect(terminal.waitForEnd() == .exited(0))
    #expect(terminal.screen.unknown == [])
    #expect(!terminal.screen.title.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
  }

  @Test("without a terminal celltop says what to use, and --once prints one screen")
  func withoutTerminal() throws {
    let folder = try SimulatedFolder()
    defer { folder.remove() }
    let piped = try PseudoTerminal(["/bin/sh", "-c", "\"$0\" \"$1\" > /dev/null", folder.celltop, folder.path])
    piped.expect(text: "--once")
    #expect(piped.waitForEnd() == .exited(64))
    let once = try folder.watch(options: ["--once"])
    once.expect(text: "LiCu-LHCE-01")
    #expect(once.waitForEnd() == .exited(0))
    #expect(!once.output.contains(0x1B))
  }

  @Test("the dashboard survives every size of window, on every screen")
  func resize() throws {
    let folder = try SimulatedFolder()
    defer { folder.remove() }
    let terminal = try folder.watch()
    terminal.expect(text: "2 ch ")
    for (width, height) in [(20, 3), (1, 1), (200, 60), (40, 10), (80, 24)] {
      terminal.resize(width: width, height: height)
      terminal.expect("something at \(width)x\(height)") { $0.text.contains { !$0.isWhitespace } }
    }
    terminal.expect(text: "LiNCM811")
    var random = SeededGenerator(seed: 7)
    for round in 0..<200 {
      terminal.resize(width: .random(in: 1...300, using: &random), height: .random(in: 1...100, using: &random))
      if round.isMultiple(of: 10) { terminal.type(["1", "2", "\r", "4", "e", "9", "?"][round / 10 % 7]) }
      // Sizes in quick succession are taken as one: every fourth is drawn before the next comes.
      guard round.isMultiple(of: 4) else { continue }
      terminal.expect("something in round \(round)") { $0.text.contains { !$0.isWhitespace } }
    }
    #expect(terminal.screen.unknown == [])
    terminal.resize(width: 100, height: 30)
    terminal.type("1")
    terminal.expect("the whole fleet in the last size") {
      $0.text.contains("LiNCM811") && $0.text.contains("2 channels")
    }
    terminal.type("Q")
    #expect(terminal.waitForEnd() == .exited(0))
    #expect(terminal.lineSettings == terminal.initialSettings)
  }

  @Test("what is saved in cells.toml, config.toml and a theme is taken up; what is wrong is told and changes nothing")
  func savedSettings() throws {
    let folder = try SimulatedFolder()
    defer { folder.remove() }
    let themes = folder.path + "/conf/celltop/themes"
    let maker = try PseudoTerminal(["/bin/mkdir", "-p", themes])
    try #require(maker.waitForEnd() == .exited(0))
    let configuration = folder.path + "/conf/celltop/config.toml"
    try save("theme = \"mine\"\n", to: configuration)
    try save("base = \"dark\"\n", to: themes + "/mine.toml")
    let terminal = try folder.watch(environment: ["XDG_CONFIG_HOME": folder.path + "/conf"])
    terminal.expect("the cell as its file is called, and in order") {
      $0.text.contains("LiCu-LHCE-01") && $0.text.contains("0 FAIL")
    }
    let cells = folder.path + "/cells.toml"
    let good = "schema = 1\n[[cell]]\nid = \"LiCu-LHCE-01\"\nname = \"Renamed-7\"\n"
    try save(good, to: cells)
    terminal.expect("the new name, and why") {
      $0.text.contains("Renamed-7") && $0.text.contains("read again: cells.toml")
    }
    try save(good + "gruop = \"G9\"\n", to: cells)
    terminal.expect("the mistake, and the name as it was") {
      $0.text.contains("cells.toml:5:1: unknown key “gruop”") && $0.text.contains("Renamed-7")
    }
    try save(good + "alert = { voltage_below_V = 9.9 }\n", to: cells)
    terminal.expect("the new limit") { $0.text.contains("1 FAIL") }
    try save("theme = \"mine\"\n[keys]\nquit = [\"x\"]\n", to: configuration)
    terminal.expect(text: "read again: config.toml")
    #expect(terminal.screen.text.contains("✗"))
    try save("base = \"dark\"\n[symbols]\nset = \"ascii\"\n", to: themes + "/mine.toml")
    terminal.expect("the theme's other symbols") { $0.text.contains("1 FAIL") && !$0.text.contains("✗") }
    try save("base = \"dark\"\n[rols]\n", to: themes + "/mine.toml")
    terminal.expect("the mistake in the theme") { $0.text.contains("mine.toml:2:2: unknown key ") }
    terminal.type("x")
    #expect(terminal.waitForEnd() == .exited(0))
  }

  @Test("for screen readers lines are printed as things change, and a signal ends it")
  func plain() throws {
    let folder = try SimulatedFolder()
    defer { folder.remove() }
    let terminal = try folder.watch(terminal: "dumb", options: ["--plain"])
    terminal.expect(text: "2 channels: 0 FAIL")
    let moved = folder.log + ".gone"
    try #require(unsafe rename(folder.log, moved) == 0)
    terminal.expect(text: "the file is no longer there")
    terminal.send(signal: SIGTERM)
    #expect(terminal.waitForEnd() == .killed(signal: SIGTERM))
    #expect(!terminal.output.contains(0x1B), "no escape sequence is printed")
  }
}
