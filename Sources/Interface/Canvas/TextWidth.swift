/// How many columns characters take on a terminal.
///
/// Ambiguous East Asian characters count as one column, as terminals outside those locales draw them.
package enum TextWidth {
  /// Columns of one scalar: 0 for marks and format characters, 2 for wide ones, else 1.
  package static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value == 0xAD ? 0 : 1 }
    // The bulk of what screens draw beyond ASCII: arrows, box drawing, blocks, braille.
    if value >= 0x2500, value < 0x25FD { return 1 }
    if value >= 0x2800, value < 0x2900 { return 1 }
    if isWide(value) { return 2 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isMedialJamo(value) ? 0 : scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }

  /// Columns of a whole text.
  package static func of(_ text: String) -> Int {
    var width = 0
    for scalar in text.unicodeScalars { width += of(scalar) }
    return width
  }

  private static func isMedialJamo(_ value: UInt32) -> Bool { value >= 0x1160 && value <= 0x11FF }

  // Blocks that East Asian Width (UAX 11) lists as wide or full-width.
  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
      0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD:
      // Three marks inside the kana block attach to the character before them.
      return value != 0x302A && value != 0x3099 && value != 0x309A
    default: return false
    }
  }
}
