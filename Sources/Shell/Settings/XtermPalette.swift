/// The 256 colours of xterm and of everything that follows it.
package enum XtermPalette {
  /// Red, green and blue, 0 to 255, of indices 16 to 255; nil below, where people choose their own colours.
  package static func components(of index: UInt8) -> (red: Int, green: Int, blue: Int)? {
    guard index >= 16 else { return nil }
    if index >= 232 {
      let level = 8 + 10 * (Int(index) - 232)
      return (level, level, level)
    }
    let steps = [0, 95, 135, 175, 215, 255]
    let cube = Int(index) - 16
    return (steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6])
  }

  /// The index from 16 on whose colour is nearest (Euclidean in the components).
  package static func nearest(red: Int, green: Int, blue: Int) -> UInt8 {
    var best: (index: UInt8, distance: Int) = (16, .max)
    for index in UInt8(16)...255 {
      guard let known = components(of: index) else { continue }
      let (dr, dg, db) = (known.red - red, known.green - green, known.blue - blue)
      let distance = dr * dr + dg * dg + db * db
      if distance < best.distance { best = (index, distance) }
    }
    return best.index
  }

  /// The sixteen colours that every terminal names alike, by index.
  package static let ansiNames = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "brightblack", "brightred", "brightgreen",
    "brightyellow", "brightblue", "brightmagenta", "brightcyan", "brightwhite",
  ]

  /// The index written as `#rrggbb`; nil if it is not.
  package static func index(ofHex text: String) -> UInt8? {
    let digits = text.utf8.dropFirst()
    guard text.utf8.first == UInt8(ascii: "#"), digits.count == 6, digits.allSatisfy(isHexDigit),
      let value = Int(String(decoding: digits, as: UTF8.self), radix: 16)
    else { return nil }
    return nearest(red: value >> 16, green: value >> 8 & 255, blue: value & 255)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool { Unicode.Scalar(byte).properties.isASCIIHexDigit }
}
