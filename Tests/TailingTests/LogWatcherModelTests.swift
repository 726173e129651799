import Testing

@testable import Tailing

@Suite("Following logs through all that happens to files")
struct LogWatcherModelTests {
  @Test("After any sequence of changes the reader holds exactly what the files hold")
  func readerHoldsTheFiles() throws {
    var seen: Set<String> = []
    for seed in UInt64(0)..<400 {
      var story = try RandomStory(seed: seed)
      story.run(steps: 40)
      #expect(story.faults.isEmpty, "seed \(seed): \(story.faults)\n\(story.diary.joined(separator: "\n"))")
      if !story.faults.isEmpty { break }
      seen.formUnion(story.whatHappened)
    }
    let expected: Set = [
      "appeared", "gone", "returned", "continued", "truncated", "rewritten", "replaced", "shorterCopy",
    ]
    #expect(seen == expected, "the stories must lead through every branch")
  }
}

/// A seeded sequence of what cyclers, vendor programs, mirrors and people do to logs, with a watcher that follows.
private struct RandomStory: ~Copyable {
  private(set) var faults: [String] = []
  private(set) var diary: [String] = []
  private let folder: LogFolder
  private var watcher: LogWatcher
  private var reader = Reader()
  private var random: SeededGenerator
  private var now = 0.0
  /// What each file holds; nil for one that was deleted.
  private var truth: [RawPath: [UInt8]?] = [:]
  private var names: [RawPath]
  private var deleted: [RawPath: [UInt8]] = [:]
  private var copies: [RawPath: [UInt8]] = [:]
  private var rotations = 0
  private var row = 0
  private let sharedHeader: [UInt8]

  init(seed: UInt64) throws {
    folder = try LogFolder()
    random = SeededGenerator(seed: seed)
    folder.makeFolder(folder.file("bench"))
    names = [folder.file("a.csv"), folder.file("b.csv"), folder.file("bench/c.csv")]
    watcher = LogWatcher(PathExpansion([folder.path]))
    // Longer than the fingerprinted head in half of the stories: then only what precedes the offset tells logs apart.
    sharedHeader = Array("time,voltage,\(String(repeating: "x", count: seed % 2 == 0 ? 5 : 1100))\n".utf8)
  }

  /// The kinds of events that the watcher reported.
  var whatHappened: Set<String> {
    Set(
      reader.events.map { event in
        switch event {
        case .appeared: "appeared"
        case .gone: "gone"
        case .returned: "returned"
        case .continuedInNewFile: "continued"
        case .restarted(_, let reason): reason.rawValue
        default: "\(event)"
        }
      })
  }

  mutating func run(steps: Int) {
    for _ in 0..<steps {
      change(names[Int.random(in: 0..<names.count, using: &random)])
      drive()
      if Int.random(in: 0..<8, using: &random) == 0 { settle() }
    }
    settle()
  }

  private mutating func drive() {
    let pause = [nil, 0.15, 1.5, 6].randomElement(using: &random) ?? nil
    if let pause {
      now += pause
      reader.look(with: &watcher, now: now)
    }
    // Without a look, these reads meet files that have changed since.
    for _ in 0..<Int.random(in: 0..<6, using: &random) {
      let limit = Int.random(in: 1..<(Bool.random(using: &random) ? 100 : 3000), using: &random)
      if !reader.readOne(with: &watcher, limit: limit) { break }
    }
  }

  /// Lets the watcher come to rest, then compares.
  private mutating func settle() {
    for _ in 0..<4 {
      now += 6
      reader.look(with: &watcher, now: now)
      reader.readAll(with: &watcher)
    }
    faults += reader.brokenPromises
    for (path, content) in truth {
      guard let content else { continue }
      let relative = RawPath(path.bytes.dropFirst(folder.path.bytes.count + 1))
      let read = reader.content(of: relative.description, in: watcher)
      if read != content { faults.append("\(relative): read \(read?.count ?? -1) of \(content.count) bytes") }
    }
    diary.append("settled")
  }

  private mutating func change(_ file: RawPath) {
    guard let content = truth[file] ?? nil else { return create(file) }
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1, 2: append(rows(Int.random(in: 1..<30, using: &random)), to: file, "append rows")
    case 3: append(Array("3.70".utf8), to: file, "append half a line")
    case 4:
      note("rewrite in place", file)
      set(file, sharedHeader + rows(Int.random(in: 0..<60, using: &random))) { $0.write($1, to: file) }
    case 5:
      note("cut", file)
      let size = Int.random(in: 0...content.count, using: &random)
      truth[file] = Array(content.prefix(size))
      folder.cut(file, to: size)
    case 6:
      note("delete", file)
      deleted[file] = content
      truth[file] = .some(nil)
      folder.delete(file)
    case 7:
      note("replace by a longer copy", file)
      set(file, content + rows(Int.random(in: 0..<30, using: &random))) { $0.replace(file, by: $1) }
    case 8:
      note("replace by another log", file)
      set(file, sharedHeader + rows(Int.random(in: 0..<60, using: &random))) { $0.replace(file, by: $1) }
    case 9:
      note("replace by a copy still short", file)
      copies[file] = content
      set(file, Array(content.prefix(Int.random(in: 0...content.count, using: &random)))) { $0.replace(file, by: $1) }
    case 10: continueCopy(file, content)
    default: rotateOrOverwrite(file, content)
    }
  }

  private mutating func create(_ file: RawPath) {
    let old = deleted[file]
    if let old, Bool.random(using: &random) {
      note("return as it was", file)
      set(file, old) { $0.write($1, to: file) }
    } else {
      note("create", file)
      let count = Int.random(in: 0..<50, using: &random)
      set(file, count == 0 ? [] : sharedHeader + rows(count)) { $0.write($1, to: file) }
    }
  }

  private mutating func continueCopy(_ file: RawPath, _ content: [UInt8]) {
    guard let whole = copies[file], whole.starts(with: content) else {
      return append(rows(1), to: file, "append a row")
    }
    append(Array(whole.dropFirst(content.count)) + rows(2), to: file, "finish the copy")
  }

  private mutating func rotateOrOverwrite(_ file: RawPath, _ content: [UInt8]) {
    if Bool.random(using: &random), rotations < 4 {
      rotations += 1
      let old = file.parent.appending("old\(rotations).csv".utf8)
      note("rotate to \(RawPath(old.name))", file)
      folder.move(file, to: old)
      truth[old] = .some(content)
      names.append(old)
      set(file, sharedHeader + rows(3)) { $0.write($1, to: file) }
    } else if !content.isEmpty {
      note("change the first byte", file)
      let new: [UInt8] = [content[0] &+ 1]
      truth[file] = new + content.dropFirst()
      folder.overwriteHead(of: file, with: new)
    }
  }

  private mutating func append(_ bytes: [UInt8], to file: RawPath, _ what: String) {
    note(what, file)
    truth[file] = ((truth[file] ?? nil) ?? []) + bytes
    folder.append(bytes, to: file)
  }

  private mutating func set(_ file: RawPath, _ bytes: [UInt8], _ write: (LogFolder, [UInt8]) -> Void) {
    truth[file] = .some(bytes)
    write(folder, bytes)
  }

  private mutating func note(_ what: String, _ file: RawPath) {
    diary.append("\(RawPath(file.name)): \(what)")
  }

  private mutating func rows(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<count {
      row += 1
      bytes += Array("\(row),\(UInt16.random(in: 0...UInt16.max, using: &random)),0.001\n".utf8)
    }
    return bytes
  }
}

/// SplitMix64: the same numbers for the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
