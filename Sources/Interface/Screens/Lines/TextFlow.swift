import Canvas

/// Fits texts into the room there is.
enum TextFlow {
  /// Cuts a name in its middle, for the end is where cells of one series differ.
  static func shortened(_ name: String, width: Int, symbols: SymbolSet) -> String {
    guard TextWidth.of(name) > width, width >= 5 else { return name }
    let scalars = Array(name.unicodeScalars)
    let tailWidth = (width - 1) * 2 / 5
    var (tail, used) = (scalars.count, 0)
    while tail > 0, used + TextWidth.of(scalars[tail - 1]) <= tailWidth {
      tail -= 1
      used += TextWidth.of(scalars[tail])
    }
    let headWidth = width - 1 - used
    var head = 0
    used = 0
    while head < tail, used + TextWidth.of(scalars[head]) <= headWidth {
      used += TextWidth.of(scalars[head])
      head += 1
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars[..<head])
    result.append(symbols.scalar(.ellipsis))
    result.append(contentsOf: scalars[tail...])
    return String(result)
  }

  /// Breaks at blanks, and inside words that are longer than a line; at most 40 lines.
  static func wrap(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ") {
      guard lines.count < 40 else { return lines }
      let length = TextWidth.of(String(word))
      if used > 0, used + 1 + length <= width {
        line += " " + word
        used += 1 + length
        continue
      }
      if used > 0 { lines.append(line) }
      (line, used) = ("", 0)
      for scalar in word.unicodeScalars {
        let size = TextWidth.of(scalar)
        if used + size > width, used > 0 {
          lines.append(line)
          (line, used) = ("", 0)
          guard lines.count < 40 else { return lines }
        }
        line.unicodeScalars.append(scalar)
        used += size
      }
    }
    if used > 0 { lines.append(line) }
    return lines
  }
}
