import Archives
import CellModel
import CyclerFormats
import Fleet
import Tailing

/// By what files are known that may be copies.
private struct Likeness: Hashable {
  var size: Int
  var head: Fingerprint
}

/// Files that hold what another one holds: left out once, with the reason, so that nothing counts twice.
extension Ingest {
  /// Leaves out files that are byte for byte another one, whatever they are called.
  ///
  /// Of equal files that one stays whose name belongs to the most others, so that a copy beside a series is not taken for
  /// the series' missing file; of those the first by name.
  mutating func leaveOutCopies(now: Double) {
    var alike: [Likeness: [FileID]] = [:]
    for file in order {
      guard let state = watcher.state(of: file), let size = state.stamp?.size, size > 0,
        let head = state.identity?.head
      else { continue }
      if case .skipped = files[file] { continue }
      alike[Likeness(size: size, head: head), default: []].append(file)
    }
    var scout = SegmentScout()
    for (likeness, group) in alike where group.count > 1 {
      var closer: [Likeness: [FileID]] = [:]
      for file in group {
        guard let sample = scout.sample(of: file, likeness.size, through: &watcher) else { continue }
        closer[Likeness(size: likeness.size, head: sample), default: []].append(file)
      }
      for equals in closer.values where equals.count > 1 { keepOne(of: equals, &scout, now: now) }
    }
  }

  private mutating func keepOne(of group: [FileID], _ scout: inout SegmentScout, now: Double) {
    var ranked: [(kin: Int, name: String, file: FileID)] = []
    for file in group { ranked.append((kinship.family(of: file).count, name(file), file)) }
    var rest = ranked.sorted { ($1.kin, $0.name) < ($0.kin, $1.name) }.map(\.file)
    while rest.count > 1 {
      let original = rest.removeFirst()
      var others: [FileID] = []
      for file in rest {
        if case .leftOut(original) = files[file] { continue }
        guard scout.isCopy(file, of: original, through: &watcher), isLog(file) else {
          others.append(file)
          continue
        }
        if case .leftOut = files[original] {
          files[original] = .unplanned
          unplanned.insert(original)
        }
        leaveOut(file, "the same content as \(name(original))", of: original, now: now)
      }
      rest = others
    }
  }

  /// Leaves out files of a family whose rows stand in another one too, in another export.
  mutating func leaveOutExports(
    _ found: inout [FileID: SegmentScout.Found], _ scout: inout SegmentScout, now: Double
  ) {
    let formats = FormatRegistry.all.map(\.id)
    // The format that is asked first keeps more digits; of one format the first name stays.
    let ranks = found.mapValues { one in formats.firstIndex(of: one.format.id) ?? formats.count }
    var names: [FileID: String] = [:]
    for file in found.keys { names[file] = name(file) }
    let sorted = found.keys.sorted { (ranks[$0] ?? 0, names[$0] ?? "") < (ranks[$1] ?? 0, names[$1] ?? "") }
    let byTime = Dictionary(grouping: sorted) { found[$0].map { ($0.ends.last.testTime * 0.1).rounded() } ?? -1 }
    for (time, group) in byTime {
      // The next slot too: a time may stand at the border of two.
      let others = group + (byTime[time + 1] ?? [])
      guard others.count > 1 else { continue }
      for (index, file) in others.enumerated().dropFirst() {
        guard let one = found[file] else { continue }
        for original in others[..<index] {
          guard let other = found[original], Self.mayBeSame(one.ends, other.ends),
            let a = scout.probeAll(original, other.format, through: &watcher)?.sums,
            let b = scout.probeAll(file, one.format, through: &watcher)?.sums, a.agrees(with: b)
          else { continue }
          let (kept, left) =
            (ranks[original] ?? 0, names[original] ?? "") <= (ranks[file] ?? 0, names[file] ?? "")
            ? (original, file) : (file, original)
          leaveOut(left, "the same rows as in \(name(kept))", of: kept, now: now)
          found[left] = nil
          break
        }
      }
    }
  }

  /// Whether the ends of two files are the same rows, to the digits of an export.
  private static func mayBeSame(_ a: SegmentEnds, _ b: SegmentEnds) -> Bool {
    func near(_ one: Double, _ other: Double, _ within: Double) -> Bool { (one - other).magnitude <= within }
    guard a.first.voltage.isFinite, a.last.testTime > a.first.testTime else { return false }
    // Where both tell the time of day, it has to be the same.
    if a.firstWall.isFinite, b.firstWall.isFinite, !near(a.firstWall, b.firstWall, 1.5) { return false }
    return near(a.first.testTime, b.first.testTime, 0.02) && near(a.last.testTime, b.last.testTime, 0.02)
      && near(a.first.voltage, b.first.voltage, 2e-4) && near(a.last.voltage, b.last.voltage, 2e-4)
  }

  mutating func leaveOut(_ file: FileID, _ reason: String, of original: FileID, now: Double) {
    _ = dissolve(seriesOf: file, because: "is left out", now: now)
    if case .channel(let position, _) = files[file] { close(position) }
    unplanned.remove(file)
    files[file] = .leftOut(of: original)
    watcher.ignoreCopy(file)
    let sentence = "\(SafeText.clean(name(file))) left out: \(SafeText.clean(reason))"
    // What was left out for it is left out for the other one now.
    for earlier in leftOut.removeValue(forKey: file) ?? [] { tell(earlier, of: original) }
    tell(sentence, of: original)
    fleet.note(sentence, of: CellID(name(original)), .notice, now: now)
  }

  /// Asks again for the files that were left out for one that holds something else now.
  mutating func reconsiderLeftOut(for original: FileID) {
    for file in order {
      guard case .leftOut(original) = files[file] else { continue }
      watcher.hold(file)
      watcher.rewind(file)
      files[file] = .unplanned
      unplanned.insert(file)
    }
    leftOut[original] = nil
  }

  /// Tells with a file's source what was done about another one.
  mutating func tell(_ sentence: String, of original: FileID) {
    guard leftOut[original]?.contains(sentence) != true else { return }
    leftOut[original, default: []].append(sentence)
    if case .channel(let position, _) = files[original] { fleet.leaveOut(sentence, of: position) }
  }

  /// Whether a file's first bytes are those of a log; what else lies about twice is nobody's concern.
  private mutating func isLog(_ file: FileID) -> Bool {
    var bytes: [UInt8] = []
    guard let count = try? watcher.read(file, at: 0, count: LogHead.limit + 1, into: &bytes) else { return false }
    let size = watcher.state(of: file)?.stamp?.size ?? 0
    if let container = LogContainer.recognise(bytes[..<count]) { return container != .pages }
    return LogOpening.format(Array(bytes[..<count]), isWholeFile: count >= size, path: "") != nil
  }
}
