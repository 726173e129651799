import CellModel
import CyclerFormats
import Cycling
import Glibc

/// A log that is read again and again from somewhere in its middle.
///
/// A decoder needs all bytes before a row to read it (columns, units, days that began at midnight, records of binary
/// files), so copies of it are kept on the way: a later reading begins with the nearest one before its place, and gives
/// exactly what reading from the first byte gives, whatever the format.
struct LogWalk {
  /// A place in the file and everything that is known there.
  private struct Waypoint {
    var position: Int
    var decoder: any SampleDecoder
    var charges: RowCharges?
  }

  /// Waypoints kept of one log; beyond it every other one is dropped and the distance doubled.
  private static let waypointLimit = 64

  let path: String
  let format: any CyclerFormat
  private let identity: Identity
  private let isPacked: Bool
  private var waypoints: [Waypoint]
  private var distance = 4 << 20
  /// Where the file's first row begins; nil before any reading.
  private(set) var firstRow: Int?

  /// Recognises a log; throws if it is gone, unreadable or none.
  init(_ path: String) throws(LogFile.Failure) {
    guard path != "-" else { throw LogFile.Failure(path: path, reason: "standard input cannot be read a second time") }
    self.path = path
    identity = try Self.identity(of: path)
    let file = try LogFile(path)
    isPacked = file.isPacked
    guard case .known(let found, _) = LabFormats.identify(try file.head()) else {
      throw LogFile.Failure(path: path, reason: "is no log of a known format any more")
    }
    let format = StartTime.told(to: found, path: path)
    self.format = format
    waypoints = [Waypoint(position: 0, decoder: format.makeDecoder(), charges: nil)]
  }

  /// Whether the path still leads to the file that was walked, and no byte that was read has been cut off.
  func isCurrent() -> Bool {
    guard let now = try? Self.identity(of: path) else { return false }
    guard now.device == identity.device, now.inode == identity.inode else { return false }
    // A packed log is written as a whole; of a plain one only the end may have grown.
    return isPacked ? now == identity : now.size >= max(identity.size, waypoints.last?.position ?? 0)
  }

  /// Reads samples in the order of the file, beginning before a byte, until `take` says that it has enough (true) or the
  /// file ends.
  ///
  /// `take` gets the charges of all rows before the ones given, and gives them back counted on.
  mutating func read(
    from offset: Int, take: (_ samples: [Sample], _ charges: inout RowCharges) -> Bool
  ) throws(LogFile.Failure) {
    let start = waypoints.last { $0.position <= offset } ?? waypoints[0]
    var decoder = start.decoder
    var charges = start.charges
    var position = start.position
    var batch = SampleBatch()
    let file = try LogFile(path)
    try file.skip(to: position)
    while true {
      let chunk = try file.next()
      guard !chunk.isEmpty else { return }
      batch.samples.removeAll(keepingCapacity: true)
      decoder.decode(chunk.span, into: &batch)
      position += chunk.count
      if let first = batch.samples.first {
        if firstRow == nil { firstRow = first.byteOffset }
        let traits = decoder.report.traits
        var counted =
          charges
          ?? RowCharges(
            counterKind: traits.counterKind, currentKind: traits.currentKind,
            countersResetEachStep: traits.countersResetEachStep)
        let isEnough = take(batch.samples, &counted)
        charges = counted
        if isEnough { return }
      }
      keep(Waypoint(position: position, decoder: decoder, charges: charges))
    }
  }

  private mutating func keep(_ waypoint: Waypoint) {
    guard let last = waypoints.last, waypoint.position >= last.position + distance else { return }
    waypoints.append(waypoint)
    guard waypoints.count > Self.waypointLimit else { return }
    waypoints = waypoints.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    distance *= 2
  }

  private struct Identity: Equatable {
    var device: UInt
    var inode: UInt
    var size: Int
    var modified: Int
  }

  private static func identity(of path: String) throws(LogFile.Failure) -> Identity {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      let reason = errno == ENOENT ? "the file is gone" : unsafe String(cString: strerror(errno))
      throw LogFile.Failure(path: path, reason: reason)
    }
    return Identity(
      device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
      modified: Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec))
  }
}
