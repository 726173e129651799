import CyclerFormats
import Fleet
import Tailing

/// Looks into files before they are read: which format, and what their first and last rows tell.
struct SegmentScout {
  struct Found {
    var format: any CyclerFormat
    var ends: SegmentEnds
  }

  private var buffer: [UInt8] = []
  /// Bytes of the front that hold a first row, tried in turn; the longest header known has 30 kB.
  private static let fronts = [16 << 10, 256 << 10]
  /// Bytes of the back, some hundred rows.
  private static let back = 16 << 10

  /// What the ends of a file tell; nil if it is no log, has no row yet, or cannot be read.
  mutating func ends(of file: FileID, through watcher: inout LogWatcher) -> Found? {
    guard let size = watcher.state(of: file)?.stamp?.size, size > 0, let path = watcher.path(of: file)?.description
    else { return nil }
    for front in Self.fronts {
      guard let count = try? watcher.read(file, at: 0, count: min(front, size), into: &buffer), count > 0 else {
        return nil
      }
      let head = Array(buffer[..<min(count, LogHead.limit + 1)])
      guard let format = LogOpening.format(head, isWholeFile: count >= size, path: path) else {
        if count >= size { return nil }
        continue
      }
      guard SegmentProbe.canSkip(format), count < size else {
        return probeAll(file, format, through: &watcher).flatMap { probe in
          probe.ends.map { Found(format: format, ends: $0) }
        }
      }
      var probe = SegmentProbe(format)
      guard let end = buffer[..<count].lastIndex(of: 0x0A) else { continue }
      probe.take(buffer.span.extracting(0..<(end + 1)))
      guard probe.hasRows else { continue }
      takeBack(of: file, size, behind: end + 1, into: &probe, through: &watcher)
      return probe.ends.map { Found(format: format, ends: $0) }
    }
    return nil
  }

  /// Takes the last whole lines of a file.
  private mutating func takeBack(
    of file: FileID, _ size: Int, behind front: Int, into probe: inout SegmentProbe, through watcher: inout LogWatcher
  ) {
    let start = max(front, size - Self.back)
    guard start < size, let count = try? watcher.read(file, at: start, count: size - start, into: &buffer), count > 0
    else { return }
    // Behind a newline, unless the front ended with one here.
    let first = start == front ? 0 : (buffer[..<count].firstIndex(of: 0x0A) ?? count) + 1
    guard first < count else { return }
    probe.take(buffer.span.extracting(first..<count))
  }

  /// Decodes a whole file without folding it; `marksRows` asks for a mark of every row.
  mutating func probeAll(
    _ file: FileID, _ format: any CyclerFormat, marksRows: Bool = false, through watcher: inout LogWatcher
  ) -> SegmentProbe? {
    var probe = SegmentProbe(format, marksRows: marksRows)
    var offset = 0
    while let count = try? watcher.read(file, at: offset, count: LogWatcher.turn, into: &buffer), count > 0 {
      probe.take(buffer.span.extracting(0..<count))
      offset += count
    }
    return offset > 0 ? probe : nil
  }

  /// A fingerprint of some bytes of a file's middle and end; nil if it cannot be read.
  mutating func sample(of file: FileID, _ size: Int, through watcher: inout LogWatcher) -> Fingerprint? {
    var bytes: [UInt8] = []
    for place in [size / 2, max(0, size - 1024)] {
      guard let count = try? watcher.read(file, at: place, count: 1024, into: &buffer), count > 0 else { return nil }
      bytes += buffer[..<count]
    }
    return Fingerprint(of: bytes.span)
  }

  /// Whether two files hold the same bytes.
  mutating func isCopy(_ file: FileID, of other: FileID, through watcher: inout LogWatcher) -> Bool {
    var second: [UInt8] = []
    var offset = 0
    while true {
      guard let count = try? watcher.read(file, at: offset, count: LogWatcher.turn, into: &buffer),
        let otherCount = try? watcher.read(other, at: offset, count: LogWatcher.turn, into: &second),
        count == otherCount, buffer[..<count] == second[..<count]
      else { return false }
      offset += count
      if count < LogWatcher.turn { return offset > 0 }
    }
  }
}
