/// One cell of a header line, split into a name and a unit.
struct HeaderCell {
  /// The cell as it stands in the file, without quotes.
  let text: String
  /// The whole cell in lower case with `_` as a blank, for columns whose slash or parenthesis is part of the name.
  let whole: String
  /// Name and unit where the cell ends in something that is a unit.
  private let named: (name: String, unit: Unit)?

  /// The unit that the cell states; nil if it ends in none.
  var unit: Unit? { named?.unit }

  /// The cell in lower case without its unit.
  var name: String { named?.name ?? whole }

  init(_ cell: Substring) {
    let trimmed = Self.trim(cell)
    text = String(trimmed)
    whole = Self.normalise(trimmed)
    named = Self.split(trimmed)
  }

  /// A cell as it stands in the file, without quotes, for whoever asks neither for its name nor for its unit.
  static func text(of cell: Substring) -> String { String(trim(cell)) }

  private static func trim(_ cell: Substring) -> Substring {
    var trimmed = cell
    while let first = trimmed.first, first.isWhitespace || first == "\"" || first == "~" || first == "#" {
      trimmed.removeFirst()
    }
    while let last = trimmed.last, last.isWhitespace || last == "\"" { trimmed.removeLast() }
    return trimmed
  }

  /// Cuts a header line; quotes around a cell, or around the whole line, are taken off.
  static func split(_ line: String, by delimiter: UInt8) -> [HeaderCell] {
    let separator = Character(Unicode.Scalar(delimiter))
    return line.split(separator: separator, omittingEmptySubsequences: false).map(HeaderCell.init)
  }

  /// The factor to common units if this cell is named `name` and measures `dimension`; nil if it is another column.
  func scale(as dimension: Dimension, named name: String, default scale: Double) -> Double? {
    // A table may name the cell with its unit, and then says itself what that is worth.
    if whole == name { return scale }
    guard let named, named.name == name else { return nil }
    return named.unit.scale(as: dimension)
  }

  private static func normalise(_ text: some StringProtocol) -> String {
    var result = ""
    var pendingBlank = false
    for character in text.lowercased() {
      if character == "_" || character.isWhitespace {
        pendingBlank = !result.isEmpty
        continue
      }
      if pendingBlank { result.append(" ") }
      pendingBlank = false
      result.append(character)
    }
    return result
  }

  /// Splits `Current(mA)`, `Cap. [Ah]`, `Voltage#V`, `Ewe/V`, `Test Time / s`, `voltage_volt`, `U,V`.
  private static func split(_ text: Substring) -> (name: String, unit: Unit)? {
    for (opening, closing) in [("(", ")"), ("[", "]"), ("（", "）")] where text.hasSuffix(closing) {
      guard let start = text.lastIndex(of: Character(opening)), start > text.startIndex else { continue }
      guard let unit = Unit(text[text.index(after: start)...].dropLast()) else { continue }
      return (normalise(text[..<start]), unit)
    }
    for mark in ["/", "#", "_", ","] as [Character] {
      guard let position = text.lastIndex(of: mark), position > text.startIndex else { continue }
      let suffix = text[text.index(after: position)...].drop(while: \.isWhitespace)
      guard let unit = Unit(suffix) else { continue }
      return (normalise(text[..<position]), unit)
    }
    return nil
  }
}

/// A unit as headers write it.
struct Unit: Equatable {
  private let scales: [(dimension: Dimension, scale: Double)]

  static func == (left: Unit, right: Unit) -> Bool {
    left.scales.elementsEqual(right.scales) { $0.dimension == $1.dimension && $0.scale == $1.scale }
  }

  /// Reads a unit; nil if the text is none.
  init?(_ text: Substring) {
    // One spelling for micro: the sign, the Greek letter, `u`, and what CP1252 or a lost character made of it.
    var plain = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{B5}", "\u{3BC}": plain.unicodeScalars.append("u")
      case ".", "-", "·", "*", " ": continue
      default: plain.unicodeScalars.append(scalar)
      }
    }
    if plain == "C" {
      scales = [(.temperature, 1), (.capacity, 1 / 3.6)]
    } else if plain.contains(":"), plain.lowercased().allSatisfy(Self.clockLetters.contains) {
      // However a clock is spelled, its text says what is hours and what is seconds: `h:min:s.ms`, `hh:mm:ss`, `H:M:S`.
      scales = [(.time, 1)]
    } else if let found = Self.table[plain] ?? Self.table[plain.lowercased()] {
      scales = [found]
    } else {
      return nil
    }
  }

  /// The factor to s, V, A, mAh or °C; nil if the unit measures something else.
  func scale(as dimension: Dimension) -> Double? { scales.first { $0.dimension == dimension }?.scale }

  private static let clockLetters: Set<Character> = ["d", "h", "m", "i", "n", "s", "x", ":"]

  private static let table: [String: (Dimension, Double)] = [
    "ms": (.time, 1e-3), "s": (.time, 1), "sec": (.time, 1), "secs": (.time, 1), "second": (.time, 1),
    "seconds": (.time, 1), "min": (.time, 60), "minute": (.time, 60), "minutes": (.time, 60), "h": (.time, 3600),
    "hr": (.time, 3600), "hour": (.time, 3600), "hours": (.time, 3600),
    "V": (.voltage, 1), "v": (.voltage, 1), "volt": (.voltage, 1), "volts": (.voltage, 1), "mV": (.voltage, 1e-3),
    "mv": (.voltage, 1e-3), "millivolt": (.voltage, 1e-3), "uV": (.voltage, 1e-6),
    "A": (.current, 1), "a": (.current, 1), "amp": (.current, 1), "amps": (.current, 1), "ampere": (.current, 1),
    "mA": (.current, 1e-3), "ma": (.current, 1e-3), "milliampere": (.current, 1e-3), "uA": (.current, 1e-6),
    "ua": (.current, 1e-6), "?A": (.current, 1e-6), "\u{FFFD}A": (.current, 1e-6), "nA": (.current, 1e-9),
    "Ah": (.capacity, 1000), "ah": (.capacity, 1000), "mAh": (.capacity, 1), "mah": (.capacity, 1),
    "uAh": (.capacity, 1e-3), "uah": (.capacity, 1e-3), "?Ah": (.capacity, 1e-3), "\u{FFFD}Ah": (.capacity, 1e-3),
    "ahr": (.capacity, 1000), "mahr": (.capacity, 1), "As": (.capacity, 1 / 3.6), "mAs": (.capacity, 1 / 3600),
    "coulomb": (.capacity, 1 / 3.6),
    "°C": (.temperature, 1), "℃": (.temperature, 1), "degC": (.temperature, 1), "celsius": (.temperature, 1),
    "1": (.none, 1), "?": (.temperature, 1), "\u{FFFD}C": (.temperature, 1), "?C": (.temperature, 1),
  ]
}
