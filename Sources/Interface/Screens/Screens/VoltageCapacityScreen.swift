package import Canvas
import CellModel
import Cycling
import Fleet

/// Voltage against capacity of one cycle, with others under it.
package struct VoltageCapacityScreen: Screen {
  package init() {}

  package let id = ScreenID.voltageCapacity
  package let title = "V-Q"
  package let keys: [Key] = ["5"]
  package let summary = "voltage against capacity of the chosen cycle"
  package let concernsChannel = true
  package let scopes: [Scope] = [.curves, .plots, .cycles]

  package func settle(_ state: inout AppState, in area: Area) { state.curves.enter(state.selection) }

  package func perform(_ action: Action, on state: inout AppState) -> [Command]? {
    if CurveParts.perform(action, &state) { return [] }
    if action == .smooth {
      state.curves.showsAllVoltages.toggle()
      state.notice = state.curves.showsAllVoltages ? "all voltages" : "a half cell's plateaus"
      return []
    }
    guard let detail = state.detail, let shown = ShownCycles(detail, state) else { return nil }
    let all = Self.extent(detail, shown, state)
    let width = CurveParts.Layout(ScreenLayout(state).body, lines: 3).plot.width - Plot.gutter
    return AxisKeys.perform(action, &state.curves.capacities, width: width, over: all) ? [] : nil
  }

  package func plots(_ state: AppState, dots: Int) -> [Plot] {
    guard let detail = state.detail, let shown = ShownCycles(detail, state) else { return [] }
    return Self.plot(detail, shown, state, dots: dots, columns: 100).map { [$0] } ?? []
  }

  package func table(_ state: AppState) -> ExportTable? {
    guard let detail = state.detail, let shown = ShownCycles(detail, state) else { return nil }
    let curves = ([shown.chosen] + shown.overlays).compactMap { CurveParts.curve($0, detail, state) }
    guard !curves.isEmpty else { return nil }
    let rows = curves.flatMap { curve in
      [curve.first, curve.second].flatMap { half in
        half.points.map { point in
          [
            "\(curve.number)", half.direction.rawValue, Numeral.fixed(point.capacity, decimals: 7),
            Numeral.fixed(point.mean, decimals: 5), Numeral.fixed(point.low, decimals: 5),
            Numeral.fixed(point.high, decimals: 5), Numeral.fixed(point.current * 1000, decimals: 5),
            Numeral.fixed(point.time, decimals: 3), "\(point.row)",
          ]
        }
      }
    }
    return ExportTable(
      [
        "cycle", "half", "capacity_mAh", "voltage_V", "voltage_min_V", "voltage_max_V", "current_mA", "test_time_s",
        "row",
      ], rows)
  }

  package func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    let layout = CurveParts.Layout(area, lines: 4)
    guard let detail = state.detail else { return NoDetail.draw(state, on: &grid, in: area) }
    guard let shown = ShownCycles(detail, state) else {
      grid.put("no cycle yet", column: area.column + 1, row: area.row, columns: area.width - 1, role: .dim)
      return
    }
    CurveParts.drawHead(detail, shown, state, on: &grid, in: layout.head)
    PanelTitle.draw(
      "V–Q", detail: Self.cursorText(detail, shown, state), on: &grid, in: layout.title, symbols: state.symbols)
    let dots = Plot.dotColumns(width: layout.plot.width, charts: state.theme.charts)
    if let plot = Self.plot(detail, shown, state, dots: dots, columns: layout.plot.width - Plot.gutter) {
      plot.draw(on: &grid, in: layout.plot, theme: state.theme)
    } else {
      let reason = CurveParts.reason(shown.chosen, detail, state)
      grid.put(
        reason.text, column: layout.plot.column + 2, row: layout.plot.row + 1, columns: layout.plot.width - 2,
        role: reason.role, ellipsis: state.symbols.scalar(.ellipsis))
    }
    CurveParts.drawWords(
      Self.words(detail, shown, state, isWide: layout.words.row == layout.plot.row), on: &grid, in: layout.words, state)
  }

  /// From zero to the largest capacity of all curves, with a little room.
  private static func extent(_ detail: CellDetail, _ shown: ShownCycles, _ state: AppState) -> ClosedRange<Double> {
    let capacities = ([shown.chosen] + shown.overlays).compactMap {
      CurveParts.curve($0, detail, state)?.capacity
    }
    return 0...max(1e-6, (capacities.max() ?? 1) * state.unit.factor * 1.02)
  }

  private static func plot(
    _ detail: CellDetail, _ shown: ShownCycles, _ state: AppState, dots: Int, columns: Int
  ) -> Plot? {
    guard let chosen = CurveParts.curve(shown.chosen, detail, state) else { return nil }
    let axis = state.curves.capacities.axis(extent(detail, shown, state))
    let factor = state.unit.factor
    var series: [PlotSeries] = []
    func add(_ half: HalfCurve, _ role: Role, _ style: PlotSeries.Style = .line) {
      let points = half.points.lazy.flatMap { point in
        [(x: point.capacity * factor, y: point.low), (x: point.capacity * factor, y: point.high)]
      }
      series.append(PlotSeries(spans: PlotSeries.bridged(axis.spans(points, dots: dots)), role: role, style: style))
    }
    for (position, index) in shown.overlays.enumerated() {
      guard let curve = CurveParts.curve(index, detail, state) else { continue }
      let role = CurveParts.overlayRoles[position % CurveParts.overlayRoles.count]
      add(curve.first, role, .dashed)
      add(curve.second, role, .dashed)
    }
    add(chosen[.charge], .trace1)
    add(chosen[.discharge], .trace2)
    guard let scale = Self.scale(series, chosen, detail, state) else { return nil }
    // Which is which must be read without colour too.
    let notes = [HalfCycleDirection.charge, .discharge].compactMap { direction -> Plot.Note? in
      guard let last = chosen[direction].points.last(where: { axis.fraction($0.capacity * factor) <= 1 }) else {
        return nil
      }
      return Plot.Note(
        position: axis.fraction(last.capacity * factor), value: min(max(last.mean, scale.low), scale.high),
        text: CurveParts.mark(direction, detail.summary), role: direction == .charge ? .trace1 : .trace2)
    }
    for index in series.indices {
      series[index].spans = series[index].spans.map { span in
        span.map { ValueSpan(min(max($0.low, scale.low), scale.high), min(max($0.high, scale.low), scale.high)) }
      }
    }
    var plot = Plot(scale: scale, unit: "V/V")
    plot.series = series
    plot.notes = notes
    plot.labels = axis.labels(columns: columns)
    plot.horizontalUnit = "Q/" + state.unit.rawValue
    plot.cursor = state.curves.capacities.cursor.map(axis.fraction)
    if detail.summary.configuration.value == .half {
      if let dip = chosen.first.nucleation {
        plot.notes.append(
          Plot.Note(
            position: axis.fraction(dip.capacity * factor), value: dip.voltage,
            text: state.symbols[.turn] + " nucleation", role: .turn))
      }
      plot.threshold = chosen.second.endVoltage
    }
    return plot
  }

  /// All voltages, or of a half cell those of its plateaus: the rise at the end of a strip is fifty times as high.
  private static func scale(
    _ series: [PlotSeries], _ chosen: CycleCurve, _ detail: CellDetail, _ state: AppState
  ) -> PlotScale? {
    let values = series.compactMap(\.extent)
    guard let low = values.map(\.low).min(), var high = values.map(\.high).max() else { return nil }
    if detail.summary.configuration.value == .half, !state.curves.showsAllVoltages,
      let plateau = chosen.second.voltage(at: chosen.second.capacity * 0.9)
    {
      high = min(high, max(plateau, 0) + 2 * (max(plateau, 0) - min(low, 0)))
    }
    return PlotScale(low: low, high: max(high, low), ticks: 6)
  }

  private static func cursorText(_ detail: CellDetail, _ shown: ShownCycles, _ state: AppState) -> String {
    guard let curve = CurveParts.curve(shown.chosen, detail, state) else { return "" }
    guard let cursor = state.curves.capacities.cursor else {
      return "overlay: " + state.curves.overlay.title
    }
    let capacity = cursor / state.unit.factor
    let charge = curve[.charge].voltage(at: capacity)
    let discharge = curve[.discharge].voltage(at: capacity)
    let cell = detail.summary
    var words = [state.unit.text(capacity)]
    words.append(CurveParts.halfWord(.charge, cell) + " " + Numeral.fixed(charge, decimals: 4) + " V")
    words.append(CurveParts.halfWord(.discharge, cell) + " " + Numeral.fixed(discharge, decimals: 4) + " V")
    if let charge, let discharge {
      words.append("gap " + Numeral.fixed((charge - discharge) * 1000, decimals: 1) + " mV")
    }
    return words.joined(separator: "  ")
  }

  /// Where a curve ends short of the capacity in the table, why.
  ///
  /// Tables count all that passed one way; a curve stands at charge less discharge, which pulses the other way bring back.
  private static func netWords(
    _ curve: CycleCurve, _ detail: CellDetail, _ shown: ShownCycles, _ state: AppState, isWide: Bool
  ) -> [(text: String, role: Role)] {
    let cycle = detail.cycles[shown.chosen]
    guard cycle.isComplete else { return [] }
    return [(HalfCycleDirection.charge, cycle.charge), (.discharge, cycle.discharge)].flatMap { direction, passed in
      let end = curve[direction].capacity
      guard passed.isFinite, passed > 0, passed - end > 0.001 * passed else { return [String]() }
      let net = CurveParts.halfWord(direction, detail.summary) + " ends at net " + state.unit.text(end)
      let why = state.unit.text(passed) + " passed, " + state.unit.text(passed - end) + " the other way"
      return isWide ? [net + ":", "  " + why] : [net + ": " + why]
    }.map { ($0, .strong) }
  }

  private static func words(
    _ detail: CellDetail, _ shown: ShownCycles, _ state: AppState, isWide: Bool
  ) -> [(text: String, role: Role)] {
    var lines: [(text: String, role: Role)] = []
    let cell = detail.summary
    guard let curve = CurveParts.curve(shown.chosen, detail, state) else { return [] }
    lines.append(("charge", .trace1))
    if cell.configuration.value == .half { lines[0].text = "stripping (charge)" }
    let other = cell.configuration.value == .half ? "plating (discharge)" : "discharge"
    if isWide {
      lines.append((other, .trace2))
    } else {
      lines[0] = ("upper: " + lines[0].text + "   lower: " + other, .dim)
    }
    lines += netWords(curve, detail, shown, state, isWide: isWide)
    for (position, index) in shown.overlays.enumerated() {
      let cycle = detail.cycles[index]
      var text = "under it: cycle \(cycle.number)  " + state.unit.number(cycle.charge) + " / "
      text += state.unit.text(cycle.discharge)
      var role = CurveParts.overlayRoles[position % CurveParts.overlayRoles.count]
      if CurveParts.curve(index, detail, state) == nil { (text, role) = CurveParts.reason(index, detail, state) }
      lines.append((text, role))
    }
    if isWide { lines.append(("", .text)) }
    if cell.configuration.value == .half {
      if let dip = curve.first.nucleation {
        lines.append(
          (
            "nucleation " + Numeral.fixed(dip.voltage * 1000, decimals: 1) + " mV, "
              + Numeral.fixed(dip.overpotential * 1000, decimals: 1) + " mV below plateau", .turn
          ))
      }
      if let end = curve.second.endVoltage {
        lines.append(("strip ends at " + Numeral.fixed(end, decimals: 4) + " V (s shows all voltages)", .threshold))
      }
    }
    let source = curve.usesIntegral ? "capacity is the integral of the current" : "capacity from the counter"
    lines.append(("\(curve.rows) rows, " + source, .dim))
    return lines
  }
}
