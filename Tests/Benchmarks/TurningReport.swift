import CellModel
import DetectorScoring

/// How well turning points are found: a line of figures for all cells and for each group of them.
enum TurningReport {
  /// The figures of all cells together, for the table of all benchmarks.
  static func figures(_ effort: Effort, _ report: (Figure) -> Void) {
    let score = TurningScore(ScoredLab.scores(cells: effort.cells, seed: effort.seed))
    for figure in score.figures { report(Figure(figure.name, figure.value, figure.name == "cells" ? "" : "score")) }
  }

  /// Prints the scores of all cells, by noise, by configuration, and by what became of them.
  static func print(_ cells: [CellScore]) {
    let all = TurningScore(cells)
    Swift.print(line("", all.figures.map(\.name)))
    add("all", all)
    for group in all.grouped(by: \.noise) { add("CE noise \(percent(group.key)) %", group.score) }
    for group in all.grouped(by: { $0.configuration.rawValue }) { add(group.key, group.score) }
    for group in all.grouped(by: \.kind) { add("  " + group.key, group.score) }
    for cell in cells where !cell.isClean || (cell.hasTurnToPlace && !cell.isWithin) { Swift.print(told(cell)) }
    let note = "delay, error and width in cycles; accused: share of the cells without an event"
    Swift.print("\(all.healthyCycles) healthy cycles; \(note)")
  }

  /// A cell that was not handled right, and in what.
  private static func told(_ cell: CellScore) -> String {
    var faults: [String] = []
    if cell.falseAlarms > 0 { faults.append("\(cell.falseAlarms) false alarms") }
    if cell.isMissed { faults.append("missed") }
    if let delay = cell.delay, !cell.isClean { faults.append("\(delay) cycles late") }
    if cell.hasTurnToPlace, !cell.isWithin, let error = cell.error { faults.append("placed \(text(error)) off") }
    let truth = cell.truth
    return "  \(truth.cell): \(truth.configuration.rawValue), \(truth.kind), CE noise \(percent(truth.noise)) %, turn "
      + "\(truth.turn.map(String.init) ?? "-") of \(truth.cycles): \(faults.joined(separator: ", "))"
  }

  private static func add(_ name: String, _ score: TurningScore) {
    Swift.print(line(name, score.figures.map { text($0.value) }))
  }

  private static func line(_ name: String, _ columns: [String]) -> String {
    let padded = columns.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }
    return name + String(repeating: " ", count: max(0, 18 - name.count)) + padded.joined()
  }

  private static func text(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    return value == value.rounded() ? "\(Int(value))" : "\((value * 100).rounded() / 100)"
  }

  /// A fraction as per cent, without the dust of binary arithmetic.
  private static func percent(_ fraction: Double) -> String { "\((fraction * 1e7).rounded() / 1e5)" }
}
