/// One log that grows: its path, its reading state and, while it is busy, its descriptor.
///
/// Bytes come by `pread`, never `mmap`: a cycler that truncates a mapped log would kill the reader (SIGBUS), and
/// reading into a warm buffer is faster.
package struct Tail: ~Copyable {
  /// Where the log lies.
  package let path: RawPath
  /// How far it has been read.
  package private(set) var state: TailState
  private var descriptor = Descriptor()
  private var opened: FileStamp?

  /// Follows a path from the beginning, or from where a stored state left off.
  package init(path: RawPath, resuming state: TailState = TailState()) {
    self.path = path
    self.state = state
  }

  /// True while the file is held open.
  package var isOpen: Bool { descriptor.isOpen }

  /// Gives the descriptor back; the next look or read that needs one opens the file again.
  package mutating func close() {
    descriptor.close()
    opened = nil
  }

  /// Looks at what stands under the path now.
  ///
  /// The time is in seconds on a clock that never goes back; the working space is lent by the caller, so that there
  /// is not one per file. `byName` is false if the name is known to stand for the same file as before: asking the
  /// open file is cheaper than finding it.
  package mutating func look(now: Double, scratch: inout [UInt8], byName: Bool = true) -> Verdict {
    switch byName || !descriptor.isOpen ? Entry.at(path) : descriptor.status() {
    case .failure(let trouble) where trouble.isAbsence:
      close()
      return state.observe(.missing, now: now)
    case .failure(let trouble):
      close()
      return state.observe(.unreadable(trouble), now: now)
    case .success(.file(let stamp)):
      guard state.needsEvidence(for: stamp, now: now) else {
        if opened?.isSameFile(as: stamp) == false { close() }
        return state.observe(.present(stamp, nil), now: now)
      }
      guard let look = examine(stamp, scratch: &scratch) else { return .nothing }
      return state.observe(look, now: now)
    case .success:
      close()
      return state.observe(.unreadable(.notAFile), now: now)
    }
  }

  /// Starts again from the first byte.
  package mutating func rewind() {
    state.rewind()
  }

  /// Takes what waits as handed over.
  package mutating func passOver() {
    state.advance(by: state.pending, beforeOffset: .empty)
  }

  /// What a read brought.
  package enum Outcome: Equatable, Sendable {
    /// Bytes of the log that follow those handed over before.
    case chunk(Chunk)
    /// Nothing waits.
    case nothing
    /// The file is no longer what the last look saw; the next look tells what it is.
    case changed
    case trouble(ReadTrouble)
  }

  /// Reads the bytes that follow those handed over before.
  ///
  /// The bytes before them are read along and compared with what they were, so that a log rewritten after the look
  /// is not read on as if nothing had happened. The buffer grows to what is needed and can be used again for the next
  /// read; only ``Chunk/range`` of it is new. `limit` counts new bytes.
  package mutating func next(into buffer: inout [UInt8], limit: Int) -> Outcome {
    let wanted = min(max(0, limit), state.pending)
    guard wanted > 0 else { return .nothing }
    let overlap = state.beforeOffset.length
    grow(&buffer, to: overlap + wanted)
    let start = state.offset
    let count: Int
    do {
      if !descriptor.isOpen { try reopen() }
      count = try descriptor.read(at: start - overlap, into: &buffer, range: 0..<(overlap + wanted))
    } catch {
      close()
      state.distrust()
      return error.isAbsence || error.isStaleHandle ? .changed : .trouble(error)
    }
    guard count > overlap, Fingerprint(of: buffer.span.extracting(0..<overlap)) == state.beforeOffset else {
      state.distrust()
      return .changed
    }
    let kept = max(0, count - FileIdentity.tailLimit)
    state.advance(
      by: count - overlap, beforeOffset: Fingerprint(of: buffer.span.extracting(kept..<count)))
    return .chunk(Chunk(offset: start, range: overlap..<count, reachesEnd: state.pending == 0))
  }

  /// Reads a stretch again, which changes nothing about how far the log has been read.
  ///
  /// The answer is how many bytes at the front of the buffer were filled: fewer than asked at the end of the file.
  package mutating func read(at offset: Int, count: Int, into buffer: inout [UInt8]) throws(ReadTrouble) -> Int {
    if !descriptor.isOpen { try reopen() }
    let count = max(0, count)
    grow(&buffer, to: count)
    return try descriptor.read(at: max(0, offset), into: &buffer, range: 0..<count)
  }

  private mutating func reopen() throws(ReadTrouble) {
    close()
    let fresh = try Descriptor(opening: path)
    guard case .file(let stamp) = try fresh.status().get() else { throw .notAFile }
    descriptor = fresh
    opened = stamp
  }

  /// Gathers the evidence for a stamp, from the file that bears it; nil if the process is out of descriptors.
  private mutating func examine(_ stamp: FileStamp, scratch: inout [UInt8]) -> Look? {
    var isFresh = false
    while true {
      do {
        if opened?.isSameFile(as: stamp) != true || !descriptor.isOpen {
          // Before it is opened, so that a file that cannot be opened is not tried for ever.
          isFresh = true
          try reopen()
        }
        // Between `stat` and `open` another file may have come; what was opened is what is judged.
        let judged = isFresh ? opened ?? stamp : stamp
        return .present(judged, try evidence(scratch: &scratch))
      } catch {
        close()
        if error.isShortageOfDescriptors { return nil }
        // A handle that went stale on the server is no fault of the file: a fresh one decides.
        if isFresh { return error.isAbsence ? .missing : .unreadable(error) }
      }
    }
  }

  private func evidence(scratch: inout [UInt8]) throws(ReadTrouble) -> Evidence {
    grow(&scratch, to: FileIdentity.headLimit)
    let headLength = try descriptor.read(at: 0, into: &scratch, range: 0..<FileIdentity.headLimit)
    let remembered = min(headLength, state.identity?.head.length ?? 0)
    let head = Fingerprint(of: scratch.span.extracting(0..<headLength))
    let headAsRemembered =
      remembered == headLength ? head : Fingerprint(of: scratch.span.extracting(0..<remembered))
    let overlap = state.beforeOffset.length
    guard overlap > 0 else {
      return Evidence(headAsRemembered: headAsRemembered, head: head, beforeOffset: .empty)
    }
    let count = try descriptor.read(at: state.offset - overlap, into: &scratch, range: 0..<overlap)
    return Evidence(
      headAsRemembered: headAsRemembered, head: head,
      beforeOffset: Fingerprint(of: scratch.span.extracting(0..<count)))
  }

  private func grow(_ buffer: inout [UInt8], to count: Int) {
    if buffer.count < count { buffer.append(contentsOf: repeatElement(0, count: count - buffer.count)) }
  }
}

/// Where new bytes of a log lie in the log and in the buffer they were read into.
package struct Chunk: Hashable, Sendable {
  /// Offset of the first new byte in the log.
  package let offset: Int
  /// The new bytes within the buffer; what stands before them was handed over earlier.
  package let range: Range<Int>
  /// True if the log held no more at the last look.
  package let reachesEnd: Bool
}
