import Canvas
import CellModel
import Fleet

/// The columns of the fleet table, in their order from the left.
enum FleetColumns: Int, CaseIterable {
  case word, name, type, cycle, step, voltage, current, capacity, efficiency, inefficiency, sparkline, retention
  case stage, onset, age, format, reason

  /// Columns of the cursor's marker, the symbol and a blank before the table.
  static let margin = 3

  /// Name and CE are what a row is for.
  var canBeHidden: Bool { self != .name && self != .efficiency }

  /// The word in the column menu.
  var menuTitle: String {
    switch self {
    case .word: "condition"
    case .name: "cell"
    case .type: "type"
    case .cycle: "cycle"
    case .step: "step"
    case .voltage: "voltage"
    case .current: "current"
    case .capacity: "capacity"
    case .efficiency: "CE"
    case .inefficiency: "CI (1 - CE)"
    case .sparkline: "CE trend"
    case .retention: "retention"
    case .stage: "turning point"
    case .onset: "time since the problem began"
    case .age: "age of the last row"
    case .format: "format"
    case .reason: "reason"
    }
  }

  static func table(width: Int, _ state: AppState) -> Table {
    // A hidden column is wider than any screen, so that it is the first to be dropped.
    let columns = allCases.map { column -> TableColumn in
      var made = column.column(width, state.unit)
      if column == .efficiency, state.showsInefficiency { made.title = "CI/ppm" }
      if column == .inefficiency, state.showsInefficiency { made.title = "CE/%" }
      if state.hiddenColumns.contains(column) {
        made.minimum = 100_000
        made.preferred = 100_000
        made.priority = 1000 + column.rawValue
      }
      return made
    }
    return Table(columns, start: margin, width: width - margin)
  }

  // Priorities: the greatest is dropped first. Name and CE are never dropped.
  private func column(_ width: Int, _ unit: CapacityUnit) -> TableColumn {
    switch self {
    case .word: TableColumn("", minimum: 5, priority: 3)
    case .name: TableColumn("CELL", minimum: 12, preferred: 20, priority: 0)
    case .type: TableColumn("TYPE", minimum: 5, priority: 9)
    case .cycle: TableColumn("CYC", minimum: 4, preferred: 5, alignment: .right, priority: 2)
    case .step: TableColumn("STEP", minimum: 8, priority: 8)
    case .voltage: TableColumn("V/V", minimum: 7, alignment: .right, priority: 1)
    case .current: TableColumn("I/mA", minimum: 8, alignment: .right, priority: 10)
    case .capacity: TableColumn("Q/\(unit.rawValue)", minimum: unit.width, alignment: .right, priority: 14)
    case .efficiency: TableColumn("CE/%", minimum: 6, preferred: 9, alignment: .right, priority: 0)
    case .inefficiency: TableColumn("CI/ppm", minimum: 6, alignment: .right, priority: 11)
    case .sparkline: TableColumn("CE TREND", minimum: 10, preferred: 20, priority: 12)
    case .retention: TableColumn("RET/%", minimum: 5, alignment: .right, priority: 4)
    case .stage: TableColumn("TURN", minimum: 7, preferred: 9, priority: 6)
    case .onset: TableColumn("FOR", minimum: 4, alignment: .right, priority: 5)
    case .age: TableColumn("AGE", minimum: 4, alignment: .right, priority: 13)
    // The reason has the better use for the room of a screen that is not very wide.
    case .format: TableColumn("FORMAT", minimum: width < 180 ? width : 12, preferred: 16, priority: 15)
    case .reason: TableColumn("REASON", minimum: 14, preferred: 400, priority: 7)
    }
  }

  static func draw(_ cell: CellSummary, _ table: Table, _ state: AppState, on grid: inout Grid, row: Int) {
    for placed in table.placed {
      guard let column = FleetColumns(rawValue: placed.index) else { continue }
      if column == .sparkline {
        drawSparkline(cell, on: &grid, placed: placed, row: row, charts: state.theme.charts)
        continue
      }
      var text =
        column == .name
        ? TextFlow.shortened(cell.name, width: placed.width, symbols: state.symbols) : column.text(cell, state)
      if column == .efficiency, !state.showsInefficiency {
        let interval = EfficiencyText.withInterval(
          cell.shownEfficiency, uncertainty: cell.efficiencyUncertainty, resolution: cell.efficiencyResolution)
        if interval.count <= placed.width { text = interval }
      }
      grid.put(
        text, column: placed.start, row: row, columns: placed.width, role: column.role(cell, state),
        alignment: placed.alignment, ellipsis: state.symbols.scalar(.ellipsis))
    }
  }

  /// A row as one line of text, for the clipboard: columns separated by tabs.
  static func line(_ cell: CellSummary, _ state: AppState) -> String {
    allCases.filter { $0 != .sparkline }.map { SafeText.clean($0.text(cell, state)) }.joined(separator: "\t")
  }

  /// Rows for a file: one unit a column, names as in other outputs.
  static func exported(_ cells: [CellSummary], _ state: AppState) -> ExportTable {
    let titles = [
      "channel", "cell", "state", "configuration", "cycle", "voltage_V", "current_mA", "ce_percent", "ci_ppm",
      "capacity_mAh", "retention_percent", "stage", "turning_cycle", "turning_low", "turning_high", "problem_s",
      "format", "file", "reason", "group", "replicate", "tags", "electrolyte", "note",
    ]
    let rows = cells.map { cell -> [String] in
      let efficiency = cell.shownEfficiency
      return [
        cell.id.text, cell.name, cell.condition.word, cell.configuration.value.rawValue, "\(cell.cycle)",
        Numeral.fixed(cell.voltage, decimals: 5), Numeral.fixed(cell.current.map { $0 * 1000 }, decimals: 5),
        Numeral.fixed(efficiency.map { $0 * 100 }, decimals: 4),
        Numeral.fixed(efficiency.map { (1 - $0) * 1e6 }, decimals: 0),
        Numeral.fixed(cell.capacity, decimals: 6), Numeral.fixed(cell.retention.map { $0 * 100 }, decimals: 2),
        cell.stage.state.rawValue,
        Numeral.fixed(cell.stage.turningCycle, decimals: 0), Numeral.fixed(cell.stage.turningLow, decimals: 0),
        Numeral.fixed(cell.stage.turningHigh, decimals: 0),
        cell.condition.isProblem
          ? Numeral.fixed(cell.conditionSince.map { state.ageOrigin - $0 }, decimals: 0) : Numeral.missing, cell.format,
        cell.source.path, cell.reasonText, cell.labels.group ?? "", cell.labels.replicate ?? "",
        cell.labels.tags.joined(separator: " "), cell.labels.electrolyte ?? "", cell.labels.note ?? "",
      ]
    }
    return ExportTable(titles, rows)
  }

  /// Trouble that somebody has taken note of is quiet.
  static func conditionRole(_ cell: CellSummary, _ state: AppState) -> Role {
    // What an earlier run knew is nothing to act upon.
    if cell.asOf != nil { return .dim }
    guard cell.condition.isProblem else { return cell.condition.role }
    let known = state.roster.acknowledgements
    return known.covers(cell) || known.isMuted(cell.id, now: state.now) ? .dim : cell.condition.role
  }

  private func text(_ cell: CellSummary, _ state: AppState) -> String {
    switch self {
    case .word: Self.word(cell, state)
    case .name: cell.name
    case .format: cell.format
    case .type: cell.configuration.value.shortName + cell.configuration.provenance.mark
    case .cycle: cell.cycle > 0 ? "\(cell.cycle)" : Numeral.missing
    case .step: cell.stepText
    case .voltage: Numeral.fixed(cell.voltage, decimals: 4)
    case .current: Self.milliamperes(cell.current)
    case .capacity: state.unit.number(cell.capacity)
    case .efficiency: Self.efficiency(cell, asInefficiency: state.showsInefficiency)
    case .inefficiency: Self.efficiency(cell, asInefficiency: !state.showsInefficiency)
    case .sparkline: ""
    case .retention: Numeral.fixed(cell.retention.map { $0 * 100 }, decimals: 1)
    case .stage: cell.stage.text(state.symbols)
    case .onset: Self.onset(cell, state)
    case .age: Self.age(cell, state)
    case .reason: Self.reason(cell, state)
    }
  }

  /// Why a row stands where it does; of one that an earlier run left, first how old all of it is.
  private static func reason(_ cell: CellSummary, _ state: AppState) -> String {
    guard let asOf = cell.asOf else { return cell.reasonOrNote }
    let age = "as of " + Numeral.age(max(0, state.ageOrigin - asOf)) + " ago"
    return cell.reasonText.isEmpty ? age : age + ": " + cell.reasonText
  }

  // Capitals are for what waits for somebody.
  private static func word(_ cell: CellSummary, _ state: AppState) -> String {
    guard cell.condition.isProblem else { return cell.condition.word }
    if state.roster.acknowledgements.isMuted(cell.id, now: state.now) { return "mute" }
    return state.roster.acknowledgements.covers(cell) ? cell.condition.word.lowercased() : cell.condition.word
  }

  // Only trouble is coloured; a healthy row is quiet.
  private func role(_ cell: CellSummary, _ state: AppState) -> Role {
    if cell.asOf != nil { return .dim }
    return switch self {
    case .word: Self.conditionRole(cell, state)
    case .name: cell.condition.isProblem && Self.conditionRole(cell, state) != .dim ? cell.condition.role : .text
    case .reason: cell.condition.isProblem ? Self.conditionRole(cell, state) : .text
    case .stage: cell.stage.role
    // In the terminal's own colour, too: a change of colour costs 16 bytes a row and says nothing here.
    default: .text
    }
  }

  /// The CE that tables show, in percent or as 1 − CE.
  static func efficiency(_ cell: CellSummary, asInefficiency: Bool) -> String {
    asInefficiency
      ? EfficiencyText.inefficiency(
        cell.shownEfficiency, uncertainty: cell.efficiencyUncertainty, resolution: cell.efficiencyResolution)
      : EfficiencyText.percent(
        cell.shownEfficiency, uncertainty: cell.efficiencyUncertainty, resolution: cell.efficiencyResolution)
  }

  /// A current in mA with its sign: three decimals, fewer where it would not fit.
  static func milliamperes(_ amperes: Double?) -> String {
    guard let amperes, amperes.isFinite else { return Numeral.missing }
    let value = amperes * 1000
    return Numeral.signed(value, decimals: value.magnitude < 999.9995 ? 3 : value.magnitude < 99_999 ? 1 : 0)
  }

  /// The age of the newest row.
  static func age(_ cell: CellSummary, _ state: AppState) -> String {
    guard let last = cell.lastRowAt else { return Numeral.missing }
    return Numeral.age(steady(max(0, state.ageOrigin - last)))
  }

  /// For how long a channel has been in trouble; nothing for those that are in none.
  static func onset(_ cell: CellSummary, _ state: AppState) -> String {
    guard cell.condition.isProblem, let since = cell.conditionSince else { return "" }
    return Numeral.age(steady(max(0, state.ageOrigin - since)))
  }

  // Below a minute in steps of ten seconds, so that a thousand ages do not tick.
  static func steady(_ age: Double) -> Double { age < 60 ? (age / 10).rounded(.down) * 10 : age }

  private static func drawSparkline(
    _ cell: CellSummary, on grid: inout Grid, placed: Table.Placed, row: Int, charts: ChartSet
  ) {
    var (low, high) = (Float.infinity, -Float.infinity)
    for value in cell.sparkline.suffix(placed.width * Sparkline.valuesPerCell(charts)) where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return }
    // Noise must not look like a fall: nothing narrower than half a percent fills the height.
    low = min(low, high - 0.005)
    Sparkline.draw(
      cell.sparkline, low: low, high: high, on: &grid, column: placed.start, row: row, columns: placed.width,
      charts: charts, role: cell.condition.isProblem ? cell.condition.role : .text)
  }
}
