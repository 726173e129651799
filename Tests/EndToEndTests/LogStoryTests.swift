import Glibc
import TestSupport
import Testing

/// Logs that grow, go and return under the real program on a pseudo-terminal.
@Suite("Log stories", .serialized)
struct LogStoryTests {
  private func celltop() throws -> String { try #require(BuiltProduct.path(of: "celltop")) }

  private func open(_ folder: TestFolder, width: Int = 100, height: Int = 30) throws -> PseudoTerminal {
    try PseudoTerminal(
      [celltop(), folder.path], environment: ["LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": folder.path], width: width,
      height: height)
  }

  @Test("a cell is watched while its log grows, and opened and left by keys")
  func watches() throws {
    let folder = try TestFolder()
    try folder.append(BridgeLog.header + BridgeLog.cycle(1) + BridgeLog.cycle(2), to: "LiCu-01.bdf.csv")
    let terminal = try open(folder)
    terminal.expect(text: "LiCu-01")
    terminal.expect(text: "98.00")
    try folder.append(BridgeLog.cycle(3) + "20010.0,0.4242", to: "LiCu-01.bdf.csv")
    terminal.expect("the third cycle") { screen in
      (0..<30).contains { screen.line($0).contains("LiCu-01") && screen.line($0).contains("  3 ") }
    }
    #expect(!terminal.screen.text.contains("0.4242"), "half a row is no row")
    try folder.append(",-0.001,3,9,0.00294,0.003\n", to: "LiCu-01.bdf.csv")
    terminal.expect(text: "0.4242")
    terminal.type("\r")
    terminal.expect(text: "V–t")
    terminal.expect(text: "~")
    terminal.type("4")
    terminal.expect(text: "QC/mAh")
    terminal.type("\u{1B}")
    terminal.type("q")
    terminal.type("q")
    terminal.type("q")
    #expect(terminal.waitForEnd() == .exited(0))
    #expect(terminal.screen.modes.isDisjoint(with: [1049, 1000]))
  }

  @Test("a new log, a log that goes, and one that returns as a longer copy")
  func followsFiles() throws {
    let folder = try TestFolder()
    let terminal = try open(folder)
    terminal.expect(text: "waiting")
    let begin = BridgeLog.header + BridgeLog.cycle(1)
    try folder.append(begin, to: "grows.csv")
    terminal.expect(text: "grows")
    folder.remove("grows.csv")
    terminal.expect(text: "? STALE grows")
    try folder.replace("grows.csv", by: Array((begin + BridgeLog.cycle(2) + BridgeLog.cycle(3)).utf8))
    terminal.expect("the third cycle") { screen in
      (0..<30).contains { screen.line($0).contains("grows") && screen.line($0).contains("  3 ") }
    }
    #expect(!terminal.screen.text.contains("? STALE grows"))
    terminal.send(signal: SIGTERM)
    #expect(terminal.waitForEnd() == .killed(signal: SIGTERM))
  }

  @Test("a log whose header is written in pieces is recognised once the header is whole")
  func lateHeader() throws {
    let folder = try TestFolder()
    let terminal = try open(folder)
    let cut = BridgeLog.header.index(BridgeLog.header.startIndex, offsetBy: 30)
    try folder.append(String(BridgeLog.header[..<cut]), to: "late.csv")
    terminal.type("e")
    terminal.expect(text: "late.csv skipped")
    try folder.append(String(BridgeLog.header[cut...]) + BridgeLog.cycle(1), to: "late.csv")
    terminal.type("1")
    terminal.expect("the cell") { screen in
      (0..<30).contains { screen.line($0).contains(" late ") && screen.line($0).contains("  1 ") }
    }
    terminal.type("Q")
    #expect(terminal.waitForEnd() == .exited(0))
  }

  @Test("malformed rows are counted and shown with line and expectation; the cell goes on")
  func showsBadRows() throws {
    let folder = try TestFolder()
    try folder.append(BridgeLog.header + BridgeLog.cycle(1) + "8000.0,abc\u{1B}]0;owned\u{7},0\n", to: "b.csv")
    try folder.append(BridgeLog.cycle(2), to: "b.csv")
    try folder.append("this is no log\n", to: "notes.txt")
    let terminal = try open(folder, width: 160, height: 50)
    terminal.expect(text: "malformed row")
    terminal.type("e")
    terminal.expect(text: "line 17")
    terminal.expect(text: "notes.txt skipped")
    terminal.type("9")
    terminal.expect(text: "b.csv")
    #expect(terminal.screen.unknown == [], "nothing of the log steers the terminal")
    terminal.hangUp()
    #expect([.killed(signal: SIGHUP), .exited(1)].contains(terminal.waitForEnd()))
  }

  @Test("a database with several tests gives a cell of each, in the order of its data points")
  func severalTests() throws {
    let folder = try TestFolder()
    // In the place of mdbtools: the arguments are the file and the table, no shell is between.
    let rows = ["2,1,0", "1,2,3600", "2,2,3600", "1,1,0"].map { "\($0),46083.375,1,2,0.001,3.5" }
    let header = "Test_ID,Data_Point,Test_Time,DateTime,Cycle_Index,Step_Index,Current,Voltage"
    let table = ([header] + rows).joined(separator: "\n")
    try folder.append("#!/bin/sh\n[ \"$2\" = Channel_Normal_Table ] && cat <<'END'\n\(table)\nEND\n", to: "mdb-export")
    #expect(unsafe chmod(folder.path + "/mdb-export", 0o755) == 0)
    try folder.append("\u{0}\u{1}\u{0}\u{0}Standard Jet DB\u{0}", to: "x y;z.res")
    let terminal = try PseudoTerminal(
      [celltop(), "cycles", folder.path + "/x y;z.res", "--format", "csv"],
      environment: ["PATH": "\(folder.path):/usr/bin:/bin"], width: 200)
    terminal.expect(text: "x y;z.res#1")
    terminal.expect(text: "x y;z.res#2")
    #expect(terminal.waitForEnd() == .exited(0))
    let bare = try PseudoTerminal(
      [celltop(), "samples", folder.path + "/x y;z.res"], environment: ["PATH": "/nowhere"], width: 200)
    bare.expect(text: "apt-get install mdbtools")
    #expect(bare.waitForEnd() == .exited(3))
  }

  @Test("what is wrong with a file is said by its name, line and expectation, and the other files are printed")
  func reservations() throws {
    let folder = try TestFolder()
    try folder.append(BridgeLog.header + BridgeLog.cycle(1) + "x,1,2,3,4,5,6\n" + BridgeLog.cycle(2), to: "bad.csv")
    try folder.append(BridgeLog.header, to: "new.csv")
    try folder.append("", to: "empty.csv")
    try folder.append(BridgeLog.header + BridgeLog.cycle(1), to: "good.csv")
    let paths = ["bad.csv", "new.csv", "empty.csv", "good.csv"].map { "\(folder.path)/\($0)" }
    let terminal = try PseudoTerminal([celltop(), "cycles", "--format", "csv"] + paths, width: 300, height: 50)
    terminal.expect(text: "\"good.csv\"")
    terminal.expect(text: "bad.csv: a malformed row in line")
    terminal.expect(text: "found “x”")
    terminal.expect(text: "new.csv: no row in it yet")
    terminal.expect(text: "empty.csv: empty, or too little of the file is there")
    #expect(terminal.waitForEnd() == .exited(3))
  }

  @Test("where the cursor cannot be placed, the program says what can be done instead")
  func dumb() throws {
    let folder = try TestFolder()
    let terminal = try PseudoTerminal([celltop(), folder.path], terminal: "dumb")
    terminal.expect(text: "--once")
    #expect(terminal.waitForEnd() == .exited(64))
  }

  @Test("the demo comes to life and leaves nothing behind")
  func demo() throws {
    let folder = try TestFolder()
    let terminal = try PseudoTerminal(
      [celltop(), "demo", "--cells", "8"],
      environment: ["LC_ALL": "C.UTF-8", "TMPDIR": folder.path, "XDG_CONFIG_HOME": folder.path], width: 120,
      height: 40)
    terminal.expect(text: "LiCu")
    terminal.expect(text: "CHG")
    terminal.type("q")
    #expect(terminal.waitForEnd() == .exited(0))
    #expect(unsafe access(folder.path + "/empty", F_OK) != 0)
    #expect(unsafe rmdir(folder.path) == 0, "the scratch folder is removed")
  }
}
