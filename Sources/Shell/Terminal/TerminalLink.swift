/// How the way to the terminal is: what it costs and how long an answer takes.
package struct TerminalLink: Equatable, Sendable {
  /// Newest time from a question to the terminal's answer, s; nil before the first.
  package var roundTrip: Double?
  /// Whether frames wait for answers.
  package var isSlow: Bool
  /// Frames shown since the screen was opened, and the bytes that they cost.
  package var frames: Int
  package var bytes: Int

  /// Makes a link; without figures, one of which nothing is known.
  package init(roundTrip: Double? = nil, isSlow: Bool = false, frames: Int = 0, bytes: Int = 0) {
    self.roundTrip = roundTrip
    self.isSlow = isSlow
    self.frames = frames
    self.bytes = bytes
  }
}
