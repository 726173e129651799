import CellModel

/// What really happens in a simulated cell, found by living its life once more without a cycler.
package struct LabTruth: Sendable {
  package let specification: CellSpecification
  /// First regular cycle of stage II; nil if the cell never turns.
  package private(set) var turningCycle: Int?
  /// First regular cycle in which a twentieth of the area is past its turn; nil if the cell never turns.
  package private(set) var onsetCycle: Int?
  /// First cycle of a short or of sudden death; nil for other fates.
  package private(set) var eventCycle: Int?
  /// True charge of each cycle's first half (plated or charged) and second half (stripped or discharged), mAh.
  package private(set) var first: [Double] = []
  package private(set) var second: [Double] = []
  /// Seconds of test time at which each cycle begins.
  package private(set) var starts: [Double] = []

  /// Lives the whole life of a cell once.
  package init(_ specification: CellSpecification) {
    self.specification = specification
    var life = CellLife(specification)
    var seconds = 0.0
    while let plan = life.next() {
      starts.append(seconds)
      seconds += Schedule.duration(of: plan, in: specification)
      first.append(plan.first.charge)
      second.append(plan.second.charge)
      guard !plan.isSpecial, specification.fate.isTurn else { continue }
      if plan.isStageTwo { turningCycle = turningCycle ?? plan.number }
      if plan.isStageTwo || plan.limitedArea >= 0.05 { onsetCycle = onsetCycle ?? plan.number }
    }
    if specification.fate != .healthy, !specification.fate.isTurn, specification.eventCycle <= first.count {
      eventCycle = specification.eventCycle
    }
  }

  /// Stripped ÷ plated of the whole test without preconditioning (eq 3 of a finished reservoir test); nil if none.
  package var totalEfficiency: Double? {
    let skipped = specification.preconditioningCycles
    let plated = first.dropFirst(skipped).reduce(0, +)
    return plated > 0 ? second.dropFirst(skipped).reduce(0, +) / plated : nil
  }

  /// The cell's entry in `truth.json`.
  package var json: String {
    let cell = specification
    var fields = [
      "\"file\":\"\(cell.path)\"", "\"format\":\"\(cell.format.family)\"", "\"variant\":\"\(cell.format.name)\"",
      "\"configuration\":\"\(cell.kind.configuration.rawValue)\"", "\"kind\":\"\(cell.kind.rawValue)\"",
      "\"fate\":\"\(cell.fate.rawValue)\"", "\"turning_cycle\":\(Self.text(turningCycle))",
      "\"onset_cycle\":\(Self.text(onsetCycle))", "\"event_cycle\":\(Self.text(eventCycle))",
      "\"cycles\":\(first.count)",
      "\"electrolyte\":\"\(cell.electrolyte)\"", "\"area_cm2\":\(cell.area)",
      "\"capacity_mAh\":\(Self.number(cell.capacity))", "\"current_mA\":\(Self.number(cell.current))",
      "\"li_mAh\":\(Self.number(cell.lithium))", "\"ce_anode\":\(Self.number(1 - cell.inefficiency))",
      "\"ce_total\":\(totalEfficiency.map(Self.number) ?? "null")",
      "\"formation_cycles\":\(max(cell.formationCycles, cell.preconditioningCycles))",
    ]
    if cell.reservoir > 0 {
      fields.append("\"q_t_mAh\":\(Self.number(cell.reservoir))")
      fields.append("\"q_c_mAh\":\(Self.number(cell.capacity))")
      fields.append("\"n\":\(max(0, first.count - cell.preconditioningCycles - 1))")
    }
    let isHalf = cell.kind.configuration == .half
    fields.append("\"charge_mAh\":[\((isHalf ? second : first).map(Self.number).joined(separator: ","))]")
    fields.append("\"discharge_mAh\":[\((isHalf ? first : second).map(Self.number).joined(separator: ","))]")
    return "{\(fields.joined(separator: ","))}"
  }

  private static func text(_ value: Int?) -> String { value.map(String.init) ?? "null" }

  private static func number(_ value: Double) -> String {
    var bytes: [UInt8] = []
    DecimalText.append(value, decimals: 7, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
