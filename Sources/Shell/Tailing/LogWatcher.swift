import Glibc

/// Follows all logs below the given paths.
///
/// Used from one thread, in rounds: ``wait(timeout:now:)``, then ``look(now:)`` and its events, then reads of at most
/// 256 KiB from each file in turn until none is pending. Nothing is read ahead, so a slow consumer slows the reading
/// and no queue grows.
///
/// Changes are found by asking every file's `stat` each poll interval; the kernel's notices (inotify) make it sooner
/// on local disks. Files that are busy on a local disk are held open, since opening costs more than reading a row;
/// idle ones are closed, and so is all on network shares, where an open handle hinders renaming on the server.
package struct LogWatcher: ~Copyable {
  /// Seconds between two looks at every file.
  package var pollInterval: Double
  private let openLimit: Int
  private var finder: LogFinder
  var files: [TailedFile?] = []
  private var byPath: [RawPath: FileID] = [:]
  private var standardInput: StandardInput?
  private var standardInputEnded = false
  /// Files to look at in the next round; true if their names may stand for other files by now.
  private var touched: [FileID: Bool] = [:]
  var queue = FairQueue()
  private var scratch: [UInt8] = []
  /// How many files are held open now.
  package private(set) var openCount = 0
  private var openHand = 0
  private var nextSweep = -Double.infinity

  /// Ends this watcher's waits from another thread.
  package let waker = Waker()

  /// The most that is read from a file before the next file has its turn, bytes.
  package static let turn = 256 * 1024

  /// Watches the given paths; nothing is touched before the first look.
  ///
  /// The poll interval is the time between two looks at every file, in seconds.
  /// `openLimit` is how many files may be held open at a time; by default half of what the process may open.
  /// Whoever reads the files once, and does not wait, need not hear of changes: the kernel is then not asked to tell.
  package init(
    _ expansion: PathExpansion, pollInterval: Double = 5, openLimit: Int? = nil, hearsOfChanges: Bool = true
  ) {
    self.pollInterval = max(0.01, pollInterval)
    self.openLimit = max(1, openLimit ?? OpenFileLimit.raised())
    finder = LogFinder(expansion, hearsOfChanges: hearsOfChanges)
  }

  // MARK: Files

  /// Where a file lies; nil for standard input and forgotten files.
  package func path(of file: FileID) -> RawPath? { tailed(file)?.tail.path }

  /// The file's path relative to the root given, by which it is known from start to start; `-` for standard input.
  package func name(of file: FileID) -> RawPath? {
    file == .standardInput ? RawPath("-") : tailed(file)?.name
  }

  /// How far a file has been read, and how it will be recognised; nil for standard input.
  package func state(of file: FileID) -> TailState? { tailed(file)?.tail.state }

  /// The files with bytes to read, longest waiting first.
  package var pendingFiles: [FileID] { queue.inOrder }

  /// The file that has waited longest for its turn; nil if none has bytes to read.
  package mutating func nextPending() -> FileID? { queue.first() }

  /// Sets a file aside that is no log, or of no known format yet.
  ///
  /// It comes back as ``WatchEvent/reconsidered(_:)`` when its content is replaced, and with `untilGrown`, for a file
  /// that was too short to tell, also when it grows.
  package mutating func ignore(_ file: FileID, untilGrown: Bool = false) {
    setAside(file, untilGrown ? .untilGrown : .untilReplaced)
  }

  /// Takes what waits of a file as handed over, for a consumer that reads it by other means.
  ///
  /// The file is still watched: its growth and its replacement are reported as ever.
  package mutating func passOver(_ file: FileID) {
    tailed(file)?.tail.passOver()
    queue.remove(file)
  }

  /// Hands a file over again from its first byte.
  package mutating func reread(_ file: FileID) {
    guard let tailed = tailed(file), tailed.setAside == nil else { return }
    tailed.tail.rewind()
    if tailed.tail.state.pending > 0 { queue.append(file) }
  }

  func tailed(_ file: FileID) -> TailedFile? {
    files.indices.contains(file.index) ? files[file.index] : nil
  }

  // MARK: Looking

  /// Finds out what changed since the last look.
  ///
  /// The time is in seconds on a clock that never goes back, see ``MonotonicClock``.
  package mutating func look(now: Double) -> [WatchEvent] {
    var events: [WatchEvent] = []
    var isSweep = now >= nextSweep
    if let changes = finder.takeNotices(now: now) {
      for path in changes.written { note(path, byName: false) }
      for path in changes.renamed { note(path, byName: true) }
      if changes.overflowed || !changes.lost.isEmpty { isSweep = true }
    }
    if let found = finder.find(now: now, isSweep: isSweep, events: &events) { take(found, events: &events) }
    if isSweep {
      nextSweep = now + pollInterval
      touched = [:]
      for case let file? in files { look(at: file, now: now, events: &events) }
    } else if !touched.isEmpty {
      let due = touched.sorted { $0.key.index < $1.key.index }
      touched = [:]
      for (id, byName) in due {
        if let file = tailed(id) { look(at: file, now: now, byName: byName, events: &events) }
      }
    }
    lookAtStandardInput(events: &events)
    return events
  }

  /// Has the folders listed and every file looked at in the next round, however soon that is.
  package mutating func sweepNext() {
    nextSweep = -.infinity
    finder.listNext()
  }

  /// Has a file looked at in the next round, even if nobody tells of a change.
  mutating func lookSoon(at file: FileID) { touched[file] = true }

  private mutating func note(_ path: RawPath, byName: Bool) {
    guard let file = byPath[path] else { return finder.consider(path) }
    touched[file] = byName || touched[file] == true
  }

  private mutating func take(_ found: Discovery, events: inout [WatchEvent]) {
    for candidate in found.candidates where byPath[candidate.path] == nil {
      let id = FileID(index: files.count)
      files.append(TailedFile(id: id, name: candidate.name, tail: Tail(path: candidate.path)))
      byPath[candidate.path] = id
      touched[id] = true
    }
    if found.includesStandardInput, standardInput == nil {
      standardInput = StandardInput()
      events.append(.appeared(.standardInput))
    }
  }

  private mutating func look(
    at file: TailedFile, now: Double, byName: Bool = true, events: inout [WatchEvent]
  ) {
    if file.setAside == .lent { return }
    let wasOpen = file.tail.isOpen
    let verdict = file.tail.look(now: now, scratch: &scratch, byName: byName)
    if file.tail.state.isAtRest { file.tail.close() }
    account(for: file, wasOpen: wasOpen)
    if let setAside = file.setAside {
      lookAgain(at: file, setAside, verdict, events: &events)
    } else {
      report(verdict, of: file.id, events: &events)
    }
    if file.setAside == nil, file.tail.state.pending > 0 { queue.append(file.id) } else { queue.remove(file.id) }
  }

  private func report(_ verdict: Verdict, of id: FileID, events: inout [WatchEvent]) {
    switch verdict.notice {
    case nil: break
    case .appeared: events.append(.appeared(id))
    case .absent: events.append(.absent(id))
    case .gone: events.append(.gone(id))
    case .returned: events.append(.returned(id))
    case .unreadable(let trouble): events.append(.unreadable(id, trouble))
    }
    switch verdict.content {
    case .restarts(let reason): events.append(.restarted(id, reason))
    case .continuesInNewFile: events.append(.continuedInNewFile(id))
    case .unchanged, .continues, .waitsForCopy: break
    }
  }

  /// Judges whether a file that the consumer set aside is worth its while now, or can be forgotten.
  private mutating func lookAgain(
    at file: TailedFile, _ setAside: TailedFile.SetAside, _ verdict: Verdict, events: inout [WatchEvent]
  ) {
    if setAside == .held {
      report(verdict, of: file.id, events: &events)
    } else if case .restarts = verdict.content {
      file.setAside = nil
      events.append(.reconsidered(file.id))
    } else if case .untilLonger(let size) = setAside, let stamp = file.tail.state.stamp, stamp.size > size {
      file.tail.rewind()
      file.setAside = nil
      events.append(.reconsidered(file.id))
    } else if setAside == .untilGrown, file.tail.state.pending > 0 {
      file.tail.rewind()
      file.setAside = nil
      events.append(.reconsidered(file.id))
    } else if verdict.notice == .gone {
      // Programs that write under passing names must not make the table grow for ever.
      byPath[file.tail.path] = nil
      files[file.id.index] = nil
    }
  }

  private mutating func lookAtStandardInput(events: inout [WatchEvent]) {
    guard standardInput != nil, !standardInputEnded else { return }
    if standardInput?.hasEnded == true {
      standardInputEnded = true
      events.append(.ended(.standardInput))
    } else if standardInput?.isReady == true {
      queue.append(.standardInput)
    }
  }

  // MARK: Reading

  /// Reads the bytes of a file that follow those handed over before, and puts the file at the end of the queue.
  ///
  /// The buffer is lent by the caller and used again for every file; only ``Chunk/range`` of it is new. `limit` counts
  /// new bytes.
  package mutating func readNext(
    _ file: FileID, into buffer: inout [UInt8], limit: Int = LogWatcher.turn
  ) -> Tail.Outcome {
    queue.remove(file)
    if file == .standardInput {
      let outcome = standardInput?.next(into: &buffer, limit: limit) ?? .nothing
      if case .chunk(let chunk) = outcome, !chunk.reachesEnd { queue.append(file) }
      return outcome
    }
    guard let tailed = tailed(file), tailed.setAside == nil else { return .nothing }
    let wasOpen = tailed.tail.isOpen
    let outcome = tailed.tail.next(into: &buffer, limit: limit)
    account(for: tailed, wasOpen: wasOpen)
    if outcome == .changed { touched[file] = true }
    if tailed.tail.state.pending > 0 { queue.append(file) }
    return outcome
  }

  /// Reads a stretch of a file again, for example a cycle whose samples were not kept.
  ///
  /// The answer is how many bytes at the front of the buffer were filled: fewer than asked at the end of the file.
  package mutating func read(
    _ file: FileID, at offset: Int, count: Int, into buffer: inout [UInt8]
  ) throws(ReadTrouble) -> Int {
    guard let tailed = tailed(file) else { return 0 }
    let wasOpen = tailed.tail.isOpen
    defer { account(for: tailed, wasOpen: wasOpen) }
    return try tailed.tail.read(at: offset, count: count, into: &buffer)
  }

  /// Keeps count of open files; closes this one on a share, and another one when there are too many.
  mutating func account(for file: TailedFile, wasOpen: Bool) {
    if let device = file.tail.state.stamp?.device, finder.isShare(device) { file.tail.close() }
    openCount += (file.tail.isOpen ? 1 : 0) - (wasOpen ? 1 : 0)
    var tried = 0
    while openCount > openLimit, tried < files.count {
      openHand = openHand + 1 < files.count ? openHand + 1 : 0
      tried += 1
      guard let other = files[openHand], other !== file, other.tail.isOpen else { continue }
      other.tail.close()
      openCount -= 1
    }
  }

  // MARK: Waiting

  /// Why a wait ended.
  package enum Wake: Hashable, Sendable {
    /// Something in the watched folders, or bytes left to read.
    case changed
    /// ``Waker/wake()`` was called.
    case woken
    /// The time-out passed, or it is time to poll.
    case timeout
  }

  /// Waits until something changed, the waker is called, it is time to poll, or the time-out passes.
  ///
  /// Both are in seconds; `now` is the present on the clock that ``look(now:)`` goes by.
  package mutating func wait(timeout: Double, now: Double) -> Wake {
    if !touched.isEmpty || !queue.isEmpty || standardInput?.hasEnded == true && !standardInputEnded { return .changed }
    var left = min(timeout, nextSweep - now, finder.nextListing - now)
    // Notices come in crowds: they are left to gather before they may end the wait.
    let quiet = min(left, finder.nextDrain - now)
    if quiet > 0 {
      if waitForWaker(or: [], seconds: quiet) == .woken { return .woken }
      left -= quiet
    }
    return waitForWaker(or: [finder.noticeDescriptor, standardInput?.raw ?? -1], seconds: left)
  }

  private func waitForWaker(or others: [Int32], seconds: Double) -> Wake {
    var requests = ([waker.descriptor] + others).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    // Rounded up: waking a moment too early would turn the last millisecond into a busy loop.
    let milliseconds = seconds > 0 ? Int32(min(86_400, seconds) * 1000 + 0.999) : 0
    let ready = unsafe poll(&requests, nfds_t(requests.count), milliseconds)
    guard ready > 0 else { return .timeout }
    if requests[0].revents == 0 { return .changed }
    waker.drain()
    return .woken
  }
}
