import CellModel
import Testing

@testable import Cycling

@Suite("A test of which every technique has a file of its own")
struct TechniqueFileTests {
  /// A Li|Cu cell at 1 mA whose plating and stripping are files, a row a minute, the first row after `first` seconds.
  ///
  /// The counts begin anew in every file; `pause` seconds lie between one file and the next.
  private static func folded(first: Double, pause: Double) -> (fold: CycleFold, exact: [Bool]) {
    let joint = SegmentJoint(counterKind: .halfCycle, currentKind: .instantaneous, countersResetEachStep: false)
    var fold = CycleFold(
      firstHalf: .discharge, counterKind: .halfCycle, currentKind: .instantaneous, countersResetEachStep: false)
    var exact: [Bool] = []
    var start = 0.0
    for file in 0..<7 {
      let direction = file.isMultiple(of: 2) ? -1.0 : 1
      let length = direction < 0 ? 3600.0 : 3528
      var samples: [Sample] = []
      for since in [first] + Array(stride(from: 60, to: length, by: 60)) + [length] {
        var sample = Sample(testTime: start + since, voltage: 0.05 * direction, current: direction / 1000)
        sample.counter = direction * since / 3600
        samples.append(sample)
      }
      if file > 0, let opening = samples.first { exact.append(fold.goOn(joint, at: opening, beginsClean: false)) }
      fold.fold(samples)
      start += length + pause
    }
    return (fold, exact)
  }

  @Test("has every cycle's CE, the first record of each file included", arguments: [0.0, 10, 30])
  func sequence(first: Double) {
    let (fold, exact) = Self.folded(first: first, pause: 0.5)
    #expect(!exact.contains(false))
    #expect(fold.cycles.count == 3)
    for cycle in fold.cycles {
      #expect(cycle.isComplete)
      #expect((cycle.discharge - 1).magnitude < 1e-9)
      #expect((cycle.charge - 0.98).magnitude < 1e-9)
    }
  }

  @Test("has no CE where a minute lies between the files")
  func gap() {
    let (fold, exact) = Self.folded(first: 10, pause: 60)
    #expect(!exact.contains(true))
    #expect(fold.cycles.allSatisfy { !$0.isComplete })
  }
}
