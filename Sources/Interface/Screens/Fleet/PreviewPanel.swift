import Canvas
import CellModel
import Fleet
import Metrics

/// What the fleet screen shows of the channel under the cursor: its CE by cycle and what is the matter with it.
enum PreviewPanel {
  static func draw(_ cell: CellSummary, _ shown: AppState, on grid: inout Grid, in area: Area) {
    guard area.height >= 4 else { return }
    // Scales, zoom and cursor are those of the channel that was opened last, in panels of another size.
    var state = shown
    state.channel = ChannelView()
    var rest = area
    let detail = [
      cell.configuration.value.longName + " " + cell.configuration.provenance.mark, cell.format,
      cell.cycle > 0 ? "cycle \(cell.cycle)" : "",
    ].filter { !$0.isEmpty }.joined(separator: " " + state.symbols[.bullet] + " ")
    PanelTitle.draw(cell.name, detail: detail, on: &grid, in: rest.cutTop(1), symbols: state.symbols)
    // Beside the table it is high and narrow: the words then stand above the curves.
    let isHigh = rest.width < 90 && rest.height >= 16
    let words = isHigh ? rest.cutTop(min(7, rest.height / 4)) : rest.cutRight(rest.width * 2 / 5)
    if let detail = state.previewDetail {
      if rest.height >= 18 || (isHigh && rest.height >= 10) {
        TracePanel.drawPlot(detail, state, on: &grid, in: rest.cutTop(rest.height / 2), showsCurrent: false)
      } else if rest.width >= 110 {
        var trace = rest.cutLeft(rest.width / 2)
        _ = trace.cutRight(1)
        TracePanel.drawPlot(detail, state, on: &grid, in: trace, showsCurrent: false)
      }
      if CyclePanels.of(cell, detail).first == .polarisation {
        PolarisationPanel.drawPlot(detail, state, on: &grid, in: rest)
      } else {
        EfficiencyPanel.drawPlot(detail, state, on: &grid, in: rest)
      }
    } else {
      EfficiencyPanel.drawRecent(cell, state, on: &grid, in: rest)
    }
    drawWords(cell, state, on: &grid, in: words)
  }

  private static func drawWords(_ cell: CellSummary, _ state: AppState, on grid: inout Grid, in area: Area) {
    var lines: [(text: String, role: Role)] = []
    var head = state.symbols[cell.condition.symbol] + " " + cell.condition.word
    if let since = cell.conditionSince, state.ageOrigin >= since {
      head += " for " + Numeral.age(state.ageOrigin - since)
    }
    lines.append((head, cell.condition.role))
    for flag in cell.flags { lines.append((flag.evidence, flag.severity.role == .dim ? .text : flag.severity.role)) }
    if let evidence = cell.unsaidStageEvidence { lines.append((evidence, cell.stage.role)) }
    let reason = cell.reasonText
    if cell.flags.isEmpty, !reason.isEmpty, reason != cell.stage.evidence { lines.append((reason, .text)) }
    if let rolling = cell.rollingEfficiency {
      let text = EfficiencyText.percent(
        rolling.median, uncertainty: cell.efficiencyUncertainty, resolution: cell.efficiencyResolution)
      let width = EfficiencyDigits.halfWidth(
        uncertainty: cell.efficiencyUncertainty, resolution: cell.efficiencyResolution)
      lines.append(("CE \(text) \(state.symbols[.plusMinus])\(width) %, median of \(rolling.count) cycles", .text))
    }
    if let note = cell.labels.note { lines.append((note, .text)) }
    if cell.source.badRows > 0 { lines.append(("\(cell.source.badRows) rows could not be read", .warn)) }
    lines.append((TextFlow.shortened(cell.source.path, width: area.width - 2, symbols: state.symbols), .dim))
    var row = area.row
    for line in lines {
      for part in TextFlow.wrap(line.text, width: area.width - 2) {
        guard row < area.endRow else { return }
        grid.put(part, column: area.column + 1, row: row, columns: area.width - 2, role: line.role)
        row += 1
      }
    }
  }
}
