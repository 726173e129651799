import CellModel
import CyclerFormats
import Cycling
import Fleet
import SimulatedLab
import TestSupport
import Testing

@Suite("One channel")
struct ChannelFoldTests {
  private static func logs(_ format: LogFormat, cells: Int, cycles: Int) -> [(CellSpecification, [UInt8])] {
    var lab = SimulatedLab(cells: cells, seed: 17, cycles: cycles, startTime: 1_736_154_000, formats: [format])
    var files = Array(repeating: [UInt8](), count: cells)
    lab.advance(to: .infinity) { files[$0] += $1 }
    return Array(zip(lab.specifications, files))
  }

  private static func open(_ bytes: [UInt8], _ facts: CellFacts = CellFacts()) throws -> ChannelFold {
    let identity = FormatRegistry.identify(LogHead(bytes, isWholeFile: true))
    guard case .known(let format, _) = identity else {
      Issue.record("no format claims the log")
      return ChannelFold(id: CellID("x"), path: "x", format: BDFCSV(), facts: facts)
    }
    return ChannelFold(id: CellID("x"), path: "x", format: format, facts: facts)
  }

  /// Everything that a channel knows, as text; NaN is equal to itself there.
  private static func text(_ fold: ChannelFold) -> String {
    """
    \(fold.cycles) \(String(describing: fold.openCycle)) \(String(describing: fold.step)) \(fold.configuration)
    \(fold.stages) \(fold.reading) \(fold.report) \(String(describing: fold.lastSample)) \(fold.bytesRead)
    """
  }

  @Test("folded in random chunks is the channel folded whole, in every format", arguments: LogFormat.all.indices)
  func chunks(index: Int) throws {
    var random = TestSupport.SeededGenerator(seed: UInt64(index))
    for (_, bytes) in Self.logs(LogFormat.all[index], cells: 3, cycles: 6) {
      var whole = try Self.open(bytes)
      whole.decode(bytes.span)
      #expect(whole.cycles.count >= 5)
      #expect(whole.report.badRows == 0)
      for _ in 0..<2 {
        var pieces = try Self.open(bytes)
        var from = 0
        while from < bytes.count {
          let to = min(bytes.count, from + Int.random(in: 1...20_000, using: &random))
          pieces.decode(bytes.span.extracting(from..<to))
          from = to
        }
        #expect(Self.text(pieces) == Self.text(whole))
        #expect(pieces.trace.pyramid == whole.trace.pyramid)
      }
    }
  }

  @Test("a host of lithium against lithium, whose half-cycles may be either, is not called shorted over its inverse CE")
  func unknownBuild() {
    let cycle = { (charge: Double) in "D1@0.2 R0.1@0.25 C\(charge)@0.44 R0.1@0.4" }
    let script = (0..<30).map { cycle($0 < 15 ? 1 : 1.04) }.joined(separator: " / ")
    let fold = SyntheticLog.channel(SyntheticLog.bytes(script))
    #expect(fold.configuration.value == .unknown)
    #expect(fold.configuration.reason.contains("neither a strip cut-off nor symmetric"))
    #expect(fold.cycles.count >= 29)
    #expect(!fold.stages.contains(.shorted) && !fold.stages.contains(.stage2))
    // Told what it is, the same record is a soft short.
    let told = SyntheticLog.channel(SyntheticLog.bytes(script), SyntheticLog.facts(.half))
    #expect(told.stages.contains(.shorted))
  }

  @Test("tells from the record how each kind of cell is built, but for what no record shows")
  func configurations() throws {
    for (specification, bytes) in Self.logs(LogFormat.all[0], cells: 12, cycles: 6) {
      var fold = try Self.open(bytes)
      fold.decode(bytes.span)
      // Whether a cell with a cathode had lithium at its anode cannot be seen.
      let truth = specification.kind.configuration
      #expect(fold.configuration.value == (truth == .anodeFree ? .full : truth), "\(specification.path)")
      #expect(fold.configuration.provenance == .inferred)
      #expect(!fold.configuration.reason.isEmpty)
    }
  }

  @Test("a build that was given is never overruled")
  func givenBuild() {
    let fold = SyntheticLog.channel(SyntheticLog.bytes("R1 D1 C0.98@1 / D1"), SyntheticLog.facts(.symmetric))
    #expect(fold.configuration == Marked(.symmetric, .given))
    #expect(fold.cycles.map { fold.efficiency(of: $0) } == [nil])
  }

  @Test("a last line without its newline counts once the log has ended")
  func finish() {
    let bytes = Array(SyntheticLog.bytes("R1 D1 C0.98 / D1 R1").dropLast())
    var fold = SyntheticLog.channel(bytes)
    #expect(fold.report.rows == 49 && fold.bytesRead == bytes.count)
    fold.finish()
    #expect(fold.report.rows == 50 && fold.step?.phase == .rest)
  }

  @Test("retention counts from the first complete cycle after formation")
  func reference() {
    let script = "R1 C1@4 D0.9@3.7 / C1@4 D0.8@3.7 / C1@4 D0.6@3.7 / C1@4"
    let fold = SyntheticLog.channel(SyntheticLog.bytes(script), SyntheticLog.facts(.full, formation: 1))
    #expect(fold.cycles.map { fold.retention(of: $0).map { ($0 * 1000).rounded() } } == [1125, 1000, 750])
    #expect(fold.cycles.map { fold.efficiency(of: $0).map { ($0 * 1000).rounded() } } == [900, 800, 600])
  }

  @Test("the digits of the file bound what a CE can say")
  func resolution() throws {
    let fold = SyntheticLog.channel(SyntheticLog.bytes("R1 D2 C1.96 / D2", step: 0.001), SyntheticLog.facts(.half))
    let cycle = try #require(fold.cycles.first)
    #expect(fold.report.traits.capacityResolution == 0.001)
    #expect(fold.efficiencyResolution(of: cycle) == 0.0005)
    #expect(abs(fold.efficiencyUncertainty(of: 0.98) - 0.98e-4) < 1e-12)
  }
}
