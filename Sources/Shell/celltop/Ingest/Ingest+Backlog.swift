import CellModel
import CyclerFormats
import Fleet
import Settings
import Tailing

/// Many files at once: their first reading is given to all cores.
extension Ingest {
  /// Seconds to wait for news of the threads before progress is shown.
  static let backlogPatience = 0.05

  /// Goes on with a backlog, or begins one; false if there is none.
  mutating func readBacklog() -> Bool {
    if let running = backlog {
      let now = WallClock.now()
      for outcome in running.take(waiting: Self.backlogPatience) { takeOver(outcome, now: now) }
      if running.isOver {
        backlog = nil
        if let awaited { adopt(awaited) }
      }
      return true
    }
    guard mayHaveBacklog else { return false }
    mayHaveBacklog = false
    guard options.threads > 1 || options.store != nil, let jobs = findJobs() else { return false }
    var lent: [Backlog.Job] = []
    for first in jobs { lent.append(lend(first)) }
    backlog = Backlog(lent, threads: options.threads, store: options.store)
    return true
  }

  /// The first files of tests of which nothing was read yet, in the order in which they were found; nil if it is not much.
  private func findJobs() -> [FileID]? {
    var firsts: [FileID] = []
    var bytes = 0
    for file in order where file != .standardInput {
      guard case .undecided(nil) = files[file], let state = watcher.state(of: file), state.offset == 0,
        state.pending > 0
      else { continue }
      if let number = seriesOf[file], let joined = series[number] {
        guard joined.files.first == file else { continue }
        for one in joined.files { bytes += watcher.state(of: one)?.pending ?? 0 }
      } else {
        bytes += state.pending
      }
      firsts.append(file)
    }
    if options.threads > 1, firsts.count > 1, bytes >= options.smallestBacklog { return firsts }
    for first in firsts where isPutAside(first) { return firsts }
    return nil
  }

  private func isPutAside(_ first: FileID) -> Bool {
    guard let store = options.store, let path = watcher.path(of: first) else { return false }
    return store.holds(CellID(name(first)), from: path.description, stitches: options.stitches)
  }

  private mutating func lend(_ first: FileID) -> Backlog.Job {
    let joined = seriesOf[first].flatMap { series[$0] }
    let id = takeID(of: first)
    var job = Backlog.Job(
      cell: id, name: Self.shortName(of: name(first)), facts: settings.resolve(for: id), trace: options.trace,
      stitches: options.stitches, files: [])
    for (place, file) in (joined?.files ?? [first]).enumerated() {
      guard let lent = watcher.lend(file) else { break }
      let link = place > 0 ? joined?.links[place] : nil
      job.files.append(Backlog.Job.File(id: file, path: lent.path, state: lent.state, link: link))
    }
    return job
  }

  private mutating func takeOver(_ outcome: Backlog.Outcome, now: Double) {
    for file in outcome.job.files { watcher.takeBack(file.id, at: file.state) }
    guard let channel = outcome.channel, let first = outcome.job.files.first?.id else {
      // One thread finds out what to say of it.
      giveBack(outcome.job.cell)
      return
    }
    let position = fleet.add(channel)
    if outcome.isSaved { saved.read[first] = (channel.fold.bytesRead, MonotonicClock.now()) }
    let reached = outcome.formats.count - 1
    for (place, file) in outcome.job.files.enumerated() {
      if place <= reached {
        files[file.id] = .channel(position, outcome.formats[place])
        for sentence in leftOut[file.id] ?? [] { fleet.leaveOut(sentence, of: position) }
      } else {
        files[file.id] = .waiting
        watcher.hold(file.id)
      }
    }
    if let number = seriesOf[first] {
      series[number]?.position = position
      series[number]?.current = max(0, reached)
    }
    guard outcome.job.files.indices.contains(reached) else { return }
    let last = outcome.job.files[reached].id
    updateSource(of: last)
    advanceSeries(behind: last, now: now)
  }
}
