import CellModel
import Fleet
import Glibc
import Settings
import Tailing

/// Runs an ingest on a thread of its own and publishes the fleet into a mailbox.
final class IngestThread: Sendable {
  /// Seconds between two states while the backlog is read, and afterwards.
  static let loadingPeriod = 0.25
  static let followingPeriod = 1.0
  /// Seconds after which a state is published though nothing in it changed: forecasts and ages move with the clock.
  static let restingPeriod = 5.0
  /// Seconds that the end of the program may take for what is put aside for the next run.
  static let lastPatience = 1.5

  private let paths: [String]
  private let settings: CellSettings
  private let options: IngestOptions
  private let mailbox: Mailbox
  private let sources: SettingsSources

  /// `sources` are the files that `settings` was read from; they are read again when they are saved.
  init(
    _ paths: [String], settings: CellSettings, options: IngestOptions, sources: SettingsSources, mailbox: Mailbox
  ) {
    self.sources = sources
    self.paths = paths
    self.settings = settings
    self.options = options
    self.mailbox = mailbox
  }

  /// Starts the thread; it ends when the mailbox is ended.
  ///
  /// What an earlier run knew of the fleet lies in the mailbox when this returns.
  func start() {
    let known = options.fleetName.flatMap { options.store?.lastKnown($0) }
    if let known {
      var fleet = known.fleet
      mailbox.publish(fleet.state(now: WallClock.now(), focus: nil))
    }
    BackgroundThread.start { self.run(known) }
  }

  private func run(_ known: LastKnown?) {
    defer { mailbox.noteRest() }
    var ingest = Ingest(paths, settings: settings, options: options)
    if let known { ingest.recall(known) }
    mailbox.wakesIngest(by: ingest.waker)
    var watch = SettingsWatch(sources, settings: settings)
    var lastPublished = -Double.infinity
    var lastTurn = -Double.infinity
    var lastFocus = Mailbox.Wish()
    // How much there is to read is known long before the first of it is read.
    ingest.look()
    mailbox.publish(ingest.state(focus: nil))
    while !mailbox.isEnded {
      ingest.look()
      let changes = watch.look(now: MonotonicClock.now(), reloads: mailbox.takeSettingsWish())
      for change in changes { take(change, &ingest) }
      if !changes.isEmpty { (lastPublished, lastTurn) = (-.infinity, -.infinity) }
      var hasRead = false
      var hasPending = true
      let turnEnds = MonotonicClock.now() + Self.loadingPeriod
      while hasPending, MonotonicClock.now() < turnEnds, !mailbox.isEnded {
        hasPending = ingest.readOne()
        hasRead = hasRead || hasPending
      }
      if !hasPending { ingest.settle() }
      ingest.putAside()
      let focus = mailbox.wish
      let now = MonotonicClock.now()
      let period = hasPending ? Self.loadingPeriod : Self.followingPeriod
      // A key press waits for its detail; data waits for the second to be over.
      let isDue = now - lastTurn >= period - 0.01
      if isDue { lastTurn = now }
      if focus != lastFocus
        || isDue && (hasPending || now - lastPublished >= Self.restingPeriod - 0.01 || ingest.hasNews())
      {
        lastPublished = now
        lastFocus = focus
        let state = ingest.state(focus: focus.detail, compared: focus.compared)
        mailbox.publish(state)
        ingest.keep(state)
      }
      if !hasPending {
        let now = MonotonicClock.now()
        ingest.wait(max(0.02, min(watch.settlingPause(now: now), Self.followingPeriod - (now - lastTurn))))
      }
    }
    if options.store != nil { ingest.putAsideAll(ingest.state(focus: nil), seconds: Self.lastPatience) }
  }

  private func take(_ change: SettingsWatch.Change, _ ingest: inout Ingest) {
    switch change {
    case .cells(let settings): ingest.adopt(settings)
    case .look(let choices):
      if let interval = choices.configuration.pollInterval { ingest.watcher.pollInterval = interval }
      mailbox.publish(choices)
    case .themes: mailbox.publishThemes()
    case .notice(let text, let isTrouble):
      mailbox.publish(notice: text)
      ingest.fleet.note(text, of: nil, isTrouble ? .warning : .notice, now: WallClock.now())
    }
  }
}

/// A thread of the system for work that blocks, which a task of Swift's small pool must not.
enum BackgroundThread {
  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  static func start(_ body: @escaping @Sendable () -> Void) {
    let work = unsafe Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let failed = unsafe pthread_create(&thread, nil, runWork, work.toOpaque()) != 0
    guard !failed else {
      unsafe work.release()
      complain("celltop: the system gives no more threads")
      exit(71)
    }
    pthread_detach(thread)
  }

  // A global function: a closure literal handed to C would belong to the main actor and trap on the new thread.
  private static let runWork: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { pointer in
    guard let pointer = unsafe pointer else { return nil }
    unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
    return nil
  }
}
