import ArgumentParser
import CellModel

/// The detector's thresholds on the command line, for replaying finished tests under others.
struct ThresholdOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Evidence that declares stage II, nats (built in: 11). Lower is sooner and has more false alarms.",
      valueName: "nats"))
  var thresholdAlarm: Double?
  @Option(help: ArgumentHelp("Evidence that makes a turn suspected, nats (built in: 6).", valueName: "nats"))
  var thresholdSuspect: Double?
  @Option(help: ArgumentHelp("Least drop of CE that counts, % (built in: 0.03).", valueName: "%"))
  var thresholdCeDrop: Double?
  @Option(help: ArgumentHelp("Least loss of capacity that counts, % (built in: 0.4).", valueName: "%"))
  var thresholdCapacityLoss: Double?
  @Option(help: ArgumentHelp("Cycles of stage II that must be seen (built in: 4).", valueName: "cycles"))
  var thresholdCycles: Int?

  func validate() throws {
    try Self.demand(thresholdAlarm, in: 1...1000, "--threshold-alarm")
    try Self.demand(thresholdSuspect, in: 0.5...1000, "--threshold-suspect")
    try Self.demand(thresholdCeDrop, in: 0...100, "--threshold-ce-drop")
    try Self.demand(thresholdCapacityLoss, in: 0...100, "--threshold-capacity-loss")
    try Self.demand(thresholdCycles, in: 2...100, "--threshold-cycles")
  }

  private static func demand<Value: Comparable>(_ value: Value?, in range: ClosedRange<Value>, _ name: String) throws {
    guard let value, !range.contains(value) else { return }
    throw ValidationError("\(name): \(value) is not between \(range.lowerBound) and \(range.upperBound)")
  }

  /// Whether any threshold was given.
  var isAnyGiven: Bool {
    thresholdAlarm != nil || thresholdSuspect != nil || thresholdCeDrop != nil || thresholdCapacityLoss != nil
      || thresholdCycles != nil
  }

  /// The options given, in words with their units.
  var words: String {
    let given = [
      ("alarm", thresholdAlarm, " nats"), ("suspect", thresholdSuspect, " nats"), ("CE drop", thresholdCeDrop, " %"),
      ("capacity loss", thresholdCapacityLoss, " %"), ("cycles", thresholdCycles.map(Double.init), ""),
    ]
    return given.compactMap { name, value, unit in
      value.map { "\(name) \($0 == $0.rounded() ? Decimals.fixed($0, 0) : "\($0)")\(unit)" }
    }.joined(separator: ", ")
  }

  /// The options' names; settings files have `turn` for `threshold`.
  static let names = [
    "--threshold-alarm", "--threshold-suspect", "--threshold-ce-drop", "--threshold-capacity-loss",
    "--threshold-cycles",
  ]

  /// The thresholds given here over others.
  func over(_ thresholds: StageThresholds) -> StageThresholds {
    var changed = thresholds
    if let thresholdAlarm { changed.alarm = thresholdAlarm }
    if let thresholdSuspect { changed.suspicion = thresholdSuspect }
    if let thresholdCeDrop { changed.efficiencyLoss = thresholdCeDrop / 100 }
    if let thresholdCapacityLoss { changed.capacityLoss = thresholdCapacityLoss / 100 }
    if let thresholdCycles { changed.cyclesAfter = thresholdCycles }
    return changed
  }
}
