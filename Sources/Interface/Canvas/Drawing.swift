/// Where a text stands in the columns it is given.
package enum Alignment: Sendable { case left, right, centre }

extension Grid {
  /// Everything that can be drawn on.
  package var area: Area { Area(width: width, height: height) }

  /// Draws one line of text, cut to `columns`, and returns the column after it.
  ///
  /// Control characters are drawn as `·` and zero-width ones left out, so that no text can steer a terminal whatever
  /// its source. A wide character that would be cut in half leaves a blank.
  @discardableResult
  package mutating func put(
    _ text: String, column: Int, row: Int, columns: Int = .max, role: Role = .text, alignment: Alignment = .left,
    ellipsis: Unicode.Scalar? = nil
  ) -> Int {
    let room = max(0, min(columns, width - column))
    guard row >= 0, row < height, room > 0 else { return column }
    var start = column
    var isCut = false
    if alignment != .left || ellipsis != nil {
      let needed = TextWidth.of(text)
      isCut = needed > room
      if columns != .max, needed < room {
        switch alignment {
        case .left: break
        case .right: start += room - needed
        case .centre: start += (room - needed) / 2
        }
      }
    }
    let end = column + room
    let textEnd = isCut && ellipsis != nil ? end - 1 : end
    var position = start
    for scalar in text.unicodeScalars {
      let harmless = Self.isControl(scalar) ? "·" : scalar
      let scalarWidth = TextWidth.of(harmless)
      guard scalarWidth > 0 else { continue }
      guard position + scalarWidth <= textEnd else { break }
      place(harmless, width: scalarWidth, column: position, row: row, role: role)
      position += scalarWidth
    }
    if isCut, let ellipsis {
      place(ellipsis, width: 1, column: position, row: row, role: role)
      position += 1
    }
    return position
  }

  /// Draws one character.
  package mutating func put(_ scalar: Unicode.Scalar, column: Int, row: Int, role: Role = .text) {
    place(Self.isControl(scalar) ? "·" : scalar, width: 1, column: column, row: row, role: role)
  }

  /// Fills a stretch of a row with one character.
  package mutating func rule(_ scalar: Unicode.Scalar, column: Int, row: Int, columns: Int, role: Role = .border) {
    let first = max(0, column)
    let last = min(width, column + max(0, min(columns, width)))
    guard first < last else { return }
    for position in first..<last { put(scalar, column: position, row: row, role: role) }
  }

  /// Draws a box along the edge of an area; areas too small for one are left alone.
  package mutating func box(_ area: Area, symbols: SymbolSet, role: Role = .border) {
    guard area.width >= 2, area.height >= 2 else { return }
    let (right, bottom) = (area.endColumn - 1, area.endRow - 1)
    for row in [area.row, bottom] {
      rule(symbols.scalar(.horizontal), column: area.column + 1, row: row, columns: area.width - 2, role: role)
    }
    for row in area.row + 1..<max(area.row + 1, bottom) {
      put(symbols.scalar(.vertical), column: area.column, row: row, role: role)
      put(symbols.scalar(.vertical), column: right, row: row, role: role)
    }
    put(symbols.scalar(.cornerTopLeft), column: area.column, row: area.row, role: role)
    put(symbols.scalar(.cornerTopRight), column: right, row: area.row, role: role)
    put(symbols.scalar(.cornerBottomLeft), column: area.column, row: bottom, role: role)
    put(symbols.scalar(.cornerBottomRight), column: right, row: bottom, role: role)
  }

  /// Replaces every character beyond ASCII by its nearest ASCII relative, or `?`, column for column.
  package mutating func reduceToASCII() {
    for row in 0..<height {
      for column in 0..<width {
        let value = self[column, row].scalar
        // The right half of a wide character becomes a character of its own, or the row would shrink.
        guard value > 0x7E || value == 0 else { continue }
        self[column, row].scalar = Self.asciiRelatives[value] ?? 0x3F
      }
    }
  }

  private static let asciiRelatives: [UInt32: UInt32] = {
    let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [
      ("·", "."), ("–", "-"), ("—", "-"), ("…", "~"), ("±", "~"), ("µ", "u"), ("μ", "u"), ("Δ", "d"), ("×", "x"),
      ("÷", "/"), ("°", "o"), ("²", "2"), ("³", "3"), ("→", ">"), ("←", "<"), ("↑", "^"), ("↓", "v"), ("›", ">"),
      ("‹", "<"), ("≤", "<"), ("≥", ">"), ("−", "-"), ("⁻", "-"), ("¹", "1"), ("₂", "2"), ("“", "\""), ("”", "\""),
      ("‘", "'"), ("’", "'"),
    ]
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0.value, $1.value) })
  }()

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    return value < 0x20 || (value >= 0x7F && value < 0xA0) || value == 0x2028 || value == 0x2029
  }

  // A wide character whose other half is overwritten must not survive as half a character.
  private mutating func place(_ scalar: Unicode.Scalar, width scalarWidth: Int, column: Int, row: Int, role: Role) {
    guard contains(column, row) else { return }
    if self[column, row].scalar == 0 { self[column - 1, row].scalar = 0x20 }
    let last = column + scalarWidth - 1
    if contains(last + 1, row), self[last + 1, row].scalar == 0 {
      self[last + 1, row].scalar = 0x20
    }
    self[column, row] = Cell(scalar, role: role)
    guard scalarWidth == 2 else { return }
    self[last, row] = Cell(" ", role: role)
    self[last, row].scalar = 0
  }
}
