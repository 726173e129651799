import Foundation
import Glibc
import Testing

@testable import Tailing

/// A folder of its own for a test, removed with all in it when the test lets go of it.
final class LogFolder {
  let path: RawPath
  private var tick = 0

  init() throws {
    var template = Array((FileManager.default.temporaryDirectory.path + "/celltop-tailing-XXXXXX").utf8CString)
    try #require(unsafe mkdtemp(&template) != nil)
    path = RawPath(template.map { UInt8(bitPattern: $0) })
  }

  deinit {
    LogFolder.remove(path)
  }

  func file(_ name: String) -> RawPath { name.split(separator: "/").reduce(path) { $0.appending($1.utf8) } }

  /// Writes the content over what is there, keeping the inode of an existing file.
  func write(_ bytes: [UInt8], to file: RawPath) {
    put(bytes, to: file, flags: O_WRONLY | O_CREAT | O_TRUNC)
  }

  func append(_ bytes: [UInt8], to file: RawPath) {
    put(bytes, to: file, flags: O_WRONLY | O_CREAT | O_APPEND)
  }

  /// Overwrites the first bytes in place.
  func overwriteHead(of file: RawPath, with bytes: [UInt8]) {
    put(bytes, to: file, flags: O_WRONLY)
  }

  /// Replaces a file as rsync does: a hidden copy is written, then renamed over the old file.
  func replace(_ file: RawPath, by bytes: [UInt8]) {
    let copy = file.parent.appending(".copy.x7Qz2k".utf8)
    write(bytes, to: copy)
    move(copy, to: file)
  }

  func cut(_ file: RawPath, to size: Int) {
    #expect(unsafe file.withCString { unsafe truncate($0, size) } == 0)
    setTime(of: file)
  }

  func move(_ file: RawPath, to other: RawPath) {
    #expect(unsafe file.withCString { from in unsafe other.withCString { unsafe rename(from, $0) } } == 0)
  }

  func delete(_ file: RawPath) {
    #expect(unsafe file.withCString { unsafe unlink($0) } == 0)
  }

  func makeFolder(_ folder: RawPath) {
    #expect(unsafe folder.withCString { unsafe mkdir($0, 0o755) } == 0)
  }

  func link(_ name: RawPath, to target: String) {
    #expect(unsafe name.withCString { unsafe symlink(target, $0) } == 0)
  }

  func makePipe(_ name: RawPath) {
    #expect(unsafe name.withCString { unsafe mkfifo($0, 0o644) } == 0)
  }

  private static func remove(_ folder: RawPath) {
    let items = (try? FolderListing(of: folder, wantsHidden: true))?.items ?? []
    for item in items where item.kind == .folder { remove(folder.appending(item.name)) }
    for item in items where item.kind != .folder {
      _ = unsafe folder.appending(item.name).withCString { unsafe unlink($0) }
    }
    _ = unsafe folder.withCString { unsafe rmdir($0) }
  }

  private func put(_ bytes: [UInt8], to file: RawPath, flags: Int32) {
    let descriptor = unsafe file.withCString { unsafe open($0, flags, 0o644) }
    #expect(descriptor >= 0)
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      #expect(count == bytes.count)
      if count <= 0 { break }
      written += count
    }
    close(descriptor)
    setTime(of: file)
  }

  /// Gives every change a second of its own: kernels before 6.13 count file time in ticks of some milliseconds, in
  /// which a test does more than any cycler.
  private func setTime(of file: RawPath) {
    tick += 1
    let time = timespec(tv_sec: 1_700_000_000 + tick, tv_nsec: 0)
    var times = [time, time]
    #expect(unsafe file.withCString { unsafe utimensat(AT_FDCWD, $0, &times, 0) } == 0)
  }
}

/// A consumer that keeps all bytes it was given, and holds the watcher to its promises.
struct Reader {
  private(set) var contents: [FileID: [UInt8]] = [:]
  private(set) var events: [WatchEvent] = []
  private(set) var brokenPromises: [String] = []
  private var buffer: [UInt8] = []

  mutating func look(with watcher: inout LogWatcher, now: Double) {
    for event in watcher.look(now: now) {
      events.append(event)
      switch event {
      case .appeared(let file): contents[file] = []
      case .restarted(let file, _), .reconsidered(let file): contents[file] = []
      default: break
      }
    }
  }

  /// Reads one turn from the file that waits longest; false if none waits.
  mutating func readOne(with watcher: inout LogWatcher, limit: Int = LogWatcher.turn) -> Bool {
    guard let file = watcher.nextPending() else { return false }
    if case .chunk(let chunk) = watcher.readNext(file, into: &buffer, limit: limit) {
      if chunk.offset != contents[file]?.count { brokenPromises.append("gap before \(chunk) of \(file)") }
      if chunk.range.count > limit || chunk.range.isEmpty { brokenPromises.append("\(chunk) for a limit of \(limit)") }
      contents[file, default: []].append(contentsOf: buffer[chunk.range])
    }
    return true
  }

  mutating func readAll(with watcher: inout LogWatcher) {
    while readOne(with: &watcher) {}
  }

  /// The bytes read so far from the file of this name.
  func content(of name: String, in watcher: borrowing LogWatcher) -> [UInt8]? {
    contents.first { watcher.name(of: $0.key) == RawPath(name) }?.value
  }
}
