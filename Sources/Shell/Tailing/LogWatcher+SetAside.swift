/// Files whose bytes are not to be offered for now.
extension LogWatcher {
  /// Sets a file aside as a copy of another one: it comes back as ``WatchEvent/reconsidered(_:)`` when it is longer than
  /// it is now, or another file.
  package mutating func ignoreCopy(_ file: FileID) {
    setAside(file, .untilLonger(than: state(of: file)?.stamp?.size ?? 0))
  }

  /// Holds a file back whose turn has not come; what happens to it is reported all the same.
  package mutating func hold(_ file: FileID) { setAside(file, .held) }

  /// Offers a file again that was held back.
  package mutating func release(_ file: FileID) {
    guard let tailed = tailed(file) else { return }
    tailed.setAside = nil
    if tailed.tail.state.pending > 0 { queue.append(file) }
  }

  /// Starts a file again from its first byte; a file that is set aside stays so.
  package mutating func rewind(_ file: FileID) {
    guard let tailed = tailed(file) else { return }
    tailed.tail.rewind()
    if tailed.setAside == nil, tailed.tail.state.pending > 0 { queue.append(file) }
  }

  /// Gives a file away to be read on another thread: it is not looked at until it is given back.
  package mutating func lend(_ file: FileID) -> (path: RawPath, state: TailState)? {
    guard let tailed = tailed(file) else { return nil }
    setAside(file, .lent)
    return (tailed.tail.path, tailed.tail.state)
  }

  /// Takes a file back as far as it was read; the next look finds out what happened to it since.
  package mutating func takeBack(_ file: FileID, at state: TailState) {
    guard let tailed = tailed(file), tailed.setAside == .lent else { return }
    replaceTail(of: tailed, by: state)
    release(file)
    lookSoon(at: file)
  }

  private mutating func replaceTail(of file: TailedFile, by state: TailState) {
    let wasOpen = file.tail.isOpen
    file.tail = Tail(path: file.tail.path, resuming: state)
    account(for: file, wasOpen: wasOpen)
  }

  mutating func setAside(_ file: FileID, _ kind: TailedFile.SetAside) {
    guard let tailed = tailed(file) else { return }
    tailed.setAside = kind
    queue.remove(file)
    let wasOpen = tailed.tail.isOpen
    tailed.tail.close()
    account(for: tailed, wasOpen: wasOpen)
  }
}
