import CellModel
import CyclerFormats

/// What the silence of a log means: gone, stalled in the middle of a step, or finished.
enum SilenceRules {
  /// Seconds of silence that end a test whatever its last row was: two days.
  static let endOfTest = 172_800.0

  /// The flag of a channel's silence at a wall-clock second, at most one.
  static func flags(of channel: Channel, now: Double) -> [Flag] {
    let source = channel.source
    if source.status == .gone {
      return [Flag(.gone, sinceTime: channel.lastRowAt, evidence: "the file is no longer there; its history is kept")]
    }
    if case .unreadable(let reason) = source.status {
      return [
        Flag(.gone, sinceTime: channel.lastRowAt, evidence: "the file cannot be read: \(SafeText.clean(reason))")
      ]
    }
    // The newest row is not known before the backlog is read.
    guard source.status != .loading, let lastRowAt = channel.lastRowAt, channel.fold.report.rows > 0 else { return [] }
    let silence = now - lastRowAt
    let patience = channel.patience
    guard silence > patience else { return [] }
    let atRest = channel.fold.step.map { $0.phase == .rest || $0.phase == .other } ?? true
    if silence > endOfTest || (atRest && silence > max(600, 20 * patience)) {
      let end = atRest ? ", ended at rest" : ", more than two days"
      return [Flag(.finished, sinceTime: lastRowAt, evidence: "no row for \(FlagText.duration(silence))\(end)")]
    }
    guard !atRest else { return [] }
    return [
      Flag(
        .stalled, sinceTime: lastRowAt,
        evidence: "no row for \(FlagText.duration(silence)), the file writes every "
          + "\(FlagText.duration(channel.interval)), limit \(FlagText.duration(patience))")
    ]
  }
}
