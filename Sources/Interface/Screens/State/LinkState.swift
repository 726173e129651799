/// How the link to the person's terminal is, as the screens tell it.
package struct LinkState: Equatable, Sendable {
  /// Newest time from a frame to the terminal's answer, s; nil if it was never asked or never answered.
  package var roundTrip: Double?
  /// Whether frames wait for the terminal because the link cannot carry them all.
  package var isSlow: Bool
  /// What the screen costs, bytes a second and bytes a frame; nil before there are figures.
  package var bytesPerSecond: Double?
  package var bytesPerFrame: Double?

  /// Makes a link; without figures, one of which nothing is known.
  package init(
    roundTrip: Double? = nil, isSlow: Bool = false, bytesPerSecond: Double? = nil, bytesPerFrame: Double? = nil
  ) {
    self.roundTrip = roundTrip
    self.isSlow = isSlow
    self.bytesPerSecond = bytesPerSecond
    self.bytesPerFrame = bytesPerFrame
  }
}
