/// The logs and folders that the given paths lead to at one moment.
package struct Discovery: Sendable {
  /// A file that may be a log.
  package struct Candidate: Hashable, Sendable {
    /// Where the file lies.
    package let path: RawPath
    /// Path relative to the root that was given: the same on every start and for every user of a share.
    package let name: RawPath
  }

  /// A folder whose changes matter.
  package struct Folder: Hashable, Sendable {
    /// Where the folder lies.
    package let path: RawPath
    /// True if a new name in it may be a new log; false if only files named by the user are of interest.
    package let bringsNewLogs: Bool
  }

  /// A path that could not be read.
  package struct Obstacle: Hashable, Sendable {
    /// What could not be read.
    package let path: RawPath
    /// Why.
    package let trouble: ReadTrouble
  }

  /// Sorted by path, each file once.
  package private(set) var candidates: [Candidate] = []
  /// Sorted by path.
  package private(set) var folders: [Folder] = []
  /// Folders and links that could not be read; sorted by path.
  package private(set) var obstacles: [Obstacle] = []
  /// True if `-` was among the paths.
  package internal(set) var includesStandardInput = false

  /// How much one discovery takes in at most; what lies beyond is reported as an obstacle.
  package struct Bounds: Sendable {
    /// Files in all.
    package var files = 100_000
    /// Folders in all.
    package var folders = 20_000
    /// Folders inside folders.
    package var depth = 32

    /// Bounds that no lab is expected to reach.
    package init() {}
  }

  private let bounds: Bounds
  private var visited: Set<Place> = []
  private var linkedFolders: [(path: RawPath, name: RawPath, depth: Int)] = []
  private var linkedFiles: [(candidate: Candidate, place: Place)] = []
  private var places: [RawPath: Bool] = [:]

  private struct Place: Hashable {
    var device: UInt64
    var inode: UInt64
  }

  init(bounds: Bounds) {
    self.bounds = bounds
  }

  /// Adds a path that the user named, be it a file, a folder or nothing yet.
  mutating func add(_ path: RawPath, name: RawPath, asFolder label: RawPath) {
    switch Entry.at(path) {
    case .success(.folder): walk(path, name: label, depth: 0)
    default:
      candidates.append(Candidate(path: path, name: name))
      addFolder(path.parent, bringsNewLogs: false)
    }
  }

  /// Adds all that a pattern matches below a folder.
  mutating func add(_ pattern: ArraySlice<GlobPattern>, in folder: RawPath, name: RawPath, depth: Int = 0) {
    guard let component = pattern.first else { return addMatch(folder, name: name) }
    let rest = pattern.dropFirst()
    if component.isRecursive {
      add(rest.isEmpty ? [GlobPattern("*".utf8)] : rest, in: folder, name: name, depth: depth)
    } else if let literal = component.literalName {
      let path = folder.appending(literal)
      guard case .success(let entry) = Entry.at(path) else {
        return addFolder(folder, bringsNewLogs: true)
      }
      if rest.isEmpty, case .file = entry { addFolder(folder, bringsNewLogs: true) }
      return add(rest, in: path, name: name.appending(literal), depth: depth)
    }
    guard let listing = list(folder, wantsHidden: component.matches(".".utf8), depth: depth) else { return }
    for item in listing.items {
      let path = folder.appending(item.name)
      let isFolder = item.kind == .folder || (item.kind != .file && isFolder(path))
      if component.isRecursive {
        if isFolder, item.kind != .link {
          add(pattern, in: path, name: name.appending(item.name), depth: depth + 1)
        }
      } else if component.matches(item.name), isFolder || rest.isEmpty {
        add(rest, in: path, name: name.appending(item.name), depth: depth + 1)
      }
    }
  }

  private mutating func addMatch(_ path: RawPath, name: RawPath) {
    switch Entry.at(path) {
    case .success(.file): addFile(Candidate(path: path, name: name))
    case .success(.folder): walk(path, name: name, depth: 0)
    case .success(.other): break
    case .failure(let trouble):
      if !trouble.isAbsence { obstacles.append(Obstacle(path: path, trouble: trouble)) }
    }
  }

  /// Ends the collection: follows the links kept for last, takes doubles out and sorts.
  mutating func finish() {
    // Links come last so that a folder reached both ways keeps the name it has without the link.
    while let link = linkedFolders.popLast() { walk(link.path, name: link.name, depth: link.depth) }
    if !linkedFiles.isEmpty { addLinkedFiles() }
    candidates.sort { ($0.path, $0.name) < ($1.path, $1.name) }
    var seen: Set<RawPath> = []
    candidates.removeAll { !seen.insert($0.path.normalized).inserted }
    folders = places.map { Folder(path: $0.key, bringsNewLogs: $0.value) }.sorted { $0.path < $1.path }
    obstacles.sort { $0.path < $1.path }
    visited = []
    linkedFiles = []
    places = [:]
  }

  private mutating func walk(_ folder: RawPath, name: RawPath, depth: Int) {
    guard case .success(.folder(let stamp)) = Entry.at(folder) else { return }
    let isNew = visited.insert(Place(device: stamp.device, inode: stamp.inode)).inserted
    guard isNew, let listing = list(folder, wantsHidden: false, depth: depth) else { return }
    for item in listing.items {
      let path = folder.appending(item.name)
      let relative = name.appending(item.name)
      switch item.kind {
      case .file: addFile(Candidate(path: path, name: relative))
      case .folder: walk(path, name: relative, depth: depth + 1)
      case .link, .unknown: resolve(path, name: relative, depth: depth + 1)
      }
    }
  }

  private mutating func resolve(_ path: RawPath, name: RawPath, depth: Int) {
    switch Entry.at(path) {
    case .success(.folder):
      linkedFolders.append((path, name, depth))
    case .success(.file(let stamp)):
      linkedFiles.append((Candidate(path: path, name: name), Place(device: stamp.device, inode: stamp.inode)))
    case .success(.other):
      break
    case .failure(let trouble):
      // A link to nothing is not an obstacle: its target may come, and until then there is nothing to read.
      if !trouble.isAbsence { obstacles.append(Obstacle(path: path, trouble: trouble)) }
    }
  }

  /// Adds links such as `latest.csv` only if the file they point to is not listed under its own name.
  private mutating func addLinkedFiles() {
    var known: Set<Place> = []
    for candidate in candidates {
      guard case .success(.file(let stamp)) = Entry.at(candidate.path) else { continue }
      known.insert(Place(device: stamp.device, inode: stamp.inode))
    }
    for link in linkedFiles where known.insert(link.place).inserted { addFile(link.candidate) }
  }

  private mutating func addFile(_ candidate: Candidate) {
    if candidates.count < bounds.files {
      candidates.append(candidate)
    } else if obstacles.last?.trouble != .tooMany {
      obstacles.append(Obstacle(path: candidate.path, trouble: .tooMany))
    }
  }

  private mutating func addFolder(_ folder: RawPath, bringsNewLogs: Bool) {
    places[folder] = bringsNewLogs || places[folder] == true
  }

  private mutating func list(_ folder: RawPath, wantsHidden: Bool, depth: Int) -> FolderListing? {
    guard depth <= bounds.depth, places.count < bounds.folders else {
      if obstacles.last?.trouble != .tooMany { obstacles.append(Obstacle(path: folder, trouble: .tooMany)) }
      return nil
    }
    do {
      let listing = try FolderListing(of: folder, wantsHidden: wantsHidden)
      addFolder(folder, bringsNewLogs: true)
      return listing
    } catch {
      if !error.isAbsence { obstacles.append(Obstacle(path: folder, trouble: error)) }
      return nil
    }
  }

  private func isFolder(_ path: RawPath) -> Bool {
    if case .success(.folder) = Entry.at(path) { true } else { false }
  }
}
