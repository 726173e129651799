import Glibc

/// The kernel's notices (inotify) of what happens in the watched folders.
///
/// One watch a folder, not a file: ten thousand channels in a hundred folders cost a hundred watches. It only makes
/// looks come sooner; whoever uses it polls as well, because the kernel cannot tell of writes by other machines.
struct FolderWatch: ~Copyable {
  /// What the notices since the last drain amount to.
  struct Changes {
    /// Paths of entries that came, went or changed their attributes; some more than once.
    var renamed: [RawPath] = []
    /// Paths of entries whose bytes were written; some more than once.
    var written: [RawPath] = []
    /// Folders that are no longer watched, because they were removed or renamed.
    var lost: Set<RawPath> = []
    /// True if the kernel dropped notices: anything may have changed.
    var overflowed = false
    /// Whether the kernel told of anything at all.
    var isAny = false
  }

  private var descriptor: Descriptor
  private var folders: [Int32: RawPath] = [:]
  private var watches: [RawPath: Int32] = [:]
  private var buffer = [UInt8](repeating: 0, count: 65_536)

  /// Opens the channel to the kernel; if there is none (limit reached), no folder will be watched.
  init() {
    descriptor = Descriptor(taking: inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC)))
  }

  /// For `poll`: readable when there is something to drain.
  var raw: Int32 { descriptor.raw }

  /// True if the kernel tells of changes in this folder.
  func isWatching(_ folder: RawPath) -> Bool { watches[folder] != nil }

  /// Asks for notices about a folder; false if the kernel refuses, and polling alone must find its changes.
  mutating func watch(_ folder: RawPath) -> Bool {
    guard descriptor.isOpen else { return false }
    let events =
      IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF
      | IN_ONLYDIR | IN_EXCL_UNLINK
    let watch = unsafe folder.withCString { unsafe inotify_add_watch(descriptor.raw, $0, UInt32(events)) }
    guard watch >= 0 else { return false }
    // The kernel gives a folder reached by two names one watch; the later name must not steal the notices.
    if let holder = folders[watch], holder != folder { return false }
    folders[watch] = folder
    watches[folder] = watch
    return true
  }

  /// Stops the notices about a folder.
  mutating func unwatch(_ folder: RawPath) {
    guard let watch = watches.removeValue(forKey: folder) else { return }
    folders[watch] = nil
    inotify_rm_watch(descriptor.raw, watch)
  }

  /// Takes all notices that have come.
  mutating func drain() -> Changes {
    var changes = Changes()
    while descriptor.isOpen {
      guard let count = try? descriptor.readAvailable(into: &buffer), count > 0 else { break }
      changes.isAny = true
      var rest = buffer[..<count]
      while let event = FolderEvent(from: &rest) { take(event, into: &changes) }
    }
    return changes
  }

  private mutating func take(_ event: FolderEvent, into changes: inout Changes) {
    if event.has(IN_Q_OVERFLOW) { changes.overflowed = true }
    guard let folder = folders[event.watch] else { return }
    if event.has(IN_IGNORED) || event.has(IN_MOVE_SELF) || event.has(IN_DELETE_SELF) {
      changes.lost.insert(folder)
      unwatch(folder)
      // Folders inside a moved folder send no notice of their own, and their paths may soon name others.
      let inside = watches.keys.filter { $0.bytes.starts(with: folder.bytes + [RawPath.slash]) }
      for path in inside { unwatch(path) }
    } else if let name = event.name {
      let path = folder.appending(name)
      if event.has(IN_MODIFY) { changes.written.append(path) } else { changes.renamed.append(path) }
    }
  }
}

/// One notice as the kernel lays it out: watch, mask, cookie and length of 4 bytes each, then a NUL-padded name.
struct FolderEvent {
  let watch: Int32
  let mask: UInt32
  /// Name of the entry concerned; nil if it is the folder itself.
  let name: ArraySlice<UInt8>?

  /// Takes the next notice off the front; nil if there is no whole one.
  init?(from bytes: inout ArraySlice<UInt8>) {
    guard bytes.count >= 16 else { return nil }
    // Little-endian, like every machine on which Swift runs under Linux.
    func word(_ index: Int) -> UInt32 {
      let start = bytes.startIndex + index * 4
      var value: UInt32 = 0
      for byte in bytes[start..<(start + 4)].reversed() { value = value << 8 | UInt32(byte) }
      return value
    }
    watch = Int32(bitPattern: word(0))
    mask = word(1)
    let length = Int(word(3))
    guard bytes.count >= 16 + length else { return nil }
    let field = bytes.dropFirst(16).prefix(length)
    name = length == 0 ? nil : field.prefix { $0 != 0 }
    bytes = bytes.dropFirst(16 + length)
  }

  /// True if the notice carries this `IN_…` bit.
  func has(_ bit: Int32) -> Bool { mask & UInt32(bitPattern: bit) != 0 }
}
