import CellModel
import CyclerFormats
import Glibc

/// One finished log on its way into a copy that grows as the cycler once wrote it.
///
/// Reads the original in bounded chunks; a row is copied when the replay's clock has reached its test time.
struct LogReplay {
  private let file: LogFile
  private var decoder: any SampleDecoder
  private let destination: Int32
  /// Bytes read and not yet copied, and where the first of them stands in the original.
  private var pending: [UInt8] = []
  private var pendingOffset = 0
  /// Rows in `pending`, the next one first: where each begins, and when it was recorded.
  private var rows: ArraySlice<(offset: Int, time: Double)> = []
  private var firstTime: Double?
  private var lastTime = 0.0
  /// Whether the whole log was copied.
  private(set) var isFinished = false

  /// Opens a log and creates its copy in `folder`.
  init(_ path: String, into folder: String) throws(LogFile.Failure) {
    let head = try LogFile.head(of: path)
    guard case .known(let format, _) = LabFormats.identify(head) else {
      throw LogFile.Failure(path: path, reason: UnknownLog(head).refusal)
    }
    file = try LogFile(path)
    decoder = format.makeDecoder()
    let copy = folder + "/" + (path.split(separator: "/").last.map(String.init) ?? "log")
    destination = unsafe open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard destination >= 0 else {
      throw LogFile.Failure(path: copy, reason: unsafe String(cString: strerror(errno)))
    }
  }

  /// Copies everything recorded up to `seconds` after the log's first row.
  mutating func advance(to seconds: Double) throws(LogFile.Failure) {
    while !isFinished {
      while let row = rows.first {
        let begin = firstTime ?? row.time
        firstTime = begin
        // A row is written whole when the next one is due, so everything before this row is there.
        guard row.time - begin <= seconds else { return }
        lastTime = row.time
        rows.removeFirst()
        if let next = rows.first { try copy(upTo: next.offset) }
      }
      try refill()
    }
  }

  private mutating func refill() throws(LogFile.Failure) {
    let chunk = try file.next()
    guard !chunk.isEmpty else {
      try copy(upTo: pendingOffset + pending.count)
      close(destination)
      isFinished = true
      return
    }
    // The rows before were all due; what they left is the tail of the last one.
    pending.append(contentsOf: chunk)
    var batch = SampleBatch()
    decoder.decode(chunk.span, into: &batch)
    rows = batch.samples.map { ($0.byteOffset, $0.testTime.isNaN ? lastTime : $0.testTime) }[...]
    if let first = rows.first { try copy(upTo: first.offset) }
  }

  private mutating func copy(upTo offset: Int) throws(LogFile.Failure) {
    let count = min(max(0, offset - pendingOffset), pending.count)
    guard count > 0 else { return }
    var done = 0
    while done < count {
      let written = unsafe pending.withUnsafeBytes { bytes in
        unsafe write(destination, bytes.baseAddress?.advanced(by: done), count - done)
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw LogFile.Failure(path: "copy of the log", reason: unsafe String(cString: strerror(errno)))
      }
      done += written
    }
    pending.removeFirst(count)
    pendingOffset += count
  }
}

/// Several logs played together, each from its own first row.
struct LogReplays: LogSource {
  private var replays: [LogReplay] = []

  /// Opens the logs and creates their copies in a folder.
  init(_ files: [String], into folder: String) throws(LogFile.Failure) {
    for file in files { replays.append(try LogReplay(file, into: folder)) }
  }

  mutating func write(upTo seconds: Double) throws {
    for index in replays.indices { try replays[index].advance(to: seconds) }
  }
}
