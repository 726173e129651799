import CellModel
import Fleet

/// The events as the event log lists them: those that wait for somebody first, then the newest, filtered by words.
enum EventList {
  /// Indices into the fleet's events, in the order shown.
  static func rows(_ state: AppState) -> [Int] {
    let events = state.fleet.events
    let words = state.eventFilter.lowercased().split(separator: " ").map(String.init)
    var names: [CellID: String] = [:]
    if !words.isEmpty { for cell in state.fleet.cells { names[cell.id] = cell.name } }
    let kept = events.indices.reversed().filter { index in
      words.isEmpty || fits(events[index], words, names)
    }
    let known = state.roster.acknowledgements
    return kept.filter { known.isOpen(events[$0], now: state.now) }
      + kept.filter { !known.isOpen(events[$0], now: state.now) }
  }

  /// How many events wait for somebody.
  static func openCount(_ state: AppState) -> Int {
    state.fleet.events.count { state.roster.acknowledgements.isOpen($0, now: state.now) }
  }

  // Every word must occur somewhere in the line; `!word` must not.
  private static func fits(_ event: FleetEvent, _ words: [String], _ names: [CellID: String]) -> Bool {
    var line = event.severity.word + " " + event.text
    if let cell = event.cell { line += " " + cell.text + " " + (names[cell] ?? "") }
    line = line.lowercased()
    return words.allSatisfy { word in
      word.hasPrefix("!") && word.count > 1 ? !line.contains(word.dropFirst()) : line.contains(word)
    }
  }
}
