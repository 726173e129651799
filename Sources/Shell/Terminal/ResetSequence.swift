import CNcurses

/// The bytes that bring the open terminal back to how a shell expects it, ready before anything can go wrong.
enum ResetSequence {
  /// Reads the sequence from the terminal's description.
  ///
  /// Terminals with a mouse also get what terminfo has no words for: scrolling region, mouse, focus and paste reports.
  static func bytes(hasTitle: Bool) -> [UInt8] {
    var text = capability("sgr0") + capability("rmkx")
    if unsafe ct_flag("XT") || ct_capability("kmous") != nil {
      text += "\u{1B}[r\u{1B}[?1000l\u{1B}[?1002l\u{1B}[?1003l\u{1B}[?1004l\u{1B}[?1006l\u{1B}[?2004l"
    }
    if hasTitle { text += HostCommand.restoreTitle }
    let leave = capability("rmcup")
    text += leave.isEmpty ? "\r\n" : leave
    text += capability("cnorm")
    return Array(text.utf8)
  }

  /// A capability without its padding times (`$<100/>`), which only a printing terminal needs.
  private static func capability(_ name: String) -> String {
    guard let pointer = unsafe ct_capability(name) else { return "" }
    let full = unsafe String(cString: pointer)
    var text = ""
    var rest = full[...]
    while let start = rest.firstRange(of: "$<"), let end = rest[start.upperBound...].firstIndex(of: ">") {
      text += rest[..<start.lowerBound]
      rest = rest[rest.index(after: end)...]
    }
    return text + rest
  }
}
