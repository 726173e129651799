import CellModel
import Stages
import Testing

@Suite("Thresholds and the replay of finished tests")
struct ThresholdTests {
  private func firstAlarm(_ points: [CyclePoint], _ thresholds: StageThresholds) -> Int? {
    AlarmHistory(points, StageContext(configuration: .full, thresholds: thresholds)).alarms.first?.cycle
  }

  @Test("More evidence or more cycles asked for is never sooner, less is never later")
  func evidence() throws {
    var totals = (usual: 0, strict: 0, patient: 0)
    for seed in UInt64(1)...3 {
      let points = SyntheticCell.full(cycles: 200, turn: 150, noise: 1e-3, seed: seed)
      var thresholds = StageThresholds()
      let usual = try #require(firstAlarm(points, thresholds))
      thresholds.alarm = 40
      let strict = try #require(firstAlarm(points, thresholds))
      #expect(strict >= usual)
      thresholds.alarm = 8
      #expect(try #require(firstAlarm(points, thresholds)) <= usual)
      thresholds = StageThresholds()
      thresholds.cyclesAfter = 15
      let patient = try #require(firstAlarm(points, thresholds))
      #expect(patient >= usual)
      totals = (totals.usual + usual, totals.strict + strict, totals.patient + patient)
    }
    #expect(totals.strict > totals.usual && totals.patient > totals.usual)
  }

  @Test("A loss smaller than the thresholds is no turn")
  func losses() {
    let points = SyntheticCell.full(cycles: 170, turn: 150)
    var thresholds = StageThresholds()
    thresholds.efficiencyLoss = 0.5
    #expect(firstAlarm(points, thresholds) != nil)
    thresholds.capacityLoss = 0.5
    #expect(firstAlarm(points, thresholds) == nil)
  }

  @Test("A suspicion threshold above the alarm's does not silence the alarm")
  func suspicionAboveAlarm() {
    var thresholds = StageThresholds()
    thresholds.suspicion = 500
    let history = AlarmHistory(
      SyntheticCell.half(cycles: 110, turn: 80), StageContext(configuration: .half, thresholds: thresholds))
    #expect(history.standing != nil)
  }

  @Test("An alarm that stood is worth its cycles before the end of life")
  func lead() throws {
    let points = SyntheticCell.full(cycles: 220, turn: 150)
    let history = AlarmHistory(points, StageContext(configuration: .full))
    // 0.5 % a cycle from 98.5 % take 42 cycles to 80 %.
    let end = try #require(history.endOfLife)
    #expect((188...196).contains(end))
    let alarm = try #require(history.standing)
    #expect(history.falseAlarms.isEmpty && !history.isOpen && history.lead == end - alarm.cycle)
    #expect(history.healthyCycles == alarm.cycle - 1 && history.cycles == 220)
  }

  @Test("An alarm that was taken back is false, and says when")
  func falseAlarm() throws {
    var points = SyntheticCell.half(cycles: 120, turn: nil)
    for index in 60..<66 { points[index].secondCapacity *= 0.93 }
    let history = AlarmHistory(points, StageContext(configuration: .half))
    #expect(history.falseAlarms == history.alarms && history.standing == nil && history.lead == nil)
    let alarm = try #require(history.alarms.first)
    #expect((61...66).contains(alarm.cycle))
    #expect(try #require(alarm.takenBack) > 66)
    #expect(history.endOfLife == nil && history.healthyCycles == 120)
  }

  @Test("An alarm that stands is open until the test has reached its end of life")
  func open() {
    let points = SyntheticCell.full(cycles: 180, turn: 150)
    let history = AlarmHistory(points, StageContext(configuration: .full))
    #expect(history.standing != nil && history.isOpen && history.lead == nil && history.falseAlarms.isEmpty)
  }

  @Test("An alarm that is raised again for the same departure is the same alarm")
  func raisedAgain() throws {
    // A reservoir that is used up, and six cycles after a rest that bring nearly all of the loss back.
    let points = SyntheticCell.full(cycles: 150, turn: nil).map { point in
      var point = point
      let lost = 2e-3 * Double(max(0, point.cycle - 80))
      let left = 1 - ((100..<106).contains(point.cycle) ? 0.1 * lost : lost)
      point.firstCapacity *= left
      point.secondCapacity *= left
      return point
    }
    let history = AlarmHistory(points, StageContext(configuration: .full))
    try #require(history.alarms.count == 2)
    let takenBack = try #require(history.alarms[0].takenBack)
    #expect(try #require(history.alarms[1].turningCycle) <= Double(takenBack))
    #expect(history.falseAlarms.isEmpty && history.standing != nil)
    // Taken back again it is false, once.
    let healed = points + SyntheticCell.full(cycles: 180, turn: nil).dropFirst(150)
    #expect(
      AlarmHistory(healed, StageContext(configuration: .full)).falseAlarms.map(\.cycle) == [history.alarms[0].cycle])
  }

  @Test("A dip, a step to another rate and formation end no life")
  func endOfLife() {
    var points = SyntheticCell.full(cycles: 120, turn: nil)
    for index in 50..<52 { points[index].secondCapacity *= 0.5 }
    for index in 70..<90 {
      points[index].secondCapacity *= 0.7
      points[index].secondCurrent *= 3
    }
    points[0].secondCapacity *= 1.5
    #expect(AlarmHistory(points, StageContext(configuration: .full)).endOfLife == nil)
    for index in 100..<120 { points[index].secondCapacity *= 0.75 }
    #expect(AlarmHistory(points, StageContext(configuration: .full)).endOfLife == 101)
  }

  @Test("A test of no cycles, of one, and one of garbage have no history")
  func nothing() {
    #expect(AlarmHistory([], StageContext(configuration: .full)).alarms.isEmpty)
    let odd = [
      CyclePoint(cycle: .max, secondCapacity: .nan), CyclePoint(cycle: .min, secondCapacity: -1),
      CyclePoint(cycle: 0, secondCapacity: .infinity),
    ]
    let history = AlarmHistory(odd, StageContext(configuration: .half))
    #expect(history.cycles == 3 && history.endOfLife == nil)
  }
}
