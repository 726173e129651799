import CellModel
import CyclerFormats
import Cycling

/// Samples to cycles, samples to the trace, the trace to the columns of a plot.
enum FoldBenchmark {
  static func run(_ effort: Effort, _ report: (Figure) -> Void) {
    for name in ["neware-csv", "biologic-mpt"] {
      guard let log = SimulatedLog(name, size: effort.megabytes << 20) else { continue }
      var decoder = log.format.makeDecoder()
      var batch = SampleBatch()
      decoder.decode(log.bytes.span, into: &batch)
      let samples = batch.samples
      let traits = decoder.report.traits
      let batches = batches(of: samples)
      let folding = Stopwatch.rounds(effort.rounds) {
        var fold = CycleFold(
          firstHalf: nil, counterKind: traits.counterKind, currentKind: traits.currentKind,
          countersResetEachStep: traits.countersResetEachStep)
        for batch in batches { fold.fold(batch) }
        keep(fold.cycles.count)
      }
      report(Figure("cycles, \(name)", seconds: folding, per: samples.count, scale: 1e9, "ns/sample"))
    }
    trace(effort, report)
  }

  private static func trace(_ effort: Effort, _ report: (Figure) -> Void) {
    guard let log = SimulatedLog("neware-csv", size: effort.megabytes << 20) else { return }
    var decoder = log.format.makeDecoder()
    var batch = SampleBatch()
    decoder.decode(log.bytes.span, into: &batch)
    let samples = batch.samples
    let batches = batches(of: samples)
    var trace = TracePyramid()
    let appending = Stopwatch.rounds(effort.rounds) {
      var pyramid = TracePyramid()
      for batch in batches { pyramid.append(batch) }
      trace = pyramid
    }
    report(Figure("trace, append", seconds: appending, per: samples.count, scale: 1e9, "ns/sample"))
    for (words, span) in [("hour", 3600.0), ("day", 86400), ("month", 30 * 86400)] {
      let queries = 1000
      let querying = Stopwatch.rounds(effort.rounds) {
        for _ in 0..<queries {
          keep(trace.columns(from: trace.lastTime - span, to: trace.lastTime, count: 400).count)
        }
      }
      report(Figure("trace, 400 columns of a \(words)", seconds: querying, per: queries, scale: 1e6, "µs"))
    }
  }

  /// As many at a time as the program has in its hands.
  private static func batches(of samples: [Sample]) -> [[Sample]] {
    stride(from: 0, to: samples.count, by: 1024).map { Array(samples[$0..<min($0 + 1024, samples.count)]) }
  }
}
