import CellModel
import Stages

/// What the stage detector has found: stage II, a suspected turn, a soft short, sudden loss.
struct StageRule: TroubleRule {
  var heedsEveryRow: Bool { false }

  func flag(of channel: ChannelFold) -> Flag? {
    let reading = channel.reading
    let since = reading.since.map(Self.cycleNumber)
    let cycle = reading.turningCycle.map(Self.cycleNumber) ?? since
    func sentence(_ fallback: String) -> String { reading.evidence.isEmpty ? fallback : reading.evidence }
    switch reading.state {
    case .stage2: return Flag(.stageTwo, sinceCycle: cycle, evidence: sentence("stage II") + Self.turn(reading))
    case .suspected: return Flag(.turnSuspected, sinceCycle: cycle, evidence: sentence("turn suspected"))
    case .shorted: return Flag(.softShort, sinceCycle: cycle, evidence: sentence("soft short"))
    case .dead: return Flag(.endOfLife, sinceCycle: cycle, evidence: sentence("sudden loss of capacity"))
    case .stage1 where reading.reason == .overpotential:
      return Flag(.polarisation, sinceCycle: since, evidence: sentence("polarisation grows"))
    case .forming, .stage1, .unknown: return nil
    }
  }

  /// Where the turning point lies, how surely, and since when it has been known.
  private static func turn(_ reading: StageReading) -> String {
    guard let turn = reading.turningCycle, let low = reading.turningLow, let high = reading.turningHigh else {
      return ""
    }
    let known = reading.since.map { ", since cycle \(cycleNumber($0))" } ?? ""
    let halfWidth = FlagText.fixed(((high - low) / 2).rounded(.up), 0)
    return ": turning point \(FlagText.fixed(turn, 0)) ± \(halfWidth)\(known)"
  }

  private static func cycleNumber(_ cycle: Double) -> Int { Int(max(0, min(1e9, cycle))) }
}
