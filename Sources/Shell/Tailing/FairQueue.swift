/// The files with bytes to read, longest waiting first.
struct FairQueue {
  private var waiting: [FileID?] = []
  private var head = 0
  private var members: Set<FileID> = []

  var isEmpty: Bool { members.isEmpty }

  /// The files in the order in which they will be given out.
  var inOrder: [FileID] { waiting[head...].compactMap { $0 } }

  /// Puts a file at the end; one that waits already keeps its place.
  mutating func append(_ file: FileID) {
    if members.insert(file).inserted { waiting.append(file) }
  }

  /// The file that has waited longest, which stays in its place.
  mutating func first() -> FileID? {
    while head < waiting.count {
      if let file = waiting[head] { return file }
      head += 1
    }
    waiting.removeAll(keepingCapacity: true)
    head = 0
    return nil
  }

  /// Takes a file out, wherever it stands.
  mutating func remove(_ file: FileID) {
    guard members.remove(file) != nil else { return }
    // The file just read is the first one unless the caller chose otherwise.
    if let place = waiting[head...].firstIndex(of: file) {
      waiting[place] = nil
      if place == head { head += 1 }
    }
    // Removed places are given back when they outnumber the rest, so the queue stays as long as the files are many.
    if head > 1024, head > waiting.count / 2 {
      waiting.removeFirst(head)
      head = 0
    }
  }
}
