package import Canvas
import CellModel
import Cycling
import Fleet

/// dQ/dV of one cycle, with its peaks.
package struct DifferentialCapacityScreen: Screen {
  package init() {}

  package let id = ScreenID.differentialCapacity
  package let title = "dQ/dV"
  package let keys: [Key] = ["6"]
  package let summary = "differential capacity of the chosen cycle"
  package let concernsChannel = true
  package let scopes: [Scope] = [.curves, .plots, .cycles]

  package func settle(_ state: inout AppState, in area: Area) { state.curves.enter(state.selection) }

  package func perform(_ action: Action, on state: inout AppState) -> [Command]? {
    if CurveParts.perform(action, &state) { return [] }
    if action == .smooth {
      let all = CurveView.smoothings
      state.curves.smoothing = all[((all.firstIndex(of: state.curves.smoothing) ?? 0) + 1) % all.count]
      return []
    }
    guard let detail = state.detail, let shown = ShownCycles(detail, state),
      let curve = CurveParts.curve(shown.chosen, detail, state)
    else { return nil }
    let all = Self.extent(Self.pair(curve, state))
    let width = CurveParts.Layout(ScreenLayout(state).body, lines: 3).plot.width - Plot.gutter
    return AxisKeys.perform(action, &state.curves.voltages, width: width, over: all) ? [] : nil
  }

  package func plots(_ state: AppState, dots: Int) -> [Plot] {
    guard let detail = state.detail, let shown = ShownCycles(detail, state) else { return [] }
    return Self.plot(detail, shown, state, dots: dots, columns: 100).map { [$0] } ?? []
  }

  package func table(_ state: AppState) -> ExportTable? {
    guard let detail = state.detail, let shown = ShownCycles(detail, state),
      let curve = CurveParts.curve(shown.chosen, detail, state)
    else { return nil }
    let rows = Self.pair(curve, state).flatMap { one in
      one.values.map { value in
        [
          "\(curve.number)", one.direction.rawValue, Numeral.fixed(value.voltage, decimals: 5),
          Numeral.significant(value.value, digits: 6),
        ]
      }
    }
    return rows.isEmpty ? nil : ExportTable(["cycle", "half", "voltage_V", "dq_dv_mAh_per_V"], rows)
  }

  package func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    let layout = CurveParts.Layout(area, lines: 5)
    guard let detail = state.detail else { return NoDetail.draw(state, on: &grid, in: area) }
    guard let shown = ShownCycles(detail, state) else {
      grid.put("no cycle yet", column: area.column + 1, row: area.row, columns: area.width - 1, role: .dim)
      return
    }
    CurveParts.drawHead(detail, shown, state, on: &grid, in: layout.head)
    guard let curve = CurveParts.curve(shown.chosen, detail, state) else {
      PanelTitle.draw("dQ/dV", on: &grid, in: layout.title, symbols: state.symbols)
      let reason = CurveParts.reason(shown.chosen, detail, state)
      grid.put(
        reason.text, column: layout.plot.column + 2, row: layout.plot.row + 1, columns: layout.plot.width - 2,
        role: reason.role, ellipsis: state.symbols.scalar(.ellipsis))
      return
    }
    let pair = Self.pair(curve, state)
    PanelTitle.draw(
      "dQ/dV", detail: Self.methodText(pair, state), on: &grid, in: layout.title, symbols: state.symbols)
    let dots = Plot.dotColumns(width: layout.plot.width, charts: state.theme.charts)
    if let plot = Self.plot(detail, shown, state, dots: dots, columns: layout.plot.width - Plot.gutter) {
      plot.draw(on: &grid, in: layout.plot, theme: state.theme)
    } else {
      grid.put(
        "too few rows with charge for dQ/dV", column: layout.plot.column + 2, row: layout.plot.row + 1,
        columns: layout.plot.width - 2, role: .dim)
    }
    let isWide = layout.words.row == layout.plot.row
    CurveParts.drawWords(Self.words(pair, detail, state, isWide: isWide), on: &grid, in: layout.words, state)
  }

  /// Charge and discharge of one cycle, counted alike.
  private static func pair(_ curve: CycleCurve, _ state: AppState) -> [DifferentialCapacity] {
    let bin = max(
      DifferentialCapacity.usualBin(curve[.charge]), DifferentialCapacity.usualBin(curve[.discharge]))
    return [HalfCycleDirection.charge, .discharge].compactMap { direction in
      DifferentialCapacity(curve[direction], bin: bin, smoothing: state.curves.smoothing)
    }
  }

  private static func extent(_ pair: [DifferentialCapacity]) -> ClosedRange<Double> {
    let low = pair.compactMap { $0.values.first?.voltage }.min() ?? 0
    let high = pair.compactMap { $0.values.last?.voltage }.max() ?? 1
    return low...max(low + 1e-6, high)
  }

  private static func plot(
    _ detail: CellDetail, _ shown: ShownCycles, _ state: AppState, dots: Int, columns: Int
  ) -> Plot? {
    guard let curve = CurveParts.curve(shown.chosen, detail, state) else { return nil }
    let chosen = pair(curve, state)
    guard !chosen.isEmpty else { return nil }
    let axis = state.curves.voltages.axis(extent(chosen))
    let factor = state.unit.factor
    func series(_ one: DifferentialCapacity, _ role: Role, _ style: PlotSeries.Style = .line) -> PlotSeries {
      let sign = one.direction == .charge ? factor : -factor
      let points = one.values.lazy.map { (x: $0.voltage, y: $0.value * sign) }
      return PlotSeries(spans: PlotSeries.bridged(axis.spans(points, dots: dots)), role: role, style: style)
    }
    var all: [PlotSeries] = []
    for (position, index) in shown.overlays.enumerated() {
      guard let curve = CurveParts.curve(index, detail, state) else { continue }
      let role = CurveParts.overlayRoles[position % CurveParts.overlayRoles.count]
      for one in pair(curve, state) { all.append(series(one, role, .dashed)) }
    }
    for one in chosen { all.append(series(one, one.direction == .charge ? .trace1 : .trace2)) }
    // The scale is the chosen cycle's: an overlay with a spike must not flatten it.
    let values = all.suffix(chosen.count).compactMap(\.extent)
    guard let low = values.map(\.low).min(), let high = values.map(\.high).max() else { return nil }
    let scale = PlotScale(low: min(0, low * 1.05), high: max(0, high * 1.05), ticks: 6)
    for index in all.indices {
      all[index].spans = all[index].spans.map { span in
        span.map { ValueSpan(min(max($0.low, scale.low), scale.high), min(max($0.high, scale.low), scale.high)) }
      }
    }
    var plot = Plot(scale: scale, unit: state.unit.rawValue + "/V")
    plot.series = all
    plot.threshold = 0
    plot.labels = axis.labels(columns: columns)
    plot.horizontalUnit = "V/V"
    plot.cursor = state.curves.voltages.cursor.map(axis.fraction)
    return plot
  }

  private static func methodText(_ pair: [DifferentialCapacity], _ state: AppState) -> String {
    guard let one = pair.first else { return "" }
    if let cursor = state.curves.voltages.cursor {
      var words = [Numeral.fixed(cursor, decimals: 4) + " V"]
      for one in pair {
        let nearest = one.values.min { ($0.voltage - cursor).magnitude < ($1.voltage - cursor).magnitude }
        let value = nearest.flatMap { ($0.voltage - cursor).magnitude <= one.bin ? $0.value : nil }
        words.append(
          one.direction.rawValue + " " + Numeral.significant(value.map { $0 * state.unit.factor }, digits: 4)
            + " \(state.unit.rawValue)/V")
      }
      return words.joined(separator: "  ")
    }
    let millivolts = Numeral.significant(one.bin * 1000, digits: 2)
    let window = Numeral.significant(one.window * 1000, digits: 2)
    return
      "charge counted in bins of \(millivolts) mV, triangle of \(state.symbols[.plusMinus])\(window) mV (s changes it)"
  }

  private static func words(
    _ pair: [DifferentialCapacity], _ detail: CellDetail, _ state: AppState, isWide: Bool
  ) -> [(text: String, role: Role)] {
    var lines: [(text: String, role: Role)] = []
    let unit = state.unit.rawValue + "/V"
    for one in pair {
      let role: Role = one.direction == .charge ? .trace1 : .trace2
      let word = CurveParts.halfWord(one.direction, detail.summary)
      if isWide {
        lines.append((word + ": " + (one.peaks.isEmpty ? "no peak stands out" : "peaks"), role))
        for peak in one.peaks {
          lines.append(
            (
              "  " + Numeral.fixed(peak.voltage, decimals: 3) + " V  "
                + Numeral.significant(peak.value * state.unit.factor, digits: 3) + " " + unit, .text
            ))
        }
      } else {
        let peaks = one.peaks.map { peak in
          Numeral.fixed(peak.voltage, decimals: 3) + " V ("
            + Numeral.significant(peak.value * state.unit.factor, digits: 3) + ")"
        }
        let list = peaks.isEmpty ? "no peak stands out" : "peaks " + peaks.joined(separator: "  ") + " " + unit
        lines.append((word + ": " + list, role))
      }
    }
    lines.append(("what is passed at held voltage is left out", .dim))
    return lines
  }
}
