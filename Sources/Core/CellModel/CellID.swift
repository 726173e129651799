/// The stable name of one channel: its log's path relative to the watched root, plus `#n` where a file holds several tests.
package struct CellID: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  /// The text shown to people and written into every output; free of control characters.
  package let text: String

  /// Makes an identifier from untrusted text.
  package init(_ text: String) { self.text = SafeText.clean(text) }

  package var description: String { text }

  package static func < (left: CellID, right: CellID) -> Bool { left.text < right.text }
}
