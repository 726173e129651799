import CellModel
import Stages
import Testing

@Suite("Soft short and sudden death")
struct ShortAndDeathTests {
  private func readings(_ configuration: CellConfiguration, _ points: [CyclePoint]) -> [StageReading] {
    var detector = TurningPointDetector(StageContext(configuration: configuration))
    return points.map { detector.observe($0) }
  }

  @Test("A Li|Cu cell with CE above 100 % and a noisy voltage is shorted")
  func halfCellShort() throws {
    var points = SyntheticCell.half(cycles: 80, turn: nil)
    for index in 60..<80 {
      points[index].secondCapacity = points[index].firstCapacity * 1.03
      points[index].voltageNoise = 4
    }
    let seen = readings(.half, points)
    let first = try #require(seen.firstIndex { $0.state == .shorted }) + 1
    #expect((61...63).contains(first))
    #expect(seen.last?.reason == .softShort)
    #expect(seen.last?.turningCycle == 61)
    #expect(try #require(seen.last?.evidence).contains("mV"))
  }

  @Test("A full cell that takes more charge than it ever took is shorted")
  func fullCellShort() throws {
    var points = SyntheticCell.full(cycles: 80, turn: nil)
    for index in 60..<80 {
      points[index].firstCapacity *= 1.06
      points[index].voltageNoise = 5
    }
    let seen = readings(.full, points)
    #expect(seen.last?.state == .shorted)
    #expect(try #require(seen.last?.turningCycle) == 61)
  }

  @Test("A short that burns off is forgotten after twelve clean cycles")
  func healedShort() {
    var points = SyntheticCell.half(cycles: 90, turn: nil)
    for index in 60..<63 {
      points[index].secondCapacity = points[index].firstCapacity * 1.03
      points[index].voltageNoise = 4
    }
    let seen = readings(.half, points)
    #expect(seen[63].state == .shorted)
    #expect(seen.last?.state == .stage1)
  }

  @Test("One kind of sign alone is no short")
  func oneSign() {
    var points = SyntheticCell.full(cycles: 80, turn: nil)
    points[60].voltageNoise = 9
    points[70].firstCapacity *= 1.05
    #expect(readings(.full, points).allSatisfy { $0.state != .shorted })
  }

  @Test("A collapse of capacity is sudden death at its first cycle")
  func suddenDeath() throws {
    var points = SyntheticCell.full(cycles: 80, turn: nil)
    for index in 60..<80 { points[index].secondCapacity *= 0.2 }
    let seen = readings(.full, points)
    #expect(seen[61].state == .dead)
    #expect(seen.last?.reason == .suddenDeath)
    #expect(seen.last?.turningCycle == 61)
  }

  @Test("A cell that gives nothing back at all is dead too")
  func noCapacityLeft() {
    var points = SyntheticCell.half(cycles: 80, turn: nil)
    for index in 60..<80 { points[index].secondCapacity = 0 }
    #expect(readings(.half, points)[61].state == .dead)
  }

  @Test("A protocol that plates less from one cycle on kills no Li|Cu cell")
  func smallerPlating() {
    var points = SyntheticCell.half(cycles: 80, turn: nil)
    for index in 5..<80 {
      points[index].firstCapacity *= 0.45
      points[index].secondCapacity *= 0.45
    }
    #expect(readings(.half, points).allSatisfy { $0.state != .dead })
  }

  @Test("A loose contact that comes back revives the cell")
  func looseContact() {
    var points = SyntheticCell.full(cycles: 90, turn: nil)
    for index in 60..<63 { points[index].secondCapacity *= 0.1 }
    let seen = readings(.full, points)
    #expect(seen[62].state == .dead)
    #expect(seen.last?.state == .stage1)
  }
}
