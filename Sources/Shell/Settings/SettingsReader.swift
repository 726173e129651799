/// Takes values out of a file's nodes and notes, with their place, those that are not what they should be.
struct SettingsReader {
  let file: String
  /// How bad an unknown key or a wrong value is in this kind of file.
  let kind: SettingsProblem.Kind
  private var noted: [SettingsProblem] = []

  init(file: String, kind: SettingsProblem.Kind) {
    self.file = file
    self.kind = kind
  }

  /// What was noted, in the order of the file.
  var problems: [SettingsProblem] { noted.sorted { Self.isBefore($0.place, $1.place) } }

  mutating func note(_ message: String, at place: SourcePlace?) {
    noted.append(SettingsProblem(kind, file: file, place: place, message: message))
  }

  /// The members of a table; keys outside `allowed` are noted with the nearest one that exists, and left out.
  mutating func members(of node: TOMLNode?, allowed: [String], what: String = "key") -> [String: TOMLNode] {
    guard let node else { return [:] }
    guard case .table(let all) = node.value else {
      note("expected a table, found \(node.kind)", at: node.place)
      return [:]
    }
    let known = all.filter { allowed.contains($0.key) }
    let unknown = all.filter { known[$0.key] == nil }
    for (key, member) in unknown.sorted(by: { Self.isBefore($0.value.place, $1.value.place) }) {
      note("unknown \(what) “\(key)”" + NearestName.hint(key, in: allowed), at: member.place)
    }
    return known
  }

  /// The members of a table whose keys are names chosen by the person, in the order of the file.
  mutating func entries(of node: TOMLNode?) -> [(name: String, node: TOMLNode)] {
    guard let node else { return [] }
    guard case .table(let all) = node.value else {
      note("expected a table, found \(node.kind)", at: node.place)
      return []
    }
    return all.map { (name: $0.key, node: $0.value) }.sorted { Self.isBefore($0.node.place, $1.node.place) }
  }

  mutating func list(_ node: TOMLNode?) -> [TOMLNode] {
    guard let node else { return [] }
    guard case .list(let elements) = node.value else {
      note("expected a list, found \(node.kind)", at: node.place)
      return []
    }
    return elements
  }

  mutating func text(_ node: TOMLNode?) -> String? {
    guard let node else { return nil }
    guard case .string(let text) = node.value else {
      note("expected a text, found \(node.kind)", at: node.place)
      return nil
    }
    return text
  }

  mutating func bool(_ node: TOMLNode?) -> Bool? {
    guard let node else { return nil }
    guard case .bool(let value) = node.value else {
      note("expected true or false, found \(node.kind)", at: node.place)
      return nil
    }
    return value
  }

  /// A finite number in a range, given with the unit that its key names.
  mutating func number(_ node: TOMLNode?, in range: ClosedRange<Double>) -> Double? {
    guard let node else { return nil }
    let value: Double
    switch node.value {
    case .integer(let whole): value = Double(whole)
    case .number(let number): value = number
    default:
      note("expected a number, found \(node.kind)", at: node.place)
      return nil
    }
    guard range.contains(value) else {
      note(Self.outside(value, range), at: node.place)
      return nil
    }
    return value
  }

  private static func outside(_ value: Double, _ range: ClosedRange<Double>) -> String {
    if range.lowerBound == .leastNonzeroMagnitude { return "\(value) is not above 0 and up to \(range.upperBound)" }
    // Shares are written as fractions here, and as per cent by most people.
    let isPerCent = range.upperBound <= 2 && value > range.upperBound && range.contains(value / 100)
    return "\(value) is not between \(range.lowerBound) and \(range.upperBound)"
      + (isPerCent ? " (a fraction: write \(value / 100))" : "")
  }

  mutating func whole(_ node: TOMLNode?, in range: ClosedRange<Int>) -> Int? {
    guard let node else { return nil }
    guard case .integer(let value) = node.value else {
      note("expected a whole number, found \(node.kind)", at: node.place)
      return nil
    }
    guard range.contains(value) else {
      note("\(value) is not between \(range.lowerBound) and \(range.upperBound)", at: node.place)
      return nil
    }
    return value
  }

  /// One of a closed set of words.
  mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ node: TOMLNode?, as type: Word.Type) -> Word? {
    guard let node, let text = text(node) else { return nil }
    if let word = Word(rawValue: text) { return word }
    note("unknown value “\(text)”" + NearestName.hint(text, in: Word.allCases.map(\.rawValue)), at: node.place)
    return nil
  }

  private static func isBefore(_ left: SourcePlace?, _ right: SourcePlace?) -> Bool {
    guard let left, let right else { return left != nil }
    return (left.line, left.column) < (right.line, right.column)
  }
}
