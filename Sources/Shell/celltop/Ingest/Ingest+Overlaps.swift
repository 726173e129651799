import CellModel
import Fleet
import Tailing

/// Files that hold rows of each other: exports of all that was measured so far, and such that begin before the last one's
/// end.
extension Ingest {
  /// Leaves out files all of whose rows stand in a longer one, and finds which rows the others share, and of which files
  /// that cannot be told yet.
  mutating func settleOverlaps(
    _ found: inout [FileID: SegmentScout.Found], _ scout: inout SegmentScout, now: Double
  ) -> (overlaps: [FileOverlap], undecided: Set<FileID>) {
    var overlaps: [FileOverlap] = []
    var undecided: Set<FileID> = []
    // The shorter of two that begin alike first: whichever holds it is left out next, for one that is longer still.
    let sorted = inOrderOfNames(Set(found.keys)).map { (file: $0, series: SeriesName(name($0))) }.sorted { a, b in
      (found[a.file]?.ends.last.testTime ?? 0) < (found[b.file]?.ends.last.testTime ?? 0)
    }
    var newest: (file: FileID, marks: RowMarks)?
    for (place, one) in sorted.enumerated() {
      for other in sorted[(place + 1)...] {
        guard let a = found[one.file], let b = found[other.file] else { continue }
        let isGiven = kinship.entries[one.file] != nil && kinship.entries[one.file] == kinship.entries[other.file]
        let restarts = isGiven || Continuation.mayRestart(one.series, other.series)
        // Either may be the one that begins first.
        let isForward = FileOverlap.isPossible(a.ends, b.ends, restarts: restarts)
        guard isForward || FileOverlap.isPossible(b.ends, a.ends, restarts: restarts) else { continue }
        let marks = newest?.file == one.file ? newest?.marks : scout.marks(of: one.file, a, through: &watcher)
        newest = scout.marks(of: other.file, b, through: &watcher).map { (other.file, $0) }
        guard let marks, let others = newest?.marks else { continue }
        let (first, second) = isForward ? (one.file, other.file) : (other.file, one.file)
        switch isForward ? marks.relation(to: others) : others.relation(to: marks) {
        case .earlierIsHeld: leaveOutHeld(first, by: second, &found, now: now)
        case .laterIsHeld: leaveOutHeld(second, by: first, &found, now: now)
        case .overlap(let rows, let newFrom):
          overlaps.append(
            FileOverlap(earlier: name(first), later: name(second), shared: .init(rows: rows, newFrom: newFrom)))
        case .undecided: undecided.formUnion([first, second])
        case nil:
          if restarts, let overlap = contradiction(first, second, found, now: now) { overlaps.append(overlap) }
        }
      }
    }
    return (overlaps, undecided)
  }

  /// Two files of one test that overlap in time with rows that differ, told of; nil if they do not.
  private mutating func contradiction(
    _ first: FileID, _ second: FileID, _ found: [FileID: SegmentScout.Found], now: Double
  ) -> FileOverlap? {
    guard let earlier = found[first]?.ends, let later = found[second]?.ends,
      FileOverlap.isContradiction(earlier, later)
    else { return nil }
    let sentence =
      "\(SafeText.clean(name(second))) is not joined with \(SafeText.clean(name(first))): they overlap in time, and "
      + "their rows differ"
    if leftOut[second]?.contains(sentence) != true {
      fleet.note(sentence, of: CellID(name(second)), .notice, now: now)
    }
    tell(sentence, of: second)
    return FileOverlap(earlier: name(first), later: name(second), shared: nil)
  }

  private mutating func leaveOutHeld(
    _ file: FileID, by longer: FileID, _ found: inout [FileID: SegmentScout.Found], now: Double
  ) {
    leaveOut(file, "all of its rows stand in \(name(longer)) too", of: longer, now: now)
    found[file] = nil
  }
}

extension SegmentScout {
  /// The rows of a file as marks; nil if it cannot be read.
  fileprivate mutating func marks(of file: FileID, _ found: Found, through watcher: inout LogWatcher) -> RowMarks? {
    probeAll(file, found.format, marksRows: true, through: &watcher)?.marks
  }
}
