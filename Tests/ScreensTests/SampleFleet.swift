import CellModel
import Cycling
import Fleet
import Metrics
import Screens
import TestSupport

/// A lab with a channel in every condition, the same in every run.
enum SampleFleet {
  /// 2026-11-23 14:32:07 UTC.
  static let now = 1_795_444_327.0

  static func state(healthy: Int = 30, focus: String? = nil) -> FleetState {
    var fleet = FleetState(now: now)
    fleet.cells = troubled() + (0..<healthy).map(well)
    fleet.cells.append(finished())
    fleet.cells.append(CellSummary(id: CellID("rack4/new.csv"), name: "new", format: "unknown", path: "rack4/new.csv"))
    fleet.progress = LoadingProgress(
      filesDone: fleet.cells.count, filesTotal: fleet.cells.count, bytesDone: 9_000_000, bytesTotal: 9_000_000)
    fleet.events = events()
    if let focus, let cell = fleet.cells.first(where: { $0.id.text == focus }) { fleet.detail = detail(cell) }
    return fleet
  }

  private static func cell(
    _ id: String, _ name: String, _ condition: CellCondition, _ configuration: CellConfiguration, cycle: Int,
    ce: Double, decay: Double = 0
  ) -> CellSummary {
    var cell = CellSummary(id: CellID(id), name: name, format: "neware-csv", path: "/data/" + id)
    cell.configuration = Marked(configuration, .inferred, reason: "voltage between 2.8 and 4.4 V")
    cell.condition = condition
    cell.conditionSince = now - 720
    cell.cycle = cycle
    cell.step = Step(vendorStep: 3, phase: .charge, startTime: 0, endTime: 2460)
    cell.voltage = 4.0121
    cell.current = 0.003
    var random = SeededGenerator(seed: UInt64(cycle) &* 7919)
    let values = (0..<40).map { index in
      ce - decay * Double(index) / 40 + Double.random(in: -0.0003...0.0003, using: &random)
    }
    cell.sparkline = values.map { Float($0) }
    cell.lastEfficiency = values.last
    cell.rollingEfficiency = RollingEfficiency(values)
    cell.retention = configuration == .half || configuration == .symmetric ? nil : 0.968
    cell.stage = StageReading(state: .stage1, confidence: 0.9)
    cell.lastRowAt = now - 4
    cell.source.status = .following
    cell.source.size = 1_234_567
    cell.source.bytesRead = 1_234_567
    cell.source.rows = 34567
    return cell
  }

  private static func troubled() -> [CellSummary] {
    var short = cell("rack3/017.csv", "LMB-0273", .fail, .half, cycle: 212, ce: 0.9961)
    short.flags = [
      Flag(
        .softShort, sinceCycle: 212, sinceTime: now - 720, evidence: "CE 61.20 % and 14 mV of voltage noise: soft short"
      )
    ]
    short.sparkline[39] = 0.612
    short.lastEfficiency = 0.612
    short.stage = StageReading(state: .shorted, turningCycle: 211, turningLow: 210, turningHigh: 212, confidence: 0.99)
    var dead = cell("rack1/044.csv", "LMB-0108", .fail, .full, cycle: 187, ce: 0.9684, decay: 0.02)
    dead.retention = 0.613
    dead.flags = [
      Flag(.endOfLife, sinceCycle: 171, evidence: "retention 79.9 % at cycle 171, limit 80 %"),
      Flag(.badRows, evidence: "3 of 34567 rows could not be read"),
    ]
    dead.source.badRows = 3
    dead.source.firstBadRow = MalformedRow(row: 812, expected: "a voltage, found \"—\"")
    var hysteresis = cell("rack2/031.csv", "LMB-0190 électrolyte", .warn, .full, cycle: 205, ce: 0.9912)
    hysteresis.flags = [Flag(.polarisation, sinceCycle: 190, evidence: "hysteresis grew by 38 mV in 50 cycles")]
    var suspected = cell("rack2/032.csv", "电池-07 长名字的通道", .warn, .anodeFree, cycle: 43, ce: 0.992, decay: 0.01)
    suspected.stage = StageReading(
      state: .suspected, turningCycle: 39, turningLow: 33, turningHigh: 41, confidence: 0.6, reason: .ceDrop,
      evidence: "CE fell by 0.31 % over 4 cycles")
    suspected.flags = [Flag(.turnSuspected, sinceCycle: 39, evidence: "CE fell by 0.31 % over 4 cycles")]
    var turned = cell("rack1/009.csv", "LMB-0077", .turn, .full, cycle: 187, ce: 0.9942, decay: 0.012)
    turned.retention = 0.889
    turned.step = Step(vendorStep: 4, phase: .discharge, startTime: 0, endTime: 1260)
    turned.current = -0.003
    turned.configuration = Marked(.full, .given)
    turned.stage = StageReading(
      state: .stage2, turningCycle: 139, turningLow: 135, turningHigh: 143, confidence: 0.97, reason: .retention,
      evidence: "capacity and CE have declined together since cycle 139")
    turned.flags = [Flag(.stageTwo, sinceCycle: 139, evidence: "stage II from cycle 139 (135 to 143)")]
    var stale = cell("rack6/011.csv", "LMB-0523", .stale, .full, cycle: 88, ce: 0.9961)
    stale.lastRowAt = now - 2460
    stale.flags = [Flag(.stalled, evidence: "no row for 41 min, expected every 10 s")]
    stale.current = nil
    var gone = cell("rack6/012.csv", "LMB-0524", .stale, .symmetric, cycle: 12, ce: 0.5)
    gone.source.status = .gone
    gone.lastEfficiency = nil
    gone.rollingEfficiency = nil
    gone.sparkline = []
    gone.flags = [Flag(.gone, evidence: "the file was removed 2 h ago")]
    gone.lastRowAt = now - 7300
    return [short, dead, hysteresis, suspected, turned, stale, gone]
  }

  private static func well(_ index: Int) -> CellSummary {
    let conditions: [CellCondition] = [.charging, .discharging, .charging, .resting, .discharging, .other]
    let configurations: [CellConfiguration] = [.full, .half, .anodeFree]
    let condition = conditions[index % conditions.count]
    let number = index < 9 ? "00\(index + 1)" : index < 99 ? "0\(index + 1)" : "\(index + 1)"
    var cell = cell(
      "rack\(5 + index / 24)/\(number).csv", "LMB-1\(number)", condition, configurations[index % 3],
      cycle: 3 + index * 7, ce: 0.9967 - Double(index % 7) * 0.0004)
    let phases: [Phase] = [.charge, .discharge, .charge, .rest, .discharge, .other]
    cell.step = Step(
      vendorStep: 2, phase: phases[index % 6], startTime: 0, endTime: Double(40 + index * 311))
    cell.current = condition == .charging ? 0.003 : condition == .discharging ? -0.003 : 0
    if configurations[index % 3] == .half { cell.voltage = condition == .charging ? 0.0412 : -0.044 }
    if index % 9 == 4 {
      cell.stage = StageReading(state: .forming)
      cell.efficiencyUncertainty = 2e-5
    }
    return cell
  }

  private static func finished() -> CellSummary {
    var cell = cell("rack4/aurbach.csv", "LMB-0076", .finished, .half, cycle: 11, ce: 0.9953)
    cell.flags = [Flag(.finished, evidence: "Aurbach protocol ended: CE 99.53 % over 10 cycles")]
    cell.lastRowAt = now - 260_000
    return cell
  }

  private static func events() -> [FleetEvent] {
    [
      FleetEvent(
        time: now - 90_000, cell: CellID("rack2/031.csv"), severity: .warning,
        text: "hysteresis grew by 38 mV in 50 cycles"),
      FleetEvent(time: now - 7200, cell: nil, severity: .notice, text: "skipped notes.txt: no known format"),
      FleetEvent(
        time: now - 3600, cell: CellID("rack1/009.csv"), severity: .warning,
        text: "stage II from cycle 139 (135 to 143)"),
      FleetEvent(
        time: now - 720, cell: CellID("rack3/017.csv"), severity: .critical,
        text: "CE 61.20 % and 14 mV of voltage noise: soft short"),
    ]
  }

  /// The lines of a log around a place, one of them malformed.
  static func rows(_ request: RowsRequest) -> RowsAnswer {
    let rows = (0..<60).map { index -> LogRow in
      var sample = Sample(testTime: 7200 + Double(index) * 30, voltage: 3.7 + Double(index) / 1000, current: 0.003)
      sample.counter = Double(index) * 0.025
      sample.vendorCycle = 12
      sample.row = Int32(500 + index)
      sample.phase = .charge
      let text = "\(499 + index),12,2,CC Chg,\(7200 + index * 30),3.7\(index),3.0000,\(Double(index) * 0.025)"
      return LogRow(
        number: 500 + index, byteOffset: 40_000 + index * 64, text: index == 33 ? "503,12,2,CC" : text,
        sample: index == 33 ? nil : sample)
    }
    return RowsAnswer(
      request, rows: rows, target: 30, header: "DataPoint,Cycle,Step,Type,Time,Voltage(V),Current(mA),Q(mAh)")
  }

  /// Curves with a plateau each way, and a dip where lithium nucleates.
  static func curves(_ request: CurveRequest) -> CurveAnswer {
    let curves = request.spans.map { span in
      let capacity = 3.012 * (1 - Double(span.number) * 0.0002)
      func half(_ direction: HalfCycleDirection, _ total: Double) -> HalfCurve {
        let sign = direction == .charge ? 1.0 : -1.0
        let points = (0...300).map { step -> CurvePoint in
          let x = Double(step) / 300
          let rise = 0.5 * x + 0.35 / (1 + ((0.5 - x) * 12).exponential)
          let voltage = direction == .charge ? 3.45 + rise : 4.25 - rise
          let dip = span.firstHalf == direction ? -0.06 / (1 + Double(step)) : 0
          return CurvePoint(
            capacity: total * x, voltage: voltage + dip, current: sign * 0.003,
            time: span.endTime - 7140 + x * 3600, byteOffset: span.start + step, row: step + 1)
        }
        return HalfCurve(direction: direction, points: points)
      }
      return CycleCurve(
        number: span.number, first: half(span.firstHalf, capacity),
        second: half(span.firstHalf.opposite, capacity * 0.996),
        rows: 602)
    }
    return CurveAnswer(request, curves: curves)
  }

  /// A history with a turning point, a spike, a gap and a partial cycle at the end.
  static func detail(_ summary: CellSummary) -> CellDetail {
    if summary.id.text == "rack1/009.csv" {
      var detail = turnedDetail
      detail.summary = summary
      return detail
    }
    return makeDetail(summary)
  }

  // Most tests look at this one, and its trace takes a while to fold.
  private static let turnedDetail = makeDetail(troubled()[4])

  static func makeDetail(_ summary: CellSummary, hasTrace: Bool = true) -> CellDetail {
    var trace = TracePyramid()
    var random = SeededGenerator(seed: 42)
    let period = 7200.0
    let count = summary.cycle
    var detail = CellDetail(summary: summary, trace: trace)
    for number in 1...max(1, count) {
      let start = Double(number - 1) * period
      var cycle = Cycle(number: Int32(number), firstHalf: .charge)
      let loss = number > 139 ? Double(number - 139) * 0.0003 : 0
      let formation = number < 8 ? 0.02 / Double(number) : 0
      let ce = 0.9962 - loss - formation + Double.random(in: -0.0004...0.0004, using: &random)
      let retention = 1 - Double(number) * 0.0002 - (number > 139 ? Double(number - 139) * 0.002 : 0)
      cycle.vendorCycle = Int32(number - 1)
      cycle.byteOffset = number * 10_000
      cycle.charge = 3.012 * retention
      cycle.discharge = cycle.charge * ce
      cycle.startTime = start
      cycle.endTime = start + period - 60
      cycle.meanChargeVoltage = 3.91
      cycle.meanDischargeVoltage = 3.82 - Float(loss)
      cycle.firstHalfEndVoltage = 4.4
      cycle.secondHalfEndVoltage = 2.8
      cycle.isComplete = number < count
      detail.cycles.append(cycle)
      detail.efficiencies.append(number < count ? ce : nil)
      detail.retentions.append(number < count && summary.retention != nil ? retention : nil)
      detail.stages.append(number < 4 ? .forming : number < 136 ? .stage1 : number < 143 ? .suspected : .stage2)
      for step in 0..<(hasTrace ? 240 : 0) {
        let time = start + Double(step) * 30
        // The logger was off for most of the last cycle but one.
        if number == count - 1, 60..<150 ~= step { continue }
        let isCharge = step < 120
        let progress = Double(isCharge ? step : 240 - step) / 120
        let spike = number == count && step == 30 ? -0.4 : 0
        trace.append(
          time: time, voltage: 3.4 + progress * 0.6 + progress * progress * 0.4 - (isCharge ? 0 : 0.08) + spike,
          current: isCharge ? 0.003 : -0.003)
      }
    }
    detail.trace = trace
    detail.facts = [
      Fact("cell", "full", .given),
      Fact("method", "discharge ÷ charge", .inferred, note: "review eq 1, full cell"),
      Fact("CE last", "98.18 %", .inferred, note: "cycle 186"),
      Fact("lithium", "50 µm, 10.3 mAh cm⁻²", .given, note: "cells.toml"),
      Fact("accuracy", "100 ppm", .assumed),
      Fact("anode CE", "missing", .assumed, note: "needs lithium inventory and area"),
    ]
    detail.explanations = explanations(detail)
    return detail
  }

  /// The numbers of a cell of 10.3 mAh of lithium, of which nobody has told the anode's CE or the cathode's capacity.
  private static func explanations(_ detail: CellDetail) -> [Explanation] {
    var facts = CellFacts()
    facts.area = Marked(1.5, .given)
    facts.lithium = Marked(.capacity(10.3), .given)
    var tally = CycleTally()
    for (cycle, efficiency) in zip(detail.cycles, detail.efficiencies) {
      tally.observe(cycle, efficiency: efficiency, isFormation: cycle.number < 4)
    }
    var record = CellRecord(
      configuration: detail.summary.configuration, facts: facts, tally: tally, stage: detail.summary.stage)
    record.step = StepOutlook(elapsed: 1260, earlier: [3540, 3570, 3600])
    let context = MetricContext(configuration: .full, referenceCapacity: 3.01)
    let metrics = detail.cycles.last { $0.isComplete }.map { cycle in
      MetricRegistry.all.map { $0.explanation(of: cycle, in: context, accuracy: 1e-4) }
    }
    return (metrics ?? []) + AverageRegistry.explanations(of: record) + QuantityRegistry.explanations(of: record)
      + YardstickRegistry.explanations(of: record)
  }
}

extension Double {
  /// e to this power by its Taylor series, which gives the same bits on every machine.
  fileprivate var exponential: Double {
    // Of e^(x/64), then squared six times.
    let x = self / 64
    var result = 1 + x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4)))
    for _ in 0..<6 { result *= result }
    return result
  }
}
