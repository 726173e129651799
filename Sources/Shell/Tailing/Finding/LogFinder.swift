/// Knows which files may be logs, and hears of changes in their folders.
///
/// Folders are listed anew when the kernel tells of an unknown name in one, and otherwise once a minute; folders about
/// which it gives no notice (network shares, limit of watches reached) are listed at every poll.
struct LogFinder: ~Copyable {
  private let expansion: PathExpansion
  private let hearsOfChanges: Bool
  private var folders: [RawPath: Bool] = [:]
  private var obstacles: [RawPath: ReadTrouble] = [:]
  private var folderWatch = FolderWatch()
  private var mounts = MountTable([])
  private var isAsked = true
  private var hearsOfAllFolders = false
  private var lastListing = -Double.infinity
  private var lastDrain = -Double.infinity

  /// Seconds between two drains of the kernel's notices: ten thousand busy files must not wake the reader each time.
  static let drainInterval = 0.1
  /// Seconds between two listings at least, when notices ask for them.
  static let listingInterval = 1.0
  /// Seconds between two listings at most.
  static let idleListingInterval = 60.0

  init(_ expansion: PathExpansion, hearsOfChanges: Bool) {
    self.expansion = expansion
    self.hearsOfChanges = hearsOfChanges
  }

  /// For `poll`: readable when there is notice to take.
  var noticeDescriptor: Int32 { folderWatch.raw }

  /// When notices may be taken again.
  var nextDrain: Double { lastDrain + LogFinder.drainInterval }

  /// When folders must be listed again.
  var nextListing: Double {
    lastListing + (isAsked ? LogFinder.listingInterval : LogFinder.idleListingInterval)
  }

  /// True if the file system with this number (`st_dev`) is a network share.
  func isShare(_ device: UInt64) -> Bool { mounts.isRemote(device) }

  /// What happened in the watched folders since the last time; nil if it is too soon to ask again.
  mutating func takeNotices(now: Double) -> FolderWatch.Changes? {
    guard now >= nextDrain else { return nil }
    let changes = folderWatch.drain()
    // Where nothing came there is no crowd to wait for: the next notice may end a wait at once.
    if changes.isAny { lastDrain = now }
    if changes.overflowed || !changes.lost.isEmpty { isAsked = true }
    return changes
  }

  /// Has the folders listed in the next round.
  mutating func listNext() { lastListing = -.infinity }

  /// Takes in that something stirred under a path that is not one of the files found: it may be a new log.
  mutating func consider(_ unknown: RawPath) {
    if folders[unknown.parent] == true, unknown.name.first != UInt8(ascii: ".") { isAsked = true }
  }

  /// Lists the folders if it is time to; nil if not.
  ///
  /// `isSweep` is true if every file is looked at in this round; the events get what obstructs and no longer does.
  mutating func find(now: Double, isSweep: Bool, events: inout [WatchEvent]) -> Discovery? {
    guard now >= nextListing || (isSweep && !hearsOfAllFolders) else { return nil }
    lastListing = now
    isAsked = false
    mounts = MountTable.current()
    var found = expansion.discover()
    // What came into a folder between its listing and its watch would be missed: list until nothing new is watched.
    for _ in 0..<4 where watchFolders(of: found) { found = expansion.discover() }
    report(found.obstacles, events: &events)
    return found
  }

  /// Watches the folders found and no others; true if any is new.
  private mutating func watchFolders(of found: Discovery) -> Bool {
    var present: [RawPath: Bool] = [:]
    var anyNew = false
    hearsOfAllFolders = true
    for folder in found.folders {
      present[folder.path] = folder.bringsNewLogs
      if folderWatch.isWatching(folder.path) { continue }
      // The kernel's cost of a watch grows with the folder's files, of whatever kind.
      if hearsOfChanges, !isOnShare(folder.path), folderWatch.watch(folder.path) {
        anyNew = true
      } else {
        hearsOfAllFolders = false
      }
    }
    for path in folders.keys where present[path] == nil { folderWatch.unwatch(path) }
    folders = present
    return anyNew
  }

  private func isOnShare(_ folder: RawPath) -> Bool {
    guard case .success(.folder(let stamp)) = Entry.at(folder) else { return false }
    return mounts.isRemote(stamp.device)
  }

  private mutating func report(_ found: [Discovery.Obstacle], events: inout [WatchEvent]) {
    var present: [RawPath: ReadTrouble] = [:]
    for obstacle in found { present[obstacle.path] = obstacle.trouble }
    for (path, trouble) in present.sorted(by: { $0.key < $1.key }) where obstacles[path] != trouble {
      events.append(.obstructed(path, trouble))
    }
    for path in obstacles.keys.sorted() where present[path] == nil { events.append(.cleared(path)) }
    obstacles = present
  }
}
