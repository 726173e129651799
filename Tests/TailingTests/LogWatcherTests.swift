import Glibc
import Testing

@testable import Tailing

@Suite("The watcher")
struct LogWatcherTests {
  private let folder: LogFolder

  init() throws {
    folder = try LogFolder()
  }

  /// A watcher that polls so seldom that what it finds it was told by the kernel.
  private func noticingWatcher() -> LogWatcher {
    LogWatcher(PathExpansion([folder.path]), pollInterval: 1000)
  }

  @Test("The kernel's notice brings a new log, its growth, and a log in a new folder")
  func notices() {
    var watcher = noticingWatcher()
    var reader = Reader()
    reader.look(with: &watcher, now: 0)
    folder.write(Array("one\n".utf8), to: folder.file("new.csv"))
    #expect(watcher.wait(timeout: 20, now: 2) == .changed)
    reader.look(with: &watcher, now: 3)
    reader.readAll(with: &watcher)
    #expect(reader.content(of: "new.csv", in: watcher) == Array("one\n".utf8))

    folder.append(Array("two\n".utf8), to: folder.file("new.csv"))
    #expect(watcher.wait(timeout: 20, now: 4) == .changed)
    reader.look(with: &watcher, now: 4)
    reader.readAll(with: &watcher)
    #expect(reader.content(of: "new.csv", in: watcher) == Array("one\ntwo\n".utf8))

    folder.makeFolder(folder.file("run"))
    folder.write([1], to: folder.file("run/inner.csv"))
    #expect(watcher.wait(timeout: 20, now: 6) == .changed)
    reader.look(with: &watcher, now: 6)
    reader.readAll(with: &watcher)
    #expect(reader.content(of: "run/inner.csv", in: watcher) == [1])

    folder.append([2], to: folder.file("run/inner.csv"))
    #expect(watcher.wait(timeout: 20, now: 8) == .changed)
    reader.look(with: &watcher, now: 8)
    reader.readAll(with: &watcher)
    #expect(reader.content(of: "run/inner.csv", in: watcher) == [1, 2], "the new folder is watched, too")
  }

  @Test("A log that nobody may open is told as unreadable, and the others are read")
  func forbidden() {
    folder.write([1], to: folder.file("mine.csv"))
    folder.write([2], to: folder.file("secret.csv"))
    unsafe folder.file("secret.csv").withCString { #expect(unsafe chmod($0, 0) == 0) }
    unsafe folder.path.withCString { #expect(unsafe chmod($0, 0o755) == 0) }
    // Root may open everything, unless it asks for files in another's name.
    let setFileUser = unsafe unsafeBitCast(
      dlsym(dlopen(nil, RTLD_NOW), "setfsuid"), to: (@convention(c) (UInt32) -> Int32)?.self)
    if geteuid() == 0 { _ = setFileUser?(65534) }
    defer { if geteuid() == 0 { _ = setFileUser?(0) } }
    var watcher = LogWatcher(PathExpansion([folder.path]))
    let events = watcher.look(now: 0)
    let names = events.map { event in
      switch event {
      case .appeared(let file): "appeared \(watcher.name(of: file)?.description ?? "")"
      case .unreadable(let file, let trouble): "\(trouble.reason) \(watcher.name(of: file)?.description ?? "")"
      default: "other"
      }
    }
    #expect(names == ["appeared mine.csv", "permission denied secret.csv"])
  }

  @Test("Reading a log writes nothing to its disk, not even when it was read")
  func accessTime() {
    let log = folder.file("cell.csv")
    folder.write([1, 2, 3], to: log)
    // An access before the newest change is what the kernel would bring up to date.
    let times = [timespec(tv_sec: 1_000_000, tv_nsec: 0), timespec(tv_sec: 2_000_000, tv_nsec: 0)]
    unsafe log.withCString { path in
      _ = unsafe times.withUnsafeBufferPointer { unsafe utimensat(AT_FDCWD, path, $0.baseAddress, 0) }
    }
    var watcher = LogWatcher(PathExpansion([folder.path]))
    var reader = Reader()
    reader.look(with: &watcher, now: 0)
    reader.readAll(with: &watcher)
    #expect(reader.content(of: "cell.csv", in: watcher) == [1, 2, 3])
    var status = stat()
    unsafe log.withCString { #expect(unsafe stat($0, &status) == 0) }
    #expect(status.st_atim.tv_sec == 1_000_000)
  }

  @Test("A watcher that is told of nothing still finds what came, when it looks")
  func hearsNothing() {
    folder.write([1], to: folder.file("one.csv"))
    var watcher = LogWatcher(PathExpansion([folder.path]), pollInterval: 5, hearsOfChanges: false)
    var reader = Reader()
    reader.look(with: &watcher, now: 0)
    reader.readAll(with: &watcher)
    folder.append([2], to: folder.file("one.csv"))
    folder.write([3], to: folder.file("two.csv"))
    reader.look(with: &watcher, now: 1)
    #expect(watcher.pendingFiles.isEmpty, "nobody told")
    reader.look(with: &watcher, now: 6)
    reader.readAll(with: &watcher)
    #expect(reader.content(of: "one.csv", in: watcher) == [1, 2])
    #expect(reader.content(of: "two.csv", in: watcher) == [3])
  }

  @Test("A busy log that is replaced under its name is noticed at once, and so is its end")
  func noticesOfNames() {
    let log = folder.file("cell.csv")
    folder.write(Array("one\n".utf8), to: log)
    var watcher = noticingWatcher()
    var reader = Reader()
    reader.look(with: &watcher, now: 0)
    reader.readAll(with: &watcher)
    folder.replace(log, by: Array("one\ntwo\n".utf8))
    reader.look(with: &watcher, now: 1)
    reader.readAll(with: &watcher)
    #expect(reader.content(of: "cell.csv", in: watcher) == Array("one\ntwo\n".utf8))
    #expect(reader.brokenPromises.isEmpty)
    folder.delete(log)
    let before = reader.events.count
    reader.look(with: &watcher, now: 2)
    guard reader.events.count == before + 1, case .gone = reader.events.last else {
      Issue.record("\(reader.events)")
      return
    }
  }

  @Test("A folder moved away and made anew is watched in its new place")
  func movedFolder() {
    folder.makeFolder(folder.file("run"))
    folder.makeFolder(folder.file("run/sub"))
    var watcher = noticingWatcher()
    var reader = Reader()
    reader.look(with: &watcher, now: 0)
    folder.move(folder.file("run"), to: folder.file("old"))
    folder.makeFolder(folder.file("run"))
    folder.makeFolder(folder.file("run/sub"))
    reader.look(with: &watcher, now: 2)
    folder.write([7], to: folder.file("run/sub/cell.csv"))
    #expect(watcher.wait(timeout: 20, now: 4) == .changed)
    reader.look(with: &watcher, now: 4)
    reader.readAll(with: &watcher)
    #expect(reader.content(of: "run/sub/cell.csv", in: watcher) == [7])
  }

  @Test("More notices than the kernel keeps lose no growth")
  func overflow() {
    let names = (0..<3).map { folder.file("\($0).csv") }
    for name in names { folder.write([], to: name) }
    var watcher = noticingWatcher()
    var reader = Reader()
    reader.look(with: &watcher, now: 0)
    for index in 0..<10_000 { folder.append([UInt8(index % 250)], to: names[index % 2]) }
    folder.append([9], to: names[2])
    reader.look(with: &watcher, now: 1)
    reader.readAll(with: &watcher)
    #expect(reader.content(of: "0.csv", in: watcher)?.count == 5000)
    #expect(reader.content(of: "1.csv", in: watcher)?.count == 5000)
    #expect(reader.content(of: "2.csv", in: watcher) == [9])
  }

  @Test("Polling alone finds what no notice tells")
  func polling() {
    folder.write([1], to: folder.file("a.csv"))
    // A link's target lies in a folder that is not watched, as a file written by another machine would seem to.
    folder.makeFolder(folder.file("far"))
    folder.makeFolder(folder.file("near"))
    folder.write([1], to: folder.file("far/cell.csv"))
    folder.link(folder.file("near/cell.csv"), to: "../far/cell.csv")
    var watcher = LogWatcher(PathExpansion([folder.file("near")]), pollInterval: 5)
    var reader = Reader()
    reader.look(with: &watcher, now: 0)
    reader.readAll(with: &watcher)
    folder.append([2], to: folder.file("far/cell.csv"))
    reader.look(with: &watcher, now: 4)
    reader.readAll(with: &watcher)
    #expect(reader.content(of: "cell.csv", in: watcher) == [1])
    reader.look(with: &watcher, now: 5)
    reader.readAll(with: &watcher)
    #expect(reader.content(of: "cell.csv", in: watcher) == [1, 2])
  }

  @Test("Another thread can end the wait, even before it begins")
  func waking() async {
    var watcher = noticingWatcher()
    _ = watcher.look(now: 0)
    let waker = watcher.waker
    await Task.detached { waker.wake() }.value
    #expect(watcher.wait(timeout: 100, now: 1) == .woken)
    #expect(watcher.wait(timeout: 0, now: 1) == .timeout, "a wake counts once")
  }

  @Test("A long log does not keep short ones waiting")
  func fairness() {
    folder.write([UInt8](repeating: 1, count: 1000), to: folder.file("a-long.csv"))
    folder.write([2], to: folder.file("b.csv"))
    folder.write([3], to: folder.file("c.csv"))
    var watcher = noticingWatcher()
    var buffer: [UInt8] = []
    _ = watcher.look(now: 0)
    var order: [String] = []
    while let file = watcher.nextPending() {
      order.append(watcher.name(of: file)?.description ?? "")
      let waiting = watcher.pendingFiles
      #expect(waiting.first == file)
      _ = watcher.readNext(file, into: &buffer, limit: 400)
    }
    #expect(order == ["a-long.csv", "b.csv", "c.csv", "a-long.csv", "a-long.csv"])
  }

  @Test("A file set aside comes back when it is replaced, or grows if it was too short to tell")
  func settingAside() throws {
    folder.write(Array("notes".utf8), to: folder.file("notes.txt"))
    folder.write(Array("ti".utf8), to: folder.file("young.csv"))
    var watcher = noticingWatcher()
    var reader = Reader()
    reader.look(with: &watcher, now: 0)
    reader.readAll(with: &watcher)
    let files = try [0, 1].map { index in
      guard case .appeared(let file) = reader.events[index] else { throw ReadTrouble.notAFile }
      return file
    }
    watcher.ignore(files[0])
    watcher.ignore(files[1], untilGrown: true)
    folder.append(Array(", more".utf8), to: folder.file("notes.txt"))
    folder.append(Array("me,v\n".utf8), to: folder.file("young.csv"))
    reader.look(with: &watcher, now: 5)
    #expect(reader.events.suffix(1) == [.reconsidered(files[1])])
    reader.readAll(with: &watcher)
    #expect(reader.content(of: "young.csv", in: watcher) == Array("time,v\n".utf8))
    #expect(reader.content(of: "notes.txt", in: watcher) == Array("notes".utf8))

    folder.replace(folder.file("notes.txt"), by: Array("time,voltage\n".utf8))
    reader.look(with: &watcher, now: 10)
    #expect(reader.events.suffix(1) == [.reconsidered(files[0])])
    reader.readAll(with: &watcher)
    #expect(reader.content(of: "notes.txt", in: watcher) == Array("time,voltage\n".utf8))
  }

  @Test("Files set aside are forgotten when they are gone")
  func forgetting() {
    var watcher = noticingWatcher()
    _ = watcher.look(now: 0)
    folder.write([1], to: folder.file("passing.tmp"))
    let events = watcher.look(now: 2)
    guard case .appeared(let file) = events.first else { Issue.record("\(events)"); return }
    watcher.ignore(file)
    folder.delete(folder.file("passing.tmp"))
    #expect(watcher.look(now: 4) == [])
    #expect(watcher.path(of: file) == nil)
    folder.write([2], to: folder.file("passing.tmp"))
    #expect(watcher.look(now: 6).count == 1)
  }

  @Test("What cannot be read is reported once, and read when it can be")
  func unreadable() {
    folder.link(folder.file("cell.csv"), to: "cell.csv")
    folder.makePipe(folder.file("pipe.csv"))
    let paths = ["cell.csv", "later.csv", "pipe.csv"].map { folder.file($0) }
    var watcher = LogWatcher(PathExpansion(paths), pollInterval: 5)
    var reader = Reader()
    reader.look(with: &watcher, now: 0)
    let ids = reader.events.map { event -> FileID in
      switch event {
      case .unreadable(let file, _), .absent(let file): file
      default: .standardInput
      }
    }
    #expect(
      reader.events == [
        .unreadable(ids[0], ReadTrouble(code: ELOOP)), .absent(ids[1]), .unreadable(ids[2], .notAFile),
      ])
    reader.look(with: &watcher, now: 5)
    #expect(reader.events.count == 3)
    folder.replace(paths[0], by: [1])
    folder.write([2], to: paths[1])
    reader.look(with: &watcher, now: 10)
    reader.readAll(with: &watcher)
    #expect(reader.events.suffix(2) == [.appeared(ids[0]), .appeared(ids[1])])
    #expect(reader.content(of: "cell.csv", in: watcher) == [1])
    #expect(reader.content(of: "later.csv", in: watcher) == [2])
  }

  @Test("Obstacles are reported when they come and when they are over")
  func obstacles() {
    let bad = folder.file("loop.csv")
    folder.link(bad, to: "loop.csv")
    var watcher = noticingWatcher()
    #expect(watcher.look(now: 0) == [.obstructed(bad, ReadTrouble(code: ELOOP))])
    #expect(watcher.look(now: 1000) == [])
    folder.delete(bad)
    #expect(watcher.look(now: 2000) == [.cleared(bad)])
  }

  @Test("Many busy logs share a few descriptors, and idle ones hold none")
  func descriptors() {
    let names = (10..<50).map { folder.file("\($0).csv") }
    for name in names { folder.write([1], to: name) }
    var watcher = LogWatcher(PathExpansion([folder.path]), pollInterval: 5, openLimit: 8)
    var reader = Reader()
    for round in 0..<4 {
      reader.look(with: &watcher, now: Double(round) * 5)
      let openAfterLook = watcher.openCount
      #expect(openAfterLook <= 8)
      reader.readAll(with: &watcher)
      let open = watcher.openCount
      #expect((1...8).contains(open))
      for name in names { folder.append([UInt8(round)], to: name) }
    }
    for round in 4..<7 {
      reader.look(with: &watcher, now: Double(round) * 5)
      reader.readAll(with: &watcher)
    }
    let openAtRest = watcher.openCount
    #expect(openAtRest == 0)
    #expect(reader.brokenPromises.isEmpty)
    #expect(reader.contents.values.allSatisfy { $0 == [1, 0, 1, 2, 3] })
  }

  @Test("A log rewritten between look and read is not read on as if nothing had happened")
  func rewrittenAfterLook() {
    let header = String(repeating: "header ", count: 200)
    let log = folder.file("a.csv")
    folder.write(Array((header + "1,3.701\n2,3.702\n3,3.703\n").utf8), to: log)
    var tail = Tail(path: log)
    var buffer: [UInt8] = []
    var scratch: [UInt8] = []
    _ = tail.look(now: 0, scratch: &scratch)
    let offset = header.utf8.count + 8
    let first = tail.next(into: &buffer, limit: offset)
    #expect(first == .chunk(Chunk(offset: 0, range: 0..<offset, reachesEnd: false)))
    let rewritten = Array((header + "1,4.111\n2,4.112\n3,4.113\n4,4.114\n").utf8)
    folder.write(rewritten, to: log)
    let second = tail.next(into: &buffer, limit: 100)
    #expect(second == .changed)
    let verdict = tail.look(now: 1, scratch: &scratch)
    #expect(verdict.content == .restarts(.rewritten))
    let third = tail.next(into: &buffer, limit: 10_000)
    #expect(third == .chunk(Chunk(offset: 0, range: 0..<rewritten.count, reachesEnd: true)))
  }

  @Test("An old stretch can be read again without losing the place")
  func readingAgain() throws {
    folder.write(Array("0123456789".utf8), to: folder.file("a.csv"))
    var watcher = noticingWatcher()
    var reader = Reader()
    reader.look(with: &watcher, now: 0)
    reader.readAll(with: &watcher)
    let file = try #require(reader.contents.keys.first)
    var buffer: [UInt8] = []
    let count = try watcher.read(file, at: 3, count: 4, into: &buffer)
    #expect(Array(buffer.prefix(count)) == Array("3456".utf8))
    #expect(try watcher.read(file, at: 8, count: 4, into: &buffer) == 2)
    #expect(watcher.state(of: file)?.offset == 10)
  }

  @Test("Standard input is read as it comes, and its end is told")
  func standardInput() {
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    var input = StandardInput(duplicating: ends[0])
    var buffer: [UInt8] = []
    #expect(input.next(into: &buffer, limit: 4) == .nothing, "an empty pipe must not block")
    let readyBefore = input.isReady
    #expect(!readyBefore)
    #expect(unsafe write(ends[1], "abcdef", 6) == 6)
    let ready = input.isReady
    #expect(ready)
    #expect(input.next(into: &buffer, limit: 4) == .chunk(Chunk(offset: 0, range: 0..<4, reachesEnd: false)))
    #expect(input.next(into: &buffer, limit: 4) == .chunk(Chunk(offset: 4, range: 0..<2, reachesEnd: true)))
    #expect(buffer.prefix(2) == [101, 102])
    let endedEarly = input.hasEnded
    #expect(!endedEarly)
    close(ends[1])
    #expect(input.next(into: &buffer, limit: 4) == .nothing)
    let ended = input.hasEnded
    #expect(ended)
    close(ends[0])
  }
}
