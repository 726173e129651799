/// A watched file, by a number that holds as long as its watcher.
package struct FileID: Hashable, Sendable {
  let index: Int

  /// Bytes that come by standard input instead of a file.
  package static let standardInput = FileID(index: -1)
}

/// What a look at the watched paths found out.
package enum WatchEvent: Hashable, Sendable {
  /// A file is there for the first time; its bytes can be read.
  case appeared(FileID)
  /// A file that the user named is not there, and never was.
  case absent(FileID)
  /// A file is no longer there; what was read from it stays valid.
  case gone(FileID)
  /// A file that was gone or unreadable is there again; a ``restarted(_:_:)`` follows if it is not the same log.
  case returned(FileID)
  /// A file is there but cannot be read; it is tried again at every poll.
  case unreadable(FileID, ReadTrouble)
  /// All that was read from the file is void: discard it, the next bytes are the first of the file.
  case restarted(FileID, RestartReason)
  /// The file was replaced by a longer copy of itself; reading goes on where it stood.
  case continuedInNewFile(FileID)
  /// A file that was set aside deserves another look; the next bytes are the first of the file.
  case reconsidered(FileID)
  /// Standard input came to its end.
  case ended(FileID)
  /// A folder or link cannot be read, or a bound was reached.
  case obstructed(RawPath, ReadTrouble)
  /// What obstructed the path is over.
  case cleared(RawPath)
}
