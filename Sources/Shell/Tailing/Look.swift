/// What stood under a log's path at one moment.
package enum Look: Hashable, Sendable {
  case missing
  case unreadable(ReadTrouble)
  /// A file with its stamp, and the evidence of its bytes where ``TailState/needsEvidence(for:now:)`` asked for it.
  case present(FileStamp, Evidence?)
}

/// Why reading starts again from the first byte.
package enum RestartReason: String, Hashable, Codable, Sendable {
  /// The file became shorter than what had been read.
  case truncated
  /// The same file now holds other bytes where some had been read.
  case rewritten
  /// Another file with other content stands under the path.
  case replaced
  /// A copy with the same beginning, but shorter, took the file's place and does not grow.
  case shorterCopy
}

/// What a look means for the reader of a log: whether the file is there, and whether it is still the same log.
package struct Verdict: Hashable, Sendable {
  /// A change in whether the file can be read.
  package enum Notice: Hashable, Sendable {
    /// Seen for the first time.
    case appeared
    /// Not there, and never seen yet.
    case absent
    /// No longer there; what was read stays valid.
    case gone
    /// There again after `gone` or `unreadable`.
    case returned
    case unreadable(ReadTrouble)
  }

  /// What became of the bytes.
  package enum Content: Hashable, Sendable {
    case unchanged
    /// The same file and the same log, perhaps longer.
    case continues
    /// Another file, but the same log as far as it was read: reading goes on at the same offset.
    case continuesInNewFile
    /// A copy shorter than what was read stands there; it may still be growing, so nothing is read until it settles.
    case waitsForCopy
    /// All that was read is void; reading starts at byte 0.
    case restarts(RestartReason)
  }

  /// A change in whether the file can be read, if any.
  package var notice: Notice?
  /// What became of the bytes.
  package var content: Content

  /// Nothing new.
  package static let nothing = Verdict(notice: nil, content: .unchanged)
}
