package import Canvas
import CellModel
import Fleet

/// The cycles of one channel as a table, the newest last.
package struct CyclesScreen: Screen {
  package init() {}

  package let id = ScreenID.cycles
  package let title = "Cycles"
  package let keys: [Key] = ["4"]
  package let summary = "the chosen channel's cycles"
  package let concernsChannel = true
  package let scopes: [Scope] = [.tagging, .lists, .opening]

  package func settle(_ state: inout AppState, in area: Area) {
    state.cycles.settle(count: state.detail?.cycles.count ?? 0, height: area.height - 2)
  }

  package func perform(_ action: Action, on state: inout AppState) -> [Command]? {
    let count = state.detail?.cycles.count ?? 0
    let page = ScreenLayout(state).body.height - 2
    if state.cycles.perform(action, count: count, page: page) {
      state.cycles.followsEnd = state.cycles.cursor == count - 1
      return []
    }
    if action == .tag || action == .tagRange {
      guard let detail = state.detail, detail.cycles.indices.contains(state.cycles.cursor) else { return [] }
      tag(action, detail, &state)
      return []
    }
    if action == .untagAll {
      state.curves.tagged = []
      state.notice = "no cycle tagged"
      return []
    }
    guard action == .open else { return nil }
    // Opening a cycle shows its curve.
    if let detail = state.detail, detail.cycles.indices.contains(state.cycles.cursor) {
      state.channel.enter(state.selection)
      state.channel.cycle = Int(detail.cycles[state.cycles.cursor].number)
      Navigation.show(.voltageCapacity, &state)
    }
    return []
  }

  // A range reaches from the cycle that was tagged last to the cursor.
  private func tag(_ action: Action, _ detail: CellDetail, _ state: inout AppState) {
    state.curves.enter(state.selection)
    let cursor = state.cycles.cursor
    let number = Int(detail.cycles[cursor].number)
    if action == .tagRange {
      let anchor =
        state.curves.lastTagged.flatMap { last in detail.cycles.firstIndex { Int($0.number) == last } } ?? cursor
      for index in min(anchor, cursor)...max(anchor, cursor) {
        state.curves.tagged.insert(Int(detail.cycles[index].number))
      }
    } else if state.curves.tagged.remove(number) == nil {
      state.curves.tagged.insert(number)
    }
    state.curves.lastTagged = number
    if action == .tag {
      state.cycles.cursor = min(detail.cycles.count - 1, cursor + 1)
      state.cycles.followsEnd = state.cycles.cursor == detail.cycles.count - 1
    }
    state.curves.overlay = state.curves.tagged.isEmpty ? .previous : .tagged
    let count = state.curves.tagged.count
    state.notice =
      "\(count) " + (count == 1 ? "cycle" : "cycles") + " tagged for the V-Q screen"
      + (count > CurveView.overlayLimit ? ", which draws the first \(CurveView.overlayLimit)" : "")
  }

  package func table(_ state: AppState) -> ExportTable? {
    guard let detail = state.detail, !detail.cycles.isEmpty else { return nil }
    return CycleColumns.exported(detail)
  }

  package func select(column: Int, row: Int, in area: Area, state: inout AppState) -> Bool {
    let index = state.cycles.top + row - area.row - 2
    guard row >= area.row + 2, index < state.detail?.cycles.count ?? 0 else { return false }
    state.cycles.cursor = index
    state.cycles.followsEnd = false
    return true
  }

  package func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    var rest = area
    let head = rest.cutTop(1)
    let titles = rest.cutTop(1)
    guard let cell = state.selected else {
      grid.put("no channel to show", column: head.column + 1, row: head.row, columns: head.width, role: .dim)
      return
    }
    let count = state.detail?.cycles.count ?? 0
    var column = grid.put(cell.name, column: head.column + 1, row: head.row, columns: head.width / 2, role: .strong) + 2
    column =
      grid.put(
        state.symbols[cell.condition.symbol] + " " + cell.condition.word, column: column, row: head.row,
        role: cell.condition.role) + 2
    let words = state.detail == nil ? "cycles are being fetched" : count == 0 ? "no cycle yet" : "\(count) cycles"
    column = grid.put(words, column: column, row: head.row, role: .dim) + 2
    if let turn = CycleAxis.turnText(cell.stage, state) {
      grid.put(turn, column: column, row: head.row, columns: head.endColumn - column, role: .turn)
    }
    guard let detail = state.detail else { return }
    let table = CycleColumns.table(width: rest.width, unit: state.unit)
    table.drawTitles(on: &grid, row: titles.row, role: .dim)
    for index in state.cycles.visible(count: count, height: rest.height) {
      let row = rest.row + index - state.cycles.top
      if index == state.cycles.cursor {
        grid.put(state.symbols[.cursor], column: rest.column, row: row, role: .selected)
        grid.cursor = Point(column: rest.column, row: row)
      }
      if state.curves.cell == detail.summary.id, state.curves.tagged.contains(Int(detail.cycles[index].number)) {
        grid.put("*", column: rest.column + 1, row: row, role: .key)
      }
      for placed in table.placed {
        guard let column = CycleColumns(rawValue: placed.index) else { continue }
        grid.put(
          column.text(detail, index, state.unit), column: placed.start, row: row, columns: placed.width,
          role: column.role(detail, index), alignment: placed.alignment, ellipsis: state.symbols.scalar(.ellipsis))
      }
    }
  }
}

/// The columns of the cycle table.
enum CycleColumns: Int, CaseIterable {
  case number, vendor, charge, discharge, efficiency, inefficiency, meanCharge, meanDischarge, hysteresis, endVoltage
  case duration, stage, remarks

  static func table(width: Int, unit: CapacityUnit) -> Table {
    Table(allCases.map { $0.column(unit) }, start: 2, width: width - 2)
  }

  private func column(_ unit: CapacityUnit) -> TableColumn {
    switch self {
    case .number: TableColumn("CYC", minimum: 5, alignment: .right, priority: 0)
    case .vendor: TableColumn("FILE", minimum: 5, alignment: .right, priority: 11)
    case .charge: TableColumn("QC/\(unit.rawValue)", minimum: unit.width, alignment: .right, priority: 2)
    case .discharge: TableColumn("QD/\(unit.rawValue)", minimum: unit.width, alignment: .right, priority: 1)
    case .efficiency: TableColumn("CE/%", minimum: 7, preferred: 9, alignment: .right, priority: 0)
    case .inefficiency: TableColumn("CI/ppm", minimum: 6, alignment: .right, priority: 8)
    case .meanCharge: TableColumn("VC/V", minimum: 7, alignment: .right, priority: 9)
    case .meanDischarge: TableColumn("VD/V", minimum: 7, alignment: .right, priority: 10)
    case .hysteresis: TableColumn("HYST/mV", minimum: 7, alignment: .right, priority: 5)
    case .endVoltage: TableColumn("VEND/V", minimum: 7, alignment: .right, priority: 6)
    case .duration: TableColumn("TIME", minimum: 6, alignment: .right, priority: 4)
    case .stage: TableColumn("STAGE", minimum: 5, priority: 3)
    case .remarks: TableColumn("REMARKS", minimum: 9, preferred: 60, priority: 7)
    }
  }

  func text(_ detail: CellDetail, _ index: Int, _ unit: CapacityUnit) -> String {
    let cycle = detail.cycles[index]
    let cell = detail.summary
    let efficiency = detail.efficiencies.indices.contains(index) ? detail.efficiencies[index] : nil
    switch self {
    case .number: return "\(cycle.number)"
    case .vendor: return cycle.vendorCycle == Sample.absent ? Numeral.missing : "\(cycle.vendorCycle)"
    case .charge: return unit.number(cycle.charge)
    case .discharge: return unit.number(cycle.discharge)
    case .efficiency:
      return EfficiencyText.withInterval(
        efficiency, uncertainty: cell.efficiencyUncertainty, resolution: cell.efficiencyResolution)
    case .inefficiency:
      return EfficiencyText.inefficiency(
        efficiency, uncertainty: cell.efficiencyUncertainty, resolution: cell.efficiencyResolution)
    case .meanCharge: return Numeral.fixed(Double(cycle.meanChargeVoltage), decimals: 4)
    case .meanDischarge: return Numeral.fixed(Double(cycle.meanDischargeVoltage), decimals: 4)
    case .hysteresis: return Numeral.fixed(cycle.hysteresis.map { $0 * 1000 }, decimals: 1)
    case .endVoltage: return Numeral.fixed(Double(cycle.secondHalfEndVoltage), decimals: 4)
    case .duration: return duration(cycle)
    case .stage: return detail.stages.indices.contains(index) ? detail.stages[index].shortName : Numeral.missing
    case .remarks: return remarks(detail, cycle)
    }
  }

  func role(_ detail: CellDetail, _ index: Int) -> Role {
    switch self {
    case .vendor, .duration: .dim
    case .stage: detail.stages.indices.contains(index) ? StageReading(state: detail.stages[index]).role : .dim
    case .remarks: .dim
    case .efficiency:
      detail.efficiencies.indices.contains(index) && (detail.efficiencies[index] ?? 0) > 1 ? .warn : .text
    default: .text
    }
  }

  /// All cycles for a file: one unit a column.
  static func exported(_ detail: CellDetail) -> ExportTable {
    let titles = [
      "cycle", "vendor_cycle", "charge_mAh", "discharge_mAh", "ce_percent", "retention_percent", "mean_charge_V",
      "mean_discharge_V", "hysteresis_V", "start_time_s", "end_time_s", "complete", "stage", "byte_offset",
    ]
    let rows = detail.cycles.indices.map { index -> [String] in
      let cycle = detail.cycles[index]
      let efficiency = detail.efficiencies.indices.contains(index) ? detail.efficiencies[index] : nil
      let retention = detail.retentions.indices.contains(index) ? detail.retentions[index] : nil
      return [
        "\(cycle.number)", cycle.vendorCycle == Sample.absent ? Numeral.missing : "\(cycle.vendorCycle)",
        Numeral.fixed(cycle.charge, decimals: 6), Numeral.fixed(cycle.discharge, decimals: 6),
        Numeral.fixed(efficiency.map { $0 * 100 }, decimals: 4), Numeral.fixed(retention.map { $0 * 100 }, decimals: 3),
        Numeral.fixed(Double(cycle.meanChargeVoltage), decimals: 5),
        Numeral.fixed(Double(cycle.meanDischargeVoltage), decimals: 5), Numeral.fixed(cycle.hysteresis, decimals: 5),
        Numeral.fixed(cycle.startTime, decimals: 1), Numeral.fixed(cycle.endTime, decimals: 1),
        cycle.isComplete ? "true" : "false",
        detail.stages.indices.contains(index) ? detail.stages[index].rawValue : Numeral.missing, "\(cycle.byteOffset)",
      ]
    }
    return ExportTable(titles, rows)
  }

  private func duration(_ cycle: Cycle) -> String {
    let seconds = cycle.endTime - cycle.startTime
    guard seconds.isFinite else { return Numeral.missing }
    return Numeral.clock(seconds, step: 60)
  }

  private func remarks(_ detail: CellDetail, _ cycle: Cycle) -> String {
    var words: [String] = []
    if !cycle.isComplete { words.append(cycle.number == detail.cycles.last?.number ? "under way" : "partial") }
    if cycle.usedIntegral { words.append("integral") }
    if cycle.counterDeviation > 0.01 {
      words.append("counter off " + Numeral.fixed(Double(cycle.counterDeviation) * 100, decimals: 1) + " %")
    }
    for flag in detail.summary.flags where flag.sinceCycle == Int(cycle.number) { words.append(flag.code.rawValue) }
    return words.joined(separator: ", ")
  }
}
