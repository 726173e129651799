/// Decides when the next frame of data may be sent, so that keys stay quick on a link that cannot carry every frame.
///
/// The terminal is asked to answer behind a frame (`CSI 5 n`); while the answer is out on a slow link, further frames would
/// only queue in front of the next key's. Asking costs 4 bytes each way, so a quick link is asked now and then, a slow one
/// behind every frame. A terminal that never answers is asked once. Times are seconds of any steady clock.
package struct FrameGate: Equatable, Sendable {
  /// A round trip above which every frame waits for the one before, s: what a hand notices.
  package static let slowRoundTrip = 0.1
  /// Time between two questions on a quick link, s.
  package static let period = 10.0
  /// Time after which an answer is no longer waited for, s.
  package static let patience = 5.0
  /// Time after opening in which nothing is asked, s: some terminals print what they do not know.
  package static let quietStart = 1.0

  private enum Support: Equatable, Sendable { case unknown, answers, silent }

  private let openedAt: Double
  private var support: Support
  private var askedAt: Double?
  private var lastAsked = -Double.infinity
  /// The newest time from question to answer, s; nil before the first.
  package private(set) var roundTrip: Double?

  /// A gate for a terminal that may be asked, or one that is always open.
  package init(mayAsk: Bool, now: Double) {
    openedAt = now
    support = mayAsk ? .unknown : .silent
  }

  /// Whether frames wait for answers.
  package var isSlow: Bool { (roundTrip ?? 0) > Self.slowRoundTrip }

  /// A frame was sent; true if the terminal is to be asked behind it.
  package mutating func frameSent(now: Double) -> Bool {
    expire(now: now)
    guard support != .silent, askedAt == nil, now - openedAt >= Self.quietStart else { return false }
    guard isSlow || now - lastAsked >= Self.period else { return false }
    askedAt = now
    lastAsked = now
    return true
  }

  /// An answer came; one that nobody asked for means nothing.
  package mutating func answered(now: Double) {
    guard let asked = askedAt else { return }
    askedAt = nil
    support = .answers
    roundTrip = max(0, now - asked)
  }

  /// Whether a frame of data may be sent now.
  package func isOpen(now: Double) -> Bool {
    guard support == .answers, let asked = askedAt, now - asked < Self.patience else { return true }
    // On a link that was quick, an answer that is late tells that it no longer is.
    return !isSlow && now - asked < Self.slowRoundTrip
  }

  /// When a closed gate opens by itself, s; nil while it is open.
  package func opensAt(now: Double) -> Double? {
    guard !isOpen(now: now), let asked = askedAt else { return nil }
    return asked + Self.patience
  }

  private mutating func expire(now: Double) {
    guard let asked = askedAt, now - asked >= Self.patience else { return }
    askedAt = nil
    if support == .unknown { support = .silent } else { roundTrip = now - asked }
  }
}
