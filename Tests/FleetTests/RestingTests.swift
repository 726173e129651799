import CellModel
import CyclerFormats
import Cycling
import SimulatedLab
import TestSupport
import Testing

@testable import Fleet

@Suite("A channel that rests now and then")
struct RestingTests {
  @Test("tells what one tells that never did, its detector put away or not")
  func everyFate() {
    let formats = LogFormat.all.filter { $0.name == "bdf-csv" }
    var lab = SimulatedLab(cells: 24, seed: 9, cycles: 36, startTime: SyntheticLog.start, formats: formats)
    var files = Array(repeating: [UInt8](), count: 24)
    lab.advance(to: .infinity) { files[$0] += $1 }
    var random = TestSupport.SeededGenerator(seed: 2)
    var states: Set<StageState> = []
    for (index, bytes) in files.enumerated() {
      var awake = ChannelFold(id: CellID("a.csv"), path: "/lab/a.csv", format: SyntheticLog.format)
      var resting = awake
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + Int.random(in: 1...max(2, bytes.count / 8), using: &random))
        let piece = Array(bytes[start..<end])
        awake.decode(piece.span)
        resting.decode(piece.span)
        resting.settle(isQuiet: Bool.random(using: &random))
        start = end
      }
      #expect("\(resting.reading)" == "\(awake.reading)", "cell \(index)")
      #expect(resting.stages == awake.stages)
      #expect("\(resting.allCycles)" == "\(awake.allCycles)")
      #expect(resting.trace.pyramid == awake.trace.pyramid)
      #expect(resting.recordFlags() == awake.recordFlags())
      states.formUnion(resting.stages)
    }
    #expect(states.isSuperset(of: [.forming, .stage1, .stage2, .shorted]))
  }
}
