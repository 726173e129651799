import Archives
import CellModel
import CyclerFormats
import Fleet
import Settings
import Tailing

/// Follows logs and folds them into the fleet: the bytes' way from the files to the state that screens show.
///
/// Belongs to one thread. A file's next bytes are read only after the last were folded, 256 KiB at a turn, so a slow
/// fold slows the reading and no queue can grow. Before a new file is read, ``plan()`` finds out whether it is a part of
/// a test that other files hold the rest of; a long backlog is read by all cores (``Backlog``).
struct Ingest: ~Copyable {
  var watcher: LogWatcher
  var fleet: FleetFold
  var files: [FileID: Following] = [:]
  var order: [FileID] = []
  var takenIDs: Set<CellID> = []
  var containers = Containers()
  private var buffer = [UInt8](repeating: 0, count: LogWatcher.turn)
  /// The first bytes of standard input, which cannot be read again.
  private var head: [UInt8] = []
  var settings: CellSettings
  /// New settings that wait for the end of a backlog.
  var awaited: CellSettings?
  let options: IngestOptions
  /// Files that are no logs, with the reason, for `check`; and what they are if they belong to one.
  var skipped: [(name: String, path: String, kind: SideFile?, reason: String)] = []
  /// What was noticed on unpacking logs.
  var remarks: [(path: String, sentence: String)] = []
  /// Paths and folders that cannot be read.
  var obstacles: [(path: String, reason: String)] = []

  /// New files, whose place among the others is to be found.
  var unplanned: Set<FileID> = []
  var kinship = Kinship()
  /// Files before whose last row another one might begin.
  var restless: Set<FileID> = []
  /// Tests of several files, by a number of their own.
  var series: [Int: FileSeries] = [:]
  var seriesOf: [FileID: Int] = [:]
  var seriesCount = 0
  /// The first reading of many files, while it lasts; nil otherwise.
  var backlog: Backlog?
  /// Whether files came since the last time that a backlog was looked for.
  var mayHaveBacklog = false
  /// Where each file ended whose last line without a newline was looked at.
  var lastLines: [FileID: Int] = [:]
  var nextLastLines = -Double.infinity
  var saved: SavedTests
  /// What is told of the copies of a file that were left out.
  var leftOut: [FileID: [String]] = [:]

  init(_ paths: [String], settings: CellSettings, options: IngestOptions = IngestOptions()) {
    watcher = LogWatcher(
      PathExpansion(paths), pollInterval: options.pollInterval, hearsOfChanges: options.follows)
    self.settings = settings
    self.options = options
    saved = SavedTests(options)
    fleet = FleetFold(trace: options.trace)
  }

  deinit { backlog?.cancel() }

  /// Ends a wait of the ingest thread from another one.
  var waker: Waker { watcher.waker }

  /// Finds out what changed on disk.
  mutating func look() {
    let now = WallClock.now()
    for event in watcher.look(now: MonotonicClock.now()) { take(event, now: now) }
    lookAtContainers()
    takeLastLines(now: now)
  }

  /// Looks at every file at once, whenever the last look was.
  mutating func lookNow() {
    watcher.sweepNext()
    look()
  }

  /// Reads and folds one turn of one file; false if nothing is left to read.
  mutating func readOne() -> Bool {
    // What the other threads read must not be planned anew meanwhile.
    if backlog == nil, !unplanned.isEmpty {
      plan()
      return true
    }
    if readBacklog() { return true }
    let now = WallClock.now()
    guard let file = watcher.nextPending() else { return readOneContainer(now: now) }
    var bytes: [UInt8] = []
    swap(&bytes, &buffer)
    let outcome = watcher.readNext(file, into: &bytes)
    if case .chunk(let chunk) = outcome { fold(bytes.span.extracting(chunk.range), chunk, of: file, now: now) }
    swap(&bytes, &buffer)
    updateSource(of: file)
    advanceSeries(behind: file, now: now)
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
  mutating func state(focus: CellID?, compared: [CellID] = []) -> FleetState {
    updateProgress()
    return fleet.state(now: WallClock.now(), focus: focus, compared: compared)
  }

  /// Takes all logs as ended: last lines need no newline.
  mutating func finish() {
    for case .channel(let position, _) in files.values { fleet.finish(position) }
  }

  /// The folded channels, in the order in which their first files were found.
  var channels: [ChannelFold] {
    order.flatMap { file -> [ChannelFold] in
      guard case .channel(let position, _) = files[file] else { return [] }
      // The later files of a test stand for the same channel.
      if let number = seriesOf[file], series[number]?.files.first != file { return [] }
      return ([position] + containers.furtherTests(of: file)).compactMap { fleet.fold(of: $0) }
    }
  }

  /// When each channel's newest row was written, wall-clock seconds.
  var newestRows: [CellID: Double] {
    var rows: [CellID: Double] = [:]
    for case .channel(let position, _) in files.values {
      guard let id = fleet.id(of: position), let time = fleet.newestRow(of: position) else { continue }
      rows[id] = time
    }
    return rows
  }

  // MARK: Events

  private mutating func take(_ event: WatchEvent, now: Double) {
    switch event {
    case .appeared(let file):
      files[file] = .undecided(nil)
      order.append(file)
      addUnplanned(file)
    case .reconsidered(let file):
      if case .channel = files[file] { return }
      reconsiderLeftOut(for: file)
      files[file] = .undecided(nil)
      addUnplanned(file)
    case .restarted(let file, let reason):
      reconsiderLeftOut(for: file)
      guard !containers.holds(file), !dissolve(seriesOf: file, because: "\(reason)", now: now) else { return }
      guard case .channel(let position, let format) = files[file] else { return }
      fleet.restart(position, format: format, facts: facts(of: file), reason: "\(reason)", now: now)
      files[file] = .undecided(position)
    case .gone(let file): setStatus(.gone, of: file)
    case .returned(let file): setStatus(.following, of: file)
    case .unreadable(let file, let trouble):
      setStatus(.unreadable(trouble.reason), of: file)
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

  private mutating func setStatus(_ status: SourceState.Status, of file: FileID) {
    guard case .channel(let position, _) = files[file] else { return }
    // An earlier file of a test was read: that it was cleared away changes nothing.
    if let number = seriesOf[file], series[number]?.currentFile != file { return }
    fleet.set(status, size: size(of: file), of: position)
  }

  mutating func updateSource(of file: FileID) {
    guard case .channel(let position, _) = files[file] else { return }
    // Standard input has no size and is never behind.
    let hasMore = seriesOf[file].flatMap { series[$0] }.map { !$0.isLast } ?? false
    let isBehind = hasMore || (watcher.state(of: file).map { $0.pending > 0 } ?? false)
    fleet.set(isBehind ? .loading : .following, size: size(of: file), of: position)
  }

  /// Bytes of a file, with those of the other files of its test.
  private func size(of file: FileID) -> Int {
    let all = seriesOf[file].flatMap { series[$0]?.files } ?? [file]
    return all.reduce(0) { $0 + (watcher.state(of: $1)?.stamp?.size ?? 0) }
  }

  // MARK: Bytes

  private mutating func fold(_ bytes: Span<UInt8>, _ chunk: Chunk, of file: FileID, now: Double) {
    switch files[file] {
    case .packed: watcher.passOver(file)
    case .channel where containers.holds(file): watcher.passOver(file)
    case .channel(let position, _):
      // A file grew behind which others of its test were read already.
      if let number = seriesOf[file], series[number]?.currentFile != file {
        _ = dissolve(seriesOf: file, because: "grew", now: now)
        return
      }
      let hadRows = fleet.hasRows(position)
      fleet.decode(bytes, of: position, changedAt: changeTime(of: file, now: now), now: now)
      // Only rows tell whether a file goes on where another one ended.
      let isFirst = !hadRows && seriesOf[file] == nil && fleet.hasRows(position)
      let isKin = isFirst && kinship.family(of: file).count > 1
      if isKin || (chunk.reachesEnd && restless.contains(file)) { unplanned.insert(file) }
    case .undecided(let position): recognise(bytes, chunk, file, position, now: now)
    case .skipped, nil: watcher.ignore(file)
    case .leftOut: watcher.ignoreCopy(file)
    case .waiting, .unplanned:
      watcher.rewind(file)
      watcher.hold(file)
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
      let opened = position ?? goOn(file, format, now: now) ?? open(name, file, format, now: now)
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
      // A short file may have been caught while its first lines were being written.
      watcher.ignore(file, untilGrown: chunk.reachesEnd && head.count <= LogHead.limit)
      skip(file, name, now: now)
    }
  }

  private mutating func skip(_ file: FileID, _ name: String, now: Double) {
    files[file] = .skipped
    let path = watcher.path(of: file)?.description ?? "-"
    // What describes the cells lies beside their logs and is no log that went unread.
    let describesCells = ["cells.toml", "cells.csv"].contains { name == $0 || name.hasSuffix("/" + $0) }
    guard !describesCells, !skipped.contains(where: { $0.path == path }) else { return }
    let unknown = LogHead(head, isWholeFile: true)
    let sideFile = SideFile.recognise(unknown: unknown)
    if sideFile == .biologicMPL { tellStart(by: path, now: now) }
    skipped.append((name, path, sideFile, sideFile?.meaning ?? UnknownLog(unknown).refusal))
    guard sideFile == nil else { return }
    fleet.note("\(name) skipped: \(UnknownLog.noFormat)", of: nil, .notice, now: now)
  }

  private mutating func open(
    _ name: String, _ file: FileID, _ format: any CyclerFormat, now: Double
  ) -> FleetFold.Position {
    let id = takeID(of: file)
    let position = fleet.open(
      id: id, name: Self.shortName(of: name), path: watcher.path(of: file)?.description ?? "-", format: format,
      facts: settings.resolve(for: id), now: now)
    if let number = seriesOf[file] { series[number]?.position = position }
    for sentence in leftOut[file] ?? [] { fleet.leaveOut(sentence, of: position) }
    return position
  }

  /// The identifier of the channel that begins with a file; it is taken from then on.
  mutating func takeID(of file: FileID) -> CellID {
    let name = CellID(watcher.name(of: file)?.description ?? "-")
    // Two roots may hold files of the same relative name.
    let id = takenIDs.contains(name) ? CellID(watcher.path(of: file)?.description ?? "-") : name
    takenIDs.insert(id)
    return id
  }

  /// Gives the identifier of a channel free that is given up.
  mutating func giveBack(_ id: CellID) { takenIDs.remove(id) }

  func changeTime(of file: FileID, now: Double) -> Double {
    watcher.state(of: file)?.stamp.map { Double($0.modified) * 1e-9 } ?? now
  }
}
