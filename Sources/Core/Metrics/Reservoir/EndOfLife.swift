import CellModel

/// The cycle at which a cell in stage II reaches the retention at which its life is over; a log holds no other end.
package struct EndOfLife: CellQuantity {
  package let id = "end-of-life"
  package let title = "end of life at cycle"
  package let unit = "cycles"
  package let formula = "n = k + (Q_dis - R · Q_ref) / f"
  package let source = "straight line through the newest cycles of stage II"

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    guard record.hasCathode else {
      return explanation(
        .notApplicable("a log does not hold its schedule, and only the capacity of a cell with a cathode ends a test"))
    }
    guard record.stage.state != .dead, record.stage.state != .shorted else {
      return explanation(.notApplicable("the cell is \(record.stage.state.rawValue)"))
    }
    guard record.stage.state == .stage2 else {
      return explanation(.pending(bound: nil, reason: "in stage I nothing tells when the capacity will be gone"))
    }
    let limit = record.facts.endOfLifeRetention
    guard let rate = record.tally.mainRate, rate.firstCapacity > 0 else {
      return explanation(.pending(bound: nil, reason: "no complete cycle yet"))
    }
    guard rate.retention > limit.value else {
      return explanation(.notApplicable("the retention is below \(Digits.fixed(limit.value * 100, 0)) % already"))
    }
    let fade = record.tally.fade
    guard fade > 0 else { return explanation(.pending(bound: nil, reason: "the newest cycles do not fade")) }
    let cycles = Double(rate.lastCycle) + (rate.lastCapacity - limit.value * rate.firstCapacity) / fade
    guard cycles.isFinite, cycles < 1e7 else {
      return explanation(.pending(bound: nil, reason: "the fade is too slow to tell"))
    }
    var answer = explanation(
      .value(cycles, .about),
      [
        .count("k", rate.lastCycle, .inferred, "newest complete cycle"),
        Term("Q_dis", rate.lastCapacity, "mAh", .inferred, "its discharge"),
        Term("R", limit.value, digits: 3, limit.provenance, "retention at the end of life"),
        Term("Q_ref", rate.firstCapacity, "mAh", .inferred, "discharge of cycle \(rate.firstCycle)"),
        Term("f", fade, "mAh", digits: 3, .inferred, "median fade a cycle of the newest cycles"),
      ])
    answer.days = ExpectedDays(record, early: cycles, expected: cycles, late: cycles)
    answer.remarks = ExpectedDays.sentence(answer.days, record, at: cycles).map { [$0] } ?? []
    answer.remarks += ["Shortly after a turn this comes too late, because the slope still steepens."]
    return answer
  }
}
