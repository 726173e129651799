/// The files with bytes to read, longest waiting first.
struct FairQueue {
  private var waiting: [FileID?] = []
  private var head = 0
  private var count = 0
  /// Whether each file waits, by its index from -1 on: a set of numbers this dense would spend its time in hashing.
  private var waits: [Bool] = []

  var isEmpty: Bool { count == 0 }

  /// The files in the order in which they will be given out.
  var inOrder: [FileID] { waiting[head...].compactMap { $0 } }

  /// Puts a file at the end; one that waits already keeps its place.
  mutating func append(_ file: FileID) {
    let place = file.index + 1
    guard place >= 0 else { return }
    if place >= waits.count { waits.append(contentsOf: repeatElement(false, count: place - waits.count + 1)) }
    guard !waits[place] else { return }
    waits[place] = true
    count += 1
    waiting.append(file)
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
    guard waits.indices.contains(file.index + 1), waits[file.index + 1] else { return }
    waits[file.index + 1] = false
    count -= 1
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
