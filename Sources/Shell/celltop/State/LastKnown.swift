import BinaryCoding
import CellModel
import Checkpoints
import Fleet

/// What was known of a fleet when it was last watched: shown at once while its logs are read.
struct LastKnown: Codable, Sendable {
  /// Wall-clock seconds.
  var time: Double
  var cells: [CellSummary]
  var events: [FleetEvent]

  init(_ state: FleetState) {
    time = state.now
    // Of a log that was read in part less is known than the row would say.
    cells = state.cells.filter { $0.source.status != .loading || $0.asOf != nil }
    events = state.events
  }

  /// The fleet that is shown before anything was looked at.
  var fleet: FleetFold {
    var fleet = FleetFold()
    fleet.recall(cells, events, asOf: time)
    return fleet
  }
}

extension CheckpointStore {
  /// What was last known of the fleet that is watched under this name; nil if nothing is.
  func lastKnown(_ name: String) -> LastKnown? {
    guard let bytes = fleets.file(name).read() else { return nil }
    let reader = BinaryReader(bytes)
    guard let known = try? reader.read(LastKnown.self), reader.isAtEnd else { return nil }
    return known
  }

  /// Keeps what is known of a fleet, unless it is so small that it is read in no time.
  func save(_ known: LastKnown, as name: String) {
    guard known.cells.reduce(0, { $0 + $1.source.bytesRead }) >= smallest else { return }
    let writer = BinaryWriter()
    guard (try? writer.write(known)) != nil else { return }
    fleets.make()
    fleets.file(name).write(writer.bytes)
  }
}
