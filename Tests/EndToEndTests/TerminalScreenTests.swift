import Testing

@Suite("Terminal screen", .serialized)
struct TerminalScreenTests {
  private func start(
    terminal: String? = "xterm-256color", environment: [String: String] = [:], width: Int = 80, height: Int = 24
  ) throws -> PseudoTerminal {
    let probe = try #require(BuiltProduct.path(of: "terminal-probe"))
    return try PseudoTerminal(
      [probe], terminal: terminal, environment: environment, width: width, height: height)
  }

  private func quit(_ terminal: PseudoTerminal) {
    terminal.type("q")
    #expect(terminal.waitForEnd() == .exited(0))
    #expect(terminal.screen.unknown == [])
  }

  @Test(
    "starts on every terminal, also on those that the server has never heard of",
    arguments: [
      ("xterm-256color", "colours 256 charts braille"), ("tmux-256color", "colours 256 charts braille"),
      ("screen", "colours 8 charts braille"), ("linux", "colours 8 charts ascii"), ("vt100", "colours 0 charts ascii"),
    ])
  func knownTerminals(name: String, traits: String) throws {
    let terminal = try start(terminal: name)
    terminal.expect(text: "probe 80x24 \(name)")
    terminal.expect(text: traits)
    terminal.expect(text: "µΩ ⣿ 漢|")
    quit(terminal)
  }

  @Test("a terminal of direct colour shows the palette's colours, and nothing is wrong with that")
  func directColour() throws {
    let terminal = try start(terminal: "xterm-direct")
    terminal.expect(text: "colours 256")
    #expect(!terminal.screen.text.contains("no terminfo entry"))
    quit(terminal)
    #expect(terminal.screen.styles.contains { $0.contains("38;5;209") })
  }

  @Test(
    "an unknown terminal is treated as xterm, with a notice", arguments: ["xterm-ghostty", "no such\u{1B}[31m", nil])
  func unknownTerminals(name: String?) throws {
    let terminal = try start(terminal: name)
    terminal.expect(text: "probe 80x24 xterm-256color")
    terminal.expect(text: "no terminfo entry for")
    quit(terminal)
  }

  @Test("a dumb terminal, or none, is told what to use instead")
  func noTerminal() throws {
    let terminal = try start(terminal: "dumb")
    terminal.expect(text: "--once")
    #expect(terminal.waitForEnd() == .exited(64))
    let probe = try #require(BuiltProduct.path(of: "terminal-probe"))
    let piped = try PseudoTerminal(["/bin/sh", "-c", "\"$0\" | cat; exit ${PIPESTATUS:-0}", probe])
    piped.expect(text: "standard output is not a terminal")
    _ = piped.waitForEnd()
  }

  @Test("keys come from the terminal when standard input is something else")
  func inputElsewhere() throws {
    let probe = try #require(BuiltProduct.path(of: "terminal-probe"))
    let terminal = try PseudoTerminal(["/bin/sh", "-c", "exec \"$0\" </dev/null", probe])
    terminal.expect(text: "event none")
    terminal.type("n")
    terminal.expect(text: "count 1")
    quit(terminal)
  }

  @Test("a locale without UTF-8 does not make characters vanish", arguments: ["POSIX", "C", "xx_YY.UTF-8"])
  func locales(name: String) throws {
    let terminal = try start(environment: ["LC_ALL": name])
    terminal.expect(text: "µΩ ⣿ 漢|")
    quit(terminal)
  }

  @Test("NO_COLOR means attributes only")
  func noColour() throws {
    let terminal = try start(environment: ["NO_COLOR": "1"])
    terminal.expect(text: "colours 0")
    quit(terminal)
    let colours = terminal.screen.styles.filter { style in
      style.split(separator: ";").contains { ["3", "4"].contains($0.prefix(1)) && $0.count > 1 }
    }
    #expect(colours == [])
  }

  @Test("a frame is one write, and only what changed is sent")
  func oneWriteAFrame() throws {
    let terminal = try start()
    terminal.expect(text: "event none")
    terminal.type("n")
    terminal.expect(text: "count 1")
    for count in 2...5 {
      let calls = try #require(terminal.writeCalls)
      let bytes = terminal.output.count
      terminal.type("n")
      terminal.expect(text: "count \(count)")
      #expect(terminal.writeCalls == calls + 1)
      #expect(terminal.output.count - bytes < 60)
    }
    // Nothing changes: nothing is sent.
    let calls = try #require(terminal.writeCalls)
    terminal.type("b")
    terminal.expect(text: "character U+62")
    #expect(terminal.screen.bells == 1)
    #expect(try #require(terminal.writeCalls) <= calls + 2)
    quit(terminal)
  }

  @Test("blanks between words change no colour, and leaving a colour resets nothing else")
  func fewChangesOfLook() throws {
    let terminal = try start()
    terminal.expect(text: "a   b   c   d   e   f")
    let sent = String(decoding: terminal.output, as: UTF8.self)
    #expect(sent.contains("a   b   c   d"))
    #expect(sent.contains("d   \u{1B}[39me   f") || sent.contains("d\u{1B}[39m   e   f"))
    quit(terminal)
  }

  @Test("the screen follows the window through every size")
  func resize() throws {
    let terminal = try start()
    terminal.expect(text: "probe 80x24")
    for (width, height) in [(120, 40), (20, 5), (200, 60), (40, 3), (80, 24)] {
      terminal.resize(width: width, height: height)
      terminal.expect("\(width)x\(height)") {
        $0.line(0).hasPrefix("probe \(width)x\(height)") && $0.line(height - 1).hasPrefix("bottom")
      }
    }
    terminal.resize(width: 1, height: 1)
    terminal.expect("one character") { $0.text == "b" }
    terminal.resize(width: 80, height: 24)
    terminal.expect(text: "probe 80x24")
    quit(terminal)
  }

  @Test("Ctrl-L repairs a screen that something else wrote on")
  func redraw() throws {
    let terminal = try start()
    terminal.expect(text: "probe 80x24")
    terminal.type("n")
    terminal.expect(text: "count 1")
    terminal.resize(width: 80, height: 24)
    #expect(!terminal.screen.text.contains("probe"))
    terminal.type("\u{0C}")
    terminal.expect("everything again") { $0.text.contains("probe 80x24") && $0.text.contains("count 1") }
    quit(terminal)
  }

  @Test(
    "keys arrive as what they are",
    arguments: [
      ("\u{1B}OA", "up"), ("\u{1B}OB", "down"), ("\u{1B}OC", "right"), ("\u{1B}OD", "left"), ("\u{1B}[5~", "pageUp"),
      ("\u{1B}[6~", "pageDown"), ("\u{1B}OH", "home"), ("\u{1B}OF", "end"), ("\u{1B}[Z", "backTab"),
      ("\u{1B}[A", "up"), ("\u{1B}[B", "down"), ("\u{1B}[C", "right"), ("\u{1B}[D", "left"),
      ("\u{1B}[H", "home"), ("\u{1B}[F", "end"), ("\u{1B}[1~", "home"), ("\u{1B}[4~", "end"),
      ("\u{1B}[3~", "delete"), ("\u{1B}OP", "function(1)"), ("\u{1B}[24~", "function(12)"), ("\r", "enter"),
      ("\t", "tab"), ("\u{7F}", "backspace"), ("\u{1B}", "escape"), ("\u{15}", "control(\"u\")"),
      ("\u{13}", "control(\"s\")"), ("\u{11}", "control(\"q\")"),
      ("µ", "character U+B5"), ("漢", "character U+6F22"), ("~", "character U+7E"),
    ])
  func keys(sent: String, name: String) throws {
    let terminal = try start()
    terminal.expect(text: "event none")
    terminal.type(sent)
    terminal.expect(text: "event \(name)")
    quit(terminal)
  }

  @Test(
    "clicks and the wheel arrive in both protocols",
    arguments: [
      ("xterm-256color", "\u{1B}[<0;10;5M\u{1B}[<0;10;5m", "click(column: 9, row: 4)"),
      ("xterm-256color", "\u{1B}[<0;10;5M\u{1B}[<0;10;5m\u{1B}[<0;10;5M", "doubleClick(column: 9, row: 4)"),
      ("xterm-256color", "\u{1B}[<64;3;4M", "wheelUp(column: 2, row: 3)"),
      ("xterm-256color", "\u{1B}[<65;3;4M", "wheelDown(column: 2, row: 3)"),
      ("tmux-256color", "\u{1B}[M !!", "click(column: 0, row: 0)"),
      ("tmux-256color", "\u{1B}[M`#$", "wheelUp(column: 2, row: 3)"),
    ])
  func mouse(name: String, sent: String, event: String) throws {
    let terminal = try start(terminal: name)
    terminal.expect(text: "event none")
    terminal.type("m")
    terminal.expect(text: "character U+6D")
    terminal.type(sent)
    terminal.expect(text: "event \(event)")
    quit(terminal)
  }

  @Test("hostile text reaches neither the terminal, nor its title, nor the clipboard as commands")
  func hostileText() throws {
    let terminal = try start()
    terminal.expect(text: "event none")
    terminal.type("h")
    terminal.expect(text: "evil·]0;owned··31m·····end")
    #expect(terminal.screen.title == "evil·]0;owned··31m·····end")
    // "evil·]0;owned··31m··", a tab or line end as it was, and the rest.
    #expect(terminal.screen.copied == ["ZXZpbMK3XTA7b3duZWTCt8K3MzFtwrfCt8K3CsK3ZW5k"])
    #expect(terminal.screen.unknown == [])
    quit(terminal)
  }

  @Test("the terminal's answer is found between keys, and is none")
  func answers() throws {
    let terminal = try PseudoTerminal([try #require(BuiltProduct.path(of: "terminal-probe"))])
    terminal.expect(text: "event none")
    #expect(terminal.screen.questions == 0, "nothing is asked at the start")
    var presses = 0
    // Asked from the first second on: how many frames that takes depends on the machine.
    while terminal.screen.questions == 0, presses < 100_000 {
      terminal.type("n")
      presses += 1
      guard terminal.expect("count \(presses)", where: { $0.text.contains("count \(presses)") || $0.questions > 0 })
      else { return }
    }
    terminal.type("nn")
    terminal.expect(text: "count \(presses + 1002)")
    terminal.type("q")
    #expect(terminal.waitForEnd() == .exited(0))
    #expect(terminal.screen.unknown == [])
  }
}
