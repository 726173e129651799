import CellModel
import CyclerFormats
import Fleet

/// Logs through the decoder, and through everything that a channel knows.
enum PipelineBenchmark {
  /// What the program reads at a time.
  static let chunk = 256 * 1024

  static func decode(_ effort: Effort, _ report: (Figure) -> Void) {
    SimulatedLog.forEachWriter(size: effort.megabytes << 20) { log in
      var rows = 0
      let seconds = Stopwatch.rounds(effort.rounds) { rows = decode(log) }
      report(Figure(log.name, bytes: log.bytes.count, in: seconds))
      report(Figure("\(log.name), a row", seconds: seconds, per: rows, scale: 1e9, "ns"))
    }
  }

  static func reduce(_ effort: Effort, _ report: (Figure) -> Void) {
    SimulatedLog.forEachWriter(size: effort.megabytes << 20) { log in
      let seconds = Stopwatch.rounds(effort.rounds) { fold(log, in: chunk) }
      report(Figure(log.name, bytes: log.bytes.count, in: seconds))
    }
  }

  static func chunks(_ effort: Effort, _ report: (Figure) -> Void) {
    for name in ["neware-csv", "arbin-csv", "biologic-mpt"] {
      guard let log = SimulatedLog(name, size: effort.megabytes << 20) else { continue }
      for (size, words) in [(4096, "4 kB"), (chunk, "256 kB"), (Int.max, "one piece")] {
        let seconds = Stopwatch.rounds(effort.rounds) { fold(log, in: size) }
        report(Figure("\(name), \(words)", bytes: log.bytes.count, in: seconds))
      }
    }
  }

  /// Decodes a log once; gives how many rows it has.
  @discardableResult
  static func decode(_ log: SimulatedLog) -> Int {
    var decoder = log.format.makeDecoder()
    var batch = SampleBatch()
    log.forEachPiece(of: chunk) { piece in
      batch.samples.removeAll(keepingCapacity: true)
      decoder.decode(piece, into: &batch)
    }
    return decoder.report.rows
  }

  private static func fold(_ log: SimulatedLog, in size: Int) {
    var channel = ChannelFold(id: CellID(log.path), path: log.path, format: log.format)
    var batch = SampleBatch()
    log.forEachPiece(of: min(size, log.bytes.count)) { channel.decode($0, through: &batch) }
    keep(channel.cycles.count)
  }
}
