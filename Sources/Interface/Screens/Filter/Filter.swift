import CellModel
package import Fleet
import Metrics

/// Which channels to show: an expression such as `ce<99 and cyc>100 | type=full`.
package indirect enum Filter: Equatable, Sendable {
  case everything
  case all([Filter])
  case any([Filter])
  case not(Filter)
  case compare(Quantity, Comparison, Double)
  /// True if any of the patterns fits.
  case text(TextField, [TextPattern])

  /// What the person has done to a channel.
  case mark(Mark)

  /// What the person can have done to a channel, each a word of its own in an expression.
  package enum Mark: String, CaseIterable, Sendable { case tagged, acked, muted }

  /// What was done to which channels.
  package struct Marks: Sendable {
    var acknowledgements = Acknowledgements()
    var tags: Set<CellID> = []

    package init() {}

    init(acknowledgements: Acknowledgements, tags: Set<CellID>) {
      self.acknowledgements = acknowledgements
      self.tags = tags
    }

    func has(_ mark: Mark, _ cell: CellSummary, now: Double) -> Bool {
      switch mark {
      case .tagged: tags.contains(cell.id)
      case .acked: cell.condition.isProblem && acknowledgements.covers(cell)
      case .muted: acknowledgements.isMuted(cell.id, now: now)
      }
    }
  }

  /// A number that a filter can compare, in the unit in which the fleet shows it.
  package enum Quantity: String, CaseIterable, Sendable {
    case ce, ci, ret, cyc, v, i, age
    /// Since when there is trouble.
    case `for`

    /// Whether it is a stretch of time, which may be given in s, m, h or d.
    var isTime: Bool { self == .age || self == .for }
  }

  /// A word that a filter can compare.
  package enum TextField: String, CaseIterable, Sendable {
    case state, type, format, stage, chan, name, flag, group, tag, electrolyte, note
    /// All that somebody may remember of a cell: what a word alone is looked for in.
    case any
  }

  /// How a field is compared with a value.
  package enum Comparison: String, CaseIterable, Sendable {
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case notEqual = "!="
    case less = "<"
    case greater = ">"
    case equal = "="
  }

  /// Tells whether a channel is shown at a wall-clock second, from which ages count.
  ///
  /// A missing number fits no comparison.
  package func matches(_ cell: CellSummary, now: Double, marks: Marks = Marks()) -> Bool {
    switch self {
    case .everything: return true
    case .all(let parts): return parts.allSatisfy { $0.matches(cell, now: now, marks: marks) }
    case .any(let parts): return parts.contains { $0.matches(cell, now: now, marks: marks) }
    case .not(let part): return !part.matches(cell, now: now, marks: marks)
    case .mark(let mark): return marks.has(mark, cell, now: now)
    case .compare(let quantity, let comparison, let limit):
      guard let value = quantity.value(of: cell, now: now) else { return false }
      return comparison.holds(value, limit)
    case .text(let field, let patterns):
      let words = field.words(of: cell)
      return patterns.contains { pattern in words.contains { pattern.matches($0) } }
    }
  }
}

extension Filter.Comparison {
  fileprivate func holds(_ value: Double, _ limit: Double) -> Bool {
    switch self {
    case .less: value < limit
    case .lessOrEqual: value <= limit
    case .greater: value > limit
    case .greaterOrEqual: value >= limit
    case .equal: value == limit
    case .notEqual: value != limit
    }
  }
}

extension Filter.Quantity {
  fileprivate func value(of cell: CellSummary, now: Double) -> Double? {
    switch self {
    case .ce: cell.shownEfficiency.map { $0 * 100 }
    case .ci: cell.shownEfficiency.map { (1 - $0) * 1e6 }
    case .ret: cell.retention.map { $0 * 100 }
    case .cyc: Double(cell.cycle)
    case .v: cell.voltage
    case .i: cell.current.map { $0 * 1000 }
    case .age: cell.lastRowAt.map { now - $0 }
    case .for: cell.condition.isProblem ? cell.conditionSince.map { now - $0 } : nil
    }
  }
}

extension Filter.TextField {
  fileprivate func words(of cell: CellSummary) -> [String] {
    switch self {
    case .state: [cell.condition.word.lowercased(), String(describing: cell.condition)]
    case .type: [cell.configuration.value.rawValue, cell.configuration.value.shortName.lowercased()]
    case .format: [cell.format.lowercased()]
    case .stage:
      [cell.stage.state.rawValue, cell.stage.state == .stage1 ? "1" : cell.stage.state == .stage2 ? "2" : ""]
    case .chan: [cell.id.text.lowercased()]
    case .name: [cell.name.lowercased(), cell.id.text.lowercased()]
    case .flag: cell.flags.map(\.code.rawValue)
    case .group: cell.labels.group.map { [$0.lowercased()] } ?? []
    case .tag: cell.labels.tags.map { $0.lowercased() }
    case .electrolyte: cell.labels.electrolyte.map { [$0.lowercased()] } ?? []
    case .note: cell.labels.note.map { [$0.lowercased()] } ?? []
    case .any:
      ([cell.name, cell.id.text] + cell.labels.words).map { $0.lowercased() }
    }
  }
}

/// A piece of text to look for: `*` and `?` are wild, `^` and `$` tie it to the ends, and upper case does not matter.
package struct TextPattern: Equatable, Sendable {
  private var scalars: [Unicode.Scalar]
  private var isAnchoredAtStart: Bool
  private var isAnchoredAtEnd: Bool

  /// Makes a pattern; an `isWhole` pattern must fit the whole text, another one any part of it.
  package init(_ text: String, isWhole: Bool) {
    var scalars = Array(text.lowercased().unicodeScalars)
    isAnchoredAtStart = isWhole
    isAnchoredAtEnd = isWhole
    if !isWhole, scalars.first == "^" {
      scalars.removeFirst()
      isAnchoredAtStart = true
    }
    if !isWhole, scalars.last == "$" {
      scalars.removeLast()
      isAnchoredAtEnd = true
    }
    self.scalars = (isAnchoredAtStart ? [] : ["*"]) + scalars + (isAnchoredAtEnd ? [] : ["*"])
  }

  /// Tells whether a text in lower case fits; time proportional to text times pattern at worst.
  package func matches(_ text: String) -> Bool {
    let text = Array(text.unicodeScalars)
    var (position, index) = (0, 0)
    var (star, resume) = (-1, 0)
    while position < text.count {
      if index < scalars.count, scalars[index] == "*" {
        (star, resume) = (index, position)
        index += 1
      } else if index < scalars.count, scalars[index] == "?" || scalars[index] == text[position] {
        index += 1
        position += 1
      } else if star >= 0 {
        // The last star takes one character more.
        resume += 1
        position = resume
        index = star + 1
      } else {
        return false
      }
    }
    while index < scalars.count, scalars[index] == "*" { index += 1 }
    return index == scalars.count
  }
}
