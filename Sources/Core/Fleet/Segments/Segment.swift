package import CellModel
import CyclerFormats

/// One file of a channel's test.
package struct Segment: Equatable, Codable, Sendable {
  /// How the counters went on from the file before.
  package enum Continuity: String, Codable, Sendable {
    /// Exactly where they stood: nothing is missing.
    case exact
    /// What passed between the files is not known.
    case gap
  }

  package let path: String
  package let formatID: String
  /// Why the file is taken for a part of the test, in a phrase; empty for the first one.
  package let reason: String
  /// Who says so.
  package let provenance: Provenance
  /// Where the rows begin that no file before it holds, bytes.
  let newFrom: Int
  /// Rows before that, which count in the file before.
  var sharedRows = 0
  /// Test time of the file's first row on the channel's clock, s; NaN before it was read.
  package private(set) var startTime = Double.nan
  /// Added to the file's own test times, s.
  package private(set) var offset = 0.0
  /// nil before the first row, and in the first file.
  package internal(set) var continuity: Continuity?
  /// Wall clock at the file's test time 0, s; nil if unknown or told by the rows.
  private var startWallTime: Double?
  /// Of the file's last row: test time on the channel's clock and as stored, and wall clock; NaN before the end.
  private var endTime = Double.nan
  private var storedEndTime = Double.nan
  private var endWallTime = Double.nan

  /// Seconds between two files beyond which a wall clock is believed to be wrong: ten years.
  private static let longestGap = 3.2e8

  init(path: String, formatID: String, _ link: StitchPlan.Link? = nil) {
    self.path = path
    self.formatID = formatID
    startWallTime = link?.startWallTime
    reason = link?.reason ?? ""
    provenance = link?.provenance ?? .inferred
    newFrom = link?.newFrom ?? 0
  }

  /// Whether none of the file's rows came yet.
  var isEmpty: Bool { startTime.isNaN }

  /// Whether the counters of this file and the one before it are still to be compared.
  var isUnjoined: Bool { continuity == nil }

  /// Takes the file's first row as stored and decides where on the channel's clock the file begins.
  ///
  /// The wall clock tells how much later than the file before; where it is unknown, or agrees with test times that go on and
  /// are finer, those are kept, and others are appended.
  mutating func begin(at first: Sample, behind earlier: Segment?) {
    let time = first.testTime.isFinite ? first.testTime : 0
    defer { startTime = time + offset }
    guard let earlier, earlier.endTime.isFinite else { return }
    let wall = first.wallTime.isFinite ? first.wallTime : (startWallTime ?? .nan) + time
    let gap = wall - earlier.endWallTime
    let elapsed = time - earlier.storedEndTime
    if gap >= 0, gap < Self.longestGap, !(time > 60 && elapsed > 0 && Continuation.isSameTime(elapsed, gap)) {
      offset = earlier.endTime + gap - time
    } else if elapsed > 0 {
      offset = earlier.offset
    } else {
      offset = earlier.endTime - time
    }
  }

  /// Takes the file as read to its end, at this row on the channel's clock.
  mutating func end(at last: Sample?, _ report: DecodingReport) {
    guard let last, last.testTime.isFinite, !isEmpty else { return }
    endTime = last.testTime
    storedEndTime = last.testTime - offset
    endWallTime =
      last.wallTime.isFinite ? last.wallTime : (report.startWallTime ?? startWallTime ?? .nan) + storedEndTime
  }

  /// What two decoders noticed, as of one log; a malformed row of the later file names it.
  static func merge(_ earlier: DecodingReport, _ later: DecodingReport, in path: String) -> DecodingReport {
    var merged = later
    merged.rows += earlier.rows
    merged.badRows += earlier.badRows
    merged.staleRows += earlier.staleRows
    merged.interpolatedRows += earlier.interpolatedRows
    if let first = earlier.firstBadRow {
      merged.firstBadRow = first
    } else if let first = later.firstBadRow {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      merged.firstBadRow?.expected = "\(first.expected), in \(SafeText.clean(name))"
    }
    merged.warnings = earlier.warnings + later.warnings.filter { !earlier.warnings.contains($0) }
    merged.preamble = later.preamble.isEmpty ? earlier.preamble : later.preamble
    merged.traits.isOrderBroken = earlier.traits.isOrderBroken || later.traits.isOrderBroken
    if merged.traits.capacityResolution.isNaN {
      merged.traits.capacityResolution = earlier.traits.capacityResolution
    }
    return merged
  }
}
