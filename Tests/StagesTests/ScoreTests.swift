import CellModel
import DetectorScoring
import Testing

@Suite("Scores of the turning point")
struct ScoreTests {
  @Test("Two dozen simulated cells, from the bytes of their logs, are judged as well as ever")
  func simulatedLab() {
    let score = TurningScore(ScoredLab.scores(cells: 24, seed: 11, cycles: 80...140, noises: [5e-4]))
    #expect(score.cells.count == 24)
    #expect(score.cells.count { $0.truth.turn != nil } >= 10)
    #expect(score.clean >= 0.9)
    #expect(score.falseAlarms <= 0.5)
    #expect(score.missed <= 0.05)
    #expect(score.medianDelay <= 4)
    #expect(score.within >= 0.8)
    #expect(score.coverage >= 0.85)
  }

  private static func truth(onset: Int?, turn: Int?) -> TurningTruth {
    TurningTruth(cell: "a", onset: onset, turn: turn, cycles: 120, configuration: .full, kind: "", noise: 0)
  }

  private static func verdicts(_ alerts: ClosedRange<Int>..., turn: Double? = nil) -> [CellScore.Verdict] {
    (1...120).map { cycle in
      let isAlert = alerts.contains { $0.contains(cycle) }
      return CellScore.Verdict(
        cycle: cycle, state: isAlert ? .stage2 : .stage1, turn: isAlert ? turn : nil,
        low: isAlert ? turn.map { $0 - 2 } : nil, high: isAlert ? turn.map { $0 + 2 } : nil)
    }
  }

  @Test("A turn told in time is clean, with its delay, error and interval")
  func rightAlarm() {
    let score = CellScore(Self.truth(onset: 78, turn: 80), Self.verdicts(84...120, turn: 81))
    #expect(score.falseAlarms == 0 && !score.isMissed && score.isClean && score.isWithin)
    #expect(score.delay == 4 && score.error == 1 && score.isCovered == true && score.width == 4)
  }

  @Test("An alarm while the cell is healthy is false, each time it begins")
  func falseAlarms() {
    let score = CellScore(Self.truth(onset: 78, turn: 80), Self.verdicts(20...25, 40...50, 82...120, turn: 80))
    #expect(score.falseAlarms == 2 && !score.isClean && score.delay == 2)
    #expect(CellScore(Self.truth(onset: nil, turn: nil), Self.verdicts(30...30)).falseAlarms == 1)
  }

  @Test("An early alarm that happens to stand gives no delay and is not clean")
  func standingFalseAlarm() {
    let score = CellScore(Self.truth(onset: 78, turn: 80), Self.verdicts(60...120, turn: 80))
    #expect(!score.isMissed && score.delay == nil && !score.isClean)
  }

  @Test("A turn that is never told, told too late, or taken back in the end")
  func missedAndLate() {
    #expect(CellScore(Self.truth(onset: 78, turn: 80), Self.verdicts()).isMissed)
    #expect(CellScore(Self.truth(onset: 78, turn: 80), Self.verdicts(82...100)).isMissed)
    let late = CellScore(Self.truth(onset: 78, turn: 80), Self.verdicts(96...120, turn: 90))
    #expect(!late.isMissed && !late.isClean && !late.isWithin && late.isCovered == false)
  }

  @Test("Groups hold their own cells, and what cannot be told of none is no number")
  func groups() {
    let cells = [
      CellScore(Self.truth(onset: 78, turn: 80), Self.verdicts(84...120, turn: 81)),
      CellScore(Self.truth(onset: nil, turn: nil), Self.verdicts()),
    ]
    let groups = TurningScore(cells).grouped { $0.turn == nil ? 0 : 1 }
    #expect(groups.map(\.key) == [0, 1])
    #expect(groups.first?.score.clean == 1 && groups.first?.score.medianDelay.isNaN == true)
    #expect(TurningScore(cells).healthyCycles == 75 + 120)
  }
}
