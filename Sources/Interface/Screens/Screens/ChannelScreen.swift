package import Canvas
import CellModel
import Cycling
import Fleet
import Metrics

/// One channel: what happened to it, and how its numbers were made.
package struct ChannelScreen: Screen {
  package init() {}

  package let id = ScreenID.channel
  package let title = "Channel"
  package let keys: [Key] = ["3"]
  package let summary = "the chosen channel's curves and facts"
  package let isInFooter = false
  package let concernsChannel = true
  package let scopes: [Scope] = [.channel, .plots, .cycles]

  package func settle(_ state: inout AppState, in area: Area) {
    state.channel.enter(state.selection)
    guard let detail = state.detail else { return }
    if !state.channel.isPlaced {
      state.channel.isPlaced = true
      ChannelMotion.showCycle(
        at: detail.cycles.firstIndex { Int($0.number) == state.channel.cycle }, detail, &state)
    }
    let layout = ChannelLayout(state, in: area)
    if let trace = layout.area(of: .trace) {
      TracePanel.settle(
        detail, &state.channel, width: trace.width, height: (trace.height - 1) * 2 / 3, charts: state.theme.charts)
    }
    if let panel = layout.area(of: .efficiency) {
      state.channel.efficiencyScale = EfficiencyPanel.scale(
        EfficiencyPanel.points(detail).map(\.y), previous: state.channel.efficiencyScale, height: panel.height)
    }
    if let panel = layout.area(of: .retention) {
      state.channel.retentionScale = RetentionPanel.scale(
        detail, previous: state.channel.retentionScale, height: panel.height)
    }
    if let panel = layout.area(of: .polarisation) {
      state.channel.polarisationScale = PolarisationPanel.scale(
        PolarisationPanel.points(detail).map(\.y), previous: state.channel.polarisationScale, height: panel.height)
    }
    if let facts = layout.area(of: .facts), let cell = state.selected {
      let count = FactsPanel.lines(cell, detail, state, width: facts.width).count
      state.channel.factsTop = min(max(0, state.channel.factsTop), max(0, count - facts.height + 1))
    }
  }

  package func perform(_ action: Action, on state: inout AppState) -> [Command]? {
    switch action {
    case .nextPanel: state.channel.turnPanel(by: 1)
    case .previousPanel: state.channel.turnPanel(by: -1)
    case .fullScreen: state.channel.isFull.toggle()
    case .up, .down:
      guard ChannelLayout(state, in: ScreenLayout(state).body).area(of: .facts) != nil else {
        state.notice = "no room for the facts here: Tab goes to them, i explains the numbers"
        return []
      }
      state.channel.factsTop = max(0, state.channel.factsTop + (action == .down ? 1 : -1))
    case .open: return []
    default:
      guard let detail = state.detail else { return nil }
      return ChannelMotion.perform(action, detail, &state) ? [] : nil
    }
    return []
  }

  package func plots(_ state: AppState, dots: Int) -> [Plot] {
    guard let detail = state.detail else { return [] }
    switch state.channel.panel {
    case .trace: return TracePanel.plots(detail, state, dots: dots)
    case .efficiency, .facts:
      return EfficiencyPanel.plot(detail, state, dots: dots, columns: 100, height: 24).map { [$0] } ?? []
    case .polarisation:
      return PolarisationPanel.plot(detail, state, dots: dots, columns: 100, height: 24).map { [$0] } ?? []
    case .retention: return RetentionPanel.plot(detail, state, dots: dots, columns: 100, height: 24).map { [$0] } ?? []
    }
  }

  package func table(_ state: AppState) -> ExportTable? { CyclesScreen().table(state) }

  package func draw(_ state: AppState, on grid: inout Grid, in area: Area) {
    guard let cell = state.selected else {
      grid.put("no channel to show", column: area.column + 1, row: area.row, columns: area.width - 1, role: .dim)
      return
    }
    let layout = ChannelLayout(state, in: area)
    drawHeader(cell, state, on: &grid, in: layout.header)
    if let detail = state.detail { StageLine.draw(detail, state, on: &grid, in: layout.stages) }
    for place in layout.places {
      let isFocused = place.panel == state.channel.panel
      guard let detail = state.detail else {
        drawWithoutDetail(cell, state, place, on: &grid)
        continue
      }
      switch place.panel {
      case .trace: TracePanel.draw(detail, state, isFocused: isFocused, on: &grid, in: place.area)
      case .efficiency: EfficiencyPanel.draw(detail, state, isFocused: isFocused, on: &grid, in: place.area)
      case .retention: RetentionPanel.draw(detail, state, isFocused: isFocused, on: &grid, in: place.area)
      case .polarisation: PolarisationPanel.draw(detail, state, isFocused: isFocused, on: &grid, in: place.area)
      case .facts: FactsPanel.draw(cell, detail, state, isFocused: isFocused, on: &grid, in: place.area)
      }
    }
  }

  // The detail comes one fleet state after the cursor; what the summary knows is shown at once.
  private func drawWithoutDetail(
    _ cell: CellSummary, _ state: AppState, _ place: ChannelLayout.Place, on grid: inout Grid
  ) {
    var rest = place.area
    switch place.panel {
    case .facts: FactsPanel.draw(cell, nil, state, isFocused: false, on: &grid, in: rest)
    case .efficiency:
      PanelTitle.draw("CE", detail: "last 40 cycles", on: &grid, in: rest.cutTop(1), symbols: state.symbols)
      EfficiencyPanel.drawRecent(cell, state, on: &grid, in: rest)
    case .trace, .retention, .polarisation:
      let name = place.panel == .trace ? "V–t" : place.panel == .retention ? "capacity retention" : "polarisation"
      PanelTitle.draw(name, detail: "being fetched", on: &grid, in: rest.cutTop(1), symbols: state.symbols)
    }
  }

  private func drawHeader(_ cell: CellSummary, _ state: AppState, on grid: inout Grid, in area: Area) {
    guard !area.isEmpty else { return }
    let ellipsis = state.symbols.scalar(.ellipsis)
    var column = area.column + 1
    func put(_ text: String, _ role: Role = .text) {
      guard !text.isEmpty, column + 2 < area.endColumn else { return }
      let room = min(area.endColumn - column, max(12, area.width / 3))
      column =
        grid.put(
          text, column: column, row: area.row, columns: min(room, TextWidth.of(text)), role: role,
          ellipsis: ellipsis) + 2
    }
    grid.cursor = Point(column: area.column, row: area.row)
    put(cell.name, .strong)
    put(state.symbols[cell.condition.symbol] + " " + cell.condition.word, cell.condition.role)
    put(cell.configuration.value.shortName + cell.configuration.provenance.mark, .dim)
    if cell.cycle > 0 { put("cycle \(cell.cycle)") }
    put(cell.stepText)
    put(Numeral.fixed(cell.voltage, decimals: 4) + " V")
    put(FleetColumns.milliamperes(cell.current) + " mA")
    let percent = EfficiencyText.percent(
      cell.shownEfficiency, uncertainty: cell.efficiencyUncertainty, resolution: cell.efficiencyResolution)
    let halfWidth = EfficiencyDigits.halfWidth(
      uncertainty: cell.efficiencyUncertainty, resolution: cell.efficiencyResolution)
    if percent != Numeral.missing { put("CE \(percent) \(state.symbols[.plusMinus])\(halfWidth) %") }
    if let retention = cell.retention { put("RET " + Numeral.fixed(retention * 100, decimals: 1) + " %") }
    put(cell.stage.text(state.symbols), cell.stage.role)
    put("last row " + FleetColumns.age(cell, state), .dim)
  }
}
