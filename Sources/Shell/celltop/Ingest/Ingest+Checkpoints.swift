import Archives
import CellModel
import CyclerFormats
import Fleet
import Settings
import Tailing

/// What of the tests was put aside already, and what puts the rest aside.
struct SavedTests {
  /// nil where nothing is kept.
  let writer: CheckpointWriter?
  /// Whether everything was read once.
  var hasSettled = false
  /// Bytes of each test, by its first file, that were read when it was last put aside, and when that was (monotonic, s).
  var read: [FileID: (bytes: Int, at: Double)] = [:]
  var nextLook = -Double.infinity
  /// When the fleet's state is kept next.
  var nextFleet = -Double.infinity

  init(_ options: IngestOptions) {
    writer = options.store.map { CheckpointWriter($0, stitches: options.stitches) }
  }
}

/// Tests put aside while they are followed, and taken up again by the next run.
extension Ingest {
  /// Seconds between two times that a test which goes on is put aside: what a sudden end makes be read again.
  static let savingInterval = 180.0
  /// Seconds between two times that the fleet's state is kept.
  static let fleetInterval = 60.0
  /// Seconds between two looks for such tests.
  static let savingLook = 5.0

  /// Has tests put aside that went on; all of them when the program ends.
  mutating func putAside(isLast: Bool = false) {
    let clock = MonotonicClock.now()
    guard let writer = saved.writer, let store = options.store, isLast || (clock >= saved.nextLook && backlog == nil)
    else { return }
    saved.nextLook = clock + Self.savingLook
    for file in order {
      guard isLast || writer.vacancies > 0 else { return }
      guard case .channel(let position, _) = files[file], file != .standardInput, !containers.holds(file) else {
        continue
      }
      if let number = seriesOf[file], series[number]?.files.first != file { continue }
      let last = saved.read[file]
      guard let bytes = fleet.bytesDecoded(of: position), bytes >= store.smallest, bytes != last?.bytes,
        isLast || clock - (last?.at ?? -.infinity) >= Self.savingInterval, let test = test(of: file, position)
      else { continue }
      saved.read[file] = (bytes, clock)
      writer.add(.test(test))
    }
  }

  /// A test as it stands, with the files of which it was read.
  private func test(of first: FileID, _ position: FleetFold.Position) -> CheckpointStore.Test? {
    guard let channel = fleet.channel(of: position) else { return nil }
    let joined = seriesOf[first].flatMap { series[$0] }
    var members = [first]
    if let joined { members = Array(joined.files.prefix(joined.current + 1)) }
    var read: [CheckpointStore.Test.File] = []
    for (place, file) in members.enumerated() {
      // A later file whose first bytes have not come yet is none of the test so far.
      guard case .channel(_, let format) = files[file] else { break }
      guard let state = watcher.state(of: file), let path = watcher.path(of: file) else { return nil }
      read.append(
        CheckpointStore.Test.File(
          path: path, state: state, format: format, link: place > 0 ? joined?.links[place] : nil))
    }
    return read.isEmpty ? nil : CheckpointStore.Test(channel: channel, files: read)
  }

  // MARK: Containers

  /// Takes a container up as it was put aside; false if it has to be read.
  mutating func resume(_ entry: inout Containers.Entry, _ file: FileID) -> Bool {
    guard entry.positions.isEmpty,
      let contents = options.store?.resume(
        entry.container, at: entry.path, facts: { [settings] in settings.resolve(for: $0) }),
      contents.tests.allSatisfy({ !takenIDs.contains($0.channel.fold.id) }), let first = contents.tests.first
    else { return false }
    for test in contents.tests {
      takenIDs.insert(test.channel.fold.id)
      let position = fleet.add(test.channel)
      entry.positions.append(position)
      fleet.set(.following, size: contents.size, of: position)
      fleet.setRead(contents.size, of: position)
    }
    entry.stamp = contents.stamp
    entry.isReading = false
    entry.format = first.format
    files[file] = .channel(entry.positions[0], first.format)
    return true
  }

  /// Has a container put aside that was read whole.
  func putAside(_ entry: Containers.Entry, size: Int) {
    guard let writer = saved.writer, let stamp = entry.stamp, let format = entry.format else { return }
    var contents = CheckpointStore.Contents(path: entry.path, stamp: stamp, size: size, tests: [])
    for position in entry.positions {
      guard let channel = fleet.channel(of: position), channel.fold.formatID == format.id else { return }
      contents.tests.append(CheckpointStore.Contents.Test(channel: channel, format: format))
    }
    writer.add(.container(contents, entry.container))
  }

  // MARK: The last known state

  /// Shows cells as an earlier run knew them until their logs were read.
  mutating func recall(_ known: LastKnown) { fleet.recall(known.cells, known.events, asOf: known.time) }

  /// Forgets what is not there any more, once everything was read that is.
  mutating func settle() {
    guard !saved.hasSettled else { return }
    saved.hasSettled = true
    fleet.forgetRecalled()
    saved.writer?.add(.prune)
  }

  /// Keeps the fleet's state for the next start, now and then.
  mutating func keep(_ state: FleetState) {
    let clock = MonotonicClock.now()
    guard saved.hasSettled, clock >= saved.nextFleet, let writer = saved.writer, let name = options.fleetName else {
      return
    }
    saved.nextFleet = clock + Self.fleetInterval
    writer.add(.fleet(LastKnown(state), name: name))
  }

  /// Has everything put aside that is not yet, and waits for it, so many seconds at most.
  mutating func putAsideAll(_ state: FleetState, seconds: Double) {
    guard let writer = saved.writer else { return }
    writer.hurry(threads: Backlog.cores())
    if let name = options.fleetName { writer.add(.fleet(LastKnown(state), name: name)) }
    putAside(isLast: true)
    writer.waitUntilDone(seconds: seconds)
  }
}
