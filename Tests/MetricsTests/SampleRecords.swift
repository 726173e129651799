import CellModel
import Metrics

/// Records made by hand, with numbers whose averages can be computed on paper.
enum SampleRecords {
  static func cycle(_ number: Int, _ first: HalfCycleDirection, in firstCharge: Double, out second: Double) -> Cycle {
    var cycle = Cycle(number: Int32(number), firstHalf: first)
    cycle.charge = first == .charge ? firstCharge : second
    cycle.discharge = first == .charge ? second : firstCharge
    cycle.chargeCurrent = 1
    cycle.dischargeCurrent = 1
    cycle.meanChargeVoltage = first == .charge ? 3.9 : 0.04
    cycle.meanDischargeVoltage = first == .charge ? 3.8 : -0.04
    cycle.startTime = Double(number - 1) * 7200
    cycle.endTime = cycle.startTime + 7200
    cycle.isComplete = true
    return cycle
  }

  /// A cell with a cathode: each cycle's charge and discharge, mAh.
  static func full(
    _ cycles: [(Double, Double)], lithium: Double? = 10, cathode: Double? = nil, state: StageState = .stage1,
    configuration: CellConfiguration = .full
  ) -> CellRecord {
    var facts = CellFacts()
    facts.configuration = Marked(configuration, .given)
    facts.lithium = lithium.map { Marked(.capacity($0), .given) }
    facts.cathode = cathode.map { Marked(.capacity($0), .given) }
    var tally = CycleTally()
    for (index, cycle) in cycles.enumerated() {
      tally.observe(
        Self.cycle(index + 1, .charge, in: cycle.0, out: cycle.1), efficiency: cycle.1 / cycle.0,
        isFormation: index < 3)
    }
    return CellRecord(
      configuration: Marked(configuration, .given), facts: facts, tally: tally,
      stage: StageReading(state: state, turningCycle: state == .stage2 ? 40 : nil))
  }

  /// 10 mAh of lithium, Q_cathode 5, 200 cycles, retention 0.8, charged 900 mAh in all.
  static func oracle(state: StageState = .stage2) -> CellRecord {
    let rest = (900 - 5.5) / 199
    return full(
      [(5.5, 5.0)] + Array(repeating: (rest, 4.4), count: 198) + [(rest, 4.0)], cathode: 5, state: state)
  }

  /// Li|Cu cells by the script of `ProtocolTests`, with the CE of each plating and strip after it.
  static func half(_ script: String, formation: Int = 0, method: EfficiencyMethod? = nil) -> CellRecord {
    var facts = CellFacts()
    facts.configuration = Marked(.half, .given)
    facts.formationCycles = Marked(formation, .given)
    if let method { facts.efficiencyMethod = Marked(method, .given) }
    var fold = ProtocolFold()
    var tally = CycleTally()
    let halves = ProtocolTests.halves(script)
    for half in halves { fold.observe(half) }
    for index in stride(from: 0, to: halves.count - 1, by: 2) {
      let cycle = cycle(index / 2 + 1, .discharge, in: halves[index].charge, out: halves[index + 1].charge)
      tally.observe(cycle, efficiency: cycle.secondOverFirst, isFormation: index / 2 < formation)
    }
    return CellRecord(
      configuration: Marked(.half, .given), facts: facts, tally: tally,
      cyclingProtocol: fold.reading(method: facts.efficiencyMethod), stage: StageReading(state: .stage1))
  }
}
