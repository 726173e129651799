import CellModel
import CyclerFormats
import Fleet
import Settings
import Tailing

/// Which files are one test, which are copies, and in which order they are read.
extension Ingest {
  /// Notes that a file's place among the others is to be found.
  mutating func addUnplanned(_ file: FileID) {
    mayHaveBacklog = true
    guard options.stitches, file != .standardInput, let name = watcher.name(of: file)?.description else { return }
    kinship.add(file, name: name, entry: settings.entry(for: CellID(name)))
    files[file] = .unplanned
    unplanned.insert(file)
  }

  /// Finds the places of all new files; whoever has no relation is read as it is.
  ///
  /// The outcome depends on the files alone and not on the order in which they were found: where a new file changes what
  /// was read as one test, that test is read again.
  mutating func plan() {
    let now = WallClock.now()
    leaveOutCopies(now: now)
    let new = unplanned
    unplanned = []
    var planned: Set<FileID> = []
    for file in inOrderOfNames(new) where !planned.contains(file) {
      let family = stitchable(kinship.family(of: file))
      planned.formUnion(family)
      if family.count > 1 {
        plan(family, now: now)
      } else if case .unplanned = files[file] {
        begin(file)
      }
    }
  }

  func inOrderOfNames(_ files: Set<FileID>) -> [FileID] {
    var named: [(name: String, file: FileID)] = []
    for file in files { named.append((name(file), file)) }
    return named.sorted { $0.name < $1.name }.map(\.file)
  }

  func name(_ file: FileID) -> String { watcher.name(of: file)?.description ?? "-" }

  /// The files among these that are logs, or may be, and no copies.
  private func stitchable(_ family: Set<FileID>) -> Set<FileID> {
    var chosen: Set<FileID> = []
    for file in family {
      switch files[file] {
      case .skipped, .leftOut, .packed, nil: break
      case .undecided, .channel, .waiting, .unplanned: chosen.insert(file)
      }
    }
    return chosen
  }

  /// Reads a file as it is.
  private mutating func begin(_ file: FileID) {
    files[file] = .undecided(nil)
    watcher.release(file)
  }

  // MARK: Families

  private mutating func plan(_ family: Set<FileID>, now: Double) {
    var scout = SegmentScout()
    var candidates: [StitchPlan.Candidate] = []
    var byName: [String: FileID] = [:]
    var found: [FileID: SegmentScout.Found] = [:]
    for file in inOrderOfNames(family) {
      guard let outcome = scout.ends(of: file, through: &watcher) else {
        // No rows yet: what it belongs to is asked again when it has some.
        if case .unplanned = files[file] { begin(file) }
        continue
      }
      found[file] = outcome
    }
    leaveOutExports(&found, &scout, now: now)
    let (overlaps, undecided) = settleOverlaps(&found, &scout, now: now)
    for (file, outcome) in found {
      byName[name(file)] = file
      candidates.append(
        StitchPlan.Candidate(name: name(file), ends: outcome.ends, entry: kinship.entries[file]))
    }
    noteRestless(found, undecided)
    for test in StitchPlan(candidates, overlaps: overlaps).tests {
      apply(test.compactMap { byName[$0.name] }, test, now: now)
    }
  }

  /// Notes the files whose last rows decide whether another one goes on from them: when they grow, all is asked again.
  private mutating func noteRestless(_ found: [FileID: SegmentScout.Found], _ undecided: Set<FileID>) {
    let starts = found.map { (file: $0.key, wall: $0.value.ends.firstWall) }.sorted { $0.wall < $1.wall }
    let latest = starts.filter { $0.wall.isFinite }.suffix(2)
    restless.formUnion(undecided)
    let hasTimeless = starts.contains { !$0.wall.isFinite }
    for (file, one) in found where !undecided.contains(file) {
      let next = latest.last { $0.file != file }?.wall ?? -.infinity
      let isTimeless = !one.ends.lastWall.isFinite || hasTimeless
      if isTimeless ? SeriesName(name(file)).readings.count > 1 : next >= one.ends.lastWall - 1 {
        restless.insert(file)
      } else {
        restless.remove(file)
      }
    }
  }

  private mutating func apply(_ wanted: [FileID], _ links: [StitchPlan.Link], now: Double) {
    guard let first = wanted.first, wanted.count == links.count else { return }
    let known = seriesOf[first].flatMap { series[$0] }
    let old = known?.files ?? [first]
    // Whether each of the files goes on from the one before at the same row as far as it was read.
    let isSame = zip(links, known?.links ?? []).allSatisfy { $0.newFrom == $1.newFrom }
    if wanted == old, isSame {
      if case .unplanned = files[first] { begin(first) }
      return
    }
    var isExtended = wanted.starts(with: old) && isSame
    if isExtended, old.count == 1, case .undecided(.some) = files[first] { isExtended = false }
    // Whatever was read of the files in another order is void.
    for file in wanted.dropFirst(isExtended ? old.count : 0) { discard(file, now: now) }
    let number = isExtended ? seriesOf[first] ?? seriesCount : seriesCount
    if number == seriesCount { seriesCount += 1 }
    var joined = series[number] ?? FileSeries(files: wanted, links: links)
    joined.files = wanted
    joined.links = links
    if isExtended, joined.position == nil, case .channel(let position, _) = files[first] { joined.position = position }
    series[number] = joined
    for file in wanted { seriesOf[file] = number }
    for file in wanted.dropFirst(isExtended ? old.count : 1) {
      files[file] = .waiting
      watcher.hold(file)
    }
    if !isExtended { begin(first) }
    if case .unplanned = files[first] { begin(first) }
    let names = wanted.count == 2 ? name(wanted[1]) : "\(wanted.count - 1) files from \(name(wanted[1]))"
    fleet.note(
      "\(names) read as one test with it: \(links.last?.reason ?? "")", of: CellID(name(first)), .notice, now: now)
    if let current = joined.currentFile { advanceSeries(behind: current, now: now) }
  }

  /// Gives up what was read of a file, whether as a channel of its own or as a part of a test.
  private mutating func discard(_ file: FileID, now: Double) {
    if let number = seriesOf[file], let joined = series[number] {
      series[number] = nil
      if let position = joined.position { close(position) }
      for one in joined.files {
        seriesOf[one] = nil
        watcher.hold(one)
        watcher.rewind(one)
        files[one] = .unplanned
        unplanned.insert(one)
      }
    } else {
      switch files[file] {
      case .channel(let position, _), .undecided(let position?): close(position)
      default: break
      }
    }
    watcher.hold(file)
    watcher.rewind(file)
    files[file] = .unplanned
    unplanned.remove(file)
  }

  mutating func close(_ position: FleetFold.Position) {
    if let id = fleet.id(of: position) { giveBack(id) }
    fleet.close(position)
  }

  /// Gives up a test because one of its files is no longer what was read; true if the file was part of one.
  mutating func dissolve(seriesOf file: FileID, because reason: String, now: Double) -> Bool {
    guard let number = seriesOf[file], let joined = series[number], let first = joined.files.first else { return false }
    fleet.note("read again from the beginning: \(name(file)) \(reason)", of: CellID(name(first)), .notice, now: now)
    discard(first, now: now)
    for one in joined.files { unplanned.insert(one) }
    return true
  }

  // MARK: Reading in order

  /// Goes on to the next file of a test when one has been read to its end.
  mutating func advanceSeries(behind file: FileID, now: Double) {
    guard let number = seriesOf[file], let joined = series[number], let place = joined.files.firstIndex(of: file) else {
      return
    }
    guard place == joined.current, !joined.isLast, case .channel(let position, _) = files[file],
      let state = watcher.state(of: file),
      state.pending == 0
    else { return }
    series[number]?.position = position
    series[number]?.current += 1
    if let next = series[number]?.currentFile { begin(next) }
    updateSource(of: file)
  }

  /// Opens a later file of a test in the channel of the files before it; nil if the file is none.
  mutating func goOn(_ file: FileID, _ format: any CyclerFormat, now: Double) -> FleetFold.Position? {
    guard let number = seriesOf[file], let joined = series[number], let position = joined.position,
      let place = joined.files.firstIndex(of: file), place > 0, joined.links.indices.contains(place)
    else { return nil }
    let link = joined.links[place]
    fleet.goOn(position, inFile: watcher.path(of: file)?.description ?? "-", format: format, as: link)
    for sentence in leftOut[file] ?? [] { fleet.leaveOut(sentence, of: position) }
    return position
  }
}
