import CNcurses
import Canvas
import Glibc

extension Terminal {
  /// Waits until something happens or the time is over; empty if it is over.
  ///
  /// `timeout` nil waits without end. `descriptor` is watched besides (the mailbox of the readers); it is not read here.
  package func waitForInput(timeout: Duration? = nil, alsoWatching descriptor: Int32? = nil) -> [TerminalEvent] {
    guard isOpen else { return [.hangUp] }
    let deadline = timeout.map { ContinuousClock.now.advanced(by: $0) }
    while true {
      var watched = [
        pollfd(fd: input, events: Int16(POLLIN), revents: 0), pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
        pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0),
      ]
      let left = deadline.map { Self.milliseconds($0 - ContinuousClock.now) } ?? -1
      let count = unsafe poll(&watched, nfds_t(watched.count), left)
      if count < 0 && errno != EINTR { return [.hangUp] }
      if count <= 0 {
        // A signal that interrupts the wait has also put a byte into the pipe: the next round sees it.
        if let deadline, ContinuousClock.now >= deadline { return [] }
        continue
      }
      var events: [TerminalEvent] = []
      if watched[1].revents != 0 { readSignals(into: &events) }
      if watched[0].revents != 0 { readKeys(watched[0].revents, into: &events) }
      if watched[2].revents != 0 { events.append(.descriptorReady) }
      if !events.isEmpty { return events }
    }
  }

  private func readKeys(_ revents: Int16, into events: inout [TerminalEvent]) {
    let isBroken = Int32(revents) & (POLLHUP | POLLERR | POLLNVAL) != 0
    // Readable with nothing to read is the end of input, which ncurses reports as "no key" for ever.
    if isBroken || ct_bytes_waiting(input) <= 0 {
      events.append(.hangUp)
      return
    }
    events.append(contentsOf: keyReader.read().map(TerminalEvent.key))
    guard keyReader.takeAnswer() else { return }
    gate.answered(now: SteadyClock.now())
    // Over a long way the bytes of an arrow key may arrive apart.
    set_escdelay((gate.roundTrip ?? 0) > 0.04 ? 75 : 25)
    events.append(.acknowledged)
  }

  private func readSignals(into events: inout [TerminalEvent]) {
    var arrived = takeSignals()
    // A window being dragged sends many sizes and each costs a full redraw: take the last after 30 ms of quiet.
    var rounds = 0
    while arrived.contains(SIGWINCH), rounds < 10 {
      var pipe = pollfd(fd: signals, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&pipe, 1, 30) > 0 else { break }
      arrived.append(contentsOf: takeSignals())
      rounds += 1
    }
    if let end = arrived.first(where: { [SIGTERM, SIGHUP, SIGINT, SIGQUIT].contains($0) }) {
      events.append(.endRequested(signal: end))
      return
    }
    let before = size
    if arrived.contains(SIGTSTP) {
      suspend()
      events.append(.resumed)
    } else if arrived.contains(SIGCONT) {
      resume()
      events.append(.resumed)
    }
    if arrived.contains(SIGWINCH) { measure() }
    if size != before { events.append(.resized(size)) }
  }

  private func takeSignals() -> [Int32] {
    var numbers = [UInt8](repeating: 0, count: 64)
    let count = unsafe read(signals, &numbers, numbers.count)
    return count > 0 ? numbers.prefix(count).map(Int32.init) : []
  }

  /// Rounded up, so that a wait never ends before its time and spins.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    guard seconds < 2_000_000 else { return 2_000_000_000 }
    return Int32(seconds) * 1000 + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
