/// How far a growing log has been read, and how to tell that it is still the same log.
///
/// A pure machine: it is shown what stands under the path and answers what that means. It keeps two promises: no byte
/// of the log is passed over, and none is counted twice, whatever happens to the file between two looks.
package struct TailState: Hashable, Codable, Sendable {
  /// Whether the file could be read at the last look.
  package enum Presence: Hashable, Codable, Sendable {
    /// Not looked at yet.
    case unseen
    case present
    case missing
    case unreadable(ReadTrouble)
  }

  /// Everything before this byte has been handed over.
  package private(set) var offset = 0
  /// The log as last recognised; nil before the first sight.
  package private(set) var identity: FileIdentity?
  /// The file's last stamp; nil before the first sight.
  package private(set) var stamp: FileStamp?
  /// Whether the file could be read at the last look.
  package private(set) var presence = Presence.unseen
  /// Fingerprint of the bytes just before ``offset``.
  package private(set) var beforeOffset = Fingerprint.empty
  /// Since when a copy that is shorter than what was read stands under the path; nil if none does.
  package private(set) var shorterCopySince: Double?
  private var changedAt = 0.0
  private var examinedAt: Double?
  private var isSettled = false

  /// Seconds for which a file must stand still before its stamp alone is believed.
  ///
  /// A file system counts time in ticks (2 s on FAT, some ms on ext4): within one tick the content can change and the
  /// stamp not.
  package static let settlingTime = 2.0
  /// Seconds for which a log that only grows is taken for the same log without reading its head again.
  ///
  /// Each read still compares the bytes before the offset, so this bounds only how long a rewrite stays unnoticed that
  /// agrees in just those. Examining the head at every row would double the cost of following thousands of busy logs.
  package static let trustTime = 30.0

  /// Starts at the beginning of a file not seen yet.
  package init() {}

  /// How many bytes wait to be read, as of the last look.
  package var pending: Int {
    guard presence == .present, shorterCopySince == nil, let stamp else { return 0 }
    return max(0, stamp.size - offset)
  }

  /// True if ``observe(_:now:)`` needs evidence from the file's bytes to judge this stamp.
  ///
  /// The time is in seconds on a clock that never goes back.
  package func needsEvidence(for stamp: FileStamp, now: Double) -> Bool {
    !(isSettled && presence == .present && self.stamp == stamp) && !isPlainGrowth(to: stamp, now: now)
  }

  private func isPlainGrowth(to stamp: FileStamp, now: Double) -> Bool {
    guard presence == .present, shorterCopySince == nil, let known = self.stamp, known.isSameFile(as: stamp),
      identity?.isPlace(of: stamp) == true, let examinedAt
    else { return false }
    // An examination in the future was one before a reboot, which says nothing about now.
    let age = now - examinedAt
    return stamp.size > known.size && stamp.size > offset && age >= 0 && age < TailState.trustTime
  }

  /// Takes in what stands under the path and says what that means.
  ///
  /// The time is in seconds on a clock that never goes back.
  package mutating func observe(_ look: Look, now: Double) -> Verdict {
    switch look {
    case .missing:
      return withdraw(to: .missing)
    case .unreadable(let trouble):
      return withdraw(to: .unreadable(trouble))
    case .present(let stamp, let evidence):
      let notice: Verdict.Notice? =
        switch presence {
        case .present: nil
        case .unseen: .appeared
        case .missing, .unreadable: identity == nil ? .appeared : .returned
        }
      guard let evidence else {
        guard isPlainGrowth(to: stamp, now: now) else { return .nothing }
        noteMotion(of: stamp, now: now)
        self.stamp = stamp
        return Verdict(notice: nil, content: .continues)
      }
      noteMotion(of: stamp, now: now)
      examinedAt = now
      presence = .present
      let content = judge(stamp, evidence, now: now)
      self.stamp = stamp
      return Verdict(notice: notice, content: content)
    }
  }

  /// Counts bytes as handed over.
  ///
  /// The fingerprint is of the last bytes handed over, up to ``FileIdentity/tailLimit``.
  package mutating func advance(by count: Int, beforeOffset: Fingerprint) {
    offset += max(0, count)
    self.beforeOffset = beforeOffset
  }

  /// Asks for evidence at the next look even if the stamp stays, because reading found something amiss.
  package mutating func distrust() {
    isSettled = false
    examinedAt = nil
    if let size = stamp?.size { stamp?.size = min(size, offset) }
  }

  /// Starts again from byte 0 of the same log, for a consumer that wants to read it anew.
  package mutating func rewind() {
    offset = 0
    beforeOffset = .empty
  }

  /// True once the file has stood still long enough for its stamp to be believed.
  package var isAtRest: Bool { isSettled && presence == .present && pending == 0 }

  private mutating func withdraw(to new: Presence) -> Verdict {
    guard presence != new else { return .nothing }
    let notice: Verdict.Notice =
      switch new {
      case .unreadable(let trouble): .unreadable(trouble)
      default: identity == nil ? .absent : .gone
      }
    presence = new
    shorterCopySince = nil
    return Verdict(notice: notice, content: .unchanged)
  }

  private mutating func noteMotion(of stamp: FileStamp, now: Double) {
    if self.stamp != stamp || presence != .present {
      changedAt = now
      isSettled = false
    } else {
      // A clock that ran backwards (a state from before a reboot) may only make this wait longer.
      isSettled = now - changedAt >= TailState.settlingTime
    }
  }

  private mutating func judge(_ stamp: FileStamp, _ evidence: Evidence, now: Double) -> Verdict.Content {
    guard let known = identity else {
      identity = FileIdentity(of: stamp, head: evidence.head)
      return .continues
    }
    let sameFile = known.isPlace(of: stamp)
    let sameHead = evidence.headAsRemembered == known.head
    if stamp.size >= offset, sameHead, evidence.beforeOffset == beforeOffset {
      identity = FileIdentity(of: stamp, head: evidence.head)
      shorterCopySince = nil
      return sameFile ? .continues : .continuesInNewFile
    }
    if stamp.size < offset, !sameFile {
      // A head cut short by the copy's length cannot be compared: it may still become the same log.
      if sameHead || evidence.headAsRemembered.length < known.head.length {
        let since = self.stamp == stamp ? shorterCopySince ?? now : now
        shorterCopySince = since
        if now - since < TailState.settlingTime { return .waitsForCopy }
        return restart(stamp, evidence, .shorterCopy)
      }
    }
    if sameFile, stamp.size < offset { return restart(stamp, evidence, .truncated) }
    return restart(stamp, evidence, sameFile ? .rewritten : .replaced)
  }

  private mutating func restart(
    _ stamp: FileStamp, _ evidence: Evidence, _ reason: RestartReason
  ) -> Verdict.Content {
    offset = 0
    beforeOffset = .empty
    shorterCopySince = nil
    identity = FileIdentity(of: stamp, head: evidence.head)
    return .restarts(reason)
  }
}
