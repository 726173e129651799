package import CellModel

/// How long the newest steps took, so that the present one can be compared with the same step of earlier cycles.
package struct StepHistory: Equatable, Codable, Sendable {
  private struct Ended: Equatable, Codable, Sendable {
    var vendorStep: Int32
    var phase: Phase
    /// Phase of the step before, which tells the rest after a charge from the rest after a discharge.
    var before: Phase
    var duration: Double
  }

  /// Steps remembered: a few cycles of any ordinary schedule.
  static let limit = 48
  /// Comparable steps wanted, the newest.
  static let wanted = 3

  private var ended: [Ended] = []

  package init() {}

  /// Takes a step that has ended at `time`, s of test time.
  mutating func end(_ step: Step, at time: Double) {
    let duration = time - step.startTime
    guard duration.isFinite, duration >= 0 else { return }
    if ended.count >= Self.limit { ended.removeFirst() }
    ended.append(
      Ended(
        vendorStep: step.vendorStep, phase: step.phase, before: ended.last?.phase ?? .unstated, duration: duration))
  }

  /// Seconds that the newest steps like this one took, oldest first, at most three.
  ///
  /// Like means the same stored step number; in files without one, or where every step has a number of its own, the
  /// same phase after the same phase.
  package func durations(like step: Step) -> [Double] {
    let sameStep = ended.filter { $0.vendorStep == step.vendorStep && $0.phase == step.phase }
    if step.vendorStep != Sample.absent, !sameStep.isEmpty { return sameStep.suffix(Self.wanted).map(\.duration) }
    let before = ended.last?.phase ?? .unstated
    return ended.filter { $0.phase == step.phase && $0.before == before }.suffix(Self.wanted).map(\.duration)
  }
}
