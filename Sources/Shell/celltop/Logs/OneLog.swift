import Archives
import CellModel
import CyclerFormats

/// A log of any format, decoded from beginning to end.
struct OneLog {
  let format: any CyclerFormat
  private var decoder: any SampleDecoder
  private var batch = SampleBatch()
  private let file: LogFile
  private var pending: [UInt8]
  private var isFinished = false

  /// Opens and recognises a log.
  init(_ path: String) throws(LogFile.Failure) {
    file = try LogFile(path)
    // Read on the same descriptor, so that standard input works too.
    pending = []
    var isWhole = false
    while pending.count <= LogHead.limit, !isWhole {
      let chunk = try file.next()
      isWhole = chunk.isEmpty
      pending += chunk
    }
    guard case .known(let found, _) = LabFormats.identify(LogHead(pending, isWholeFile: isWhole)) else {
      throw LogFile.Failure(path: path, reason: Self.refusal(pending))
    }
    let format = StartTime.told(to: found, path: path == "-" ? nil : path)
    self.format = format
    decoder = format.makeDecoder()
  }

  /// Why these first bytes are no log that can be read.
  private static func refusal(_ head: [UInt8]) -> String {
    if head.isEmpty { return "the file is empty" }
    // Unpacking needs a file in which to go back and forth.
    if LogContainer.recognise(head) != nil { return "must be unpacked: give the file's name" }
    let unknown = LogHead(head, isWholeFile: true)
    return SideFile.recognise(unknown: unknown)?.meaning ?? UnknownLog(unknown).refusal
  }

  var traits: LogTraits { decoder.traits }
  var report: DecodingReport { decoder.report }

  /// The next samples, none while a header is still being read; nil behind the last.
  mutating func next() throws(LogFile.Failure) -> [Sample]? {
    guard !isFinished else { return nil }
    batch.samples.removeAll(keepingCapacity: true)
    if !pending.isEmpty {
      let head = pending
      pending = []
      decoder.decode(head.span, into: &batch)
      return batch.samples
    }
    let chunk = try file.next()
    if chunk.isEmpty {
      isFinished = true
      decoder.finish(into: &batch)
    } else {
      decoder.decode(chunk.span, into: &batch)
    }
    return batch.samples
  }
}
