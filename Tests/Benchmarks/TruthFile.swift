import CellModel
import DetectorScoring
import Foundation

/// A truth file beside the verdicts of `celltop stages --causal --format ndjson`.
///
/// The truth is the `truth.json` of `celltop simulate`, or an object with `cells`, each with `cell`, `config`, `k_on`
/// and `k_turn` (null for a cell that never turns), `n_cycles`, and if known `scenario` and `sigma_ce_pct`.
enum TruthFile {
  private struct Truths: Decodable {
    var cells: [Truth]
  }

  private struct Truth: Decodable {
    var cell: String?
    var file: String?
    var config: String?
    var configuration: String?
    var scenario: String?
    var fate: String?
    var sigma_ce_pct: Double?
    var k_on: Int?
    var k_turn: Int?
    var onset_cycle: Int?
    var turning_cycle: Int?
    var event_cycle: Int?
    var n_cycles: Int?
    var cycles: Int?

    var truth: TurningTruth {
      let words = ["li_cu": CellConfiguration.half, "li_ncm": .full, "anode_free": .anodeFree, "li_li": .symmetric]
      let given = configuration.flatMap(CellConfiguration.init(rawValue:)) ?? config.flatMap { words[$0] } ?? .unknown
      let hasStages = given != .symmetric
      let turn = k_turn ?? (hasStages ? turning_cycle : nil) ?? event_cycle
      return TurningTruth(
        cell: cell ?? file ?? "", onset: turn == nil ? nil : k_on ?? onset_cycle ?? turn, turn: turn,
        cycles: n_cycles ?? cycles ?? 0, configuration: given, kind: scenario ?? fate ?? "",
        noise: (sigma_ce_pct ?? .nan) / 100)
    }
  }

  private struct Line: Decodable {
    var cell: String
    var cycle: Int
    var state: String
    var turning_cycle: Double?
    var turning_low: Double?
    var turning_high: Double?
  }

  /// Scores every cell of the truth; one without verdicts counts as never flagged.
  static func scores(truth: String, verdicts: String) throws -> [CellScore] {
    let decoder = JSONDecoder()
    let truths = try decoder.decode(Truths.self, from: Data(contentsOf: URL(fileURLWithPath: truth)))
    var told: [String: [CellScore.Verdict]] = [:]
    let text = try Data(contentsOf: URL(fileURLWithPath: verdicts))
    for bytes in text.split(separator: UInt8(ascii: "\n")) {
      let line = try decoder.decode(Line.self, from: bytes)
      guard let state = StageState(rawValue: line.state) else { continue }
      told[line.cell, default: []].append(
        CellScore.Verdict(
          cycle: line.cycle, state: state, turn: line.turning_cycle, low: line.turning_low, high: line.turning_high))
    }
    return truths.cells.map { CellScore($0.truth, told[$0.truth.cell] ?? []) }
  }
}
