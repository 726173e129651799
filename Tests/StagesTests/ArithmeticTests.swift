import Foundation
import Testing

@testable import Stages

@Suite("Arithmetic of the stages")
struct ArithmeticTests {
  @Test("Logarithm and exponential agree with the C library to the last bits")
  func logarithms() throws {
    var numbers = SeededNumbers(seed: 3)
    for _ in 0..<2000 {
      let x = Double.random(in: -500...500, using: &numbers)
      let e = exp(x)
      #expect((Natural.exponential(x) / e - 1).magnitude < 1e-14)
      #expect((try #require(Natural.logarithm(e)) - x).magnitude < 1e-13)
      let near = 1 + x * 1e-6
      #expect((try #require(Natural.logarithm(near)) - log(near)).magnitude < 1e-17)
    }
    for x in [0, -1, .nan, .infinity] { #expect(Natural.logarithm(x) == nil) }
  }

  @Test("Sums about one origin are the sums about another, moved")
  func movedSums() {
    var numbers = SeededNumbers(seed: 4)
    var here = LineSums()
    var there = LineSums()
    for _ in 0..<50 {
      let x = numbers.normal()
      let y = numbers.normal()
      here.add(x: x, y: y)
      there.add(x: x - 3, y: y - 0.5)
    }
    let moved = here.moved(toX: 3, y: 0.5)
    for (a, b) in [(moved.x, there.x), (moved.xx, there.xx), (moved.y, there.y), (moved.xy, there.xy)] {
      #expect((a - b).magnitude < 1e-10)
    }
  }

  @Test("A history that has been packed into blocks has the same sums as its points")
  func packedHistory() {
    var history = PointHistory()
    var all = LineSums()
    for cycle in 1...5000 {
      let point = SeriesPoint(cycle: Double(cycle), value: 0.001 * Double(cycle % 17))
      history.append(point)
      all.add(x: point.cycle, y: point.value)
    }
    var kept = LineSums()
    for point in history.points { kept.add(x: point.cycle, y: point.value) }
    for block in history.blocks { kept = kept + block.sums.moved(toX: -block.first.cycle, y: -block.first.value) }
    #expect(history.count == 5000 && kept.n == 5000)
    #expect((kept.xy / all.xy - 1).magnitude < 1e-12)
    #expect((kept.xx / all.xx - 1).magnitude < 1e-12)
  }

  @Test("Figures are written with their digits and signs")
  func figures() {
    #expect(Figure.decimal(3.14159, digits: 2) == "3.14")
    #expect(Figure.decimal(-0.04, digits: 1) == "0.0")
    #expect(Figure.decimal(-1.05, digits: 1) == "−1.1" || Figure.decimal(-1.05, digits: 1) == "−1.0")
    #expect(Figure.decimal(7, digits: 0) == "7")
    #expect(Figure.decimal(.nan, digits: 1) == "?")
    #expect(Figure.change(-0.0031) == "0.31 %")
  }
}
