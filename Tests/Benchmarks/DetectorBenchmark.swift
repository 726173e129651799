import CellModel
import CyclerFormats
import Fleet
import Stages

/// Cycles to stages.
enum DetectorBenchmark {
  static func run(_ effort: Effort, _ report: (Figure) -> Void) {
    guard let log = SimulatedLog("neware-csv", size: effort.megabytes << 20) else { return }
    var channel = ChannelFold(id: CellID(log.path), path: log.path, format: log.format)
    channel.decode(log.bytes.span)
    let points = channel.cycles.map(CyclePoint.init)
    let context = StageContext(configuration: channel.configuration.value)
    for cycles in [100, 1000] where points.count >= cycles {
      let cells = 20
      let seconds = Stopwatch.rounds(effort.rounds) {
        for _ in 0..<cells {
          var detector = TurningPointDetector(context)
          for point in points.prefix(cycles) { keep(detector.observe(point).confidence) }
        }
      }
      report(Figure("first \(cycles) cycles", seconds: seconds, per: cells * cycles, scale: 1e9, "ns/cycle"))
      report(Figure("state after \(cycles) cycles", size(context, points.prefix(cycles)), "bytes/cell"))
    }
  }

  /// Resident bytes that a detector adds when many are held.
  private static func size(_ context: StageContext, _ points: ArraySlice<CyclePoint>) -> Double {
    let cells = 500
    var detectors: [TurningPointDetector] = []
    detectors.reserveCapacity(cells)
    let before = ResidentMemory.bytes()
    for _ in 0..<cells {
      var detector = TurningPointDetector(context)
      for point in points { keep(detector.observe(point).confidence) }
      detectors.append(detector)
    }
    let after = ResidentMemory.bytes()
    keep(detectors.count)
    return Double(after - before) / Double(cells)
  }
}
