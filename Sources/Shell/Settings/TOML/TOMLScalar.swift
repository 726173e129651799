/// TOML values that are written without quotes.
enum TOMLScalar {
  /// What a bare word stands for; nil if it is no value.
  static func value(of word: String) -> TOMLNode.Value? {
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "inf", "+inf": return .number(.infinity)
    case "-inf": return .number(-.infinity)
    case "nan", "+nan", "-nan": return .number(.nan)
    default: return number(Array(word.utf8)) ?? (isTime(Array(word.utf8)) ? .other : nil)
    }
  }

  // MARK: Numbers

  private static func number(_ word: [UInt8]) -> TOMLNode.Value? {
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.starts(with: prefix.utf8) {
      return plain(word.dropFirst(2), radix: radix).flatMap { Int($0, radix: radix) }.map(TOMLNode.Value.integer)
    }
    var rest = word[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let whole = rest.prefix { $0 != UInt8(ascii: ".") && $0 | 0x20 != UInt8(ascii: "e") }
    rest = rest.dropFirst(whole.count)
    guard let digits = plain(whole, radix: 10), digits == "0" || digits.first != "0" else { return nil }
    var text = (isNegative ? "-" : "") + digits
    if rest.isEmpty { return Int(text).map(TOMLNode.Value.integer) }
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix { $0 | 0x20 != UInt8(ascii: "e") }
      guard let digits = plain(fraction, radix: 10) else { return nil }
      text += "." + digits
      rest = rest.dropFirst(1 + fraction.count)
    }
    if !rest.isEmpty {
      rest = rest.dropFirst()
      text += "e"
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        text += sign == UInt8(ascii: "-") ? "-" : ""
        rest = rest.dropFirst()
      }
      guard let digits = plain(rest, radix: 10) else { return nil }
      text += digits
    }
    return Double(text).map(TOMLNode.Value.number)
  }

  /// Digits without the underscores between them; nil if there is anything else, or none.
  private static func plain(_ digits: ArraySlice<UInt8>, radix: Int) -> String? {
    var text = ""
    var wasDigit = false
    for byte in digits {
      let character = Character(Unicode.Scalar(byte))
      if byte == UInt8(ascii: "_") {
        guard wasDigit else { return nil }
        wasDigit = false
      } else {
        guard byte < 0x80, let value = character.hexDigitValue, value < radix else { return nil }
        text.append(character)
        wasDigit = true
      }
    }
    return wasDigit ? text : nil
  }

  // MARK: Dates and times, which none of our files use

  private static func isTime(_ word: [UInt8]) -> Bool {
    let date = word.prefix(10)
    guard matches(date, "dddd-dd-dd") else { return isClock(word[...], hasZone: false) }
    guard (1...12).contains(number(date[5..<7])), (1...31).contains(number(date[8..<10])) else { return false }
    if word.count == 10 { return true }
    let separator = word[10]
    guard separator | 0x20 == UInt8(ascii: "t") || separator == UInt8(ascii: " ") else { return false }
    return isClock(word[11...], hasZone: true)
  }

  private static func isClock(_ word: ArraySlice<UInt8>, hasZone: Bool) -> Bool {
    let clock = word.prefix(8)
    guard matches(clock, "dd:dd:dd"), number(clock.prefix(2)) < 24, number(clock.dropFirst(3).prefix(2)) < 60,
      number(clock.suffix(2)) < 60
    else { return false }
    var rest = word.dropFirst(8)
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
      guard !digits.isEmpty else { return false }
      rest = rest.dropFirst(1 + digits.count)
    }
    guard hasZone, let zone = rest.first else { return rest.isEmpty }
    if zone | 0x20 == UInt8(ascii: "z") { return rest.count == 1 }
    let offset = rest.dropFirst()
    return (zone == UInt8(ascii: "+") || zone == UInt8(ascii: "-")) && matches(offset, "dd:dd")
      && number(offset.prefix(2)) < 24 && number(offset.suffix(2)) < 60
  }

  /// Whether the bytes are those of a shape in which d is any digit.
  private static func matches(_ bytes: ArraySlice<UInt8>, _ shape: String) -> Bool {
    bytes.count == shape.utf8.count
      && zip(bytes, shape.utf8).allSatisfy { $1 == UInt8(ascii: "d") ? (0x30...0x39).contains($0) : $0 == $1 }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1) - 0x30 } }
}
