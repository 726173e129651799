import CellModel
import CyclerFormats
import SimulatedLab
import TestSupport
import Testing

@testable import Fleet

@Suite("Flags judged when a cycle closes")
struct RecordJudgementTests {
  private static let lab: [[UInt8]] = {
    let formats = LogFormat.all.filter { $0.name == "bdf-csv" }
    var lab = SimulatedLab(cells: 24, seed: 5, cycles: 30, startTime: SyntheticLog.start, formats: formats)
    var files = Array(repeating: [UInt8](), count: 24)
    lab.advance(to: .infinity) { files[$0] += $1 }
    return files
  }()

  /// Strict limits, so that the rules have something to say.
  private static func facts(_ index: Int) -> CellFacts {
    var facts = CellFacts()
    facts.group = "twins"
    facts.alert.efficiencyBelow = 0.995
    facts.alert.voltageAbove = 4.19
    facts.endOfLifeRetention = Marked(0.97, .given)
    if index.isMultiple(of: 3) { facts.formationCycles = Marked(0, .given) }
    return facts
  }

  @Test("are after every piece of a log what judging everything anew gives")
  func everyPiece() {
    var said: Set<FlagCode> = []
    for (index, bytes) in Self.lab.enumerated() { said.formUnion(flags(of: bytes, index)) }
    let expected: Set<FlagCode> = [
      .hardShort, .softShort, .stageTwo, .turnSuspected, .overLimit, .endOfLife, .lowCE,
    ]
    #expect(said.isSuperset(of: expected), "nothing tried \(expected.subtracting(said))")
  }

  /// Compares both ways of judging behind pieces of one cell's log; answers all flags that were raised.
  private func flags(of bytes: [UInt8], _ index: Int) -> Set<FlagCode> {
    var random = TestSupport.SeededGenerator(seed: UInt64(index))
    var fold = ChannelFold(
      id: CellID("a.csv"), path: "/lab/a.csv", format: SyntheticLog.format, facts: Self.facts(index))
    var start = 0
    var said: Set<FlagCode> = []
    while start < bytes.count {
      let end = min(bytes.count, start + Int.random(in: 1...max(2, bytes.count / 25), using: &random))
      fold.decode(Array(bytes[start..<end]).span)
      start = end
      // A line that is given back takes a closed cycle with it.
      let takesLine = Bool.random(using: &random) && fold.takeLastLine()
      if start > bytes.count / 2, fold.facts.alert.efficiencyBelow == 0.995 {
        var facts = fold.facts
        facts.alert.efficiencyBelow = 0.999
        _ = fold.adopt(facts)
      }
      let judgement = fold.judged()
      let anew = RecordJudgement(of: fold)
      let flags = TroubleRegistry.flags(of: fold, judgement)
      #expect(flags == fold.recordFlags(), "cell \(index), byte \(end)\(takesLine ? ", last line taken" : "")")
      #expect(judgement.sparkline.map(\.bitPattern) == anew.sparkline.map(\.bitPattern))
      #expect(judgement.rolling == anew.rolling)
      #expect(judgement.replicateEfficiency == anew.replicateEfficiency)
      #expect(judgement.basis.isReservoirTest == anew.basis.isReservoirTest)
      said.formUnion(flags.map(\.code))
    }
    return said
  }

  @Test("change with a cycle whose last line was taken too early and came longer")
  func lineGivenBack() {
    let good = String(repeating: "D1@-0.05 C0.99@0.05 / ", count: 6)
    let rows = SyntheticLog.bytes("R1 \(good)D1@-0.05 C0.5@0.05 / D1")
    for cut in stride(from: rows.count - 1, to: rows.count - 400, by: -1) {
      var fold = SyntheticLog.channel(Array(rows[..<cut]), SyntheticLog.facts(.half))
      _ = fold.takeLastLine()
      _ = fold.judged()
      fold.decode(Array(rows[cut...]).span)
      #expect(TroubleRegistry.flags(of: fold, fold.judged()) == fold.recordFlags(), "cut at \(cut)")
    }
  }
}
