package import CellModel
package import Fleet

/// What the person at the terminal has taken note of: problems and events that need no more attention, muted channels.
package struct Acknowledgements: Equatable, Sendable {
  private struct EventKey: Hashable, Sendable {
    var time: Double
    var cell: CellID?
    var text: String

    init(_ event: FleetEvent) { (time, cell, text) = (event.time, event.cell, event.text) }
  }

  /// Codes of the flags acknowledged of each channel; a flag that ends and comes back is new.
  package private(set) var codes: [CellID: Set<FlagCode>] = [:]
  /// Until when channels are muted, wall-clock seconds.
  package private(set) var mutes: [CellID: Double] = [:]
  private var events: Set<EventKey> = []

  /// Seconds for which a channel is muted.
  package static let muteTime = 8 * 3600.0

  package init() {}

  /// Whether a channel's problems are all taken note of; a healthy channel's are.
  package func covers(_ cell: CellSummary) -> Bool {
    guard cell.condition.isProblem else { return true }
    guard let known = codes[cell.id], !known.isEmpty else { return false }
    return cell.flags.allSatisfy { $0.severity == .notice || known.contains($0.code) }
  }

  /// Whether a channel keeps quiet at a wall-clock second.
  package func isMuted(_ cell: CellID, now: Double) -> Bool { mutes[cell].map { $0 > now } ?? false }

  /// Whether an event still waits for somebody to take note of it.
  package func isOpen(_ event: FleetEvent, now: Double) -> Bool {
    guard event.severity > .notice, !events.contains(EventKey(event)) else { return false }
    guard let cell = event.cell else { return true }
    if isMuted(cell, now: now) { return false }
    guard let code = Self.code(of: event) else { return true }
    return codes[cell]?.contains(code) != true
  }

  /// Takes note of everything that is the matter with a channel.
  package mutating func acknowledge(_ cell: CellSummary, _ fleet: FleetState) {
    for flag in cell.flags where flag.severity > .notice { codes[cell.id, default: []].insert(flag.code) }
    for event in fleet.events where event.cell == cell.id && event.severity > .notice { events.insert(EventKey(event)) }
  }

  /// Takes note of an event, and of the flag that it tells of if that is still raised.
  package mutating func acknowledge(_ event: FleetEvent, _ fleet: FleetState) {
    events.insert(EventKey(event))
    guard let id = event.cell, let code = Self.code(of: event),
      let cell = fleet.cells.first(where: { $0.id == id }), cell.flags.contains(where: { $0.code == code })
    else { return }
    codes[id, default: []].insert(code)
  }

  /// Mutes a channel until a wall-clock second, or ends that; true if it is muted now.
  package mutating func toggleMute(_ cell: CellID, now: Double) -> Bool {
    if isMuted(cell, now: now) {
      mutes[cell] = nil
      return false
    }
    mutes[cell] = now + Self.muteTime
    return true
  }

  /// Drops what has ended: flags that are no longer raised, events that are no longer kept, mutes that are over.
  package mutating func review(_ fleet: FleetState) {
    mutes = mutes.filter { $0.value > fleet.now }
    // Before the backlog is read, flags are not there yet.
    guard fleet.progress.isComplete, !fleet.cells.isEmpty else { return }
    if !codes.isEmpty {
      for cell in fleet.cells {
        guard let known = codes[cell.id] else { continue }
        let left = known.intersection(cell.flags.map(\.code))
        if left.count != known.count { codes[cell.id] = left.isEmpty ? nil : left }
      }
    }
    if events.count > fleet.events.count { events.formIntersection(fleet.events.map(EventKey.init)) }
  }

  /// The flag that an event's text begins with; nil where it tells of none.
  package static func code(of event: FleetEvent) -> FlagCode? {
    guard let colon = event.text.firstIndex(of: ":") else { return nil }
    return FlagCode(rawValue: String(event.text[..<colon]))
  }

  /// Takes what was remembered from another run.
  mutating func recall(codes: [CellID: Set<FlagCode>], mutes: [CellID: Double]) {
    self.codes = codes
    self.mutes = mutes
  }
}
