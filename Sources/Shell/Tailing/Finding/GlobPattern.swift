/// One component of a quoted glob, matched against file names.
///
/// `*` stands for any characters, `?` for one, `[a-c]` for one of a set, `[!a-c]` or `[^a-c]` for one outside it,
/// `\` takes the meaning from the next character. As in a shell, a leading dot must be typed to be matched.
package struct GlobPattern: Hashable, Sendable {
  private enum Part: Hashable {
    case literal(NameUnits.Unit)
    case anyOne
    case anyMany
    case set([ClosedRange<UInt32>], negated: Bool)
  }

  private let parts: [Part]
  private let matchesHidden: Bool

  /// True for `**`, which stands for any number of nested folders.
  package let isRecursive: Bool
  /// The name itself if the component holds no wildcard; nil if it does.
  package let literalName: [UInt8]?

  /// Reads a component; an unclosed `[` is an ordinary character.
  package init(_ component: some Collection<UInt8>) {
    let units = Array(NameUnits(component))
    var parts: [Part] = []
    var position = 0
    while position < units.count {
      let unit = units[position]
      position += 1
      switch unit {
      case .scalar("*"):
        if parts.last != .anyMany { parts.append(.anyMany) }
      case .scalar("?"):
        parts.append(.anyOne)
      case .scalar("["):
        if let (set, end) = GlobPattern.set(in: units, from: position) {
          parts.append(set)
          position = end
        } else {
          parts.append(.literal(unit))
        }
      case .scalar("\\") where position < units.count:
        parts.append(.literal(units[position]))
        position += 1
      default:
        parts.append(.literal(unit))
      }
    }
    self.parts = parts
    self.matchesHidden = parts.first == .literal(.scalar("."))
    self.isRecursive = component.elementsEqual([UInt8(ascii: "*"), UInt8(ascii: "*")])
    self.literalName = GlobPattern.literalBytes(of: parts)
  }

  /// True if any component of a path would be read as a pattern.
  package static func hasWildcard(_ path: RawPath) -> Bool {
    path.bytes.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
  }

  /// Tells whether the whole name matches.
  ///
  /// The time grows with the product of the two lengths at worst, so that no pattern can stall the watcher.
  package func matches(_ name: some Collection<UInt8>) -> Bool {
    if name.first == UInt8(ascii: "."), !matchesHidden { return false }
    let units = Array(NameUnits(name))
    var part = 0
    var unit = 0
    var retry: (part: Int, unit: Int)?
    while unit < units.count {
      if part < parts.count, parts[part] == .anyMany {
        retry = (part, unit)
        part += 1
      } else if part < parts.count, GlobPattern.accepts(parts[part], units[unit]) {
        part += 1
        unit += 1
      } else if let last = retry {
        // The latest star takes one unit more; earlier ones never need to.
        retry = (last.part, last.unit + 1)
        part = last.part + 1
        unit = last.unit + 1
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .anyMany }
  }

  private static func accepts(_ part: Part, _ unit: NameUnits.Unit) -> Bool {
    switch part {
    case .literal(let wanted): wanted == unit
    case .anyOne: true
    case .anyMany: false
    case .set(let ranges, let negated): ranges.contains { $0.contains(unit.order) } != negated
    }
  }

  private static func set(in units: [NameUnits.Unit], from start: Int) -> (Part, end: Int)? {
    var position = start
    var negated = false
    if position < units.count, units[position] == .scalar("!") || units[position] == .scalar("^") {
      negated = true
      position += 1
    }
    var ranges: [ClosedRange<UInt32>] = []
    var isFirst = true
    while position < units.count {
      if units[position] == .scalar("]"), !isFirst { return (.set(ranges, negated: negated), position + 1) }
      isFirst = false
      let low = units[position].order
      if position + 2 < units.count, units[position + 1] == .scalar("-"), units[position + 2] != .scalar("]") {
        let high = units[position + 2].order
        if low <= high { ranges.append(low...high) }
        position += 3
      } else {
        ranges.append(low...low)
        position += 1
      }
    }
    return nil
  }

  private static func literalBytes(of parts: [Part]) -> [UInt8]? {
    var bytes: [UInt8] = []
    for part in parts {
      switch part {
      case .literal(.scalar(let scalar)): bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
      case .literal(.byte(let byte)): bytes.append(byte)
      case .anyOne, .anyMany, .set: return nil
      }
    }
    return bytes
  }
}
