import Canvas

/// Breaks sentences into lines.
enum TextFlow {
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
