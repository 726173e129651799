import Canvas

/// A cycle or a time that somebody typed to go there.
enum Place: Equatable, Sendable {
  /// Own count of a cycle, from 1.
  case cycle(Int)
  /// Seconds before the newest row.
  case before(Double)
  /// Test time, s.
  case testTime(Double)
  /// Wall-clock date and time in the zone of the screen, as seconds since 1970 in UTC had the zone no offset.
  case date(Double)
  case now

  /// Reads `c139` or `139`, `-6h`, `12h`, `2026-11-20 14:00`, `now`; nil for anything else.
  init?(_ text: String) {
    let text = text.lowercased().filter { $0 != "\t" }.split(separator: " ").joined(separator: " ")
    if text == "now" || text == "end" {
      self = .now
      return
    }
    if let number = Self.whole(text.hasPrefix("c") ? String(text.dropFirst()) : text), number > 0 {
      self = .cycle(number)
      return
    }
    if let date = Self.date(text) {
      self = .date(date)
      return
    }
    let isBefore = text.hasPrefix("-")
    guard let seconds = Self.duration(isBefore ? String(text.dropFirst()) : text) else { return nil }
    self = isBefore ? .before(seconds) : .testTime(seconds)
  }

  /// What it means, in words.
  var words: String {
    switch self {
    case .cycle(let number): "cycle \(number)"
    case .before(let seconds): Numeral.age(seconds) + " before the newest row"
    case .testTime(let seconds): "test time " + Numeral.clock(seconds, step: 1)
    case .date(let seconds): CivilTime(seconds: seconds).map { $0.date + " " + $0.clock } ?? "a date"
    case .now: "the newest row"
    }
  }

  private static func whole(_ text: String) -> Int? {
    guard !text.isEmpty, text.count <= 8, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return Int(text)
  }

  /// `90s`, `15m`, `6h`, `2d`, `1h30m`, `2:30`.
  private static func duration(_ text: String) -> Double? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if (2...3).contains(parts.count) {
      let numbers = parts.compactMap { whole(String($0)) }
      guard numbers.count == parts.count else { return nil }
      let seconds = numbers.count == 3 ? numbers[2] : 0
      return Double(numbers[0]) * 3600 + Double(numbers[1]) * 60 + Double(seconds)
    }
    var total = 0.0
    var number = ""
    for character in text {
      if character.isASCII, character.isNumber || character == "." {
        number.append(character)
      } else {
        guard let unit = units[character], let value = Double(number), value.isFinite else { return nil }
        total += value * unit
        number = ""
      }
    }
    return number.isEmpty && !text.isEmpty && total < 1e11 ? total : nil
  }

  /// `2026-11-20`, with `14:00` or `14:00:30` behind it.
  private static func date(_ text: String) -> Double? {
    let parts = text.split(whereSeparator: { $0 == " " || $0 == "t" })
    guard (1...2).contains(parts.count) else { return nil }
    let numbers = parts[0].split(separator: "-", omittingEmptySubsequences: false).compactMap { whole(String($0)) }
    guard numbers.count == 3, (1...9999).contains(numbers[0]), (1...12).contains(numbers[1]),
      (1...31).contains(numbers[2])
    else { return nil }
    var seconds = 0.0
    if parts.count == 2 {
      guard let time = duration(String(parts[1])), parts[1].contains(":"), time <= 86400 else { return nil }
      seconds = time
    }
    return Double(days(numbers[0], numbers[1], numbers[2])) * 86400 + seconds
  }

  // Days since 1970-01-01 of the Gregorian calendar; years begin in March, so that the leap day comes last.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
