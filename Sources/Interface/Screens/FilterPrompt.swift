import Canvas
import Fleet

/// The filter while it is being typed: it acts at once, and Escape brings the one before back.
package struct FilterPrompt: Equatable, Sendable {
  package internal(set) var text: String
  /// What is wrong with the text so far; the last sound filter stays applied.
  package internal(set) var error: FilterError?
  let textBefore: String
  let filterBefore: Filter

  private static let lengthLimit = 200

  init(_ roster: Roster) {
    text = roster.filterText
    textBefore = roster.filterText
    filterBefore = roster.filter
  }

  enum Outcome { case typing, kept, restored }

  /// Takes a key.
  mutating func handle(_ key: Key) -> Outcome {
    switch key {
    case .enter: return .kept
    case .escape: return .restored
    case .backspace, .delete:
      if !text.isEmpty { text.unicodeScalars.removeLast() }
    case .control("u"): text = ""
    case .control("w"):
      while text.last == " " { text.removeLast() }
      while let last = text.last, last != " " { text.removeLast() }
    case .character(let scalar):
      if text.unicodeScalars.count < Self.lengthLimit { text.unicodeScalars.append(scalar) }
    default: break
    }
    return .typing
  }
}
