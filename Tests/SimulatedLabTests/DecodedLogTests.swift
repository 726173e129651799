import CellModel
import CyclerFormats
import Cycling
import Testing

@testable import SimulatedLab

@Suite("Simulated logs through the decoders")
struct DecodedLogTests {
  private struct Decoded {
    var samples: [Sample] = []
    var report = DecodingReport()
    var id = ""
  }

  private static func decode(_ bytes: [UInt8]) -> Decoded {
    let identity = FormatRegistry.identify(LogHead(bytes, isWholeFile: true))
    guard case .known(let format, _) = identity else {
      Issue.record("no format claims the log")
      return Decoded()
    }
    var decoder = format.makeDecoder()
    var batch = SampleBatch()
    decoder.decode(bytes.span, into: &batch)
    decoder.finish(into: &batch)
    return Decoded(samples: batch.samples, report: decoder.report, id: format.id)
  }

  @Test("Every row comes back as it was measured, in every format", arguments: LogFormat.all.indices)
  func rows(index: Int) throws {
    let format = LogFormat.all[index]
    var lab = SimulatedLab(cells: 8, seed: 3, cycles: 6, startTime: 1_736_154_000, formats: [format])
    var files = Array(repeating: [UInt8](), count: 8)
    lab.advance(to: .infinity) { files[$0] += $1 }
    for (channel, bytes) in files.enumerated() {
      let decoded = Self.decode(bytes)
      #expect(decoded.id == format.family)
      #expect(decoded.report.badRows == 0 && decoded.report.staleRows == 0)
      var cell = LabCell(lab.specifications[channel], start: lab.start(of: channel))
      for sample in decoded.samples {
        let next = cell.next()
        let row = try #require(next)
        #expect(abs(sample.testTime - row.testTime) < 6e-4)
        #expect(abs(sample.voltage - row.voltage) < 6e-5)
        // EC-Lab's text has no wall clock, and its current is the mean since the row before.
        if format.family == "biologic-mpt" { continue }
        #expect(abs(sample.wallTime - row.wallTime) < 1.001)
        #expect(abs(sample.current * 1000 - row.current) < 6e-5)
      }
      let surplus = cell.next()
      #expect(surplus == nil)
    }
  }

  @Test(
    "Cycles folded from any format have the true charges within the instrument's error",
    arguments: LogFormat.all.indices)
  func cycles(index: Int) {
    let format = LogFormat.all[index]
    var lab = SimulatedLab(cells: 24, seed: 5, cycles: 10, startTime: 1_736_154_000, formats: [format])
    var files = Array(repeating: [UInt8](), count: 24)
    lab.advance(to: .infinity) { files[$0] += $1 }
    for (specification, bytes) in zip(lab.specifications, files) {
      let decoded = Self.decode(bytes)
      let traits = decoded.report.traits
      var fold = CycleFold(
        firstHalf: specification.kind.configuration.firstHalf, counterKind: traits.counterKind,
        currentKind: traits.currentKind, countersResetEachStep: traits.countersResetEachStep)
      fold.fold(decoded.samples)
      let truth = LabTruth(specification)
      let cycles = fold.cycles + (fold.openCycle.map { [$0] } ?? [])
      #expect(cycles.count == truth.first.count)
      for (cycle, (first, second)) in zip(cycles, zip(truth.first, truth.second)) {
        // Twice 70 ppm of gain at three standard deviations, and the last digit of a shorted half-cycle.
        #expect(abs(cycle.firstCapacity - first) < 3e-4 * first + 2e-5)
        #expect(abs(cycle.secondCapacity - second) < 3e-4 * second + 2e-5)
      }
    }
  }
}
