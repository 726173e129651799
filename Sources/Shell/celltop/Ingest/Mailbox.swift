import CellModel
import Fleet
import Glibc
import Screens
import Synchronization
import Tailing

/// The newest fleet state on its way from the ingest thread to the screen, and the screen's wishes on their way back.
///
/// Only the latest state is kept, so no queue can grow however slow the terminal is. The descriptor becomes readable
/// when a state waits.
final class Mailbox: Sendable {
  private struct Content {
    var state: FleetState?
    var curves: CurveAnswer?
    var rows: RowsAnswer?
    var isAnnounced = false
    var wish = Wish()
    var notices: [String] = []
    var choices: Choices?
    var areThemesNew = false
    var wantsSettings = false
    var isClosed = false
    var isAtRest = false
    var waker: Waker?
  }
  /// The channels whose details the screen wants.
  struct Wish: Equatable, Sendable {
    var detail: CellID?
    var compared: [CellID] = []
  }
  private let content = Mutex(Content())
  /// Readable when a state waits; to be polled beside the terminal.
  let descriptor: Int32
  private let announcement: Int32
  private let rest = Waker()

  init() {
    var ends: [Int32] = [-1, -1]
    // Without a pipe the screen falls back to its own ticks; nothing is lost but promptness.
    _ = unsafe pipe(&ends)
    descriptor = ends[0]
    announcement = ends[1]
    for end in ends where end >= 0 {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
  }

  deinit {
    close(descriptor)
    close(announcement)
  }

  /// Leaves a state for the screen; one that was not fetched is replaced.
  func publish(_ state: FleetState) { leave { $0.state = state } }

  /// Leaves curves that were read from a log; of two answers only the newer one is still waited for.
  func publish(_ curves: CurveAnswer) { leave { $0.curves = curves } }

  /// Leaves rows of a log.
  func publish(_ rows: RowsAnswer) { leave { $0.rows = rows } }

  private func leave(_ change: (inout Content) -> Void) {
    let mustAnnounce = content.withLock { content in
      change(&content)
      defer { content.isAnnounced = true }
      return !content.isAnnounced
    }
    guard mustAnnounce else { return }
    var byte: UInt8 = 1
    _ = unsafe write(announcement, &byte, 1)
  }

  /// Fetches what was left since the last time.
  func take() -> [Message] {
    var bytes = [UInt8](repeating: 0, count: 16)
    _ = unsafe read(descriptor, &bytes, bytes.count)
    return content.withLock { content in
      content.isAnnounced = false
      var messages: [Message] = []
      if let state = content.state { messages.append(.fleet(state)) }
      if let curves = content.curves { messages.append(.curves(curves)) }
      if let rows = content.rows { messages.append(.rows(rows)) }
      messages += content.notices.map(Message.notice)
      (content.state, content.curves, content.rows, content.notices) = (nil, nil, nil, [])
      return messages
    }
  }

  /// The channels whose details the screen wants.
  var wish: Wish { content.withLock { $0.wish } }

  /// Asks for a channel's detail with the next state.
  func want(_ detail: CellID?) { wish { $0.detail = detail } }

  /// Asks for the details of several channels with the next states.
  func want(compared: [CellID]) { wish { $0.compared = compared } }

  private func wish(_ change: (inout Wish) -> Void) {
    let waker = content.withLock { content in
      change(&content.wish)
      return content.waker
    }
    waker?.wake()
  }

  /// Leaves a line for the person at the terminal.
  func publish(notice: String) { leave { $0.notices.append(notice) } }

  /// Leaves how the dashboard looks from now on.
  func publish(_ choices: Choices) { leave { $0.choices = choices } }

  /// Tells that theme files were saved.
  func publishThemes() { leave { $0.areThemesNew = true } }

  /// How the dashboard looks from now on, if that changed, and whether theme files did.
  func takeLook() -> (choices: Choices?, areThemesNew: Bool) {
    content.withLock { content in
      defer { (content.choices, content.areThemesNew) = (nil, false) }
      return (content.choices, content.areThemesNew)
    }
  }

  /// Asks for the settings files to be read again.
  func wantSettings() {
    let waker = content.withLock { content in
      content.wantsSettings = true
      return content.waker
    }
    waker?.wake()
  }

  /// Whether somebody asked for the settings files since the last time.
  func takeSettingsWish() -> Bool {
    content.withLock { content in
      defer { content.wantsSettings = false }
      return content.wantsSettings
    }
  }

  /// Takes what ends the ingest thread's waits.
  func wakesIngest(by waker: Waker) { content.withLock { $0.waker = waker } }

  /// Tells the ingest thread to end.
  func end() {
    let waker = content.withLock { content in
      content.isClosed = true
      return content.waker
    }
    waker?.wake()
  }

  /// Tells that the ingest thread has ended.
  func noteRest() {
    content.withLock { $0.isAtRest = true }
    rest.wake()
  }

  /// Waits until the ingest thread has ended, so many seconds at most.
  func waitForRest(seconds: Double) {
    let end = MonotonicClock.now() + seconds
    while !content.withLock({ $0.isAtRest }), MonotonicClock.now() < end {
      rest.wait(seconds: end - MonotonicClock.now())
    }
  }

  var isEnded: Bool { content.withLock { $0.isClosed } }
}
