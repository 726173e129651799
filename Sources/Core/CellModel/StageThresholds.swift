/// What a change must amount to before the turning-point detector speaks of it: what a lab may set to its own history.
///
/// The values built in are those of the detector's benchmark; `celltop stages --what-if` shows what others would have
/// said of finished tests.
package struct StageThresholds: Equatable, Codable, Sendable {
  /// Log-likelihood ratio of a turn against none that declares stage II, nats.
  ///
  /// 8 gives twice the false alarms, 14 no fewer and later ones (benchmark).
  package var alarm = 11.0
  /// The same for `suspected`; half of it clears the suspicion again, so that the state does not flicker.
  package var suspicion = 6.0
  /// Least drop of CE that counts, a fraction: instruments drift by less.
  package var efficiencyLoss = 3e-4
  /// Least loss of capacity that counts, a fraction; up to five times more while stage I is short.
  package var capacityLoss = 0.004
  /// Cycles of stage II that must be seen before it is declared; three give a tenth more false alarms (benchmark).
  package var cyclesAfter = 4

  /// The built-in values.
  package init() {}

  /// Log-likelihood ratio below which a suspicion is dropped, nats.
  package var clearance: Double { min(suspicion, alarm) / 2 }
}
