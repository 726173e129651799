import CyclerFormats
import Glibc
import TestSupport
import Testing

/// From which cells to whether it is real: the screens behind the fleet, under the real program.
@Suite("Screen stories", .serialized)
struct ScreenStoryTests {
  private func open(_ folder: TestFolder, width: Int = 120, height: Int = 36) throws -> PseudoTerminal {
    let celltop = try #require(BuiltProduct.path(of: "celltop"))
    // The cells of a story have the same rows, which would be left out as copies.
    return try PseudoTerminal(
      ["/bin/sh", "-c", "cd \"$1\" && exec \"$0\" logs --no-stitch", celltop, folder.path],
      environment: [
        "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": folder.path, "XDG_STATE_HOME": folder.path,
        "XDG_CACHE_HOME": folder.path,
      ],
      width: width, height: height)
  }

  /// A folder with the logs of cells below `logs`, three cycles each.
  private func folder(_ names: String..., efficiency: Double = 0.98, count: Int = 3) throws -> TestFolder {
    let folder = try TestFolder()
    #expect(unsafe mkdir(folder.path + "/logs", 0o755) == 0)
    for name in names {
      let cycles = (1...count).map { BridgeLog.cycle($0, efficiency: efficiency) }.joined()
      try folder.append(BridgeLog.header + cycles, to: "logs/" + name)
    }
    return folder
  }

  private func tidy(_ folder: TestFolder, _ names: String...) {
    for name in names { folder.remove("logs/" + name) }
    unsafe rmdir(folder.path + "/logs")
    guard let kept = unsafe opendir(folder.path + "/celltop") else { return }
    while let entry = unsafe readdir(kept) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      folder.remove("celltop/" + name)
    }
    unsafe closedir(kept)
    unsafe rmdir(folder.path + "/celltop")
  }

  private func leave(_ terminal: PseudoTerminal) {
    terminal.type("Q")
    #expect(terminal.waitForEnd() == .exited(0))
    #expect(terminal.screen.unknown == [])
  }

  @Test("the curve of a cycle is read from its log, stepped through, overlaid and shown in other units")
  func voltageCapacity() throws {
    let folder = try folder("a.csv")
    defer { tidy(folder, "a.csv") }
    let terminal = try open(folder)
    terminal.expect(text: "1 channels")
    terminal.type("5")
    terminal.expect(text: "rows, capacity from the counter")
    terminal.expect(text: "cycle 2 of 3")
    terminal.expect(text: "strip ends at 1.0000 V")
    terminal.expect(text: "under it: cycle 1")
    terminal.type("[")
    terminal.expect(text: "cycle 1 of 3")
    terminal.type("]]")
    terminal.expect(text: "cycle 3 of 3")
    terminal.expect(text: "under it: cycle 2")
    terminal.type("l")
    terminal.expect(text: "gap")
    terminal.type("u")
    terminal.expect(text: "Q/Ah")
    leave(terminal)
  }

  @Test("mistakes in config.toml are told on the first screen, not only on the standard error that it hides")
  func mistakenConfiguration() throws {
    let folder = try folder("a.csv")
    defer { tidy(folder, "a.csv") }
    #expect(unsafe mkdir(folder.path + "/celltop", 0o755) == 0)
    try folder.append("mouze = true\nthemes = 1\n", to: "celltop/config.toml")
    let terminal = try open(folder)
    terminal.expect("the footer names file, line and the nearest key") {
      $0.line(35).contains("config.toml:1:1: unknown key “mouze” (did you mean “mouse”?) (and 1 more)")
    }
    leave(terminal)
  }

  @Test("dQ/dV states how it was made, and lists its peaks")
  func differentialCapacity() throws {
    let folder = try folder("a.csv")
    defer { tidy(folder, "a.csv") }
    let terminal = try open(folder)
    terminal.expect(text: "1 channels")
    terminal.type("6")
    terminal.expect(text: "counted in bins of")
    terminal.expect(text: "stripping")
    leave(terminal)
  }

  @Test("a log that is gone when its curve is wanted is said to be gone, and read when it is back")
  func goneLog() throws {
    let folder = try folder("a.csv")
    defer { tidy(folder, "a.csv") }
    let terminal = try open(folder)
    terminal.expect(text: "1 channels")
    #expect(unsafe rename(folder.path + "/logs/a.csv", folder.path + "/kept") == 0)
    terminal.type("5")
    terminal.expect(text: "the file is gone")
    #expect(unsafe rename(folder.path + "/kept", folder.path + "/logs/a.csv") == 0)
    terminal.type("R")
    terminal.expect(text: "rows, capacity from the counter")
    leave(terminal)
  }

  @Test("tagged cells are compared, and letters hide them")
  func compare() throws {
    let folder = try folder("Li-A-01.csv", "Li-A-02.csv")
    defer { tidy(folder, "Li-A-01.csv", "Li-A-02.csv") }
    let terminal = try open(folder)
    terminal.expect(text: "2 channels")
    terminal.type("  ")
    terminal.expect(text: "2 tagged")
    terminal.type("c")
    terminal.expect(text: "compare 2 tagged, over cycles")
    terminal.expect(text: "98.00")
    terminal.type("v")
    terminal.expect(text: "over the capacity passed")
    terminal.type("q")
    terminal.type("Uc")
    terminal.expect(text: "replicates of")
    leave(terminal)
  }

  @Test("an acknowledged problem stays acknowledged in the next run")
  func acknowledges() throws {
    let folder = try folder("weak.csv", efficiency: 0.6, count: 8)
    defer { tidy(folder, "weak.csv") }
    let first = try open(folder)
    first.expect(text: "▲ WARN  weak")
    first.type("a")
    first.expect(text: "▲ warn  weak")
    leave(first)
    let second = try open(folder)
    second.expect(text: "▲ warn  weak")
    second.type("M")
    second.expect(text: "▲ mute  weak")
    leave(second)
  }

  @Test("everything has a name: commands, screens, channels, filters and places are typed")
  func palette() throws {
    let folder = try folder("one.csv", "two.csv")
    defer { tidy(folder, "one.csv", "two.csv") }
    let terminal = try open(folder)
    terminal.expect(text: "2 channels")
    terminal.type(":sort name desc\r")
    terminal.expect(text: "sort: name (reversed)")
    terminal.type(":filter two\r")
    terminal.expect(text: "filter: two (1/2)")
    terminal.type(":save mine\r")
    terminal.expect(text: "saved")
    terminal.type(":filter one\r")
    terminal.expect(text: "filter: one (1/2)")
    terminal.type(":mine\r")
    terminal.expect(text: "filter: two (1/2)")
    terminal.type(":theme light\r")
    terminal.type(":go c2\r")
    terminal.expect(text: "cycle 2")
    terminal.type(":no such thing\r")
    terminal.expect(text: "nothing of that name")
    terminal.type("\u{1B}")
    leave(terminal)
  }

  @Test("raw rows are the log's own lines, the malformed one among them, and steer nothing")
  func rawRows() throws {
    let folder = try folder("a.csv")
    defer { tidy(folder, "a.csv") }
    try folder.append("30000.0,abc\u{1B}]0;owned\u{7},0\n", to: "logs/a.csv")
    try folder.append(BridgeLog.cycle(5), to: "logs/a.csv")
    let terminal = try open(folder)
    terminal.expect(text: "1 channels")
    terminal.type("x")
    terminal.expect(text: "Test Time / s,Voltage / V")
    terminal.expect(text: "what was read there")
    for _ in 0..<15 { terminal.type("k") }
    terminal.expect(text: "this line gave no sample")
    terminal.type("9")
    terminal.expect(text: "bad rows")
    terminal.type("x")
    terminal.expect(text: "what was read there")
    terminal.expect(text: "30000.0,abc·]0;owned·,0")
    leave(terminal)
  }

  @Test(
    "rows of binary logs are their decoded records", arguments: FormatRegistry.all.filter(\.sample.isEmpty).map(\.id))
  func binaryRows(id: String) throws {
    let folder = try folder()
    defer { tidy(folder, "b.bin") }
    let format = try #require(FormatRegistry.format(id: id))
    let file = unsafe Glibc.open(folder.path + "/logs/b.bin", O_WRONLY | O_CREAT, 0o644)
    let bytes = format.sampleBytes
    #expect(unsafe write(file, bytes, bytes.count) == bytes.count)
    close(file)
    let terminal = try open(folder)
    terminal.expect(text: "1 channels")
    terminal.type("x")
    terminal.expect(text: "decoded record")
    terminal.expect(text: " V  ")
    leave(terminal)
  }

  @Test("a screen is written into a file beside the shell, and copied to the clipboard")
  func exports() throws {
    let folder = try folder("a.csv")
    defer { tidy(folder, "a.csv") }
    let terminal = try open(folder)
    terminal.expect(text: "1 channels")
    terminal.type("4")
    terminal.expect(text: "QC/mAh")
    terminal.type("X")
    terminal.expect(text: "export this screen as")
    terminal.type("c")
    terminal.expect(text: "written: celltop-cycles-a-")
    let line = (0..<36).map { terminal.screen.line($0) }.first { $0.contains("written: ") } ?? ""
    let name = String(line.split(separator: " ").dropFirst().first ?? "")
    var buffer = [UInt8](repeating: 0, count: 4096)
    let file = unsafe Glibc.open(folder.path + "/" + name, O_RDONLY)
    let count = unsafe read(file, &buffer, buffer.count)
    close(file)
    let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    #expect(text.hasPrefix("cycle,vendor_cycle,charge_mAh,") && text.contains("\r\n2,2,0.980000,1.000000,98.0000"))
    terminal.type("y")
    terminal.expect(text: "copied a; also in " + folder.path + "/celltop/yank")
    #expect(String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}]52;c;"))
    leave(terminal)
  }

  @Test("the cursor on the traces says values, the mark differences, and places are gone to")
  func cursor() throws {
    let folder = try folder("a.csv")
    defer { tidy(folder, "a.csv") }
    let terminal = try open(folder)
    terminal.expect(text: "1 channels")
    terminal.type("\r")
    terminal.expect(text: "following")
    terminal.type("h")
    terminal.expect(text: "Q~")
    terminal.type("mHH")
    terminal.expect(text: "A: Δt -")
    terminal.type("t-2h\r")
    terminal.expect(text: "A: Δt -2:0")
    terminal.type("T")
    terminal.expect("the newest rows again") { $0.text.contains("following") && !$0.text.contains("Δt") }
    leave(terminal)
  }

  @Test("events are filtered, help is searched")
  func finding() throws {
    let folder = try folder("a.csv")
    defer { tidy(folder, "a.csv", "notes.txt") }
    try folder.append("no log\n", to: "logs/notes.txt")
    let terminal = try open(folder)
    terminal.expect(text: "1 channels")
    terminal.type("e/skipped\r")
    terminal.expect(text: "filter: skipped")
    terminal.expect(text: "notes.txt skipped")
    terminal.type("?/mute\r")
    terminal.expect(text: "mute the channel for 8 h")
    terminal.expect("nothing else") { !$0.text.contains("draw the screen anew") }
    leave(terminal)
  }

  @Test("the cycle under way is drawn as it grows")
  func growing() throws {
    let folder = try folder("a.csv")
    defer { tidy(folder, "a.csv") }
    let terminal = try open(folder)
    terminal.expect(text: "1 channels")
    terminal.type("5")
    terminal.expect(text: "cycle 2 of 3")
    let fourth = BridgeLog.cycle(4).split(separator: "\n").prefix(5).joined(separator: "\n") + "\n"
    try folder.append(fourth, to: "logs/a.csv")
    terminal.expect(text: "cycle 3 of 4")
    terminal.type("]")
    terminal.expect(text: "under way")
    terminal.expect(text: "rows, capacity from the counter")
    leave(terminal)
  }
}
