import Archives
import CyclerFormats
import Fleet
import Tailing

/// The containers among the followed files, and how their reading stands.
///
/// A container is read whole, and again whole when it changed, beside what is known of its tests, so that no screen shows
/// half a test; only Neware's pages go on where they were. Reading one over and over while somebody writes it may cost no
/// more than a twentieth of the time.
struct Containers {
  /// A container and the logs in it.
  struct Entry {
    let container: LogContainer
    let path: String
    /// Its stamp before the newest reading began.
    var stamp: ContainerStamp?
    var reader: (any ContainerReader)?
    /// Whether `reader` has more to give now.
    var isReading = false
    /// The test of which the reader gives bytes, from 0.
    var test = 0
    /// Whether the channel of this test was opened or begun anew in this reading.
    var isOpen = false
    /// The channels of its tests, in order.
    var positions: [FleetFold.Position] = []
    /// What reads the logs in it.
    var format: (any CyclerFormat)?
    /// What this reading made of a test that was read before; it takes the old one's place when it is whole.
    var fresh: ChannelFold?
    var beganAt = 0.0
    /// Before this it is not read again, monotonic seconds.
    var restsUntil = -Double.infinity
  }

  private(set) var entries: [FileID: Entry] = [:]
  private var order: [FileID] = []

  subscript(file: FileID) -> Entry? {
    get { entries[file] }
    set {
      if entries[file] == nil, newValue != nil { order.append(file) }
      entries[file] = newValue
    }
  }

  /// Whether a file is a container.
  func holds(_ file: FileID) -> Bool { entries[file] != nil }

  /// Whether a container waits to be read.
  func isDue(_ file: FileID) -> Bool { entries[file]?.isReading == true }

  /// The channels of a container's tests behind the first.
  func furtherTests(of file: FileID) -> [FleetFold.Position] { Array(entries[file]?.positions.dropFirst() ?? []) }

  /// The container that is being read, or the next one.
  func next() -> FileID? { order.first { entries[$0]?.isReading == true } }

  /// Finds the containers that changed since they were read.
  mutating func look(now: Double) {
    for file in order {
      guard let entry = entries[file], !entry.isReading, now >= entry.restsUntil else { continue }
      let stamp = entry.container.stamp(of: entry.path)
      // What is gone keeps its history; the watcher tells of it.
      if stamp.exists, stamp != entry.stamp { entries[file]?.isReading = true }
    }
  }
}
