import Foundation
import Testing

@testable import Tailing

@Suite("What a look at a log means")
struct TailStateTests {
  @Test("Stories of one log", arguments: Story.all)
  func storyEndsAsTold(_ story: Story) {
    var log = FollowedLog()
    var verdicts: [Verdict] = []
    for step in story.steps {
      if let verdict = log.live(through: step) { verdicts.append(verdict) }
    }
    #expect(verdicts == story.verdicts)
    #expect(log.read == Array(story.read.utf8))
  }

  @Test("A rewrite that leaves the stamp as it was is noticed while the file is young")
  func settling() {
    var log = FollowedLog()
    _ = log.live(through: .file("aaaa", inode: 1))
    _ = log.live(through: .read)
    let stamp = log.state.stamp ?? FileStamp(device: 0, inode: 0, size: 0, modified: 0, changed: 0)
    #expect(log.state.needsEvidence(for: stamp, now: log.now + 0.5), "one tick of the file's clock may hide a rewrite")
    _ = log.live(through: .sameStamp("aaaa", after: 0.5))
    #expect(!log.state.isAtRest)
    #expect(log.live(through: .sameStamp("bbbb", after: 0.5))?.content == .restarts(.rewritten))
    _ = log.live(through: .read)
    _ = log.live(through: .sameStamp("bbbb", after: 5))
    #expect(log.state.isAtRest)
    #expect(!log.state.needsEvidence(for: stamp, now: log.now + 1), "an idle log costs a stat, not a read")
  }

  @Test("Growth alone is believed for half a minute; then, or on any other change, the head is looked at again")
  func plainGrowth() {
    var log = FollowedLog()
    _ = log.live(through: .file("row 1\n", inode: 1))
    _ = log.live(through: .read)
    var stamp = log.state.stamp ?? FileStamp(device: 0, inode: 0, size: 0, modified: 0, changed: 0)
    stamp.size += 10
    #expect(!log.state.needsEvidence(for: stamp, now: log.now + 1))
    #expect(log.state.needsEvidence(for: stamp, now: log.now + 31))
    #expect(log.state.needsEvidence(for: stamp, now: log.now - 1), "a state from before a reboot")
    var replaced = stamp
    replaced.inode += 1
    #expect(log.state.needsEvidence(for: replaced, now: log.now + 1))
    var cut = stamp
    cut.size = 3
    #expect(log.state.needsEvidence(for: cut, now: log.now + 1))
    log.state.distrust()
    #expect(log.state.needsEvidence(for: stamp, now: log.now + 1))
  }

  @Test("A stored state goes on where it stood")
  func stored() throws {
    var log = FollowedLog()
    _ = log.live(through: .file("row 1\nrow 2\n", inode: 1))
    _ = log.live(through: .read)
    let stored = try JSONEncoder().encode(log.state)
    log.state = try JSONDecoder().decode(TailState.self, from: stored)
    _ = log.live(through: .file("row 1\nrow 2\nrow 3\n", inode: 1))
    #expect(log.state.offset == 12)
    #expect(log.state.pending == 6)
  }
}

/// A sequence of looks with what each must mean.
struct Story: CustomTestStringConvertible, Sendable {
  enum Step: Sendable {
    case file(String, inode: UInt64, after: Double = 60)
    case sameStamp(String, after: Double)
    case missing
    case unreadable
    case read
  }

  var testDescription: String
  var steps: [Step]
  var verdicts: [Verdict]
  /// What the reader holds at the end.
  var read: String

  init(_ name: String, _ steps: [Step], _ verdicts: [Verdict], read: String) {
    testDescription = name
    self.steps = steps
    self.verdicts = verdicts
    self.read = read
  }

  private static let rows = (1...40).map { "row \($0)\n" }.joined()
  private static let otherRows = (1...60).map { "line \($0)\n" }.joined()
  private static let header = String(repeating: "header ", count: 200)
  private static let appeared = Verdict(notice: .appeared, content: .continues)
  private static let continues = Verdict(notice: nil, content: .continues)
  private static let inNewFile = Verdict(notice: nil, content: .continuesInNewFile)
  private static let waits = Verdict(notice: nil, content: .waitsForCopy)
  private static let gone = Verdict(notice: .gone, content: .unchanged)
  private static func restarts(_ reason: RestartReason) -> Verdict { Verdict(notice: nil, content: .restarts(reason)) }
  private static let denied = ReadTrouble(code: EACCES)

  static let all = [
    Story(
      "appended", [.file(rows, inode: 1), .read, .file(rows + "more", inode: 1), .read],
      [appeared, continues], read: rows + "more"),
    Story(
      "half a line, then the rest", [.file("3.70", inode: 1), .read, .file("3.7012\n", inode: 1), .read],
      [appeared, continues], read: "3.7012\n"),
    Story(
      "empty, then filled", [.file("", inode: 1), .read, .file(rows, inode: 1), .read],
      [appeared, continues], read: rows),
    Story(
      "cut short", [.file(rows, inode: 1), .read, .file("row 1\n", inode: 1), .read],
      [appeared, restarts(.truncated)], read: "row 1\n"),
    Story(
      "cut to nothing and grown past the offset with other rows",
      [.file(rows, inode: 1), .read, .file(otherRows, inode: 1), .read],
      [appeared, restarts(.rewritten)], read: otherRows),
    Story(
      "rewritten behind a long header that stayed",
      [.file(header + rows, inode: 1), .read, .file(header + otherRows, inode: 1), .read],
      [appeared, restarts(.rewritten)], read: header + otherRows),
    Story(
      "mirrored: a longer copy takes its place",
      [.file(rows, inode: 1), .read, .file(rows + "more", inode: 2), .read],
      [appeared, inNewFile], read: rows + "more"),
    Story(
      "mirrored before anything was read", [.file(rows, inode: 1), .file(rows + "more", inode: 2), .read],
      [appeared, inNewFile], read: rows + "more"),
    Story(
      "another log takes its place", [.file(rows, inode: 1), .read, .file(otherRows, inode: 2), .read],
      [appeared, restarts(.replaced)], read: otherRows),
    Story(
      "another log with the same header takes its place",
      [.file(header + rows, inode: 1), .read, .file(header + otherRows, inode: 2), .read],
      [appeared, restarts(.replaced)], read: header + otherRows),
    Story(
      "a copy that is still being written",
      [
        .file(rows, inode: 1), .read, .file(String(rows.prefix(100)), inode: 2), .read,
        .file(String(rows.prefix(200)), inode: 2), .read, .file(rows + "more", inode: 2), .read,
      ], [appeared, waits, waits, inNewFile], read: rows + "more"),
    Story(
      "a copy that stays shorter",
      [
        .file(rows, inode: 1), .read, .file("row 1\n", inode: 2), .read, .sameStamp("row 1\n", after: 1), .read,
        .sameStamp("row 1\n", after: 1), .read,
      ], [appeared, waits, waits, restarts(.shorterCopy)], read: "row 1\n"),
    Story(
      "a short file of another log",
      [.file(header + rows, inode: 1), .read, .file(String(repeating: "x", count: 1100), inode: 2), .read],
      [appeared, restarts(.replaced)], read: String(repeating: "x", count: 1100)),
    Story(
      "gone and back with more",
      [.file(rows, inode: 1), .read, .missing, .missing, .file(rows + "more", inode: 2), .read],
      [appeared, gone, .nothing, Verdict(notice: .returned, content: .continuesInNewFile)], read: rows + "more"),
    Story(
      "gone and back as another log, with the inode used again",
      [.file(rows, inode: 1), .read, .missing, .file(otherRows, inode: 1), .read],
      [appeared, gone, Verdict(notice: .returned, content: .restarts(.rewritten))], read: otherRows),
    Story(
      "access withdrawn and given back",
      [.file(rows, inode: 1), .read, .unreadable, .unreadable, .file(rows, inode: 1), .read],
      [
        appeared, Verdict(notice: .unreadable(denied), content: .unchanged), .nothing,
        Verdict(notice: .returned, content: .continues),
      ], read: rows),
    Story(
      "awaited", [.missing, .missing, .file(rows, inode: 1), .read],
      [Verdict(notice: .absent, content: .unchanged), .nothing, appeared], read: rows),
  ]
}

/// Shows contents to a state as the shell would, and reads what the state says is pending.
private struct FollowedLog {
  var state = TailState()
  var now = 0.0
  private(set) var read: [UInt8] = []
  private var content: [UInt8] = []

  mutating func live(through step: Story.Step) -> Verdict? {
    switch step {
    case .file(let text, let inode, let pause):
      now += pause
      let time = Int64(now * 1e9)
      let stamp = FileStamp(device: 1, inode: inode, size: text.utf8.count, modified: time, changed: time)
      return see(text, stamp)
    case .sameStamp(let text, let pause):
      now += pause
      return state.stamp.flatMap { see(text, $0) }
    case .missing:
      return state.observe(.missing, now: now)
    case .unreadable:
      return state.observe(.unreadable(ReadTrouble(code: EACCES)), now: now)
    case .read:
      let chunk = content.dropFirst(state.offset).prefix(state.pending)
      guard !chunk.isEmpty else { return nil }
      read += chunk
      let end = state.offset + chunk.count
      state.advance(by: chunk.count, beforeOffset: sum(content[max(0, end - FileIdentity.tailLimit)..<end]))
      return nil
    }
  }

  private mutating func see(_ text: String, _ stamp: FileStamp) -> Verdict {
    content = Array(text.utf8)
    let overlap = state.beforeOffset.length
    let start = min(content.count, state.offset - overlap)
    let evidence = Evidence(
      headAsRemembered: sum(content.prefix(state.identity?.head.length ?? 0)),
      head: sum(content.prefix(FileIdentity.headLimit)),
      beforeOffset: sum(content[start..<min(content.count, start + overlap)]))
    let verdict = state.observe(
      .present(stamp, state.needsEvidence(for: stamp, now: now) ? evidence : nil), now: now)
    if case .restarts = verdict.content { read = [] }
    return verdict
  }

  private func sum(_ bytes: ArraySlice<UInt8>) -> Fingerprint { Fingerprint(of: Array(bytes).span) }
}
