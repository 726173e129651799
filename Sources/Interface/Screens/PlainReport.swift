import Canvas
import CellModel
package import Fleet

/// The fleet as lines that are only ever appended, for screen readers, braille lines and logs: what is wrong, then what
/// changes.
package struct PlainReport: Sendable {
  /// Seconds to add to UTC for the times of day.
  private let utcOffset: Int
  private var last: FleetState?

  /// Starts a report in which nothing has been said.
  package init(utcOffset: Int) { self.utcOffset = utcOffset }

  /// What is to be said of a new state, oldest first; nothing while a backlog is read.
  package mutating func lines(for fleet: FleetState) -> [String] {
    guard fleet.progress.isComplete else { return [] }
    defer { last = fleet }
    guard let last else { return opening(fleet) }
    return news(since: last, in: fleet)
  }

  private func opening(_ fleet: FleetState) -> [String] {
    var lines = [time(fleet.now) + " " + counts(fleet)]
    for cell in fleet.cells where cell.condition.isProblem {
      lines.append(time(cell.conditionSince ?? fleet.now) + " " + sentence(cell))
    }
    return lines
  }

  private func news(since old: FleetState, in fleet: FleetState) -> [String] {
    var lines = events(after: old.events.last, in: fleet.events).map { event in
      let cell = event.cell.flatMap { id in fleet.cells.first { $0.id == id }?.name }
      return time(event.time) + " " + event.severity.word + " "
        + SafeText.clean((cell.map { $0 + ": " } ?? "") + event.text)
    }
    let before = Dictionary(old.cells.map { ($0.id, $0.condition) }, uniquingKeysWith: { first, _ in first })
    var changed = false
    for cell in fleet.cells {
      guard let former = before[cell.id] else {
        lines.append(time(fleet.now) + " new channel " + sentence(cell))
        changed = true
        continue
      }
      guard former != cell.condition, former.isProblem || cell.condition.isProblem || cell.condition == .finished else {
        continue
      }
      lines.append(time(fleet.now) + " " + sentence(cell))
      changed = true
    }
    if changed { lines.append(time(fleet.now) + " " + counts(fleet)) }
    return lines
  }

  /// The events that came after one; all that are kept if it has left the list.
  private func events(after last: FleetEvent?, in events: [FleetEvent]) -> ArraySlice<FleetEvent> {
    guard let last, let index = events.lastIndex(of: last) else { return events[...] }
    return events[(index + 1)...]
  }

  private func counts(_ fleet: FleetState) -> String {
    let counts = ConditionCounts(fleet.cells)
    let problems = ConditionCounts.problems.map { "\(counts[$0]) \($0.word)" }.joined(separator: ", ")
    return "\(fleet.cells.count) channels: \(problems), \(counts[.charging] + counts[.discharging]) running"
  }

  private func sentence(_ cell: CellSummary) -> String {
    let reason = cell.reasonText
    let cycle = cell.cycle > 0 ? ", cycle \(cell.cycle)" : ""
    return cell.condition.word + " " + SafeText.clean(cell.name + cycle + (reason.isEmpty ? "" : ": " + reason))
  }

  private func time(_ seconds: Double) -> String {
    guard let time = CivilTime(seconds: seconds, offset: utcOffset) else { return "-" }
    return time.date + " " + time.clock
  }
}
