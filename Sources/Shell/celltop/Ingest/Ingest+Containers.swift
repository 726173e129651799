import Archives
import CellModel
import CyclerFormats
import Fleet
import Settings
import Tailing

extension Ingest {
  /// Follows a container; the position is that of the file's channel, if it had one before it became a container.
  mutating func follow(_ container: LogContainer, _ file: FileID, _ position: FleetFold.Position?) {
    watcher.passOver(file)
    var entry = Containers.Entry(container: container, path: watcher.path(of: file)?.description ?? "-")
    entry.isReading = true
    if let position { entry.positions = [position] }
    if resume(&entry, file) {
      containers[file] = entry
      return
    }
    containers[file] = entry
    files[file] = .packed
  }

  /// Finds out which containers changed.
  mutating func lookAtContainers() { containers.look(now: MonotonicClock.now()) }

  /// Unpacks and folds some of a container that waits; false if none does.
  mutating func readOneContainer(now: Double) -> Bool {
    guard let file = containers.next(), var entry = containers[file] else { return false }
    defer { containers[file] = entry }
    do {
      let reader = try begin(&entry)
      var bytes: [UInt8] = []
      // What came before an error is good.
      let step: Result<ContainerStep, ContainerTrouble>
      do { step = .success(try reader.next(into: &bytes)) } catch { step = .failure(error) }
      if !bytes.isEmpty { try fold(bytes, of: file, &entry, now: now) }
      switch try step.get() {
      case .bytes, .waiting: break
      case .nextTest:
        finishTest(of: file, &entry, hasEnded: true, now: now)
        entry.test += 1
        entry.isOpen = false
      case .end: end(file, &entry, now: now)
      }
    } catch {
      fail(file, &entry, error, now: now)
    }
    return true
  }

  /// The reader of an entry, opened if a reading begins.
  private func begin(_ entry: inout Containers.Entry) throws(ContainerTrouble) -> any ContainerReader {
    let isGoingOn = entry.beganAt > 0
    if !isGoingOn {
      entry.beganAt = MonotonicClock.now()
      // Before the reading: what changes meanwhile is read again.
      entry.stamp = entry.container.stamp(of: entry.path)
    }
    if let reader = entry.reader { return reader }
    entry.test = 0
    entry.isOpen = false
    let reader = try entry.container.open(entry.path, waits: false)
    entry.reader = reader
    return reader
  }

  private mutating func fold(
    _ bytes: [UInt8], of file: FileID, _ entry: inout Containers.Entry, now: Double
  ) throws(ContainerTrouble) {
    if !entry.isOpen {
      guard case .known(let format, _) = LabFormats.identify(LogHead(bytes, isWholeFile: false)) else {
        throw ContainerTrouble("holds no log of a format that celltop reads")
      }
      open(format, of: file, &entry, now: now)
    }
    if var fresh = entry.fresh {
      entry.fresh = nil
      fresh.decode(bytes.span)
      entry.fresh = fresh
    } else if entry.positions.indices.contains(entry.test) {
      fleet.decode(bytes.span, of: entry.positions[entry.test], changedAt: changeTime(of: file, now: now), now: now)
    }
  }

  /// Begins to read the entry's test: as a new channel, or beside what is known of it.
  private mutating func open(
    _ format: any CyclerFormat, of file: FileID, _ entry: inout Containers.Entry, now: Double
  ) {
    entry.isOpen = true
    entry.format = format
    let name = watcher.name(of: file)?.description ?? "-"
    let suffix = (entry.reader?.testCount ?? 1) > 1 ? "#\(entry.test + 1)" : ""
    if entry.positions.indices.contains(entry.test), let known = fleet.fold(of: entry.positions[entry.test]) {
      entry.fresh = ChannelFold(
        id: known.id, path: entry.path, format: format, facts: known.facts, trace: options.trace)
    } else {
      // Two roots may hold files of the same relative name.
      let id = takenIDs.contains(CellID(name + suffix)) ? CellID(entry.path + suffix) : CellID(name + suffix)
      takenIDs.insert(id)
      entry.positions.append(
        fleet.open(
          id: id, name: Self.shortName(of: name) + suffix, path: entry.path, format: format,
          facts: settings.resolve(for: id), now: now))
      for remark in entry.reader?.remarks ?? [] where entry.test == 0 {
        fleet.note(remark, of: id, .notice, now: now)
        remarks.append((entry.path, remark))
      }
    }
    if entry.test == 0 {
      files[file] = .channel(entry.positions[0], format)
      skipped.removeAll { $0.name == name }
    }
  }

  /// Takes the entry's test as read; `hasEnded` unless the log goes on.
  private mutating func finishTest(of file: FileID, _ entry: inout Containers.Entry, hasEnded: Bool, now: Double) {
    guard entry.isOpen, entry.positions.indices.contains(entry.test) else { return }
    if var fresh = entry.fresh {
      if hasEnded { fresh.finish() }
      entry.fresh = nil
      fleet.replace(entry.positions[entry.test], by: fresh, changedAt: changeTime(of: file, now: now), now: now)
    } else if hasEnded {
      fleet.finish(entry.positions[entry.test])
    }
  }

  private mutating func end(_ file: FileID, _ entry: inout Containers.Entry, now: Double) {
    if let pages = entry.reader as? NewarePages {
      // These go on; a test whose pages are another's begins anew.
      if pages.isReplaced {
        entry.reader = nil
        return
      }
      finishTest(of: file, &entry, hasEnded: false, now: now)
    } else {
      finishTest(of: file, &entry, hasEnded: true, now: now)
      entry.reader = nil
    }
    if obstacles.contains(where: { $0.path == entry.path }) {
      obstacles.removeAll { $0.path == entry.path }
      fleet.note("\(entry.path) can be read again", of: nil, .notice, now: now)
    }
    rest(&entry)
    let size = watcher.state(of: file)?.stamp?.size ?? 0
    for position in entry.positions {
      fleet.set(.following, size: size, of: position)
      fleet.setRead(size, of: position)
    }
    putAside(entry, size: size)
  }

  private func rest(_ entry: inout Containers.Entry) {
    let end = MonotonicClock.now()
    entry.isReading = false
    entry.restsUntil = end + 20 * (end - entry.beganAt)
    entry.beganAt = 0
  }

  /// Ends a reading at an error: what is known stays, and the error names the file.
  private mutating func fail(_ file: FileID, _ entry: inout Containers.Entry, _ trouble: ContainerTrouble, now: Double)
  {
    // Part of a test shows only where nothing was known of it.
    let isPartial = entry.isOpen && entry.fresh == nil
    if isPartial { finishTest(of: file, &entry, hasEnded: true, now: now) }
    entry.fresh = nil
    entry.reader = nil
    rest(&entry)
    let name = watcher.name(of: file)?.description ?? "-"
    if trouble.isStranger, entry.positions.isEmpty {
      skipped.removeAll { $0.path == entry.path }
      skipped.append((name, entry.path, nil, "it \(trouble)"))
      fleet.note("\(name) skipped: it \(trouble)", of: nil, .notice, now: now)
      return
    }
    let what = isPartial ? "read in part: it" : entry.positions.isEmpty ? "it" : "not read again: it"
    // While somebody writes it, each look finds the same.
    if !obstacles.contains(where: { $0.path == entry.path && $0.reason == "\(what) \(trouble)" }) {
      obstacles.removeAll { $0.path == entry.path }
      note(obstacle: entry.path, "\(what) \(trouble)", now: now)
    }
    guard isPartial else { return }
    let size = watcher.state(of: file)?.stamp?.size ?? 0
    for position in entry.positions { fleet.set(.unreadable("\(what) \(trouble)"), size: size, of: position) }
  }
}
