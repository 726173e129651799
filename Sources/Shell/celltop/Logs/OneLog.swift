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
    guard case .known(let format, _) = LabFormats.identify(LogHead(pending, isWholeFile: isWhole)) else {
      throw LogFile.Failure(path: path, reason: "no format that celltop reads")
    }
    self.format = format
    decoder = format.makeDecoder()
  }

  var traits: LogTraits { decoder.report.traits }
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
