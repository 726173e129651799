/// Why there can be no screen, in words for the person who asked for one.
package enum TerminalError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Standard output is no terminal, or there is none to read keys from.
  case notATerminal
  /// The terminal cannot place its cursor (`TERM=dumb`).
  case cannotPlaceCursor(terminal: String)
  /// Neither the terminal's own description nor any of the usual ones is installed.
  case noDescription(terminal: String)
  /// The system refused, with its error number.
  case refused(Int32)

  package var description: String {
    let instead = "; `--once` prints one screen as text, `check` and `cycles` need no terminal"
    return switch self {
    case .notATerminal: "standard output is not a terminal" + instead
    case .cannotPlaceCursor(let name): "a terminal of type “\(name)” cannot place its cursor" + instead
    case .noDescription(let name): "no terminfo entry for “\(name)”, xterm-256color, xterm or ansi" + instead
    case .refused(let number): "cannot take over the terminal (system error \(number))" + instead
    }
  }
}
