import CellModel

/// Commands to the program that shows the terminal, which ncurses knows nothing of.
package enum HostCommand {
  /// Keeps the window's title, to be given back by `restoreTitle`.
  static let saveTitle = "\u{1B}[22;2t"
  static let restoreTitle = "\u{1B}[23;2t"

  /// Between the two a terminal that knows mode 2026 shows nothing, so that a frame appears at once.
  static let beginFrame = "\u{1B}[?2026h"
  static let endFrame = "\u{1B}[?2026l"

  /// Asks the terminal whether it is well; its answer comes when everything before has been shown.
  static let askForAnswer = "\u{1B}[5n"

  /// Sets the window's title (OSC 2); the text may be untrusted.
  package static func title(_ text: String) -> String {
    "\u{1B}]2;" + SafeText.clean(text, limit: 120) + "\u{1B}\\"
  }

  /// Puts text on the clipboard (OSC 52), nil if it is longer than terminals take.
  ///
  /// Line ends and tabs stay; other control characters do not, because the text may be pasted into a shell.
  package static func copy(_ text: String) -> String? {
    var cleaned = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isLayout = scalar == "\n" || scalar == "\t"
      cleaned.append(isLayout || !SafeText.isHarmful(scalar) ? scalar : "·")
    }
    let bytes = Array(String(cleaned).utf8)
    // xterm and tmux cut the encoded text at 100,000 characters or below.
    guard bytes.count <= 74_000 else { return nil }
    return "\u{1B}]52;c;" + base64(bytes) + "\u{1B}\\"
  }

  /// RFC 4648 section 4.
  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(0) { $0 << 8 | UInt32($1) }
      bits <<= UInt32(8 * (3 - group.count))
      for position in 0..<4 {
        let digit = alphabet[Int(bits >> UInt32(18 - 6 * position) & 63)]
        encoded.append(position <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
