/// A file as the watcher keeps it; a reference, because a `Tail` owns a descriptor and cannot lie in an array.
final class TailedFile {
  /// When a file set aside is shown to the consumer again.
  enum SetAside: Equatable {
    case untilReplaced, untilGrown
    /// A copy of another file, until it holds more than that.
    case untilLonger(than: Int)
    /// Known to be a log, but not its turn yet: its changes are reported, its bytes are not offered.
    case held
    /// Being read by somebody else, who gives back how far that came.
    case lent
  }

  let id: FileID
  /// Path relative to the root given.
  let name: RawPath
  var tail: Tail
  /// Set while the consumer does not want the file.
  var setAside: SetAside?

  init(id: FileID, name: RawPath, tail: consuming Tail) {
    self.id = id
    self.name = name
    self.tail = tail
  }
}
