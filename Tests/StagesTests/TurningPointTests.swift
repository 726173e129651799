import CellModel
import Stages
import Testing

@Suite("Turning point")
struct TurningPointTests {
  private func readings(_ configuration: CellConfiguration, _ points: [CyclePoint]) -> [StageReading] {
    var detector = TurningPointDetector(StageContext(configuration: configuration))
    return points.map { detector.observe($0) }
  }

  @Test("A Li|Cu cell whose CE drops is in stage II within a few cycles, with the turn in the interval")
  func halfCellTurns() throws {
    for seed in UInt64(1)...5 {
      let seen = readings(.half, SyntheticCell.half(cycles: 110, turn: 80, seed: seed))
      let alarm = try #require(seen.firstIndex { $0.state == .stage2 }) + 1
      #expect((80...86).contains(alarm))
      let last = try #require(seen.last)
      let turn = try #require(last.turningCycle)
      #expect((turn - 80).magnitude <= 3)
      #expect(try #require(last.turningLow) <= 80 && 80 <= #require(last.turningHigh))
      #expect(last.reason == .ceDrop)
      #expect(last.evidence.hasPrefix("CE fell"))
      #expect(last.evidence.contains("while polarisation rose"))
    }
  }

  @Test("A full cell whose reservoir is used up turns where its capacity kinks")
  func fullCellTurns() throws {
    for seed in UInt64(1)...5 {
      let seen = readings(.full, SyntheticCell.full(cycles: 190, turn: 150, seed: seed))
      let alarm = try #require(seen.firstIndex { $0.state == .stage2 }) + 1
      #expect((150...158).contains(alarm))
      let turn = try #require(seen.last?.turningCycle)
      #expect((turn - 150).magnitude <= 3)
    }
  }

  @Test("The kink is found from capacities alone, whatever the configuration is called")
  func capacityAlone() throws {
    let points = SyntheticCell.full(cycles: 190, turn: 150).map {
      CyclePoint(cycle: $0.cycle, secondCapacity: $0.secondCapacity)
    }
    for configuration in [CellConfiguration.full, .anodeFree, .unknown] {
      let seen = readings(configuration, points)
      #expect(seen.last?.state == .stage2)
      #expect(seen.last?.reason == .retention)
      let turn = try #require(seen.last?.turningCycle)
      #expect((turn - 150).magnitude <= 4)
    }
  }

  @Test("A Li|Cu cell is followed by its stripped charge where the plated one is not recorded")
  func strippedChargeAlone() throws {
    let points = SyntheticCell.half(cycles: 110, turn: 80).map {
      CyclePoint(cycle: $0.cycle, secondCapacity: $0.secondCapacity)
    }
    let seen = readings(.half, points)
    let alarm = try #require(seen.firstIndex { isAlert($0) }) + 1
    #expect((80...87).contains(alarm))
    #expect(seen.last?.state == .stage2)
  }

  @Test("A CE that rises through formation and then levels off is not suspected of falling")
  func endOfFormation() {
    for (lasts, seed) in zip([2.0, 3, 4, 6, 9], UInt64(1)...) {
      var rest = 1.0
      let points = SyntheticCell.half(cycles: 60, turn: nil, noise: 5e-5, seed: seed).map { point in
        rest *= 1 - 1 / lasts
        var point = point
        point.secondCapacity -= 0.1 * point.firstCapacity * rest
        return point
      }
      #expect(readings(.half, points).allSatisfy { $0.state != .suspected }, "formation over \(lasts) cycles")
    }
  }

  @Test("A cell that stays healthy is never accused")
  func healthyCells() {
    for seed in UInt64(1)...4 {
      #expect(readings(.half, SyntheticCell.half(cycles: 300, turn: nil, seed: seed)).allSatisfy { !isAlert($0) })
      #expect(readings(.full, SyntheticCell.full(cycles: 500, turn: nil, seed: seed)).allSatisfy { !isAlert($0) })
    }
  }

  @Test("A fade that quickens for a while by a little of what it has cost is no turn; one that goes on from there is")
  func wavesOfFade() throws {
    // 13 % lost in 99 cycles of 0.15 % and 300 of 0.03 %, as conditioning lithium-ion cells do; then 35 quicker ones.
    func cell(_ quickened: Double) -> [CyclePoint] {
      var numbers = SeededNumbers(seed: 4)
      var capacity = 100.0
      return (1...450).map { cycle in
        let fade = cycle < 100 ? 1.5e-3 : 3e-4
        capacity *= 1 - ((400..<435).contains(cycle) ? quickened : fade)
        return CyclePoint(cycle: cycle, secondCapacity: capacity * (1 + 1e-4 * numbers.normal()))
      }
    }
    for quickened in [4.5e-4, 6e-4] { #expect(readings(.full, cell(quickened)).allSatisfy { !isAlert($0) }) }
    let turned = readings(.full, cell(3e-3))
    let alarm = try #require(turned.firstIndex { isAlert($0) }) + 1
    #expect((400...412).contains(alarm))
  }

  @Test("A Li|Cu cell whose CE drifts evenly after its formation does not turn")
  func drift() {
    for seed in UInt64(1)...3 {
      var numbers = SeededNumbers(seed: seed)
      let points = (1...280).map { cycle in
        let rising = 0.03 * CellModel.Natural.exponential(-Double(cycle) / 10)
        let efficiency = 0.992 - rising - 2e-5 * Double(cycle) + 2e-4 * numbers.normal()
        return CyclePoint(cycle: cycle, firstCapacity: 2.26, secondCapacity: 2.26 * efficiency)
      }
      #expect(readings(.half, points).allSatisfy { !isAlert($0) })
    }
  }

  @Test("A capacity that swings with the room and came back before is not accused of the next swing, only of a turn")
  func swings() throws {
    for seed in UInt64(1)...4 {
      var points = SyntheticCell.full(cycles: 250, turn: 230, seed: seed)
      // A cold night takes 1 % at once and a little more in each of the next cycles; then it is warm again.
      for start in stride(from: 50, to: 220, by: 17) {
        for (index, left) in zip(start..., [0.991, 0.987, 0.985, 0.983, 0.982, 0.993]) {
          points[index].secondCapacity *= left
          points[index].firstCapacity *= left
        }
      }
      let seen = readings(.full, points)
      #expect(seen[80..<229].allSatisfy { !isAlert($0) })
      let alarm = try #require(seen[229...].firstIndex { isAlert($0) }) + 1
      #expect((230...240).contains(alarm))
    }
  }

  @Test("A dip that recovers within three cycles is not stage II")
  func dips() {
    for length in 1...3 {
      var points = SyntheticCell.half(cycles: 120, turn: nil)
      for index in 60..<(60 + length) { points[index].secondCapacity *= 0.93 }
      #expect(readings(.half, points).allSatisfy { !isAlert($0) })
    }
  }

  @Test("Dips that follow each other closely are no turn while the cell comes back from them")
  func dipsInARow() {
    for seed in UInt64(1)...4 {
      var points = SyntheticCell.full(cycles: 120, turn: nil, noise: 5e-4, seed: seed)
      for (index, left) in zip(60..., [0.974, 0.976, 0.99, 0.992, 0.99, 0.997]) {
        points[index].secondCapacity *= left
        points[index].firstCapacity *= (1 + left) / 2
      }
      #expect(readings(.full, points).allSatisfy { !isAlert($0) })
    }
  }

  @Test("What a cell with a cathode loses in one cycle is a dip for six of them, and a turn if it stays")
  func leaps() throws {
    for (length, seed) in zip([4, 5, 6, 60], UInt64(1)...4) {
      var points = SyntheticCell.full(cycles: 120, turn: nil, seed: seed)
      for index in 60..<(60 + length) {
        points[index].secondCapacity *= 0.97
        points[index].firstCapacity *= index == 60 ? 1 : 0.97
      }
      let seen = readings(.full, points)
      let first = zip(points, seen).first { isAlert($0.1) }
      // More evidence than an alarm asks for is not said to be too little.
      #expect(seen[60..<66].contains { $0.evidence.hasSuffix("nats, but not of a fall that lasts") })
      if length < 60 {
        #expect(first == nil)
      } else {
        #expect((67...70).contains(try #require(first).0.cycle))
      }
    }
  }

  @Test("A Li|Cu cell that has come back from its dips is not accused of them again")
  func dipsThatAreOver() throws {
    var points = SyntheticCell.half(cycles: 120, turn: nil, noise: 5e-4, seed: 20)
    for (index, left) in zip(60..., [0.919, 1, 0.934, 0.952, 0.934, 0.935, 1, 1, 0.968]) {
      points[index].secondCapacity *= left
    }
    let seen = readings(.half, points)
    let last = seen.lastIndex { isAlert($0) } ?? 0
    #expect(last + 1 <= 71)
  }

  @Test("An alarm over a drop that heals is taken back")
  func retraction() {
    var points = SyntheticCell.half(cycles: 120, turn: nil)
    for index in 60..<66 { points[index].secondCapacity *= 0.93 }
    let seen = readings(.half, points)
    #expect(seen.contains { $0.state == .stage2 })
    #expect(seen.last?.state == .stage1)
    #expect(seen.last?.turningCycle == nil)
  }

  @Test("An alarm stands where the fade slackens but stays steeper than stage I may be")
  func slackeningFade() {
    for seed in UInt64(1)...3 {
      let points = SyntheticCell.full(cycles: 260, turn: nil, seed: seed).map { point in
        var point = point
        let since = Double(max(0, point.cycle - 149))
        let left = 1 - 6e-3 * min(since, 6) - 1.2e-3 * max(0, since - 6)
        point.firstCapacity *= left
        point.secondCapacity *= left
        return point
      }
      #expect(readings(.full, points)[160...].allSatisfy { $0.state == .stage2 })
    }
  }

  @Test("Missing cycles and a pause do not hide the turn or invent one")
  func missingCycles() throws {
    var points = SyntheticCell.full(cycles: 190, turn: 150)
    points.removeSubrange(95..<103)
    points.removeSubrange(40..<42)
    let seen = readings(.full, points)
    let first = try #require(zip(points, seen).first { isAlert($0.1) })
    #expect((150...158).contains(first.0.cycle))
    #expect((try #require(seen.last?.turningCycle) - 150).magnitude <= 3)
  }

  @Test("Reference cycles at another rate change nothing")
  func referenceCycles() {
    var points = SyntheticCell.full(cycles: 200, turn: nil)
    for start in stride(from: 30, to: 200, by: 40) {
      for index in start..<min(start + 3, 200) {
        points[index].secondCapacity *= 1.05
        points[index].firstCapacity *= 1.03
        points[index].firstCurrent = 5
        points[index].secondCurrent = 5
      }
    }
    #expect(readings(.full, points).allSatisfy { !isAlert($0) })
  }

  @Test("A lasting step to another rate is aligned, and a turn after it is found")
  func lastingRateChange() throws {
    var points = SyntheticCell.full(cycles: 200, turn: 160)
    for index in 80..<200 {
      points[index].secondCapacity *= 0.92
      points[index].firstCapacity *= 0.921
      points[index].firstCurrent = 74
      points[index].secondCurrent = 74
    }
    let seen = readings(.full, points)
    let alarm = try #require(seen.firstIndex(where: isAlert)) + 1
    #expect((160...170).contains(alarm))
  }

  @Test("A slow turn of a cell that lives for thousands of cycles is declared, though its beginning is long gone")
  func slowTurn() throws {
    for seed in UInt64(1)...2 {
      var numbers = SeededNumbers(seed: seed)
      let points = (1...2000).map { cycle in
        let fade = 6e-5 * Double(cycle) + 1.5e-4 * Double(max(0, cycle - 1000))
        return CyclePoint(cycle: cycle, secondCapacity: 1100 * (1 - fade) * (1 + 1.5e-3 * numbers.normal()))
      }
      let seen = readings(.full, points)
      let alarm = try #require(seen.firstIndex { $0.state == .stage2 }) + 1
      #expect((1000...1400).contains(alarm))
      #expect(seen[alarm...].allSatisfy { $0.state == .stage2 })
      let turn = try #require(seen.last?.turningCycle)
      #expect((turn - 1000).magnitude < 200)
    }
  }

  @Test("A cell without a reservoir, in stage II from its first cycles, is told at once")
  func limitedFromStart() throws {
    let points = SyntheticCell.full(cycles: 40, turn: 1).map {
      CyclePoint(cycle: $0.cycle, secondCapacity: $0.secondCapacity)
    }
    let seen = readings(.anodeFree, points)
    let alarm = try #require(seen.firstIndex { $0.state == .stage2 }) + 1
    #expect(alarm <= 20)
    #expect(try #require(seen.last?.turningCycle) <= 8)
  }

  @Test("A symmetric cell has no turning point; its growing polarisation is told, and nothing of its CE")
  func symmetricCell() throws {
    let points = SyntheticCell.half(cycles: 140, turn: 80)
    let seen = readings(.symmetric, points)
    #expect(seen.allSatisfy { $0.state == .forming || $0.state == .stage1 })
    #expect(seen.allSatisfy { $0.turningCycle == nil && $0.turningLow == nil && $0.turningHigh == nil })
    let last = try #require(seen.last)
    #expect(last.reason == .overpotential && last.evidence.hasPrefix("polarisation rose"))
    #expect((80...90).contains(try #require(last.since)))
    #expect(seen.prefix(79).allSatisfy { $0.reason == nil && $0.evidence.isEmpty })
    var flat = points
    for index in flat.indices {
      flat[index].firstMeanVoltage = -0.03
      flat[index].secondMeanVoltage = 0.03
    }
    #expect(readings(.symmetric, flat).allSatisfy { !isAlert($0) && $0.reason == nil })
  }

  @Test("A test whose numbering begins anew turns at its present numbers")
  func numberingAnew() throws {
    let points = SyntheticCell.full(cycles: 190, turn: 150).map { point in
      var point = point
      if point.cycle > 100 { point.cycle -= 100 }
      return point
    }
    let last = try #require(readings(.full, points).last)
    #expect((try #require(last.turningCycle) - 50).magnitude <= 4)
    #expect(try #require(last.turningLow) <= 50 && 50 <= #require(last.turningHigh))
    #expect((50...58).contains(try #require(last.since)))
  }

  @Test("A series that begins at cycle 501 turns at its own numbers")
  func lateNumbering() throws {
    let points = SyntheticCell.full(cycles: 190, turn: 150).map { point in
      var point = point
      point.cycle += 500
      return point
    }
    #expect((try #require(readings(.full, points).last?.turningCycle) - 650).magnitude <= 4)
  }

  private func isAlert(_ reading: StageReading) -> Bool {
    reading.state == .stage2 || reading.state == .shorted || reading.state == .dead
  }
}
