import Screens
import Terminal

/// Turns the terminal's figures into what screens show, seldom enough that a quiet screen stays still.
struct LinkReport {
  /// Seconds between two reports; the turn from quick to slow is told at once.
  static let period = 10.0

  private var last = TerminalLink()
  private var lastTime = -Double.infinity

  /// The report that is due; nil if none is.
  mutating func next(_ link: TerminalLink, now: Double) -> LinkState? {
    let elapsed = now - lastTime
    guard link.isSlow != last.isSlow || elapsed >= Self.period else { return nil }
    defer {
      last = link
      lastTime = now
    }
    let frames = link.frames - last.frames
    let bytes = link.bytes - last.bytes
    return LinkState(
      roundTrip: link.roundTrip, isSlow: link.isSlow,
      bytesPerSecond: elapsed.isFinite && elapsed > 0 ? Double(bytes) / elapsed : nil,
      bytesPerFrame: frames > 0 ? Double(bytes) / Double(frames) : nil)
  }
}

extension TerminalEvent {
  /// Whether a person waits for the answer.
  var isFromPerson: Bool {
    switch self {
    case .key, .resized, .resumed: true
    case .acknowledged, .descriptorReady, .endRequested, .hangUp: false
    }
  }
}
