import Archives
import CellModel
import CyclerFormats
import Fleet
import Settings
import Tailing

/// Follows logs and folds them into the fleet: the bytes' way from the files to the state that screens show.
///
/// Belongs to one thread. A file's next bytes are read only after the last were folded, 256 KiB at a turn, so a slow
/// fold slows the reading and no queue can grow.
struct Ingest: ~Copyable {
  /// What became of one file.
  enum Following {
    /// Its first bytes are still to be recognised; the channel, if it had one before it was replaced.
    case undecided(FleetFold.Position?)
    case channel(FleetFold.Position, any CyclerFormat)
    /// Its log must be unpacked before it can be recognised.
    case packed
    case skipped
  }

  var watcher: LogWatcher
  var fleet = FleetFold()
  var files: [FileID: Following] = [:]
  private var order: [FileID] = []
  var takenIDs: Set<CellID> = []
  var containers = Containers()
  private var buffer = [UInt8](repeating: 0, count: LogWatcher.turn)
  /// The first bytes of standard input, which cannot be read again.
  private var head: [UInt8] = []
  let settings: CellSettings
  /// Files that are no logs, with the reason, for `check`.
  var skipped: [(name: String, path: String, reason: String)] = []
  /// Paths and folders that cannot be read.
  var obstacles: [(path: String, reason: String)] = []

  init(_ paths: [String], settings: CellSettings, pollInterval: Double = 5) {
    watcher = LogWatcher(PathExpansion(paths), pollInterval: pollInterval)
    self.settings = settings
  }

  /// Ends a wait of the ingest thread from another one.
  var waker: Waker { watcher.waker }

  /// Finds out what changed on disk.
  mutating func look() {
    let now = WallClock.now()
    for event in watcher.look(now: MonotonicClock.now()) { take(event, now: now) }
    lookAtContainers()
    updateProgress()
  }

  /// Reads and folds one turn of one file; false if nothing is left to read.
  mutating func readOne() -> Bool {
    let now = WallClock.now()
    guard let file = watcher.nextPending() else { return readOneContainer(now: now) }
    var bytes: [UInt8] = []
    swap(&bytes, &buffer)
    let outcome = watcher.readNext(file, into: &bytes)
    if case .chunk(let chunk) = outcome { fold(bytes.span.extracting(chunk.range), chunk, of: file, now: now) }
    swap(&bytes, &buffer)
    updateSource(of: file, now: now)
    return true
  }

  /// Reads everything there is to its end, and takes it as ended.
  mutating func readAll() {
    look()
    while readOne() {}
    finish()
  }

  /// Waits for news; seconds.
  mutating func wait(_ timeout: Double) { _ = watcher.wait(timeout: timeout, now: MonotonicClock.now()) }

  /// The fleet as it stands.
  mutating func state(focus: CellID?) -> FleetState {
    updateProgress()
    return fleet.state(now: WallClock.now(), focus: focus)
  }

  /// Takes all logs as ended: last lines need no newline.
  mutating func finish() {
    for case .channel(let position, _) in files.values { fleet.finish(position) }
  }

  /// The folded channels, in the order in which they were found.
  var channels: [ChannelFold] {
    order.flatMap { file -> [ChannelFold] in
      guard case .channel(let position, _) = files[file] else { return [] }
      return ([position] + containers.furtherTests(of: file)).compactMap { fleet.fold(of: $0) }
    }
  }

  /// When each channel's newest row was written, wall-clock seconds.
  var newestRows: [CellID: Double] {
    var rows: [CellID: Double] = [:]
    for case .channel(let position, _) in files.values {
      guard let fold = fleet.fold(of: position), let time = fleet.newestRow(of: position) else { continue }
      rows[fold.id] = time
    }
    return rows
  }

  // MARK: Events

  private mutating func take(_ event: WatchEvent, now: Double) {
    switch event {
    case .appeared(let file):
      files[file] = .undecided(nil)
      order.append(file)
    case .reconsidered(let file):
      if case .channel = files[file] { return }
      files[file] = .undecided(nil)
    case .restarted(let file, let reason):
      guard !containers.holds(file), case .channel(let position, let format) = files[file] else { return }
      fleet.restart(position, format: format, facts: facts(of: file), reason: "\(reason)", now: now)
      files[file] = .undecided(position)
    case .gone(let file): setStatus(.gone, of: file, now: now)
    case .returned(let file): setStatus(.following, of: file, now: now)
    case .unreadable(let file, let trouble):
      setStatus(.unreadable(trouble.reason), of: file, now: now)
      if case .channel = files[file] { return }
      note(obstacle: watcher.path(of: file)?.description ?? "-", trouble.reason, now: now)
    case .absent(let file):
      note(obstacle: watcher.path(of: file)?.description ?? "-", "no such file", now: now)
    case .obstructed(let path, let trouble): note(obstacle: path.description, trouble.reason, now: now)
    case .cleared(let path):
      obstacles.removeAll { $0.path == path.description }
      fleet.note("\(path.description) can be read again", of: nil, .notice, now: now)
    case .continuedInNewFile: break
    case .ended(let file):
      if case .channel(let position, _) = files[file] { fleet.finish(position) }
    }
  }

  mutating func note(obstacle path: String, _ reason: String, now: Double) {
    obstacles.append((path, reason))
    fleet.note("\(path): \(reason)", of: nil, .warning, now: now)
  }

  private mutating func setStatus(_ status: SourceState.Status, of file: FileID, now: Double) {
    guard case .channel(let position, _) = files[file] else { return }
    fleet.set(status, size: watcher.state(of: file)?.stamp?.size ?? 0, of: position, now: now)
  }

  private mutating func updateSource(of file: FileID, now: Double) {
    guard case .channel(let position, _) = files[file] else { return }
    // Standard input has no size and is never behind.
    let state = watcher.state(of: file)
    let isBehind = state.map { $0.pending > 0 } ?? false
    fleet.set(isBehind ? .loading : .following, size: state?.stamp?.size ?? 0, of: position, now: now)
  }

  private mutating func updateProgress() {
    var progress = LoadingProgress()
    for file in order {
      if case .skipped = files[file] { continue }
      guard let state = watcher.state(of: file) else { continue }
      progress.filesTotal += 1
      progress.bytesTotal += state.stamp?.size ?? 0
      progress.bytesDone += state.offset
      if state.pending == 0, !containers.isDue(file) { progress.filesDone += 1 }
    }
    fleet.progress = progress
  }

  // MARK: Bytes

  private mutating func fold(_ bytes: Span<UInt8>, _ chunk: Chunk, of file: FileID, now: Double) {
    switch files[file] {
    case .packed: watcher.passOver(file)
    case .channel where containers.holds(file): watcher.passOver(file)
    case .channel(let position, _):
      fleet.decode(bytes, of: position, changedAt: changeTime(of: file, now: now), now: now)
    case .undecided(let position): recognise(bytes, chunk, file, position, now: now)
    case .skipped, nil: watcher.ignore(file)
    }
  }

  private mutating func recognise(
    _ bytes: Span<UInt8>, _ chunk: Chunk, _ file: FileID, _ position: FleetFold.Position?, now: Double
  ) {
    // A file's first turn holds all that recognition wants; standard input comes in pieces, which are kept.
    for index in 0..<min(bytes.count, LogHead.limit + 1) { head.append(bytes[index]) }
    defer { if file != .standardInput { head.removeAll(keepingCapacity: true) } }
    let name = watcher.name(of: file)?.description ?? "-"
    if file != .standardInput, let container = LogContainer.recognise(head) {
      return follow(container, file, position)
    }
    switch LabFormats.identify(LogHead(head, isWholeFile: chunk.reachesEnd || file == .standardInput)) {
    case .known(let found, _):
      let format = StartTime.told(to: found, path: watcher.path(of: file)?.description)
      skipped.removeAll { $0.name == name }
      let opened = position ?? open(name, file, format, now: now)
      if position != nil { fleet.restart(opened, format: format, facts: facts(of: file), reason: "replaced", now: now) }
      files[file] = .channel(opened, format)
      if file == .standardInput, head.count > bytes.count {
        let whole = head
        fleet.decode(whole.span, of: opened, changedAt: now, now: now)
      } else {
        fleet.decode(bytes, of: opened, changedAt: changeTime(of: file, now: now), now: now)
      }
    case .undecided:
      if file != .standardInput { watcher.ignore(file, untilGrown: true) }
    case .unknown:
      guard position == nil else {
        files[file] = .undecided(position)
        watcher.ignore(file, untilGrown: true)
        return
      }
      files[file] = .skipped
      // A short file may have been caught while its first lines were being written.
      watcher.ignore(file, untilGrown: chunk.reachesEnd && head.count <= LogHead.limit)
      let path = watcher.path(of: file)?.description ?? "-"
      // What describes the cells lies beside their logs and is no log that went unread.
      let describesCells = ["cells.toml", "cells.csv"].contains { name == $0 || name.hasSuffix("/" + $0) }
      guard !describesCells, !skipped.contains(where: { $0.path == path }) else { return }
      let sideFile = SideFile.recognise(unknown: LogHead(head, isWholeFile: true))
      skipped.append((name, path, sideFile?.meaning ?? "no format that celltop reads"))
      guard sideFile == nil else { return }
      fleet.note("\(name) skipped: no format that celltop reads", of: nil, .notice, now: now)
    }
  }

  private mutating func open(
    _ name: String, _ file: FileID, _ format: any CyclerFormat, now: Double
  ) -> FleetFold.Position {
    let path = watcher.path(of: file)?.description ?? "-"
    // Two roots may hold files of the same relative name.
    let id = takenIDs.contains(CellID(name)) ? CellID(path) : CellID(name)
    takenIDs.insert(id)
    return fleet.open(
      id: id, name: Self.shortName(of: name), path: path, format: format, facts: settings.resolve(for: id), now: now)
  }

  private func facts(of file: FileID) -> CellFacts {
    settings.resolve(for: CellID(watcher.name(of: file)?.description ?? "-"))
  }

  func changeTime(of file: FileID, now: Double) -> Double {
    watcher.state(of: file)?.stamp.map { Double($0.modified) * 1e-9 } ?? now
  }

  /// The file's name without folders and extension.
  static func shortName(of path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = last.lastIndex(of: "."), dot > last.startIndex else { return last }
    return String(last[..<dot])
  }
}
