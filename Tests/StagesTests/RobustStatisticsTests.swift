import Testing
import TestSupport

@testable import Stages

@Suite("Robust statistics")
struct RobustStatisticsTests {
  @Test("The median is what stands in the middle when the values are sorted, whatever their order and ties")
  func median() {
    #expect(Robust.median([]) == nil)
    var dice = SeededGenerator(seed: 7)
    for count in 1...60 {
      for faces in [2.0, 5, 1e9] {
        let values = (0..<count).map { _ in (Double.random(in: 0..<1, using: &dice) * faces).rounded(.down) - 1 }
        let sorted = values.sorted()
        let middle = count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2
        #expect(Robust.median(values) == middle, "of \(values)")
      }
    }
  }

  @Test("Values that are no numbers end the search as any others do")
  func noNumbers() {
    for count in 1...8 { #expect(Robust.median(Array(repeating: Double.nan, count: count))?.isNaN == true) }
    _ = Robust.median([1, .nan, 3, .infinity, .nan, -.infinity, 2])
  }

  @Test("The bound on evidence is above the evidence")
  func bound() {
    for freedom in [0, 3, 7, 40, 1000] {
      for z in [0.1, 1, 2.5, 8, 1e3] { #expect(Robust.evidence(z, freedom: freedom) < Robust.mostEvidence(z)) }
    }
  }
}
