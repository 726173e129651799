/// A log's name, taken apart into what names the cell and what tells one file of the cell from another.
package struct SeriesName: Equatable, Sendable {
  /// What tells this file from others of the same stem.
  package enum Part: Equatable, Sendable {
    /// The name as it stands: the first file of a series often has no number.
    case whole
    /// A plain number, which may as well number cells.
    case number(Int)
    /// Days since 1970 that the numbers at the end may mean, in any order of day, month and year.
    case date([Int])
    /// EC-Lab's number of a technique in a sequence, with the channel.
    case technique(Int, channel: String)
    /// A word that says that this file goes on (`con`, `cont`, `part2`).
    case word
    /// A word that may say that this is another export of the same file (`000038test`, `cell_copy`).
    case variant
  }

  /// A stem with the part behind it.
  package struct Reading: Equatable, Sendable {
    package let stem: String
    package let part: Part
  }

  /// The folder with its slash.
  package let folder: String
  /// In lower case, without the dot.
  package let suffix: String
  /// Every way to read the name, the whole name first.
  package let readings: [Reading]
  /// Whether the name holds a date, or a word that says that the file goes on.
  let isOfSeries: Bool

  private static let words = ["con", "cont", "continued", "continue", "continuation", "resume", "resumed", "restart"]

  private static let variants = [
    "copy", "export", "exported", "backup", "converted", "new", "old", "test", "raw", "data",
  ]

  /// Takes a path or identifier apart.
  package init(_ path: String) {
    let slash = path.lastIndex(of: "/")
    folder = slash.map { String(path[...$0]) } ?? ""
    let file = String(slash.map { path[path.index(after: $0)...] } ?? path[...])
    var base = Substring(file)
    var suffix = ""
    if let dot = base.lastIndex(of: "."), dot > base.startIndex {
      suffix = base[base.index(after: dot)...].lowercased()
      base = base[..<dot]
    }
    self.suffix = suffix
    var readings = [Reading(stem: String(base), part: .whole)]
    let tokens = Self.tokens(base)
    if let reading = Self.technique(base, tokens) { readings.append(reading) }
    if let reading = Self.date(base, tokens) { readings.append(reading) }
    if let last = tokens.last, tokens.count > 1, last.count <= 6, let number = Int(last), number >= 0 {
      readings.append(Reading(stem: Self.stem(base, before: last), part: .number(number)))
    }
    if let reading = Self.word(base, tokens) ?? Self.variant(base, tokens) { readings.append(reading) }
    self.readings = readings
    isOfSeries = readings.contains { reading in
      switch reading.part {
      case .date, .word: true
      default: false
      }
    }
  }

  private static func tokens(_ base: Substring) -> [Substring] {
    base.split { "_-. ()".contains($0) }
  }

  /// What stands before a token, without the separators.
  private static func stem(_ base: Substring, before token: Substring) -> String {
    var stem = base[..<token.startIndex]
    while let last = stem.last, "_-. ()".contains(last) { stem.removeLast() }
    return String(stem)
  }

  /// `stem_02_GCPL_C01`: EC-Lab writes a file a technique, numbered in the order of the sequence.
  private static func technique(_ base: Substring, _ tokens: [Substring]) -> Reading? {
    guard let channel = tokens.last, channel.first == "C", channel.count >= 2, channel.count <= 4,
      channel.dropFirst().allSatisfy(\.isASCIIDigit)
    else { return nil }
    var index = tokens.count - 2
    while index > 0, tokens.count - index <= 5 {
      let token = tokens[index]
      if token.count == 2, token.allSatisfy(\.isASCIIDigit), let number = Int(token) {
        let names = tokens[(index + 1)..<(tokens.count - 1)]
        guard let first = names.first?.first, first.isLetter else { return nil }
        return Reading(stem: stem(base, before: token), part: .technique(number, channel: String(channel)))
      }
      index -= 1
    }
    return nil
  }

  private static func date(_ base: Substring, _ tokens: [Substring]) -> Reading? {
    let numbers = tokens.reversed().prefix { $0.allSatisfy(\.isASCIIDigit) }.reversed()
    // `20260105` or `20260105_131500`.
    for token in numbers.suffix(2) where token.count == 8 || token.count == 14 {
      let digits = token.prefix(8)
      guard let year = Int(digits.prefix(4)), let month = Int(digits.dropFirst(4).prefix(2)),
        let day = Int(digits.dropFirst(6)), let date = days(year, month, day)
      else { continue }
      return Reading(stem: stem(base, before: token), part: .date([date]))
    }
    for count in [6, 5, 3] where numbers.count >= count {
      let parts = numbers.suffix(count).prefix(3)
      let values = parts.compactMap { Int($0) }
      guard values.count == 3, let start = parts.first else { continue }
      let (a, b, c) = (values[0], values[1], values[2])
      // Year first, or month or day first with the year last.
      let candidates = [days(a, b, c), days(c, a, b), days(c, b, a)].compactMap(\.self)
      if !candidates.isEmpty { return Reading(stem: stem(base, before: start), part: .date(candidates)) }
    }
    return nil
  }

  private static func word(_ base: Substring, _ tokens: [Substring]) -> Reading? {
    guard let last = tokens.last else { return nil }
    let lower = last.lowercased()
    let letters = lower.drop { !$0.isLetter }.prefix(while: \.isLetter)
    guard words.contains(String(letters)) || (letters == "part" && lower.last?.isASCIIDigit == true) else { return nil }
    // `000038con`: the word is glued to the number.
    let head = last.prefix { !$0.isLetter }
    let stem = head.isEmpty ? stem(base, before: last) : String(base[..<head.endIndex])
    return stem.isEmpty ? nil : Reading(stem: stem, part: .word)
  }

  private static func variant(_ base: Substring, _ tokens: [Substring]) -> Reading? {
    guard let last = tokens.last else { return nil }
    let digits = last.prefix(while: \.isASCIIDigit)
    if !digits.isEmpty, digits.count < last.count, last.dropFirst(digits.count).allSatisfy(\.isLetter) {
      return Reading(stem: String(base[..<digits.endIndex]), part: .variant)
    }
    guard tokens.count > 1, variants.contains(last.lowercased()) else { return nil }
    return Reading(stem: stem(base, before: last), part: .variant)
  }

  /// Days since 1970 of a date from 1990 to 2099; nil if it is none.
  ///
  /// Two digits of a year are of this century.
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    let year = year < 100 ? year + 2000 : year
    guard 1990...2099 ~= year, 1...12 ~= month, 1...31 ~= day else { return nil }
    // Years begin in March, so that the leap day is the last.
    let shifted = month > 2 ? year : year - 1
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension Character {
  /// 0 to 9 and nothing else.
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
