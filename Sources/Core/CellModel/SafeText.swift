/// Makes untrusted text (file names, log fields) harmless to a terminal.
package enum SafeText {
  /// Replaces control, bidirectional-override and zero-width characters by `·`, and cuts the text at `limit` characters.
  ///
  /// A control character in a file name on a shared drive could otherwise retitle the window or reach the clipboard.
  package static func clean(_ text: String, limit: Int = 512) -> String {
    var result = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars {
      guard count < limit else { break }
      result.append(isHarmful(scalar) ? "·" : scalar)
      count += 1
    }
    return String(result)
  }

  /// Tells whether a scalar could steer a terminal or reorder the text around it.
  package static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F: true
    case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: true
    case 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }
}
