import Canvas
import CellModel
import Fleet

/// A filter while it is being typed: it acts at once, and Escape brings the one before back.
package struct FilterPrompt: Equatable, Sendable {
  /// What it filters.
  package enum Subject: Sendable { case fleet, search, events, help }

  package let subject: Subject
  package internal(set) var text: String
  /// What is wrong with the text so far; the last sound filter stays applied.
  package internal(set) var error: FilterError?
  let textBefore: String
  /// Where a search began, so that it can be taken back.
  private let origin: CellID?

  private static let lengthLimit = 200

  init(_ state: AppState, _ subject: Subject) {
    self.subject = subject
    origin = state.selection
    text =
      switch subject {
      case .fleet: state.roster.filterText
      case .search: ""
      case .events: state.eventFilter
      case .help: state.helpFilter
      }
    textBefore = text
  }

  /// Puts a text in force.
  mutating func apply(_ text: String, _ state: inout AppState) {
    switch subject {
    case .fleet:
      do throws(FilterError) {
        let filter = try FilterParser.parse(text)
        error = nil
        state.roster.apply(filter, text: text, to: state.fleet)
      } catch {
        self.error = error
      }
    case .search: find(text, &state)
    case .events:
      state.eventFilter = text
      state.events = ListPosition()
    case .help:
      state.helpFilter = text
      state.help = ListPosition()
    }
  }

  /// What stands before the text.
  var label: String {
    switch subject {
    case .fleet, .events: "filter: "
    case .search: "find: "
    case .help: "search: "
    }
  }

  // The cursor goes to the first that fits, from where it was; nothing is hidden.
  private mutating func find(_ text: String, _ state: inout AppState) {
    do throws(FilterError) {
      let wanted = try FilterParser.parse(text)
      error = nil
      (state.search, state.searchText) = (wanted, text)
    } catch {
      self.error = error
      return
    }
    if let origin { _ = state.roster.choose(origin, in: state.fleet) }
    guard state.search != .everything else { return }
    let found = state.roster.rows(fitting: state.search, in: state.fleet)
    let start = state.roster.position.cursor
    if let row = found.first(where: { $0 >= start }) ?? found.first { state.roster.choose(row: row, in: state.fleet) }
  }

  /// How much of everything fits, in words.
  func countText(_ state: AppState) -> String {
    switch subject {
    case .fleet: "\(state.roster.rows.count)/\(state.fleet.cells.count)"
    case .search: text.isEmpty ? "" : "\(state.roster.rows(fitting: state.search, in: state.fleet).count) found"
    case .events: "\(EventList.rows(state).count)/\(state.fleet.events.count)"
    case .help: ""
    }
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
