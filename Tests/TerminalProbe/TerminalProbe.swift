import Canvas
import Glibc
import Terminal

/// A program that does nothing but own a terminal, so that the end-to-end tests can see how it behaves and how it dies.
///
/// It shows its size, a counter and the last event; a letter makes it do one thing.
@main
struct TerminalProbe {
  private let terminal: Terminal
  private var counter = 0
  private var lastEvent = "none"
  private var isHostile = false
  private let hostile = "evil\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}\u{200B}\r\n\u{7F}end"

  static func main() {
    var theme = Theme(name: "probe")
    theme[.title] = Style(foreground: 75, ansi: 6, attributes: [.bold], mono: [.bold])
    theme[.warn] = Style(foreground: 178, ansi: 3, mono: [.bold])
    theme[.fail] = Style(foreground: 209, ansi: 1, mono: [.reverse])
    do {
      var probe = TerminalProbe(terminal: try Terminal(theme: theme))
      probe.run()
    } catch {
      print("probe: \(error)")
      exit(64)
    }
  }

  private init(terminal: Terminal) { self.terminal = terminal }

  private mutating func run() {
    while true {
      terminal.show(picture(terminal.size))
      for event in terminal.waitForInput() {
        switch event {
        case .key(let key):
          lastEvent = "\(key)"
          if case .character(let letter) = key {
            lastEvent = "character U+" + String(letter.value, radix: 16, uppercase: true)
            obey(letter)
          }
          if key == .control("l") { terminal.redraw() }
        case .endRequested(let signal):
          terminal.close()
          Terminal.endProcess(by: signal)
        case .hangUp:
          terminal.close()
          exit(1)
        case .acknowledged: counter &+= 1000
        case .resized, .resumed, .descriptorReady: lastEvent = "\(event)"
        }
      }
    }
  }

  private func picture(_ size: Size) -> Grid {
    var grid = Grid(width: size.width, height: size.height)
    func place(_ text: String, row: Int, role: Role = .text) {
      for (column, scalar) in text.unicodeScalars.enumerated() { grid[column, row] = Cell(scalar, role: role) }
    }
    place("probe \(size.width)x\(size.height) \(terminal.traits.name)", row: 0, role: .title)
    place("event \(lastEvent)", row: 1)
    place("count \(counter)", row: 2, role: .warn)
    place("µΩ ⣿ 漢\0|", row: 3)
    place("colours \(terminal.traits.colours) charts \(terminal.traits.charts)", row: 4, role: .fail)
    if let notice = terminal.notice { place(notice, row: 5) }
    for (place, letter) in "abcdef".unicodeScalars.enumerated() where size.height > 8 {
      grid[place * 4, 7] = Cell(letter, role: place < 4 ? .warn : .text)
    }
    if isHostile { place(hostile, row: 6) }
    place("bottom", row: size.height - 1)
    grid.cursor = Point(column: 0, row: 1)
    return grid
  }

  /// Never comes to an end.
  private func descend(from depth: Int) -> Int { depth < 0 ? 0 : 1 &+ descend(from: depth &+ 1) }

  private mutating func obey(_ letter: Unicode.Scalar) {
    switch letter {
    case "q":
      terminal.close()
      print("bye")
      exit(0)
    case "x": exit(3)
    case "c": counter = [counter][counter &+ 1]
    case "s": unsafe UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = counter
    case "a": abort()
    case "r": counter = descend(from: counter)
    case "n": counter &+= 1
    case "m": terminal.setMouse(!terminal.isMouseOn)
    case "b": terminal.ringBell()
    case "h":
      isHostile = true
      terminal.setTitle(hostile)
      _ = terminal.copy(hostile)
    default: break
    }
  }
}
