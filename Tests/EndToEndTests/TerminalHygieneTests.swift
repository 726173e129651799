import Glibc
import Testing

/// Ways for a program to come to its end.
enum WayOut: CaseIterable, CustomStringConvertible {
  case quit, exitWithoutClosing, interruptKey, terminate, hangUpSignal, interrupt, quitSignal
  case outOfBounds, badPointer, stackOverflow, abort, killedBySegmentationFault

  var description: String {
    switch self {
    case .quit: "q"
    case .exitWithoutClosing: "exit() in the middle"
    case .interruptKey: "Ctrl-C"
    case .terminate: "TERM"
    case .hangUpSignal: "HUP"
    case .interrupt: "INT"
    case .quitSignal: "QUIT"
    case .outOfBounds: "Swift trap"
    case .badPointer: "bad pointer"
    case .stackOverflow: "stack overflow"
    case .abort: "abort()"
    case .killedBySegmentationFault: "SEGV from outside"
    }
  }

  func take(_ terminal: PseudoTerminal) {
    switch self {
    case .quit: terminal.type("q")
    case .exitWithoutClosing: terminal.type("x")
    case .interruptKey: terminal.type("\u{3}")
    case .terminate: terminal.send(signal: SIGTERM)
    case .hangUpSignal: terminal.send(signal: SIGHUP)
    case .interrupt: terminal.send(signal: SIGINT)
    case .quitSignal: terminal.send(signal: SIGQUIT)
    case .outOfBounds: terminal.type("c")
    case .badPointer: terminal.type("s")
    case .stackOverflow: terminal.type("r")
    case .abort: terminal.type("a")
    case .killedBySegmentationFault: terminal.send(signal: SIGSEGV)
    }
  }

  /// What the parent process sees; a Swift trap is another signal on each processor.
  var endings: [PseudoTerminal.Ending] {
    switch self {
    case .quit: [.exited(0)]
    case .exitWithoutClosing: [.exited(3)]
    case .interruptKey, .interrupt: [.killed(signal: SIGINT)]
    case .terminate: [.killed(signal: SIGTERM)]
    case .hangUpSignal: [.killed(signal: SIGHUP)]
    case .quitSignal: [.killed(signal: SIGQUIT)]
    case .outOfBounds: [.killed(signal: SIGILL), .killed(signal: SIGTRAP)]
    case .badPointer, .stackOverflow, .killedBySegmentationFault: [.killed(signal: SIGSEGV)]
    case .abort: [.killed(signal: SIGABRT)]
    }
  }
}

@Suite("Terminal hygiene", .serialized)
struct TerminalHygieneTests {
  private func probe() throws -> String { try #require(BuiltProduct.path(of: "terminal-probe")) }

  private func expectRestored(_ terminal: PseudoTerminal, settings: [UInt32], _ what: String) {
    let left = terminal.screen.modes.subtracting([7, 25, 12]).sorted()
    #expect(left == [], "\(what) leaves modes on")
    #expect(terminal.screen.modes.contains(25), "\(what) leaves the cursor hidden")
    #expect(!terminal.screen.isKeypadApplication, "\(what) leaves the keypad in application mode")
    #expect(terminal.lineSettings == settings, "\(what) leaves the line settings changed")
    #expect(terminal.screen.unknown == [])
  }

  @Test(
    "the terminal is given back as it was found, and the exit status tells what happened", arguments: WayOut.allCases)
  func givesBack(way: WayOut) throws {
    let terminal = try PseudoTerminal([probe()])
    let before = terminal.initialSettings
    terminal.expect(text: "event none")
    #expect(terminal.screen.modes.isSuperset(of: [1049, 1]) && !terminal.screen.modes.contains(25))
    #expect(terminal.screen.modes.isDisjoint(with: [1000, 1002, 1003, 1006]), "the mouse is off until it is asked for")
    terminal.type("m")
    terminal.expect("mouse reports") { $0.modes.contains(1000) && $0.text.contains("character U+6D") }
    #expect(terminal.lineSettings != before)
    way.take(terminal)
    let ending = try #require(terminal.waitForEnd(), "\(way) does not end the program")
    #expect(way.endings.contains(ending), "\(way): \(ending)")
    expectRestored(terminal, settings: before, "\(way)")
  }

  @Test("a hardware terminal is given back too", arguments: [WayOut.quit, .terminate, .outOfBounds])
  func givesBackVT100(way: WayOut) throws {
    let terminal = try PseudoTerminal([probe()], terminal: "vt100")
    let before = terminal.initialSettings
    terminal.expect(text: "event none")
    way.take(terminal)
    let ending = try #require(terminal.waitForEnd())
    #expect(way.endings.contains(ending))
    expectRestored(terminal, settings: before, "\(way)")
  }

  @Test("a lost connection ends the program")
  func hangUp() throws {
    let terminal = try PseudoTerminal([probe()])
    terminal.expect(text: "event none")
    terminal.hangUp()
    #expect([.killed(signal: SIGHUP), .exited(1)].contains(terminal.waitForEnd()))
  }

  @Test("a lost connection ends a program that ignores HUP, instead of keeping a core busy")
  func hangUpUnheard() throws {
    let terminal = try PseudoTerminal(["/bin/sh", "-c", "trap '' HUP; exec \"$0\"", probe()])
    terminal.expect(text: "event none")
    terminal.hangUp()
    #expect(terminal.waitForEnd() == .exited(1))
  }

  @Test("Ctrl-Z stops the program on a clean terminal, and fg brings the screen back")
  func stopAndContinue() throws {
    let script = "set -m; \"$0\"; echo \"stopped $?\"; read -r line; fg >/dev/null; echo \"ended $?\""
    let terminal = try PseudoTerminal(["/bin/bash", "-c", script, probe()])
    let before = terminal.initialSettings
    terminal.expect(text: "event none")
    terminal.type("m")
    terminal.expect(text: "event character U+6D")
    terminal.type("\u{1A}")
    terminal.expect(text: "stopped 148")
    expectRestored(terminal, settings: before, "Ctrl-Z")
    terminal.resize(width: 90, height: 30)
    terminal.type("\n")
    terminal.expect("the screen in its new size") { $0.text.contains("probe 90x30") && $0.modes.contains(1049) }
    #expect(terminal.screen.modes.contains(1000), "the mouse is on again")
    terminal.type("n")
    terminal.expect(text: "count 1")
    terminal.type("q")
    terminal.expect(text: "ended 0")
    #expect(terminal.waitForEnd() == .exited(0))
    expectRestored(terminal, settings: before, "q")
  }

  @Test("a program stopped from outside draws its screen again when it goes on")
  func continuedFromOutside() throws {
    let terminal = try PseudoTerminal([probe()])
    terminal.expect(text: "event none")
    terminal.send(signal: SIGSTOP)
    terminal.send(signal: SIGCONT)
    terminal.expect(text: "event resumed")
    terminal.type("q")
    #expect(terminal.waitForEnd() == .exited(0))
  }
}
