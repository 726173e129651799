package import CellModel
package import CyclerFormats
import Cycling
import Metrics
import Stages

/// A channel that is put aside and goes on later, as if it had never stopped.
///
/// Fields are encoded in the order in which they are decoded; what follows from the file or the person anew (the format,
/// what was left out) is not encoded.
extension ChannelFold {
  private enum Part: CodingKey {
    case id, path, formatID, facts, segments, earlierReport, fold, trace, bytesRead, settledConfiguration, stages,
      reading, detector, detectorContext, tally, protocolFold, referenceCapacity, completeCycles
  }

  /// Encodes the fold and its decoder.
  ///
  /// A last line without its newline is given back first: more of the log may come before the fold goes on.
  package func encode(to encoder: any Encoder) throws {
    if let before = beforeLastLine.first { return try before.encode(to: encoder) }
    var parts = encoder.container(keyedBy: Part.self)
    try parts.encode(id, forKey: .id)
    try parts.encode(path, forKey: .path)
    try parts.encode(formatID, forKey: .formatID)
    try parts.encode(facts, forKey: .facts)
    try parts.encode(segments, forKey: .segments)
    try parts.encodeIfPresent(earlierReport, forKey: .earlierReport)
    try parts.encodeIfPresent(fold, forKey: .fold)
    try parts.encode(trace, forKey: .trace)
    try parts.encode(bytesRead, forKey: .bytesRead)
    try parts.encodeIfPresent(settledConfiguration, forKey: .settledConfiguration)
    try parts.encode(stages, forKey: .stages)
    try parts.encode(reading, forKey: .reading)
    try parts.encodeIfPresent(detector, forKey: .detector)
    try parts.encodeIfPresent(detectorContext, forKey: .detectorContext)
    try parts.encode(tally, forKey: .tally)
    try parts.encode(protocolFold, forKey: .protocolFold)
    try parts.encodeIfPresent(referenceCapacity, forKey: .referenceCapacity)
    try parts.encode(completeCycles, forKey: .completeCycles)
    try decoder.state.encode(to: encoder)
  }

  /// Goes on from what was encoded; `format` is that of the file that was being read.
  package init(resuming stored: any Decoder, format: any CyclerFormat) throws {
    let parts = try stored.container(keyedBy: Part.self)
    id = try parts.decode(CellID.self, forKey: .id)
    path = try parts.decode(String.self, forKey: .path)
    formatID = try parts.decode(String.self, forKey: .formatID)
    facts = try parts.decode(CellFacts.self, forKey: .facts)
    segments = try parts.decode([Segment].self, forKey: .segments)
    earlierReport = try parts.decodeIfPresent(DecodingReport.self, forKey: .earlierReport)
    fold = try parts.decodeIfPresent(CycleFold.self, forKey: .fold)
    trace = try parts.decode(ChannelTrace.self, forKey: .trace)
    bytesRead = try parts.decode(Int.self, forKey: .bytesRead)
    settledConfiguration = try parts.decodeIfPresent(Marked<CellConfiguration>.self, forKey: .settledConfiguration)
    stages = try parts.decode([StageState].self, forKey: .stages)
    reading = try parts.decode(StageReading.self, forKey: .reading)
    detector = try parts.decodeIfPresent(TurningPointDetector.self, forKey: .detector)
    detectorContext = try parts.decodeIfPresent(StageContext.self, forKey: .detectorContext)
    tally = try parts.decode(CycleTally.self, forKey: .tally)
    protocolFold = try parts.decode(ProtocolFold.self, forKey: .protocolFold)
    referenceCapacity = try parts.decodeIfPresent(Double.self, forKey: .referenceCapacity)
    completeCycles = try parts.decode(Int.self, forKey: .completeCycles)
    decoder = format.makeDecoder()
    beforeLastLine = []
    // Code that joins files counts on there being one.
    guard format.id == formatID, !segments.isEmpty else {
      throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "another log's"))
    }
    try decoder.resume(from: stored)
  }
}

extension Channel {
  private enum Part: CodingKey { case plainName, lastRowAt, interval, lastTestTime, source, summary }

  /// Encodes the channel, with what was last said of it, so that a flag that is still up is not raised again.
  package func encode(to encoder: any Encoder) throws {
    try fold.encode(to: encoder)
    var parts = encoder.container(keyedBy: Part.self)
    try parts.encode(plainName, forKey: .plainName)
    try parts.encodeIfPresent(lastRowAt, forKey: .lastRowAt)
    try parts.encode(interval, forKey: .interval)
    try parts.encode(lastTestTime, forKey: .lastTestTime)
    try parts.encode(source, forKey: .source)
    try parts.encode(summary, forKey: .summary)
  }

  /// Goes on from what was encoded; `format` is that of the file that was being read.
  package init(resuming stored: any Decoder, format: any CyclerFormat) throws {
    let fold = try ChannelFold(resuming: stored, format: format)
    let parts = try stored.container(keyedBy: Part.self)
    self.init(fold, name: try parts.decode(String.self, forKey: .plainName))
    lastRowAt = try parts.decodeIfPresent(Double.self, forKey: .lastRowAt)
    interval = try parts.decode(Double.self, forKey: .interval)
    lastTestTime = try parts.decode(Double.self, forKey: .lastTestTime)
    source = try parts.decode(SourceState.self, forKey: .source)
    summary = try parts.decode(CellSummary.self, forKey: .summary)
  }

  /// Takes what the user tells of the cell now, after what was told when the channel was put aside; false if the log must
  /// be read again for it.
  ///
  /// Only what names and groups a cell may differ: whatever else the facts say may have made a number.
  package mutating func goesOn(with facts: CellFacts) -> Bool {
    guard fold.facts.withoutNames == facts.withoutNames else { return false }
    return fold.facts == facts || !adopt(facts)
  }
}

extension CellFacts {
  /// The facts without those that only say how a cell is called and with which others it belongs.
  fileprivate var withoutNames: CellFacts {
    var facts = self
    (facts.name, facts.group, facts.replicate, facts.tags, facts.note) = (nil, nil, nil, [], nil)
    return facts
  }
}
