import BinaryCoding
import CellModel
import Checkpoints
import CyclerFormats
import Cycling
import Fleet
import Glibc
import Tailing

/// Tests put aside on disk as far as they were read, so that a restart reads only what was appended since.
///
/// Whatever is not exactly as it was (the program, the files and how they are joined, the formats, what is told of the
/// cell) makes the test be read again from its first byte, without a word: the outcome is the same and only later.
final class CheckpointStore: Sendable {
  /// A test and how far it was read.
  struct Test: Sendable {
    struct File: Sendable {
      var path: RawPath
      var state: TailState
      var format: any CyclerFormat
      /// Why it goes on from the file before.
      var link: StitchPlan.Link?
    }
    var channel: Channel
    /// In their order; all but the last were read to their ends.
    var files: [File]
  }

  /// What is put before the channel.
  private struct Head: Codable {
    struct File: Codable {
      var path: String
      var offset: Int
      var beforeOffset: Fingerprint
      var proof: LogProof
      var size: Int
      var modified: Int64
      var format: String
      var told: String
      var link: StitchPlan.Link?
    }
    var cell: CellID
    var files: [File]
  }

  /// Holds a file a test.
  let folder: StateFolder
  /// Holds a file for each set of paths that is watched.
  let fleets: StateFolder
  /// Bytes below which reading a test again costs no more than taking it up.
  let smallest: Int

  /// A store below a folder; `stamp` says which build of the program may read what is in it.
  init(below path: String, smallest: Int = 256 << 10, stamp: UInt64 = ProgramStamp.current) {
    folder = StateFolder(path + "/channels", stamp: stamp)
    fleets = StateFolder(path + "/fleets", stamp: stamp)
    self.smallest = smallest
  }

  /// Takes away what was not used for long.
  func prune() {
    folder.prune(now: WallClock.now())
    fleets.prune(now: WallClock.now())
  }

  /// The file of a test; the same log under another path is another one, because a channel holds the paths of its files.
  private func file(of cell: CellID, from path: String, stitches: Bool) -> SealedFile {
    let real = unsafe realpath(path, nil)
    defer { unsafe free(real) }
    let place = unsafe real.map { unsafe String(cString: $0) } ?? path
    return folder.file("\(place)\n\(path)\n\(cell.text)\n\(stitches)")
  }

  // MARK: Logs

  /// Whether something was put aside of a test, be it of use or not.
  func holds(_ cell: CellID, from path: String, stitches: Bool) -> Bool {
    file(of: cell, from: path, stitches: stitches).exists
  }

  /// A test as it was put aside, with its files as far as they were read; nil if it has to be read again.
  func resume(_ job: Backlog.Job) -> Test? {
    guard let first = job.files.first else { return nil }
    let file = file(of: job.cell, from: first.path.description, stitches: job.stitches)
    guard let bytes = file.read() else { return nil }
    let reader = BinaryReader(bytes)
    guard let head = try? reader.read(Head.self), head.cell == job.cell, !head.files.isEmpty,
      head.files.count <= job.files.count
    else { return nil }
    var files: [Test.File] = []
    for (place, known) in head.files.enumerated() {
      let isLast = place == head.files.count - 1
      guard let resumed = Self.resume(job.files[place], known, isLast: isLast) else { return nil }
      files.append(resumed)
    }
    guard let format = files.last?.format,
      var channel = try? reader.read({ try Channel(resuming: $0, format: format) }), reader.isAtEnd,
      channel.fold.trace.bucketCount == TracePyramid(job.trace).bucketCount, channel.goesOn(with: job.facts)
    else { return nil }
    file.touch()
    return Test(channel: channel, files: files)
  }

  private static func resume(_ file: Backlog.Job.File, _ known: Head.File, isLast: Bool) -> Test.File? {
    let path = file.path.description
    guard let stamp = file.state.stamp, file.state.offset == 0, path == known.path, file.link == known.link,
      stamp.size >= known.offset, isLast || stamp.size == known.offset,
      // A file that was written and did not grow was rewritten.
      stamp.size > known.size || stamp.size == known.size && stamp.modified == known.modified,
      known.proof.length == known.offset, known.proof.holds(for: file.path)
    else { return nil }
    var tail = Tail(path: file.path)
    var bytes: [UInt8] = []
    guard let count = try? tail.read(at: 0, count: LogHead.limit + 1, into: &bytes),
      let format = LogOpening.format(Array(bytes[..<count]), isWholeFile: count >= stamp.size, path: path),
      format.id == known.format, format.told == known.told
    else { return nil }
    var state = file.state
    state.advance(by: known.offset, beforeOffset: known.beforeOffset)
    return Test.File(path: file.path, state: state, format: format, link: file.link)
  }

  /// Puts a test aside; false if it is too short, or no longer what was read, or cannot be written.
  @discardableResult
  func save(_ test: Test, stitches: Bool) -> Bool {
    // The fold must have had exactly the bytes that the files say were handed over.
    guard let first = test.files.first, test.channel.fold.bytesRead >= smallest,
      test.channel.fold.bytesRead == test.files.reduce(0, { $0 + $1.state.offset })
    else { return false }
    var files: [Head.File] = []
    for file in test.files {
      guard let stamp = file.state.stamp, file.state.offset > 0, LogProof.isAsRead(file.path, file.state),
        let proof = LogProof(of: file.path, length: file.state.offset)
      else { return false }
      files.append(
        Head.File(
          path: file.path.description, offset: file.state.offset, beforeOffset: file.state.beforeOffset, proof: proof,
          size: stamp.size, modified: stamp.modified, format: file.format.id, told: file.format.told, link: file.link))
    }
    let cell = test.channel.fold.id
    let writer = BinaryWriter()
    do {
      try writer.write(Head(cell: cell, files: files))
      try writer.write { try test.channel.encode(to: $0) }
    } catch {
      return false
    }
    folder.make()
    return self.file(of: cell, from: first.path.description, stitches: stitches).write(writer.bytes)
  }
}
