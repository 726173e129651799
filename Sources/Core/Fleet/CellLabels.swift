import CellModel

/// What people call a cell and say of it: no number comes of it, and all of it can be looked for.
package struct CellLabels: Equatable, Codable, Sendable {
  package var group: String?
  package var replicate: String?
  package var tags: [String] = []
  /// Name of the electrolyte.
  package var electrolyte: String?
  package var note: String?

  /// Makes the labels of a cell of which nothing is told.
  package init() {}

  init(_ facts: CellFacts) {
    (group, replicate, tags, note) = (facts.group, facts.replicate, facts.tags, facts.note)
    electrolyte = facts.electrolyte?.value.name
  }

  /// All of them, to be searched.
  package var words: [String] { tags + [group, replicate, electrolyte, note].compactMap(\.self) }

  /// The labels as lines of what is known of the cell; the electrolyte has one beside its amount.
  var facts: [Fact] {
    let lines: [(String, String?)] = [
      ("note", note), ("tags", tags.isEmpty ? nil : tags.joined(separator: ", ")), ("group", group),
      ("replicate", replicate),
    ]
    return lines.compactMap { label, value in value.map { Fact(label, $0, .given) } }
  }
}
